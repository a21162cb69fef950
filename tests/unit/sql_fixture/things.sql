-- name: thing_add id
-- in: name text, code text?, size int?, weight real?, body blob?, born date?, above int?
INSERT INTO thing (name, code, size, weight, body, born, above)
VALUES (:name, :code, :size, :weight, :body, :born, :above)
RETURNING id;

-- name: thing_get one
-- in: id int
-- out: name text, code text?, size int?, weight real?, body blob?, born date?, above int?
SELECT name, code, size, weight, body, born, above FROM thing WHERE id = :id;

-- name: thing_any one
-- out: id int
SELECT id FROM thing;

-- A comment with :no parameter, a 'quote and "another.
-- name: thing_literals one
-- in: id int
-- out: id int, text text,
--      number int
SELECT :id, 'it''s :not -- here' /* nor :here */, CAST('7' AS integer) + (SELECT count(*) FROM thing WHERE id = :id) -- :nor here
;

-- name: thing_from many
-- in: least int
-- out: id int, name text
SELECT id, name FROM thing WHERE id >= :least ORDER BY id;

-- name: thing_each each
-- in: least int
-- out: id int, name text
SELECT id, name FROM thing WHERE id >= :least ORDER BY id;

-- name: thing_rename exec
-- in: id int, name text
UPDATE thing SET name = :name WHERE id = :id;

-- name: thing_code_move one write
-- in: id int, code text?
-- out: code text?
UPDATE thing SET code = :code WHERE id = :id RETURNING code;

-- name: thing_drop_below many write
-- in: below int
-- out: id int
DELETE FROM thing WHERE id < :below RETURNING id;

-- name: thing_count one
-- out: n int
SELECT count(*) FROM thing;

-- name: thing_fill exec
-- in: count int
INSERT INTO thing (name)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
SELECT 'filled' FROM n;

-- name: thing_null_size one
-- in: id int
-- out: size int
SELECT size FROM thing WHERE id = :id;

-- name: thing_name_as_int one
-- in: id int
-- out: name int
SELECT name FROM thing WHERE id = :id;

-- name: which_engine one
-- out: name text
-- sqlite:
SELECT 'sqlite';
-- postgres:
SELECT 'postgres';

-- name: backend_pid one
-- out: pid int
-- sqlite:
SELECT 0;
-- postgres:
SELECT pg_backend_pid();

-- name: backend_end one
-- in: pid int
-- out: ended int
-- sqlite:
SELECT :pid;
-- postgres:
SELECT pg_terminate_backend(CAST(:pid AS integer), 5000);

-- name: session_name one
-- out: name text
-- sqlite:
SELECT 'thidua';
-- postgres:
SELECT current_setting('application_name');
