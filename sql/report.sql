-- Who is commended and who is not (fairness), over the people at work today.

-- name: fair_people each
-- out: unit_id int, cadre text, gender text, post_title text, n int
SELECT unit_id, cadre, gender, post_title, count(*) FROM person
WHERE state = 'active' AND unit_id IS NOT NULL
GROUP BY unit_id, cadre, gender, post_title;

-- Each who was commended in one of the years: how often in the last of them, in how many of them. `code` is an award; '': every one above
-- Lao động tiên tiến, which nearly everybody has; '*': every one.
-- name: fair_awarded each
-- in: from int, to int, code text
-- out: person_id int, unit_id int, cadre text, gender text, post_title text, last int, years int
SELECT p.id, p.unit_id, p.cadre, p.gender, p.post_title, count(CASE WHEN a.year = :to THEN 1 END), count(DISTINCT a.year)
FROM award a JOIN person p ON p.id = a.person_id
WHERE a.year BETWEEN :from AND :to AND a.subject = 'person' AND a.state = 'valid' AND p.state = 'active' AND p.unit_id IS NOT NULL
  AND (:code = '*' OR (:code = '' AND a.code <> 'LDTT') OR a.code = :code)
GROUP BY p.id, p.unit_id, p.cadre, p.gender, p.post_title;

-- list: fair_never
-- out: id int, name text, unit_id int?, unit_name text?, post_title text, since date?
-- scope: unit=p.unit_id person=p.id
-- filter: below int: p.unit_id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :below AND b.valid_from <= :today AND b.valid_to > :today)
-- order: name: p.sort_key blob, p.id int
SELECT p.id, p.name, p.unit_id, u.name, p.post_title, (SELECT min(o.valid_from) FROM post o WHERE o.person_id = p.id)
FROM person p LEFT JOIN unit u ON u.id = p.unit_id
WHERE p.state NOT IN ('left', 'merged', 'erased') AND p.unit_id IS NOT NULL
  AND (SELECT 1 FROM award a WHERE a.person_id = p.id AND a.subject = 'person' AND a.state = 'valid' LIMIT 1) IS NULL;

-- Commended in at least three of the last five years, this one too.
-- list: fair_often
-- out: id int, name text, unit_id int?, unit_name text?, post_title text, years int, awards int
-- scope: unit=p.unit_id person=p.id
-- filter: below int: p.unit_id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :below AND b.valid_from <= :today AND b.valid_to > :today)
-- order: name: p.sort_key blob, p.id int
SELECT p.id, p.name, p.unit_id, u.name, p.post_title,
       (SELECT count(DISTINCT a.year) FROM award a WHERE a.person_id = p.id AND a.subject = 'person' AND a.state = 'valid' AND a.year > CAST(substr(:today, 1, 4) AS bigint) - 5),
       (SELECT count(*) FROM award a WHERE a.person_id = p.id AND a.subject = 'person' AND a.state = 'valid' AND a.year > CAST(substr(:today, 1, 4) AS bigint) - 5)
FROM person p LEFT JOIN unit u ON u.id = p.unit_id
WHERE p.state NOT IN ('left', 'merged', 'erased') AND p.unit_id IS NOT NULL
  AND (SELECT count(DISTINCT a.year) FROM award a WHERE a.person_id = p.id AND a.subject = 'person' AND a.state = 'valid' AND a.year > CAST(substr(:today, 1, 4) AS bigint) - 5) >= 3;
