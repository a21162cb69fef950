-- What a stranger reads (docs/public.md). Each part only while the office publishes it: its setting is '1', and nothing is published by default.
-- No column here holds a number of an identity paper, a birth date, a phone, an address of mail, or anybody who is not named by what was published.

-- The ledger as it was published: lines with a decision that is out (those of old lists have none here), valid or cancelled; a cancelled one stays, with both decisions.
-- Decisions with their number and not yet published are few: asked once, not for each award that is counted. Before (draft, approved) they have no awards.
-- list: honour_list
-- out: id int, name text?, unit_name text?, subject text, code text, title text, year int, sign text, dated date?, issuer text, state text, cancel_sign text, cancel_dated date?
-- filter: q ids: a.person_id IN (:q)
-- filter: year int: a.year = :year
-- filter: code text: a.code = :code
-- filter: subject text: a.subject = :subject
-- filter: state text: a.state = :state
-- order: time: a.year int, a.id int
SELECT a.id, COALESCE(p.name, CASE WHEN a.subject = 'unit' THEN u.name END, CASE WHEN a.household <> '' THEN a.household END, m.name),
       CASE WHEN a.subject = 'person' THEN u.name END, a.subject, a.code, a.title, a.year, a.sign, a.dated, a.issuer, a.state, a.cancel_sign, a.cancel_dated
FROM award a LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = a.unit_id LEFT JOIN unmatched m ON m.id = a.unmatched_id
WHERE a.state IN ('valid', 'cancelled') AND a.sign <> '' AND a.dated IS NOT NULL
  AND a.id NOT IN (SELECT l.award_id FROM decision d JOIN decision_line l ON l.decision_id = d.id WHERE d.state = 'signed' AND d.kind = 'award' AND l.award_id IS NOT NULL AND l.state = 'here')
  AND (SELECT s.value FROM setting s WHERE s.key = 'public.honours') = '1'
  AND a.year >= CAST(COALESCE((SELECT s.value FROM setting s WHERE s.key = 'public.honours_from'), '0') AS bigint);

-- name: public_honours many
-- in: from int
-- out: id int, name text?, unit_name text?, code text, title text, year int, sign text, dated date
SELECT a.id, COALESCE(p.name, CASE WHEN a.subject = 'unit' THEN u.name END, CASE WHEN a.household <> '' THEN a.household END, m.name),
       CASE WHEN a.subject = 'person' THEN u.name END, a.code, a.title, a.year, a.sign, a.dated
FROM award a LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = a.unit_id LEFT JOIN unmatched m ON m.id = a.unmatched_id
WHERE a.year >= :from AND a.state = 'valid' AND a.sign <> '' AND a.dated IS NOT NULL AND a.code <> 'LDTT'
  AND (SELECT 1 FROM decision_line l JOIN decision d ON d.id = l.decision_id WHERE l.award_id = a.id AND l.state = 'here' AND d.kind = 'award' AND d.state <> 'published' LIMIT 1) IS NULL
  AND a.year >= CAST(COALESCE((SELECT s.value FROM setting s WHERE s.key = 'public.honours_from'), '0') AS bigint)
ORDER BY a.year DESC, a.id DESC LIMIT 8;

-- How many of each in a year, and which year has any: of the lines that the list of honours shows, and no others.
-- name: public_counts many
-- in: year int
-- out: code text, n int
SELECT a.code, count(*) FROM award a
WHERE a.year = :year AND a.state = 'valid' AND a.sign <> '' AND a.dated IS NOT NULL
  AND (SELECT 1 FROM decision_line l JOIN decision d ON d.id = l.decision_id WHERE l.award_id = a.id AND l.state = 'here' AND d.kind = 'award' AND d.state <> 'published' LIMIT 1) IS NULL
  AND a.year >= CAST(COALESCE((SELECT s.value FROM setting s WHERE s.key = 'public.honours_from'), '0') AS bigint)
GROUP BY a.code;

-- name: public_year one
-- in: year int
-- out: year int
SELECT a.year FROM award a
WHERE a.year <= :year AND a.state = 'valid' AND a.sign <> '' AND a.dated IS NOT NULL
  AND (SELECT 1 FROM decision_line l JOIN decision d ON d.id = l.decision_id WHERE l.award_id = a.id AND l.state = 'here' AND d.kind = 'award' AND d.state <> 'published' LIMIT 1) IS NULL
  AND a.year >= CAST(COALESCE((SELECT s.value FROM setting s WHERE s.key = 'public.honours_from'), '0') AS bigint)
ORDER BY a.year DESC, a.id DESC LIMIT 1;

-- list: public_movements
-- out: id int, title text, slogan text, form text, unit_name text?, begins date, ends date, units int, answered int, tasks int, done int, percent int, state text
-- filter: year int: m.begins <= CAST(:year AS TEXT) || '-12-31' AND m.ends >= CAST(:year AS TEXT) || '-01-01'
-- filter: state text: m.state = :state
-- order: begins: m.begins text, m.id int
SELECT m.id, m.title, m.slogan, m.form, u.name, m.begins, m.ends,
       (SELECT count(*) FROM movement_unit x WHERE x.movement_id = m.id),
       (SELECT count(*) FROM movement_unit x WHERE x.movement_id = m.id AND x.state = 'answered'),
       (SELECT count(*) FROM task t WHERE t.movement_id = m.id AND t.parent_id IS NULL AND t.state <> 'dropped'),
       (SELECT count(*) FROM task t WHERE t.movement_id = m.id AND t.parent_id IS NULL AND t.state = 'done'),
       CAST(COALESCE((SELECT sum(t.percent) / count(*) FROM task t WHERE t.movement_id = m.id AND t.parent_id IS NULL AND t.state <> 'dropped'), 0) AS bigint), m.state
FROM movement m LEFT JOIN unit u ON u.id = m.holder_id
WHERE COALESCE(m.state, '') IN ('launched', 'interim', 'reviewed', 'closed') AND (SELECT s.value FROM setting s WHERE s.key = 'public.movements') = '1';

-- name: public_movement one
-- in: id int
-- out: id int, title text, slogan text, form text, unit_name text?, begins date, ends date, goal text, subjects text, content text, criteria text, measures text, units int, answered int, tasks int, done int, percent int, state text
SELECT m.id, m.title, m.slogan, m.form, u.name, m.begins, m.ends, m.goal, m.subjects, m.content, m.criteria, m.measures,
       (SELECT count(*) FROM movement_unit x WHERE x.movement_id = m.id),
       (SELECT count(*) FROM movement_unit x WHERE x.movement_id = m.id AND x.state = 'answered'),
       (SELECT count(*) FROM task t WHERE t.movement_id = m.id AND t.parent_id IS NULL AND t.state <> 'dropped'),
       (SELECT count(*) FROM task t WHERE t.movement_id = m.id AND t.parent_id IS NULL AND t.state = 'done'),
       CAST(COALESCE((SELECT sum(t.percent) / count(*) FROM task t WHERE t.movement_id = m.id AND t.parent_id IS NULL AND t.state <> 'dropped'), 0) AS bigint), m.state
FROM movement m LEFT JOIN unit u ON u.id = m.holder_id
WHERE m.id = :id AND m.state IN ('launched', 'interim', 'reviewed', 'closed') AND (SELECT s.value FROM setting s WHERE s.key = 'public.movements') = '1';

-- name: public_movements_now many
-- in: today date
-- out: id int, title text, ends date, tasks int, done int, percent int
SELECT m.id, m.title, m.ends,
       (SELECT count(*) FROM task t WHERE t.movement_id = m.id AND t.parent_id IS NULL AND t.state <> 'dropped'),
       (SELECT count(*) FROM task t WHERE t.movement_id = m.id AND t.parent_id IS NULL AND t.state = 'done'),
       CAST(COALESCE((SELECT sum(t.percent) / count(*) FROM task t WHERE t.movement_id = m.id AND t.parent_id IS NULL AND t.state <> 'dropped'), 0) AS bigint)
FROM movement m
WHERE m.state IN ('launched', 'interim', 'reviewed') AND m.ends >= :today
ORDER BY m.id DESC LIMIT 6;

-- list: public_exemplars
-- out: id int, title text, name text?, unit_name text?, month text, published_on date
-- filter: year int: e.year = :year
-- order: published: e.published_on text, e.id int
SELECT e.id, e.title, COALESCE(p.name, CASE WHEN e.subject = 'unit' THEN t.name END, e.household), u.name,
       substr(CAST(100 + e.month AS TEXT), 2) || '/' || CAST(e.year AS TEXT), e.published_on
FROM exemplar e LEFT JOIN unit u ON u.id = e.holder_id LEFT JOIN person p ON p.id = e.person_id LEFT JOIN unit t ON t.id = e.about_unit_id
WHERE e.published_on IS NOT NULL AND COALESCE(e.state, '') = 'published' AND (SELECT s.value FROM setting s WHERE s.key = 'public.exemplars') = '1';

-- name: public_exemplar one
-- in: id int
-- out: id int, title text, story text, name text?, unit_name text?, month text, published_on date
SELECT e.id, e.title, e.story, COALESCE(p.name, CASE WHEN e.subject = 'unit' THEN t.name END, e.household), u.name,
       substr(CAST(100 + e.month AS TEXT), 2) || '/' || CAST(e.year AS TEXT), e.published_on
FROM exemplar e LEFT JOIN unit u ON u.id = e.holder_id LEFT JOIN person p ON p.id = e.person_id LEFT JOIN unit t ON t.id = e.about_unit_id
WHERE e.id = :id AND e.published_on IS NOT NULL AND e.state = 'published' AND (SELECT s.value FROM setting s WHERE s.key = 'public.exemplars') = '1';

-- name: public_exemplars_new many
-- in: most int
-- out: id int, title text, story text, name text?, unit_name text?, month text, published_on date, picture int?, caption text?, changed_ms int
SELECT e.id, e.title, e.story, COALESCE(p.name, CASE WHEN e.subject = 'unit' THEN t.name END, e.household), u.name,
       substr(CAST(100 + e.month AS TEXT), 2) || '/' || CAST(e.year AS TEXT), e.published_on, x.id, x.caption, e.changed_ms
FROM exemplar e LEFT JOIN unit u ON u.id = e.holder_id LEFT JOIN person p ON p.id = e.person_id LEFT JOIN unit t ON t.id = e.about_unit_id
LEFT JOIN exemplar_picture x ON x.id = (SELECT min(y.id) FROM exemplar_picture y JOIN file f ON f.id = y.file_id AND f.state = 'kept' WHERE y.exemplar_id = e.id)
WHERE e.state = 'published' AND (SELECT s.value FROM setting s WHERE s.key = 'public.exemplars') = '1'
ORDER BY e.id DESC LIMIT :most;

-- name: public_pictures many
-- in: exemplar int
-- out: id int, caption text
SELECT x.id, x.caption FROM exemplar_picture x JOIN file f ON f.id = x.file_id AND f.state = 'kept' WHERE x.exemplar_id = :exemplar ORDER BY x.id;

-- name: public_notes many
-- in: exemplar int
-- out: on_date date, text text
SELECT x.on_date, x.text FROM exemplar_note x WHERE x.exemplar_id = :exemplar AND x.shown = 1 ORDER BY x.on_date, x.id;

-- name: public_picture one
-- in: id int
-- out: file_id int
SELECT x.file_id FROM exemplar_picture x JOIN exemplar e ON e.id = x.exemplar_id
WHERE x.id = :id AND e.state = 'published' AND (SELECT s.value FROM setting s WHERE s.key = 'public.exemplars') = '1';

-- name: public_launched many
-- out: id int, title text, goal text, launched_ms int
SELECT m.id, m.title, m.goal, m.launched_ms FROM movement m
WHERE m.state IN ('launched', 'interim', 'reviewed') AND m.launched_ms IS NOT NULL AND (SELECT s.value FROM setting s WHERE s.key = 'public.movements') = '1'
ORDER BY m.id DESC LIMIT 20;

-- name: public_decision one
-- in: id int
-- out: id int, sign text, dated date, title text, kind text, issuer text, published_on date, file_id int?
SELECT d.id, d.sign, d.dated, d.title, d.kind, d.issuer, d.published_on, d.file_id FROM decision d
WHERE d.id = :id AND d.state = 'published' AND (SELECT s.value FROM setting s WHERE s.key = 'public.decisions') = '1';

-- name: public_decision_lines many
-- in: decision int
-- out: id int, name text?, unit_name text?, code text?, title text?, state text?, cancel_sign text?, cancel_dated date?
SELECT l.id, COALESCE(p.name, CASE a.subject WHEN 'unit' THEN u.name WHEN 'household' THEN a.household END), CASE a.subject WHEN 'person' THEN u.name END, a.code, a.title,
       a.state, a.cancel_sign, a.cancel_dated
FROM decision_line l LEFT JOIN award a ON a.id = l.award_id LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = a.unit_id
WHERE l.decision_id = :decision AND l.state = 'here' ORDER BY l.position, l.id LIMIT 5000;

-- name: public_decisions_new many
-- in: most int
-- out: id int, sign text, dated date, title text, published_on date
SELECT d.id, d.sign, d.dated, d.title, d.published_on FROM decision d
WHERE d.state = 'published' AND (SELECT s.value FROM setting s WHERE s.key = 'public.decisions') = '1'
ORDER BY d.id DESC LIMIT :most;
