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

-- At work and without an award: whom nobody ever proposed (a proposal counts from the day its dossier is sent, unless it was taken out), and who was
-- proposed and never awarded. An award that was cancelled was proposed once.
-- list: fair_never
-- out: id int, name text, unit_id int?, unit_name text?, post_title text, since date?, proposed text, last int?
-- scope: unit=p.unit_id person=p.id
-- filter: below int: p.unit_id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :below AND b.valid_from <= :today AND b.valid_to > :today)
-- filter: proposed text: CASE WHEN COALESCE((SELECT max(n.year) FROM nominee n JOIN dossier d ON d.id = n.dossier_id WHERE n.person_id = p.id AND n.subject = 'person' AND n.state <> 'removed' AND d.shown = 1), (SELECT max(a.year) FROM award a WHERE a.person_id = p.id AND a.subject = 'person' AND a.state = 'cancelled')) IS NULL THEN 'never' ELSE 'yes' END = :proposed
-- order: name: p.sort_key blob, p.id int
SELECT p.id, p.name, p.unit_id, u.name, p.post_title, (SELECT min(o.valid_from) FROM post o WHERE o.person_id = p.id),
       CASE WHEN COALESCE((SELECT max(n.year) FROM nominee n JOIN dossier d ON d.id = n.dossier_id WHERE n.person_id = p.id AND n.subject = 'person' AND n.state <> 'removed' AND d.shown = 1),
            (SELECT max(a.year) FROM award a WHERE a.person_id = p.id AND a.subject = 'person' AND a.state = 'cancelled')) IS NULL THEN 'never' ELSE 'yes' END,
       COALESCE((SELECT max(n.year) FROM nominee n JOIN dossier d ON d.id = n.dossier_id WHERE n.person_id = p.id AND n.subject = 'person' AND n.state <> 'removed' AND d.shown = 1),
            (SELECT max(a.year) FROM award a WHERE a.person_id = p.id AND a.subject = 'person' AND a.state = 'cancelled'))
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

-- ---------------------------------------------------------------- four figures of the office itself

-- Awards by decisions of the office of these days: how many stand as they were given, are shown to the public, can be followed from proposal to decision; how
-- many decisions there are, and how many of them have a line that cannot be followed.
-- name: figure_counts one
-- in: from date, to date
-- out: lines int, accurate int, shown int, traced int, decisions int, untraced int, days_most int
SELECT count(*), count(CASE WHEN f.accuracy = 'right' THEN 1 END), count(CASE WHEN f.shown = 'yes' THEN 1 END), count(CASE WHEN f.lacking = '' THEN 1 END),
       count(DISTINCT f.decision_id), count(DISTINCT CASE WHEN f.lacking <> '' THEN f.decision_id END),
       COALESCE(max(f.days), 0)
FROM award_figure f WHERE f.dated >= :from AND f.dated <= :to;

-- How many days the award in that place took, the quickest first.
-- name: figure_days_at one
-- in: from date, to date, skip int
-- out: days int
SELECT f.days FROM award_figure f WHERE f.dated >= :from AND f.dated <= :to ORDER BY f.days LIMIT 1 OFFSET :skip;

-- list: figure_list
-- out: id int, name text, code text, decision_id int, sign text, dated date, achieved date, days int, accuracy text, shown text, lacking text, nominee_id int,
--   award_id int
-- scope: unit=f.unit_id
-- filter: year int: f.dated >= CAST(:year AS TEXT) || '-01-01' AND f.dated <= CAST(:year AS TEXT) || '-12-31'
-- filter: accuracy text: CASE WHEN f.accuracy = 'right' THEN 'right' ELSE 'wrong' END = :accuracy
-- filter: shown text: f.shown = :shown
-- filter: traced text: CASE WHEN f.lacking = '' THEN 'yes' ELSE 'no' END = :traced
-- filter: decision int: f.decision_id = :decision
-- order: place: f.decision_id int, f.position int, f.id int
-- order: days: f.days int, f.id int
SELECT f.id, f.name, f.code, f.decision_id, f.sign, f.dated, f.achieved, f.days, f.accuracy, f.shown, f.lacking, f.nominee_id, f.award_id
FROM award_figure f WHERE f.id > 0;
