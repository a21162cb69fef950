-- Import of people, units and other kinds of rows from a table.

-- list: import_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=i.unit_id
-- filter: id int: i.id = :id
-- order: id: i.id int
SELECT i.id, i.file_name, i.version, i.state, i.unit_id
FROM import i
WHERE i.id > 0;

-- list: import_list
-- out: id int, kind text, file_name text, state text, row_count int, new_count int, edit_count int, bad_count int, made_ms int, made_by text?
-- scope: unit=i.unit_id
-- order: newest: i.id int
SELECT i.id, i.kind, i.file_name, i.state, i.row_count, i.new_count, i.edit_count, i.bad_count, i.made_ms, a.name
FROM import i LEFT JOIN account a ON a.id = i.made_by
WHERE i.id > 0;

-- name: import_add id
-- in: kind text, file int, name text, unit int, account int?, now int
-- out: id int
INSERT INTO import (kind, file_id, file_name, unit_id, made_by, made_ms)
VALUES (:kind, :file, :name, :unit, :account, :now)
RETURNING id;

-- name: import_get one
-- in: id int
-- out: kind text, state text, file_id int, file_name text, unit_id int, sheet text, sheets text, encoding text, head_row int,
--   row_count int, new_count int, edit_count int, same_count int, bad_count int, warn_count int, default_choice text,
--   default_since date?, default_unit int?, mode text, skip_doubles int, say text, job_id int?, version int
SELECT kind, state, file_id, file_name, unit_id, sheet, sheets, encoding, head_row, row_count, new_count, edit_count,
       same_count, bad_count, warn_count, default_choice, default_since, default_unit, mode, skip_doubles, say, job_id,
       version
FROM import WHERE id = :id;

-- name: import_state_set exec
-- in: id int, state text, say text, ended int?
UPDATE import SET state = :state, say = :say, ended_ms = :ended, version = version + 1 WHERE id = :id;

-- name: import_read_set exec
-- in: id int, sheet text, sheets text, encoding text, head_row int, row_count int
UPDATE import SET state = 'read', sheet = :sheet, sheets = :sheets, encoding = :encoding, head_row = :head_row,
       row_count = :row_count, say = '', version = version + 1
WHERE id = :id;

-- name: import_sheet_set exec
-- in: id int, sheet text
UPDATE import SET state = 'uploaded', sheet = :sheet, say = '', version = version + 1 WHERE id = :id;

-- name: import_sheets_set exec
-- in: id int, sheet text, sheets text
UPDATE import SET sheet = :sheet, sheets = :sheets WHERE id = :id;

-- name: import_defaults_set exec
-- in: id int, choice text, since date?, unit int?
UPDATE import SET state = 'matched', default_choice = :choice, default_since = :since, default_unit = :unit, say = '',
       version = version + 1
WHERE id = :id;

-- name: import_counts_set exec
-- in: id int, state text, new int, edit int, same int, bad int, warn int
UPDATE import SET state = :state, new_count = :new, edit_count = :edit, same_count = :same, bad_count = :bad,
       warn_count = :warn, version = version + 1
WHERE id = :id;

-- The counts begin again: they are now of what was written.
-- name: import_mode_set exec
-- in: id int, mode text, skip int
UPDATE import SET state = 'running', mode = :mode, skip_doubles = :skip, say = '', new_count = 0, edit_count = 0,
       same_count = 0, bad_count = 0, version = version + 1
WHERE id = :id;

-- name: import_counts_add exec
-- in: id int, new int, edit int, same int, bad int
UPDATE import SET new_count = new_count + :new, edit_count = edit_count + :edit, same_count = same_count + :same,
       bad_count = bad_count + :bad
WHERE id = :id;

-- name: import_job_set exec
-- in: id int, job int
UPDATE import SET job_id = :job WHERE id = :id;

-- name: import_job_now one
-- in: job int
-- out: done int, total int
SELECT COALESCE(b.done, 0), COALESCE(b.total, 0) FROM job j LEFT JOIN job_beat b ON b.job_id = j.id WHERE j.id = :job;

-- name: import_column_add exec
-- in: import int, no int, title text, field text
INSERT INTO import_column (import_id, no, title, field) VALUES (:import, :no, :title, :field);

-- name: import_column_set exec
-- in: import int, no int, field text
UPDATE import_column SET field = :field WHERE import_id = :import AND no = :no;

-- name: import_columns many
-- in: import int
-- out: no int, title text, field text
SELECT no, title, field FROM import_column WHERE import_id = :import ORDER BY no;

-- name: import_columns_drop exec
-- in: import int
DELETE FROM import_column WHERE import_id = :import;

-- name: import_block_add exec
-- in: import int, no int, last_row int, sealed blob
INSERT INTO import_block (import_id, no, last_row, sealed) VALUES (:import, :no, :last_row, :sealed);

-- name: import_block_get one
-- in: import int, no int
-- out: sealed blob, done int
SELECT sealed, done FROM import_block WHERE import_id = :import AND no = :no;

-- The block that a row of the sheet is in.
-- name: import_block_of one
-- in: import int, row int
-- out: no int
SELECT no FROM import_block WHERE import_id = :import AND last_row >= :row ORDER BY no LIMIT 1;

-- name: import_block_done exec
-- in: import int, no int
UPDATE import_block SET done = 1 WHERE import_id = :import AND no = :no;

-- name: import_blocks_drop exec
-- in: import int
DELETE FROM import_block WHERE import_id = :import;

-- name: import_fault_add exec
-- in: import int, level text, row int, no int, col int, say text
INSERT INTO import_fault (import_id, level, row_no, no, col, say) VALUES (:import, :level, :row, :no, :col, :say);

-- name: import_faults_drop exec
-- in: import int
DELETE FROM import_fault WHERE import_id = :import;

-- name: import_faults_drop_rows exec
-- in: import int, low int, high int
DELETE FROM import_fault
WHERE import_id = :import AND level IN ('bad', 'warn') AND row_no >= :low AND row_no <= :high;

-- name: import_faults_from many
-- in: import int, level text, after int, most int
-- out: row_no int, col int, say text
SELECT row_no, col, say FROM import_fault WHERE import_id = :import AND level = :level AND row_no > :after
ORDER BY row_no, no LIMIT :most;

-- name: import_fault_each each
-- in: import int, level text
-- out: row_no int, col int, say text
SELECT row_no, col, say FROM import_fault WHERE import_id = :import AND level = :level ORDER BY row_no, no;

-- name: import_unit_put exec
-- in: import int, fold text, name text, rows int, since date
INSERT INTO import_unit (import_id, fold, name, rows, since) VALUES (:import, :fold, :name, :rows, :since)
ON CONFLICT (import_id, fold) DO UPDATE SET name = excluded.name, rows = excluded.rows, since = excluded.since;

-- name: import_unit_choose exec
-- in: import int, fold text, unit int?, parent int?
UPDATE import_unit SET unit_id = :unit, parent_id = :parent WHERE import_id = :import AND fold = :fold;

-- name: import_units_of many
-- in: import int
-- out: fold text, name text, rows int, since date, unit_id int?, parent_id int?
SELECT fold, name, rows, since, unit_id, parent_id FROM import_unit WHERE import_id = :import ORDER BY fold;

-- name: import_units_drop exec
-- in: import int
DELETE FROM import_unit WHERE import_id = :import;

-- Every unit by its last name, with its first and last day.
-- name: import_org_units many
-- out: id int, parent_id int?, name text, short_name text, code text, kind text, position int, since date, until date
SELECT v.unit_id, v.parent_id, v.name, v.short_name, v.code, v.kind, v.position,
       (SELECT min(f.valid_from) FROM unit_version f WHERE f.unit_id = v.unit_id), v.valid_to
FROM unit_version v
WHERE v.valid_to = (SELECT max(l.valid_to) FROM unit_version l WHERE l.unit_id = v.unit_id)
ORDER BY v.unit_id;

-- name: import_people each
-- out: id int, fold text, birth date?
SELECT id, fold, birth FROM person WHERE state IN ('active', 'left') ORDER BY id;

-- name: import_identifiers each
-- out: lookup blob, person_id int, kind text
SELECT lookup, person_id, kind FROM person_identifier ORDER BY id;

-- Imports whose rows are still kept though nobody has gone on with them.
-- name: import_old many
-- in: before int
-- out: id int, file_id int, state text
SELECT i.id, i.file_id, i.state FROM import i
WHERE i.made_ms < :before AND i.state <> 'running'
  AND ((SELECT 1 FROM import_block b WHERE b.import_id = i.id LIMIT 1) = 1
       OR (SELECT 1 FROM import_fault t WHERE t.import_id = i.id LIMIT 1) = 1)
ORDER BY i.made_ms LIMIT 500;
