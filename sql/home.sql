-- Counts for the start page.

-- name: home_people one
-- out: active int, units int
SELECT (SELECT count(*) FROM person WHERE state = 'active'), (SELECT count(*) FROM unit WHERE state = 'active');
