-- Submissions to the level above, and what came of them.

-- list: submission_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=s.unit_id
-- filter: id int: s.id = :id
-- order: id: s.id int
SELECT s.id, s.title, s.version, s.state, s.unit_id FROM submission s WHERE s.id > 0;

-- list: submission_list
-- out: id int, title text, goes_to text, level text, sign text, dated date?, lines int, open int, state text, version int
-- scope: unit=s.unit_id
-- filter: state text: s.state = :state
-- filter: level text: s.level = :level
-- filter: year int: s.dated >= CAST(:year AS TEXT) || '-01-01' AND s.dated <= CAST(:year AS TEXT) || '-12-31'
-- order: newest: s.id int
SELECT s.id, s.title, s.goes_to, s.level, s.sign, s.dated, (SELECT count(*) FROM submission_line l WHERE l.submission_id = s.id),
       (SELECT count(*) FROM submission_line l WHERE l.submission_id = s.id AND l.outcome = ''), s.state, s.version
FROM submission s WHERE s.id > 0;

-- list: submission_view
-- out: id int, title text, goes_to text, level text, unit_id int, sign text, dated date?, note text, paper_id int?, paper_title text?, file_id int?,
--   file_name text?, lines int, open int, state text, version int
-- scope: unit=s.unit_id
-- filter: id int: s.id = :id
-- order: id: s.id int
SELECT s.id, s.title, s.goes_to, s.level, s.unit_id, s.sign, s.dated, s.note, s.paper_id, p.title, s.file_id, f.name,
       (SELECT count(*) FROM submission_line l WHERE l.submission_id = s.id),
       (SELECT count(*) FROM submission_line l WHERE l.submission_id = s.id AND l.outcome = ''), s.state, s.version
FROM submission s LEFT JOIN paper p ON p.id = s.paper_id LEFT JOIN file f ON f.id = s.file_id WHERE s.id > 0;

-- list: submission_line_object
-- out: id int, label text, version int, state text, person int?, unit int?
-- scope: unit=s.unit_id
-- filter: id int: l.id = :id
-- order: id: l.id int
SELECT l.id, n.name, l.version, CASE WHEN l.outcome <> '' THEN 'answered' ELSE s.state END, n.person_id, s.unit_id
FROM submission_line l LEFT JOIN submission s ON s.id = l.submission_id LEFT JOIN nominee n ON n.id = l.nominee_id WHERE l.id > 0;

-- list: submission_line_list
-- out: id int, submission_id int, submission_title text?, name text?, where_from text?, code text?, year int?, outcome text, given text, sign text, dated date?,
--   issuer text, reason text, award_id int?, nominee_id int, version int
-- scope: unit=s.unit_id
-- filter: submission int: l.submission_id = :submission
-- filter: nominee int: l.nominee_id = :nominee
-- filter: outcome text: CASE WHEN l.outcome = '' THEN 'open' ELSE l.outcome END = :outcome
-- order: newest: l.id int
SELECT l.id, l.submission_id, s.title, n.name, h.name, n.code, n.year, CASE WHEN l.outcome = '' THEN 'open' ELSE l.outcome END, l.code, l.sign, l.dated,
       l.issuer, l.reason, l.award_id, l.nominee_id, l.version
FROM submission_line l LEFT JOIN submission s ON s.id = l.submission_id LEFT JOIN nominee n ON n.id = l.nominee_id LEFT JOIN person q ON q.id = n.person_id
LEFT JOIN unit h ON h.id = q.unit_id
WHERE l.id > 0;

-- name: submission_get one
-- in: id int
-- out: id int, state text, unit_id int, goes_to text, level text, title text, sign text, dated date?, note text, paper_id int?
SELECT id, state, unit_id, goes_to, level, title, sign, dated, note, paper_id FROM submission WHERE id = :id;

-- name: submission_add id
-- in: unit int, goes_to text, level text, title text, note text, account int?, now int
-- out: id int
INSERT INTO submission (unit_id, goes_to, level, title, note, made_by, made_ms) VALUES (:unit, :goes_to, :level, :title, :note, :account, :now)
RETURNING id;

-- name: submission_set exec
-- in: id int, goes_to text, level text, title text, note text
UPDATE submission SET goes_to = :goes_to, level = :level, title = :title, note = :note, version = version + 1 WHERE id = :id;

-- name: submission_touch exec
-- in: id int
UPDATE submission SET version = version + 1 WHERE id = :id;

-- name: submission_sent exec
-- in: id int, sign text, dated date, file int?
UPDATE submission SET state = 'sent', sign = :sign, dated = :dated, file_id = :file, version = version + 1 WHERE id = :id AND state = 'draft';

-- name: submission_papered exec
-- in: id int, paper int
UPDATE submission SET paper_id = :paper, version = version + 1 WHERE id = :id;

-- name: submission_answered exec
-- in: id int
UPDATE submission SET state = 'answered', version = version + 1
WHERE id = :id AND (SELECT count(*) FROM submission_line l WHERE l.submission_id = :id AND l.outcome = '') = 0;

-- name: submission_dropped exec
-- in: id int, note text
UPDATE submission SET state = 'dropped', note = :note, version = version + 1 WHERE id = :id AND state = 'draft';

-- name: submission_line_add id
-- in: submission int, nominee int
-- out: id int
INSERT INTO submission_line (submission_id, nominee_id) VALUES (:submission, :nominee) RETURNING id;

-- name: submission_line_drop exec
-- in: id int
DELETE FROM submission_line WHERE id = :id AND outcome = '';

-- name: submission_lines_drop exec
-- in: submission int
DELETE FROM submission_line WHERE submission_id = :submission AND outcome = '';

-- name: submission_lines many
-- in: submission int
-- out: id int, nominee_id int, outcome text
SELECT id, nominee_id, outcome FROM submission_line WHERE submission_id = :submission ORDER BY id;

-- name: submission_line_get one
-- in: id int
-- out: id int, submission_id int, nominee_id int, outcome text, level text
SELECT l.id, l.submission_id, l.nominee_id, l.outcome, s.level FROM submission_line l JOIN submission s ON s.id = l.submission_id WHERE l.id = :id;

-- Another submission that has not been answered about the same nominee.
-- name: submission_of_nominee one
-- in: nominee int
-- out: id int, title text
SELECT s.id, s.title FROM submission_line l JOIN submission s ON s.id = l.submission_id
WHERE l.nominee_id = :nominee AND l.outcome = '' AND s.state IN ('draft', 'sent') LIMIT 1;

-- name: submission_line_answered exec
-- in: id int, outcome text, code text, sign text, dated date?, issuer text, reason text, award int?
UPDATE submission_line SET outcome = :outcome, code = :code, sign = :sign, dated = :dated, issuer = :issuer, reason = :reason, award_id = :award,
    version = version + 1 WHERE id = :id AND outcome = '';

-- ---------------------------------------------------------------- what goes with it

-- What a nominee was given before, the newest first.
-- name: submission_former many
-- in: person int?, unit int?
-- out: code text, title text, year int, sign text
SELECT code, title, year, sign FROM award
WHERE state = 'valid' AND ((subject = 'person' AND person_id = :person) OR (subject = 'unit' AND unit_id = :unit)) ORDER BY year DESC, id DESC LIMIT 12;

-- Papers of the dossier and of the nominee.
-- name: submission_files many
-- in: nominee int
-- out: file_id int, title text, name text
SELECT f.file_id, f.title, x.name
FROM nominee n JOIN dossier_file f ON f.dossier_id = n.dossier_id JOIN file x ON x.id = f.file_id
WHERE n.id = :nominee AND f.state = 'here' AND (f.nominee_id IS NULL OR f.nominee_id = :nominee) ORDER BY f.id;

-- name: submission_report one
-- in: nominee int
-- out: paper_id int?
SELECT paper_id FROM nominee WHERE id = :nominee;
