-- Keeping an office: what backup, copy and doctor ask.

-- name: keep_chain_head one
-- out: seq int, hash blob
SELECT seq, hash FROM journal_chain WHERE seq = (SELECT max(seq) FROM journal_chain);

-- name: keep_journal_last one
-- out: id int, at_ms int
SELECT id, at_ms FROM journal WHERE id = (SELECT max(id) FROM journal);

-- A restored office: whoever was signed in signs in again.
-- name: keep_sessions_end exec
-- in: now int
UPDATE session SET ended_ms = :now WHERE ended_ms IS NULL;

-- name: keep_mail_oldest one
-- out: at_ms int?
SELECT min(next_ms) FROM mail WHERE state = 'waiting';

-- name: keep_job_oldest one
-- out: at_ms int?
SELECT min(run_ms) FROM job WHERE state = 'waiting';

-- name: keep_people_stale one
-- in: version int
-- out: found int
SELECT EXISTS (SELECT 1 FROM person WHERE key_version <> :version);

-- Renewing what a rotated key has sealed, in portions.
-- name: keep_identifier_after many
-- in: after int
-- out: id int, person_id int, kind text, sealed blob, lookup blob
SELECT id, person_id, kind, sealed, lookup FROM person_identifier WHERE id > :after ORDER BY id LIMIT 200;

-- name: keep_identifier_set exec
-- in: id int, sealed blob, lookup blob
UPDATE person_identifier SET sealed = :sealed, lookup = :lookup WHERE id = :id;

-- name: keep_person_key_after many
-- in: after int
-- out: person_id int, sealed blob
SELECT person_id, sealed FROM person_key WHERE person_id > :after ORDER BY person_id LIMIT 200;

-- name: keep_person_key_set exec
-- in: person int, sealed blob
UPDATE person_key SET sealed = :sealed WHERE person_id = :person;

-- name: keep_totp_after many
-- in: after int
-- out: id int, sealed blob
SELECT id, totp_sealed FROM account WHERE id > :after AND totp_sealed IS NOT NULL ORDER BY id LIMIT 200;

-- name: keep_totp_set exec
-- in: id int, sealed blob
UPDATE account SET totp_sealed = :sealed WHERE id = :id;

-- name: keep_hold_after many
-- in: after int
-- out: id int, sealed blob
SELECT id, sealed FROM hold WHERE id > :after AND sealed IS NOT NULL ORDER BY id LIMIT 200;

-- name: keep_unmatched_after many
-- in: after int
-- out: id int, number_kind text, sealed blob, lookup blob
SELECT id, number_kind, sealed, lookup FROM unmatched WHERE id > :after AND sealed IS NOT NULL AND lookup IS NOT NULL
ORDER BY id LIMIT 200;

-- name: keep_unmatched_set exec
-- in: id int, sealed blob, lookup blob
UPDATE unmatched SET sealed = :sealed, lookup = :lookup WHERE id = :id;

-- name: keep_import_after many
-- in: after int, no int
-- out: import_id int, no int, sealed blob
SELECT import_id, no, sealed FROM import_block WHERE (import_id, no) > (:after, :no) ORDER BY import_id, no LIMIT 20;

-- name: keep_import_set exec
-- in: import int, no int, sealed blob
UPDATE import_block SET sealed = :sealed WHERE import_id = :import AND no = :no;

-- When it was set stays: nobody typed it anew.
-- name: keep_setting_set exec
-- in: key text, value text
UPDATE setting SET value = :value WHERE key = :key;

-- What the engine is and how it was set, for doctor.
-- name: keep_engine many
-- out: name text, value text
-- sqlite:
SELECT 'version', sqlite_version();
-- postgres:
SELECT CASE name WHEN 'server_version' THEN 'version' ELSE name END, setting FROM pg_settings
WHERE name IN ('server_version', 'fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums')
ORDER BY name;

-- name: keep_clock one
-- out: now_ms int
-- sqlite:
SELECT CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER);
-- postgres:
SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint);

-- name: keep_journal_first one
-- out: at_ms int
SELECT at_ms FROM journal WHERE id = (SELECT min(id) FROM journal);
