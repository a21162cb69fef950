-- Sign-in, sessions, tokens, grants as the gate needs them.

-- name: session_find one
-- in: hash blob
-- out: id int, account_id int, seen_ms int, ends_ms int, idle_ms int, second int, person_id int?, account_name text, person_name text?, must_change int, has_totp int, account_state text
SELECT s.id, s.account_id, s.seen_ms, s.ends_ms, s.idle_ms, s.second, a.person_id, a.name, p.name,
       a.must_change, CASE WHEN a.totp_sealed IS NULL THEN 0 ELSE 1 END, a.state
FROM session s
JOIN account a ON a.id = s.account_id
LEFT JOIN person p ON p.id = a.person_id
WHERE s.hash = :hash AND s.ended_ms IS NULL;

-- name: session_touch exec
-- in: id int, now int
UPDATE session SET seen_ms = :now WHERE id = :id;

-- name: account_seen exec
-- in: id int, now int
UPDATE account SET last_seen_ms = :now WHERE id = :id;

-- name: session_add id
-- in: hash blob, account int, now int, ends int, idle int, second int, remote text, agent text
-- out: id int
INSERT INTO session (hash, account_id, began_ms, seen_ms, ends_ms, idle_ms, second, remote, agent)
VALUES (:hash, :account, :now, :now, :ends, :idle, :second, :remote, :agent)
RETURNING id;

-- name: session_end exec
-- in: id int, account int, now int
UPDATE session SET ended_ms = :now WHERE id = :id AND account_id = :account AND ended_ms IS NULL;

-- name: session_end_all exec
-- in: account int, but int, now int
UPDATE session SET ended_ms = :now
WHERE account_id = :account AND id <> :but AND ended_ms IS NULL;

-- name: account_principal one
-- in: id int
-- out: id int, person_id int?, name text, person_name text?, must_change int, has_totp int, state text
SELECT a.id, a.person_id, a.name, p.name, a.must_change,
       CASE WHEN a.totp_sealed IS NULL THEN 0 ELSE 1 END, a.state
FROM account a LEFT JOIN person p ON p.id = a.person_id
WHERE a.id = :id;

-- name: account_by_name one
-- in: name text
-- out: id int, person_id int?, password_hash text, password_ms int, must_change int, totp_sealed blob?, totp_last_step int, failures int, locked_ms int, state text, last_seen_ms int, created_ms int
SELECT id, person_id, password_hash, password_ms, must_change, totp_sealed, totp_last_step, failures,
       locked_ms, state, last_seen_ms, created_ms
FROM account WHERE name = :name;

-- name: account_by_id one
-- in: id int
-- out: id int, name text, person_id int?, password_hash text, password_ms int, must_change int, totp_sealed blob?, totp_last_step int, state text, version int, vote_barred int
SELECT id, name, person_id, password_hash, password_ms, must_change, totp_sealed, totp_last_step,
       state, version, vote_barred
FROM account WHERE id = :id;

-- name: account_by_person many
-- in: person int
-- out: id int, name text, state text
SELECT id, name, state FROM account WHERE person_id = :person ORDER BY id;

-- name: grants_of many
-- in: person int, today date
-- out: role text, unit_id int, top int
SELECT g.role, g.unit_id,
       CASE WHEN v.parent_id IS NULL AND v.id IS NOT NULL THEN 1 ELSE 0 END
FROM role_grant g
LEFT JOIN unit_version v
       ON v.unit_id = g.unit_id AND v.valid_from <= :today AND v.valid_to > :today
WHERE g.person_id = :person AND g.valid_from <= :today AND g.valid_to > :today
ORDER BY g.id;

-- name: api_token_find one
-- in: hash blob, now int
-- out: id int, account_id int, ops text, used_ms int
SELECT id, account_id, ops, used_ms FROM api_token
WHERE hash = :hash AND revoked_ms IS NULL AND ends_ms > :now;

-- name: api_token_used exec
-- in: id int, now int
UPDATE api_token SET used_ms = :now WHERE id = :id;

-- name: account_signed_in exec
-- in: id int, now int
UPDATE account SET failures = 0, locked_ms = 0, last_seen_ms = :now WHERE id = :id;

-- name: account_totp_step exec
-- in: id int, step int
UPDATE account SET totp_last_step = :step WHERE id = :id AND totp_last_step < :step;

-- name: password_old_add exec
-- in: account int, hash text, now int
INSERT INTO password_old (account_id, hash, set_ms) VALUES (:account, :hash, :now);

-- name: password_old_list many
-- in: account int
-- out: hash text
SELECT hash FROM password_old WHERE account_id = :account ORDER BY id DESC LIMIT 10;

-- name: recovery_code_clear exec
-- in: account int
DELETE FROM recovery_code WHERE account_id = :account;

-- name: recovery_code_add exec
-- in: account int, hash blob
INSERT INTO recovery_code (account_id, hash) VALUES (:account, :hash);

-- name: recovery_code_use exec
-- in: account int, hash blob, now int
UPDATE recovery_code SET used_ms = :now
WHERE account_id = :account AND hash = :hash AND used_ms IS NULL;

-- name: recovery_code_left one
-- in: account int
-- out: n int
SELECT count(*) FROM recovery_code WHERE account_id = :account AND used_ms IS NULL;

-- name: counter_hit one write
-- in: key text, window int
-- out: n int
INSERT INTO counter (key, window_ms, n) VALUES (:key, :window, 1)
ON CONFLICT (key, window_ms) DO UPDATE SET n = counter.n + 1
RETURNING n;

-- name: counter_add one write
-- in: key text, window int, by int
-- out: n int
INSERT INTO counter (key, window_ms, n) VALUES (:key, :window, :by)
ON CONFLICT (key, window_ms) DO UPDATE SET n = counter.n + excluded.n
RETURNING n;

-- name: counter_purge exec
-- in: before int
DELETE FROM counter WHERE window_ms < :before;
