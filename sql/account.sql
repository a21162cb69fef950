-- Accounts as their owners and administrators see them.

-- name: example_accounts many
-- in: today date
-- out: account_id int, role text, person_name text, account_name text
SELECT a.id, g.role, p.name, a.name
FROM role_grant g JOIN person p ON p.id = g.person_id JOIN account a ON a.person_id = p.id
WHERE a.name LIKE 'vidu.%' AND a.state = 'active' AND g.valid_from <= :today AND g.valid_to > :today
ORDER BY g.id;

-- name: example_member one
-- out: account_id int, person_name text, account_name text
SELECT a.id, p.name, a.name FROM account a JOIN person p ON p.id = a.person_id
WHERE a.name = 'vidu.canbo' AND a.state = 'active';

-- name: account_add id
-- in: person int?, name text, hash text, must_change int, now int
-- out: id int
INSERT INTO account (person_id, name, password_hash, password_ms, must_change, created_ms)
VALUES (:person, :name, :hash, :now, :must_change, :now)
RETURNING id;

-- name: grant_add id
-- in: person int, role text, unit int, basis text, valid_from date, valid_to date
-- out: id int
INSERT INTO role_grant (person_id, role, unit_id, basis, valid_from, valid_to)
VALUES (:person, :role, :unit, :basis, :valid_from, :valid_to)
RETURNING id;

-- ---------------------------------------------------------------- one's own account

-- name: account_own one
-- in: id int
-- out: id int, name text, person_id int?, password_hash text, password_ms int, must_change int, totp_sealed blob?, totp_last_step int, pending_sealed blob?, pending_ms int, failures int, locked_ms int, vote_barred int, state text, last_seen_ms int
SELECT id, name, person_id, password_hash, password_ms, must_change, totp_sealed, totp_last_step, pending_sealed,
       pending_ms, failures, locked_ms, vote_barred, state, last_seen_ms
FROM account WHERE id = :id;

-- Tries that come at once are all counted; after a lock has run out counting begins anew.
-- name: account_fail exec
-- in: id int, now int, most int, until int
UPDATE account SET
    failures = CASE WHEN locked_ms > 0 AND locked_ms <= :now THEN 1 ELSE failures + 1 END,
    locked_ms = CASE WHEN locked_ms > :now THEN locked_ms
                     WHEN locked_ms = 0 AND failures + 1 >= :most THEN :until ELSE 0 END
WHERE id = :id;

-- Changes nothing when the account was locked, disabled or given another password meanwhile. Where
-- a second step follows, wrong codes stay counted: else each right password gave new tries.
-- name: account_enter exec
-- in: id int, hash text, now int
UPDATE account SET
    failures = CASE WHEN totp_sealed IS NULL OR locked_ms > 0 THEN 0 ELSE failures END,
    locked_ms = 0, last_seen_ms = :now
WHERE id = :id AND password_hash = :hash AND state = 'active' AND locked_ms <= :now;

-- name: account_rehash exec
-- in: id int, old text, hash text
UPDATE account SET password_hash = :hash WHERE id = :id AND password_hash = :old;

-- name: account_password_change exec
-- in: id int, old text, hash text, now int
UPDATE account SET password_hash = :hash, password_ms = :now, must_change = 0, version = version + 1
WHERE id = :id AND password_hash = :old;

-- name: account_pending_set exec
-- in: id int, sealed blob?, now int
UPDATE account SET pending_sealed = :sealed, pending_ms = :now WHERE id = :id;

-- name: account_enrol exec
-- in: id int, sealed blob?, step int
UPDATE account SET totp_sealed = :sealed, totp_last_step = :step, pending_sealed = NULL, pending_ms = 0,
       version = version + 1
WHERE id = :id;

-- name: account_unbar exec
-- in: id int
UPDATE account SET vote_barred = 0, version = version + 1 WHERE id = :id AND vote_barred = 1;

-- name: account_barred one
-- in: person int
-- out: n int
SELECT count(*) FROM account WHERE person_id = :person AND vote_barred = 1 AND state = 'active';

-- name: session_live many
-- in: account int, now int
-- out: id int, began_ms int, seen_ms int, remote text, agent text
SELECT id, began_ms, seen_ms, remote, agent FROM session
WHERE account_id = :account AND ended_ms IS NULL AND ends_ms > :now AND seen_ms + idle_ms > :now
ORDER BY began_ms DESC, id DESC LIMIT 50;

-- name: token_live many
-- in: account int, now int
-- out: id int, label text, ops text, made_ms int, ends_ms int, used_ms int
SELECT id, label, ops, made_ms, ends_ms, used_ms FROM api_token
WHERE account_id = :account AND revoked_ms IS NULL AND ends_ms > :now
ORDER BY made_ms DESC, id DESC LIMIT 50;

-- name: token_add id
-- in: account int, hash blob, label text, ops text, now int, ends int
-- out: id int
INSERT INTO api_token (account_id, hash, label, ops, made_ms, ends_ms)
VALUES (:account, :hash, :label, :ops, :now, :ends)
RETURNING id;

-- name: token_revoke exec
-- in: id int, now int
UPDATE api_token SET revoked_ms = :now WHERE id = :id AND revoked_ms IS NULL;

-- name: token_revoke_all exec
-- in: account int, now int
UPDATE api_token SET revoked_ms = :now WHERE account_id = :account AND revoked_ms IS NULL;

-- list: session_list
-- out: id int, began_ms int, seen_ms int, remote text, agent text, second int, ended_ms int?, state text
-- scope: person=a.person_id
-- order: id: s.id int
SELECT s.id, s.began_ms, s.seen_ms, s.remote, s.agent, s.second, s.ended_ms,
       CASE WHEN s.ended_ms IS NULL THEN 'open' ELSE 'closed' END
FROM session s JOIN account a ON a.id = s.account_id
WHERE s.id > 0;

-- list: session_object
-- out: id int, label text, state text, person int?
-- scope: person=a.person_id
-- filter: id int: s.id = :id
-- order: id: s.id int
SELECT s.id, s.remote, CASE WHEN s.ended_ms IS NULL THEN 'open' ELSE 'closed' END, a.person_id
FROM session s JOIN account a ON a.id = s.account_id
WHERE s.id > 0;

-- list: token_list
-- out: id int, label text, ops text, made_ms int, ends_ms int, used_ms int, revoked_ms int?, state text
-- scope: person=a.person_id
-- order: id: t.id int
SELECT t.id, t.label, t.ops, t.made_ms, t.ends_ms, t.used_ms, t.revoked_ms,
       CASE WHEN t.revoked_ms IS NULL THEN 'active' ELSE 'closed' END
FROM api_token t JOIN account a ON a.id = t.account_id
WHERE t.id > 0;

-- list: token_object
-- out: id int, label text, state text, person int?
-- scope: person=a.person_id
-- filter: id int: t.id = :id
-- order: id: t.id int
SELECT t.id, t.label, CASE WHEN t.revoked_ms IS NULL THEN 'active' ELSE 'closed' END, a.person_id
FROM api_token t JOIN account a ON a.id = t.account_id
WHERE t.id > 0;

-- ---------------------------------------------------------------- administration

-- list: account_list
-- out: id int, name text, person_id int?, person_name text?, unit_name text?, state text, last_seen_ms int, locked_ms int, totp int, version int
-- scope: unit=p.unit_id person=a.person_id
-- filter: name text: a.name >= :name AND a.name < :name || '{'
-- filter: state text: a.state = :state
-- filter: person int: a.person_id = :person
-- filter: q ids: a.person_id IN (:q)
-- order: name: a.name text
-- order: newest: a.id int
SELECT a.id, a.name, a.person_id, p.name, u.name, a.state, a.last_seen_ms, a.locked_ms,
       CASE WHEN a.totp_sealed IS NULL THEN 0 ELSE 1 END, a.version
FROM account a LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = p.unit_id
WHERE a.id > 0 AND a.name > '';

-- list: account_view
-- out: id int, name text, person_id int?, person_name text?, state text, created_ms int, last_seen_ms int, password_ms int, must_change int, totp int, failures int, locked_ms int, vote_barred int
-- scope: unit=p.unit_id person=a.person_id
-- filter: id int: a.id = :id
-- order: id: a.id int
SELECT a.id, a.name, a.person_id, p.name, a.state, a.created_ms, a.last_seen_ms, a.password_ms, a.must_change,
       CASE WHEN a.totp_sealed IS NULL THEN 0 ELSE 1 END, a.failures, a.locked_ms, a.vote_barred
FROM account a LEFT JOIN person p ON p.id = a.person_id
WHERE a.id > 0;

-- list: account_object
-- out: id int, label text, version int, state text, person int?, unit int?
-- scope: unit=p.unit_id person=a.person_id
-- filter: id int: a.id = :id
-- order: id: a.id int
SELECT a.id, a.name, a.version, a.state, a.person_id, p.unit_id
FROM account a LEFT JOIN person p ON p.id = a.person_id
WHERE a.id > 0;

-- name: account_named one
-- in: name text
-- out: id int
SELECT id FROM account WHERE name = :name;

-- name: account_disable exec
-- in: id int
UPDATE account SET state = 'disabled', version = version + 1 WHERE id = :id AND state = 'active';

-- name: account_enable exec
-- in: id int, now int
UPDATE account SET state = 'active', enabled_ms = :now, version = version + 1 WHERE id = :id AND state = 'disabled';

-- name: account_unlock exec
-- in: id int
UPDATE account SET failures = 0, locked_ms = 0, version = version + 1 WHERE id = :id;

-- name: account_reset exec
-- in: id int, hash text, now int
UPDATE account SET password_hash = :hash, password_ms = :now, must_change = 1, totp_sealed = NULL, totp_last_step = 0,
       pending_sealed = NULL, pending_ms = 0, failures = 0, locked_ms = 0, version = version + 1
WHERE id = :id;

-- How many active administrators of the whole office there are, and whether :id is one.
-- name: account_admins one
-- in: id int, today date
-- out: others int, self int
SELECT (SELECT count(DISTINCT a.id) FROM role_grant g JOIN account a ON a.person_id = g.person_id
        JOIN unit u ON u.id = g.unit_id
        WHERE g.role = 'admin' AND g.valid_from <= :today AND g.valid_to > :today AND u.parent_id IS NULL
          AND a.state = 'active' AND a.id <> :id),
       (SELECT count(*) FROM role_grant g JOIN account a ON a.person_id = g.person_id
        WHERE g.role = 'admin' AND g.valid_from <= :today AND g.valid_to > :today AND a.id = :id);

-- name: account_email one
-- in: person int
-- out: email text
SELECT email FROM person WHERE id = :person;

-- ---------------------------------------------------------------- nightly

-- Accounts without a password are those of the example office. Longest unused first, so
-- that of several administrators the one seen last stays.
-- name: account_idle many
-- in: before int
-- out: id int, person_id int?, name text
SELECT id, person_id, name FROM account
WHERE state = 'active' AND last_seen_ms < :before AND created_ms < :before AND enabled_ms < :before
  AND password_hash <> ''
ORDER BY last_seen_ms, id;

-- name: account_old_admins many
-- in: before int, today date
-- out: id int, person_id int?, name text
SELECT a.id, a.person_id, a.name FROM account a
WHERE a.state = 'active' AND a.must_change = 0 AND a.password_hash <> '' AND a.password_ms < :before
  AND a.person_id IN (SELECT g.person_id FROM role_grant g
                      WHERE g.role = 'admin' AND g.valid_from <= :today AND g.valid_to > :today)
ORDER BY a.id;

-- name: account_must_change exec
-- in: id int
UPDATE account SET must_change = 1, version = version + 1 WHERE id = :id;

-- name: account_pending_purge exec
-- in: before int
UPDATE account SET pending_sealed = NULL, pending_ms = 0
WHERE state IN ('active', 'disabled') AND pending_ms > 0 AND pending_ms < :before;
