-- name: duty_add id
-- in: present int
INSERT INTO duty (present) VALUES (:present) RETURNING id;

-- name: duty_present one
-- out: n int
SELECT count(*) FROM duty WHERE present > 0;

-- name: duty_leave exec
-- in: id int
UPDATE duty SET present = 0 WHERE id = :id;

-- name: duty_all_back exec
UPDATE duty SET present = 1;

-- name: duty_get one
-- in: id int
-- out: present int
SELECT present FROM duty WHERE id = :id;

-- name: duty_set exec
-- in: id int, present int
UPDATE duty SET present = :present WHERE id = :id;

-- name: note_add id
-- in: text text
INSERT INTO note (text) VALUES (:text) RETURNING id;

-- name: note_change exec
-- in: id int, text text
UPDATE note SET text = :text WHERE id = :id;

-- name: note_drop exec
-- in: id int
DELETE FROM note WHERE id = :id;

-- name: note_replace exec
-- in: id int, text text
-- sqlite:
INSERT OR REPLACE INTO note (id, text) VALUES (:id, :text);
-- postgres:
INSERT INTO note (id, text) VALUES (:id, :text) ON CONFLICT (id) DO UPDATE SET text = EXCLUDED.text;

-- name: note_get one
-- in: id int
-- out: text text
SELECT text FROM note WHERE id = :id;

-- name: post_add id
-- in: person int, kind text, from_day date, to_day date
INSERT INTO post (person_id, kind, valid_from, valid_to)
VALUES (:person, :kind, :from_day, :to_day) RETURNING id;

-- name: post_close exec
-- in: id int, to_day date
UPDATE post SET valid_to = :to_day WHERE id = :id;

-- name: post_count one
-- in: person int
-- out: n int
SELECT count(*) FROM post WHERE person_id = :person;

-- name: chunk_add exec
-- in: hash blob, no int, bytes blob
INSERT INTO chunk (hash, no, bytes) VALUES (:hash, :no, :bytes);

-- name: chunk_get one
-- in: hash blob, no int
-- out: bytes blob
SELECT bytes FROM chunk WHERE hash = :hash AND no = :no;

-- name: chunk_drop exec
-- in: hash blob
DELETE FROM chunk WHERE hash = :hash;

-- name: version_forge exec
-- in: version int
INSERT INTO schema_version (version, name, hash, applied_ms) VALUES (:version, 'later', '0', 0);

-- name: version_rehash exec
-- in: version int
UPDATE schema_version SET hash = '0' WHERE version = :version;

-- name: version_forget exec
-- in: version int
DELETE FROM schema_version WHERE version = :version;

-- Everything that the schema says, for comparing it with itself later.
-- name: schema_lines many
-- out: name text, line text
-- sqlite:
SELECT name, COALESCE(sql, '') FROM sqlite_schema ORDER BY type, name;
-- postgres:
SELECT CAST(indexname AS text), indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT CAST(tgname AS text), pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2;
