-- Files: contents by hash (files.db on SQLite), and the rows that refer to them.

-- The content's row; `whole` says whether all of it is there already.
-- name: file_body_begin one write
-- in: hash blob, size int, now int
-- out: whole int
INSERT INTO file_body (hash, size, stored_ms) VALUES (:hash, :size, :now)
ON CONFLICT (hash) DO UPDATE SET stored_ms = excluded.stored_ms
RETURNING whole;

-- name: file_chunk_add exec
-- in: hash blob, no int, bytes blob
INSERT INTO file_chunk (hash, no, bytes) VALUES (:hash, :no, :bytes) ON CONFLICT (hash, no) DO NOTHING;

-- name: file_body_whole exec
-- in: hash blob
UPDATE file_body SET whole = 1 WHERE hash = :hash;

-- name: file_body_get one
-- in: hash blob
-- out: size int, whole int
SELECT size, whole FROM file_body WHERE hash = :hash;

-- name: file_chunk_get one
-- in: hash blob, no int
-- out: bytes blob
SELECT bytes FROM file_chunk WHERE hash = :hash AND no = :no;

-- name: file_body_next many
-- in: after blob
-- out: hash blob, size int
SELECT hash, size FROM file_body WHERE hash > :after AND whole = 1 ORDER BY hash LIMIT 100;

-- Contents that nothing refers to, or that were never completed.
-- name: file_body_idle many
-- in: after blob, before int
-- out: hash blob
SELECT b.hash FROM file_body b
WHERE b.hash > :after AND b.stored_ms < :before
  AND (SELECT 1 FROM file f WHERE f.hash = b.hash AND f.state = 'kept' LIMIT 1) IS NULL
ORDER BY b.hash LIMIT 100;

-- Looks again: somebody may have stored or referred to it since.
-- name: file_body_drop exec
-- in: hash blob, before int
DELETE FROM file_body WHERE hash = :hash AND stored_ms < :before
  AND NOT EXISTS (SELECT 1 FROM file f WHERE f.hash = :hash AND f.state = 'kept');

-- name: file_chunk_drop exec
-- in: hash blob
DELETE FROM file_chunk WHERE hash = :hash;

-- Kept files whose content is not whole.
-- name: file_missing many
-- in: after int
-- out: id int
SELECT f.id FROM file f
WHERE f.id > :after AND f.state = 'kept'
  AND (SELECT 1 FROM file_body b WHERE b.hash = f.hash AND b.whole = 1 LIMIT 1) IS NULL
ORDER BY f.id LIMIT 100;

-- name: file_add id
-- in: hash blob, name text, type text, size int, object text, object_id int, unit int?, person int?, account int?, now int, guarded int
-- out: id int
INSERT INTO file (hash, name, type, size, object, object_id, unit_id, person_id, added_by, added_ms, guarded)
VALUES (:hash, :name, :type, :size, :object, :object_id, :unit, :person, :account, :now, :guarded)
RETURNING id;

-- name: file_get one
-- in: id int
-- out: hash blob, name text, type text, size int, object text, object_id int, person_id int?, added_by int?
SELECT hash, name, type, size, object, object_id, person_id, added_by FROM file WHERE id = :id AND state = 'kept';

-- name: file_remove exec
-- in: id int
UPDATE file SET state = 'removed' WHERE id = :id AND state = 'kept';

-- What is of a person lies where the person is today.
-- list: file_object
-- out: id int, label text, state text, person int?, unit int?
-- scope: unit=coalesce(f.unit_id,p.unit_id) person=f.person_id
-- filter: id int: f.id = :id
-- order: id: f.id int
SELECT f.id, f.name, f.state, f.person_id, coalesce(f.unit_id, p.unit_id)
FROM file f LEFT JOIN person p ON p.id = f.person_id
WHERE f.id > 0 AND f.guarded = 0 AND f.state = 'kept';

-- list: file_list
-- out: id int, name text, type text, size int, object text, object_id int, added_ms int, added_by text?
-- scope: unit=coalesce(f.unit_id,p.unit_id) person=f.person_id
-- filter: object text: f.object = :object
-- filter: object_id int: f.object_id = :object_id
-- filter: person int: f.object = 'person' AND f.object_id = :person
-- filter: unit int: f.object = 'unit' AND f.object_id = :unit
-- order: newest: f.id int
SELECT f.id, f.name, f.type, f.size, f.object, f.object_id, f.added_ms, a.name
FROM file f LEFT JOIN account a ON a.id = f.added_by LEFT JOIN person p ON p.id = f.person_id
WHERE f.id > 0 AND f.guarded = 0 AND f.state = 'kept';
