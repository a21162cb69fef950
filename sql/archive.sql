-- The package of a year: what it holds besides lists, and the packages that were made.

-- Units as they were on a day.
-- name: archive_units many
-- in: on date, after int
-- out: id int, name text, short_name text, code text, kind text, parent_id int?, parent_name text?, valid_from date
SELECT u.id, v.name, v.short_name, v.code, v.kind, v.parent_id, p.name, v.valid_from
FROM unit u JOIN unit_version v ON v.unit_id = u.id AND v.valid_from <= :on AND v.valid_to > :on
LEFT JOIN unit_version p ON p.unit_id = v.parent_id AND p.valid_from <= :on AND p.valid_to > :on
WHERE u.id > :after ORDER BY u.id LIMIT 500;

-- Where people sat on a day, by their main post then.
-- name: archive_people many
-- in: on date, after int
-- out: id int, name text, gender text, cadre text, post_title text?, unit_id int?, unit_name text?
SELECT p.id, p.name, p.gender, p.cadre, q.title, q.unit_id, v.name
FROM person p
LEFT JOIN post q ON q.person_id = p.id AND q.main = 1 AND q.valid_from <= :on AND q.valid_to > :on
LEFT JOIN unit_version v ON v.unit_id = q.unit_id AND v.valid_from <= :on AND v.valid_to > :on
WHERE p.id > :after ORDER BY p.id LIMIT 500;

-- A nominee and the law's answer that was kept for it last.
-- name: archive_nominee one
-- in: id int
-- out: id int, name text, code text, state text, verdict_id int?, verdict text, checked_ms int?
SELECT n.id, n.name, n.code, n.state, n.verdict_id, n.verdict, n.checked_ms FROM nominee n WHERE n.id = :id;

-- Papers that became final in a time.
-- name: archive_papers many
-- in: from int, to int, after_ms int, after int
-- out: id int, title text, kind text, object text, object_id int, final_ms int
SELECT p.id, p.title, p.kind, p.object, p.object_id, p.final_ms
FROM paper p
WHERE p.final_ms >= :from AND p.final_ms < :to AND p.state = 'final' AND (p.final_ms, p.id) > (:after_ms, :after)
ORDER BY p.final_ms, p.id LIMIT 200;

-- What a decision rests on: its signed scan; papers of the dossiers and of those proposed in it; answers of other bodies; evidence of
-- the achievements. `row_id` is what is asked for the right to see it.
-- name: archive_evidence many
-- in: decision int
-- out: what text, row_id int, file_id int, name text, type text, size int, kept int
SELECT x.what, x.row_id, f.id, f.name, f.type, f.size, CASE f.state WHEN 'kept' THEN 1 ELSE 0 END
FROM (SELECT 'decision' AS what, d.file_id AS row_id, d.file_id AS file_id FROM decision d WHERE d.id = :decision AND d.file_id IS NOT NULL
      UNION
      SELECT 'dossier', g.id, g.file_id FROM decision_line l JOIN nominee n ON n.id = l.nominee_id
          JOIN dossier_file g ON g.dossier_id = n.dossier_id AND g.state = 'here' AND (g.nominee_id IS NULL OR g.nominee_id = n.id)
      WHERE l.decision_id = :decision AND l.state <> 'removed'
      UNION
      SELECT 'opinion', o.id, o.file_id FROM decision_line l JOIN opinion o ON o.nominee_id = l.nominee_id
      WHERE l.decision_id = :decision AND l.state <> 'removed' AND o.file_id IS NOT NULL
      UNION
      SELECT 'deed', k.file_id, k.file_id FROM decision_line l JOIN nominee_ground r ON r.nominee_id = l.nominee_id
          JOIN deed_file k ON k.deed_id = r.deed_id
      WHERE l.decision_id = :decision AND l.state <> 'removed') x
JOIN file f ON f.id = x.file_id
ORDER BY f.id, x.what, x.row_id;

-- What a package of the year would hold: files of its decisions, their bytes; papers that became final.
-- name: archive_size one
-- in: year int, from int, to int
-- out: files int, bytes int, papers int
SELECT count(*), CAST(COALESCE(sum(f.size), 0) AS bigint),
       (SELECT count(*) FROM paper p WHERE p.final_ms >= :from AND p.final_ms < :to AND p.state = 'final')
FROM (SELECT d.file_id AS id FROM decision d WHERE d.sign_year = :year AND d.file_id IS NOT NULL
      UNION
      SELECT g.file_id FROM decision d JOIN decision_line l ON l.decision_id = d.id AND l.state <> 'removed' JOIN nominee n ON n.id = l.nominee_id
          JOIN dossier_file g ON g.dossier_id = n.dossier_id AND g.state = 'here' AND (g.nominee_id IS NULL OR g.nominee_id = n.id) WHERE d.sign_year = :year
      UNION
      SELECT o.file_id FROM decision d JOIN decision_line l ON l.decision_id = d.id AND l.state <> 'removed' JOIN opinion o ON o.nominee_id = l.nominee_id
      WHERE d.sign_year = :year AND o.file_id IS NOT NULL
      UNION
      SELECT k.file_id FROM decision d JOIN decision_line l ON l.decision_id = d.id AND l.state <> 'removed' JOIN nominee_ground r ON r.nominee_id = l.nominee_id
          JOIN deed_file k ON k.deed_id = r.deed_id WHERE d.sign_year = :year) x
JOIN file f ON f.id = x.id AND f.state = 'kept';

-- ---------------------------------------------------------------- the journal of the year

-- Links of the first and the last line of a time; 0: there is none that is sealed.
-- name: archive_links one
-- in: from int, to int
-- out: first int, last int
SELECT COALESCE((SELECT c.seq FROM journal j JOIN journal_chain c ON c.journal_id = j.id
                 WHERE j.at_ms >= :from AND j.at_ms < :to ORDER BY j.at_ms, j.id LIMIT 1), 0),
       COALESCE((SELECT c.seq FROM journal j JOIN journal_chain c ON c.journal_id = j.id
                 WHERE j.at_ms >= :from AND j.at_ms < :to ORDER BY j.at_ms DESC, j.id DESC LIMIT 1), 0);

-- The signed heads that lie around them: before the first, at or after the last; 0: none.
-- name: archive_heads one
-- in: first int, last int
-- out: before int, after int
SELECT COALESCE((SELECT max(h.seq) FROM journal_head h WHERE h.seq < :first), 0),
       COALESCE((SELECT min(h.seq) FROM journal_head h WHERE h.seq >= :last), 0);

-- ---------------------------------------------------------------- packages

-- name: archive_add id
-- in: year int, file int, roles int, evidence int, files int, left_out int, sums text, account int?, now int
-- out: id int
INSERT INTO archive (year, file_id, roles, evidence, files, left_out, sums, made_by, made_ms)
VALUES (:year, :file, :roles, :evidence, :files, :left_out, :sums, :account, :now) RETURNING id;

-- name: archive_get one
-- in: id int
-- out: id int, year int, file_id int, roles int, made_by int?
SELECT a.id, a.year, a.file_id, a.roles, a.made_by FROM archive a WHERE a.id = :id AND a.state = 'here';

-- name: archive_removed exec
-- in: id int
UPDATE archive SET state = 'removed' WHERE id = :id AND state = 'here';

-- list: archive_object
-- out: id int, label text, state text
-- filter: id int: a.id = :id
-- order: id: a.id int
SELECT a.id, f.name, a.state FROM archive a JOIN file f ON f.id = a.file_id WHERE a.id > 0 AND a.state = 'here';

-- list: archive_list
-- out: id int, name text, year int, size int, files int, left_out int, evidence int, sums text, made_ms int, made_by text?
-- filter: year int: a.year = :year
-- order: newest: a.id int
SELECT a.id, f.name, a.year, f.size, a.files, a.left_out, a.evidence, a.sums, a.made_ms, COALESCE(p.name, c.name)
FROM archive a JOIN file f ON f.id = a.file_id LEFT JOIN account c ON c.id = a.made_by LEFT JOIN person p ON p.id = c.person_id
WHERE a.id > 0 AND a.state = 'here';
