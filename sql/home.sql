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

-- Who heads a unit: with that role here, else by the post. What the head of each unit answers for this year: movements, reading, tasks. Each count is of one
-- unit by an index; a movement that came to two units since merged counts once.
-- list: responsibility
-- out: id int, name text, head text?, launched int, told int, opened int, answered int, to_read int, acknowledged int, open int, late int, done int
-- scope: unit=u.id
-- filter: below int: u.id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :below AND b.valid_from <= :today AND b.valid_to > :today)
-- order: tree: u.tree_no int, u.id int
-- order: name: u.sort_key blob, u.id int
SELECT u.id, u.name,
       coalesce((SELECT min(p.name) FROM role_grant g JOIN person p ON p.id = g.person_id
        WHERE g.unit_id = u.id AND g.role = 'unit_head' AND g.valid_from <= :today AND g.valid_to > :today),
                (SELECT min(p.name) FROM post o JOIN person p ON p.id = o.person_id AND p.state = 'active'
        WHERE o.unit_id = u.id AND o.main = 1 AND o.valid_from <= :today AND o.valid_to > :today
           AND (o.title LIKE 'Trưởng %' OR o.title LIKE 'Giám đốc%' OR o.title LIKE 'Chánh Văn phòng%' OR o.title LIKE 'Hiệu trưởng%'))),
       (SELECT count(*) FROM movement m WHERE m.holder_id = u.id AND m.state IN ('launched', 'interim', 'reviewed', 'closed')
           AND m.begins <= substr(:today, 1, 4) || '-12-31' AND m.ends >= substr(:today, 1, 4) || '-01-01'),
       (SELECT count(*) FROM movement_unit x JOIN movement m ON m.id = x.movement_id
        WHERE x.holder_id = u.id AND m.begins <= substr(:today, 1, 4) || '-12-31' AND m.ends >= substr(:today, 1, 4) || '-01-01'
           AND NOT EXISTS (SELECT 1 FROM movement_unit y WHERE y.movement_id = x.movement_id AND y.holder_id = u.id AND y.id < x.id)),
       (SELECT count(*) FROM movement_unit x JOIN movement m ON m.id = x.movement_id
        WHERE x.holder_id = u.id AND x.state <> 'told' AND m.begins <= substr(:today, 1, 4) || '-12-31' AND m.ends >= substr(:today, 1, 4) || '-01-01'
           AND NOT EXISTS (SELECT 1 FROM movement_unit y WHERE y.movement_id = x.movement_id AND y.holder_id = u.id AND y.id < x.id AND y.state <> 'told')),
       (SELECT count(*) FROM movement_unit x JOIN movement m ON m.id = x.movement_id
        WHERE x.holder_id = u.id AND x.state = 'answered' AND m.begins <= substr(:today, 1, 4) || '-12-31' AND m.ends >= substr(:today, 1, 4) || '-01-01'
           AND NOT EXISTS (SELECT 1 FROM movement_unit y WHERE y.movement_id = x.movement_id AND y.holder_id = u.id AND y.id < x.id AND y.state = 'answered')),
       (SELECT count(*) FROM reader r WHERE r.unit_id = u.id AND r.state IN ('asked', 'opened', 'acknowledged')
           AND r.due >= substr(:today, 1, 4) || '-01-01'),
       (SELECT count(*) FROM reader r WHERE r.unit_id = u.id AND r.state = 'acknowledged'
           AND r.due >= substr(:today, 1, 4) || '-01-01'),
       (SELECT count(*) FROM task t WHERE t.holder_id = u.id AND t.state = 'open'),
       (SELECT count(*) FROM task t WHERE t.holder_id = u.id AND t.state = 'open' AND t.due < :today),
       (SELECT count(*) FROM task t WHERE t.holder_id = u.id AND t.state = 'done'
           AND t.due >= substr(:today, 1, 4) || '-01-01' AND t.due <= substr(:today, 1, 4) || '-12-31')
FROM unit u
WHERE u.state = 'active';

-- ---------------------------------------------------------------- one head of a unit: who is there, and what became of them

-- People at work in a unit and below. `lead` by the first words of the post, the same as report_leads(). A year in a filter is the year that is looked at.
-- list: responsibility_people
-- out: id int, name text, unit_id int?, unit_name text?, post_title text, lead text, awards int, last int?, proposed int?
-- scope: unit=p.unit_id person=p.id
-- filter: below int: p.unit_id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :below AND b.valid_from <= :today AND b.valid_to > :today)
-- filter: lead text: CASE WHEN substr(p.post_title, 1, 4) IN ('Phó ') OR substr(p.post_title, 1, 5) IN ('Tổng ') OR substr(p.post_title, 1, 6) IN ('Chánh ', 'Bí thư') OR substr(p.post_title, 1, 7) IN ('Trưởng ') OR substr(p.post_title, 1, 8) IN ('Giám đốc', 'Chủ tịch') OR substr(p.post_title, 1, 9) IN ('Chủ nhiệm') OR substr(p.post_title, 1, 10) IN ('Đội trưởng') OR substr(p.post_title, 1, 11) IN ('Trạm trưởng', 'Hiệu trưởng') THEN 'yes' ELSE 'no' END = :lead
-- filter: registered int: (SELECT 1 FROM registration r JOIN registration_round d ON d.id = r.round_id WHERE r.person_id = p.id AND r.kind <> 'unit' AND r.state IN ('sent', 'approved') AND d.year = :registered LIMIT 1) = 1
-- filter: unregistered int: (SELECT 1 FROM registration r JOIN registration_round d ON d.id = r.round_id WHERE r.person_id = p.id AND r.kind <> 'unit' AND r.state IN ('sent', 'approved') AND d.year = :unregistered LIMIT 1) IS NULL
-- filter: proposed int: (SELECT 1 FROM nominee n JOIN dossier d ON d.id = n.dossier_id WHERE n.person_id = p.id AND n.subject = 'person' AND n.state <> 'removed' AND d.shown = 1 AND n.year = :proposed LIMIT 1) = 1
-- filter: awarded int: (SELECT 1 FROM award a WHERE a.person_id = p.id AND a.subject = 'person' AND a.state = 'valid' AND a.year = :awarded LIMIT 1) = 1
-- filter: often int: (SELECT count(DISTINCT a.year) FROM award a WHERE a.person_id = p.id AND a.subject = 'person' AND a.state = 'valid' AND a.year BETWEEN :often - 4 AND :often) >= 3
-- filter: never text: CASE WHEN COALESCE((SELECT 1 FROM nominee n JOIN dossier d ON d.id = n.dossier_id WHERE n.person_id = p.id AND n.subject = 'person' AND n.state <> 'removed' AND d.shown = 1 LIMIT 1), (SELECT 1 FROM award a WHERE a.person_id = p.id AND a.subject = 'person' AND a.state IN ('valid', 'cancelled') LIMIT 1)) IS NULL THEN 'yes' ELSE 'no' END = :never
-- order: name: p.sort_key blob, p.id int
SELECT p.id, p.name, p.unit_id, u.name, p.post_title, CASE WHEN substr(p.post_title, 1, 4) IN ('Phó ') OR substr(p.post_title, 1, 5) IN ('Tổng ') OR substr(p.post_title, 1, 6) IN ('Chánh ', 'Bí thư') OR substr(p.post_title, 1, 7) IN ('Trưởng ') OR substr(p.post_title, 1, 8) IN ('Giám đốc', 'Chủ tịch') OR substr(p.post_title, 1, 9) IN ('Chủ nhiệm') OR substr(p.post_title, 1, 10) IN ('Đội trưởng') OR substr(p.post_title, 1, 11) IN ('Trạm trưởng', 'Hiệu trưởng') THEN 'yes' ELSE 'no' END,
       (SELECT count(*) FROM award a WHERE a.person_id = p.id AND a.subject = 'person' AND a.state = 'valid'),
       (SELECT max(a.year) FROM award a WHERE a.person_id = p.id AND a.subject = 'person' AND a.state = 'valid'),
       (SELECT max(n.year) FROM nominee n JOIN dossier d ON d.id = n.dossier_id WHERE n.person_id = p.id AND n.subject = 'person' AND n.state <> 'removed' AND d.shown = 1)
FROM person p LEFT JOIN unit u ON u.id = p.unit_id
WHERE p.state = 'active' AND p.unit_id IS NOT NULL;

-- The same in one pass, for the page.
-- name: responsibility_counts one
-- in: unit int, today date, year int
-- out: people int, direct int, registered int, proposed int, awarded int, awarded_direct int, often int, never int
SELECT count(*), count(CASE WHEN x.lead = 'no' THEN 1 END), count(x.registered), count(x.proposed), count(x.awarded),
       count(CASE WHEN x.lead = 'no' THEN x.awarded END), count(x.often), count(x.never)
FROM (SELECT CASE WHEN substr(p.post_title, 1, 4) IN ('Phó ') OR substr(p.post_title, 1, 5) IN ('Tổng ') OR substr(p.post_title, 1, 6) IN ('Chánh ', 'Bí thư') OR substr(p.post_title, 1, 7) IN ('Trưởng ') OR substr(p.post_title, 1, 8) IN ('Giám đốc', 'Chủ tịch') OR substr(p.post_title, 1, 9) IN ('Chủ nhiệm') OR substr(p.post_title, 1, 10) IN ('Đội trưởng') OR substr(p.post_title, 1, 11) IN ('Trạm trưởng', 'Hiệu trưởng') THEN 'yes' ELSE 'no' END AS lead,
             (SELECT 1 FROM registration r JOIN registration_round d ON d.id = r.round_id WHERE r.person_id = p.id AND r.kind <> 'unit' AND r.state IN ('sent', 'approved') AND d.year = :year LIMIT 1) AS registered,
             (SELECT 1 FROM nominee n JOIN dossier d ON d.id = n.dossier_id WHERE n.person_id = p.id AND n.subject = 'person' AND n.state <> 'removed' AND d.shown = 1 AND n.year = :year LIMIT 1) AS proposed,
             (SELECT 1 FROM award a WHERE a.person_id = p.id AND a.subject = 'person' AND a.state = 'valid' AND a.year = :year LIMIT 1) AS awarded,
             CASE WHEN (SELECT count(DISTINCT a.year) FROM award a WHERE a.person_id = p.id AND a.subject = 'person' AND a.state = 'valid' AND a.year BETWEEN :year - 4 AND :year) >= 3 THEN 1 END AS often,
             CASE WHEN COALESCE((SELECT 1 FROM nominee n JOIN dossier d ON d.id = n.dossier_id WHERE n.person_id = p.id AND n.subject = 'person' AND n.state <> 'removed' AND d.shown = 1 LIMIT 1), (SELECT 1 FROM award a WHERE a.person_id = p.id AND a.subject = 'person' AND a.state IN ('valid', 'cancelled') LIMIT 1)) IS NULL THEN 1 END AS never
      FROM person p WHERE p.state = 'active' AND p.unit_id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today)) x;

-- What a unit and those below launched, were told and answered, and their tasks and reading; of the year, what is late by today.
-- name: responsibility_work one
-- in: unit int, today date, from date, to date
-- out: launched int, told int, answered int, waiting int, late int, done int, unread int
SELECT (SELECT count(*) FROM movement m WHERE m.holder_id = :unit AND m.state IN ('launched', 'interim', 'reviewed', 'closed') AND m.begins <= :to AND m.ends >= :from),
       (SELECT count(*) FROM movement_unit x JOIN movement m ON m.id = x.movement_id WHERE x.holder_id = :unit AND m.begins <= :to AND m.ends >= :from),
       (SELECT count(*) FROM movement_unit x JOIN movement m ON m.id = x.movement_id
        WHERE x.holder_id = :unit AND x.state = 'answered' AND m.begins <= :to AND m.ends >= :from),
       (SELECT count(*) FROM movement_unit x JOIN movement m ON m.id = x.movement_id
        WHERE x.holder_id = :unit AND x.state <> 'answered' AND m.state IN ('launched', 'interim', 'reviewed') AND m.begins <= :to AND m.ends >= :from),
       (SELECT count(*) FROM task t WHERE t.holder_id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today) AND t.state = 'open' AND t.due < :today AND t.due >= :from AND t.due <= :to),
       (SELECT count(*) FROM task t WHERE t.holder_id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today) AND t.state = 'done' AND t.due >= :from AND t.due <= :to),
       (SELECT count(*) FROM reader r JOIN reading g ON g.id = r.reading_id
        WHERE r.unit_id = :unit AND r.state IN ('asked', 'opened') AND r.due < :today AND g.state = 'open');

-- name: responsibility_head one
-- in: unit int, today date
-- out: name text, head text?
SELECT u.name, coalesce((SELECT min(p.name) FROM role_grant g JOIN person p ON p.id = g.person_id
        WHERE g.unit_id = u.id AND g.role = 'unit_head' AND g.valid_from <= :today AND g.valid_to > :today),
                (SELECT min(p.name) FROM post o JOIN person p ON p.id = o.person_id AND p.state = 'active'
        WHERE o.unit_id = u.id AND o.main = 1 AND o.valid_from <= :today AND o.valid_to > :today
           AND (o.title LIKE 'Trưởng %' OR o.title LIKE 'Giám đốc%' OR o.title LIKE 'Chánh Văn phòng%' OR o.title LIKE 'Hiệu trưởng%')))
FROM unit u WHERE u.id = :unit;
