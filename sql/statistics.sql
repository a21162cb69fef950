-- The yearly statistics, biểu 0601.N to 0605.N/BNV-TĐKT (Thông tư 02/2023/TT-BNV): each number and the list behind it.

-- ---------------------------------------------------------------- movements

-- Launched ones that took place in the year.
-- name: statistics_movements many
-- in: from date, to date
-- out: level text, form text, n int
SELECT level, form, count(*) FROM movement
WHERE begins <= :to AND ends > :from AND state IN ('launched', 'interim', 'reviewed', 'closed')
GROUP BY level, form;

-- ---------------------------------------------------------------- awards

-- Those decided from..to; a line without a decision counts in its year.
-- name: statistics_awards many
-- in: from date, to date, year int
-- out: code text, level text, rank text, n int
SELECT a.code, a.level, a.rank, count(*)
FROM award_ranked a
WHERE a.state = 'valid' AND a.level <> 'office'
  AND a.id IN (SELECT d.id FROM award d WHERE d.dated >= :from AND d.dated <= :to
               UNION ALL SELECT y.id FROM award y WHERE y.year = :year AND y.dated IS NULL)
GROUP BY a.code, a.level, a.rank;

-- list: statistics_award_list
-- out: id int, subject text, name text?, unit_id int?, unit_name text?, post_title text?, rank text, code text, title text, level text,
--   sign text, dated date?, year int
-- scope: unit=COALESCE(p.unit_id,a.unit_id) person=a.person_id
-- filter: year int: a.id IN (SELECT d.id FROM award d WHERE d.dated >= CAST(:year AS TEXT) || '-01-01' AND d.dated <= CAST(:year AS TEXT) || '-12-31' UNION ALL SELECT y.id FROM award y WHERE y.year = :year AND y.dated IS NULL)
-- filter: code text: a.code = :code
-- filter: level text: a.level = :level
-- filter: above text: a.level IN ('province', 'ministry') AND :above = 'province'
-- filter: rank text: (a.rank = :rank OR (:rank = 'person' AND a.subject = 'person'))
-- order: newest: a.id int
SELECT a.id, a.subject, COALESCE(p.name, CASE a.subject WHEN 'household' THEN a.household WHEN 'unit' THEN u.name END, m.name), u.id, u.name,
       COALESCE(NULLIF(a.post_title, ''), p.post_title), a.rank, a.code, a.title, a.level, a.sign, a.dated, a.year
FROM award_ranked a LEFT JOIN person p ON p.id = a.person_id
LEFT JOIN unit u ON u.id = COALESCE(a.unit_id, p.unit_id) LEFT JOIN unmatched m ON m.id = a.unmatched_id
WHERE a.id > 0 AND a.state = 'valid' AND a.level <> 'office';

-- ---------------------------------------------------------------- bodies and people of this work

-- Councils and standing bodies (units where somebody holds that role).
-- list: statistics_body_list
-- out: kind text, name text, unit_id int, unit_name text?, since date
-- scope: unit=b.unit_id
-- filter: on date: b.since <= :on AND b.until > :on
-- filter: kind text: b.kind = :kind
-- filter: unit int: b.unit_id = :unit
-- order: name: b.kind text, b.name text, b.unit_id int
SELECT b.kind, b.name, b.unit_id, u.name, b.since
FROM (SELECT 'council' AS kind, c.name AS name, c.unit_id AS unit_id, c.dated AS since, COALESCE(c.ended_on, '9999-12-31') AS until
      FROM council c WHERE c.kind = 'award'
      UNION ALL
      SELECT 'standing', s.name, g.unit_id, min(g.valid_from), max(g.valid_to)
      FROM role_grant g JOIN unit s ON s.id = g.unit_id WHERE g.role = 'standing' GROUP BY g.unit_id, s.name) b
LEFT JOIN unit u ON u.id = b.unit_id;

-- name: statistics_bodies many
-- in: on date
-- out: unit_id int, unit_name text, councils int, standing int
SELECT u.id, u.name,
       (SELECT count(*) FROM council c WHERE c.unit_id = u.id AND c.kind = 'award' AND c.dated <= :on AND COALESCE(c.ended_on, '9999-12-31') > :on),
       (SELECT count(DISTINCT g.unit_id) FROM role_grant g WHERE g.unit_id = u.id AND g.role = 'standing' AND g.valid_from <= :on AND g.valid_to > :on)
FROM unit u
WHERE u.id IN (SELECT c.unit_id FROM council c WHERE c.kind = 'award' UNION SELECT g.unit_id FROM role_grant g WHERE g.role = 'standing')
ORDER BY u.sort_key, u.id;

-- Who does this work: the standing body, and clerks of units beside their other work.
-- list: statistics_staff_list
-- out: id int, name text, gender text, post_title text, unit_id int?, unit_name text?, work text, trained text
-- scope: unit=p.unit_id person=p.id
-- filter: on date: p.id IN (SELECT g.person_id FROM role_grant g WHERE g.role IN ('standing', 'unit_clerk') AND g.valid_from <= :on AND g.valid_to > :on)
-- filter: unit int: p.unit_id = :unit
-- filter: gender text: p.gender = :gender
-- filter: work text: CASE WHEN p.id IN (SELECT g.person_id FROM role_grant g WHERE g.role = 'standing') THEN 'full' ELSE 'part' END = :work
-- filter: trained text: CASE WHEN (SELECT 1 FROM attendee t WHERE t.person_id = p.id AND t.state = 'attended' LIMIT 1) = 1 THEN 'yes' ELSE 'no' END = :trained
-- order: name: p.sort_key blob, p.id int
SELECT p.id, p.name, p.gender, p.post_title, p.unit_id, u.name,
       CASE WHEN p.id IN (SELECT g.person_id FROM role_grant g WHERE g.role = 'standing') THEN 'full' ELSE 'part' END,
       CASE WHEN (SELECT 1 FROM attendee t WHERE t.person_id = p.id AND t.state = 'attended' LIMIT 1) = 1 THEN 'yes' ELSE 'no' END
FROM person p LEFT JOIN unit u ON u.id = p.unit_id
WHERE p.id IN (SELECT g.person_id FROM role_grant g WHERE g.role IN ('standing', 'unit_clerk'));

-- name: statistics_staff many
-- in: on date
-- out: unit_id int?, unit_name text?, people int, women int, full_time int, trained int
SELECT p.unit_id, u.name, count(*), count(CASE WHEN p.gender = 'nu' THEN 1 END),
       count(CASE WHEN p.id IN (SELECT g.person_id FROM role_grant g WHERE g.role = 'standing') THEN 1 END),
       count((SELECT 1 FROM attendee t WHERE t.person_id = p.id AND t.state = 'attended' LIMIT 1))
FROM person p LEFT JOIN unit u ON u.id = p.unit_id
WHERE p.id IN (SELECT g.person_id FROM role_grant g WHERE g.role IN ('standing', 'unit_clerk') AND g.valid_from <= :on AND g.valid_to > :on)
GROUP BY p.unit_id, u.name, u.sort_key ORDER BY u.sort_key;

-- ---------------------------------------------------------------- classes of posts

-- list: post_rank_object
-- out: id int, label text
-- filter: id int: r.id = :id
-- order: id: r.id int
SELECT r.id, r.begins FROM post_rank r WHERE r.id > 0;

-- list: post_rank_list
-- out: id int, begins text, rank text
-- filter: rank text: r.rank = :rank
-- order: rank: r.rank text, r.begins text, r.id int
-- order: name: r.begins text, r.id int
SELECT r.id, r.begins, r.rank FROM post_rank r WHERE r.id > 0;

-- name: post_rank_add id
-- in: begins text, rank text
-- out: id int
INSERT INTO post_rank (begins, rank) VALUES (:begins, :rank) RETURNING id;

-- name: post_rank_there one
-- in: begins text
-- out: n int
SELECT count(*) FROM post_rank WHERE begins = :begins;

-- name: post_rank_remove exec
-- in: id int
DELETE FROM post_rank WHERE id = :id;
