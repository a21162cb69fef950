-- Figures for the start page.

-- From the index alone; an office has a few hundred combinations.
-- name: home_people many
-- out: unit_id int, cadre text, gender text, n int
SELECT unit_id, cadre, gender, count(*) FROM person
WHERE state = 'active' AND unit_id IS NOT NULL
GROUP BY unit_id, cadre, gender ORDER BY unit_id, cadre, gender;

-- name: home_units many
-- out: id int, parent_id int?, name text, short_name text
SELECT id, parent_id, name, short_name FROM unit WHERE id > 0 ORDER BY id;
