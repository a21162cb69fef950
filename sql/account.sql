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
