-- Rights given and signatures delegated.

-- list: grant_list
-- out: id int, person_id int, person_name text, role text, unit_id int, unit_name text, basis text, valid_from date, valid_to date, state text
-- out: version int
-- scope: unit=g.unit_id person=g.person_id
-- filter: person int: g.person_id = :person
-- filter: unit int: g.unit_id = :unit
-- filter: role text: g.role = :role
-- order: newest: g.id int
SELECT g.id, g.person_id, p.name, g.role, g.unit_id, u.name, g.basis, g.valid_from, g.valid_to,
       CASE WHEN g.valid_to <= :today OR g.valid_to = g.valid_from THEN 'closed' WHEN g.valid_from > :today THEN 'planned' ELSE 'active' END, g.version
FROM role_grant g JOIN person p ON p.id = g.person_id LEFT JOIN unit u ON u.id = g.unit_id
WHERE g.id > 0;

-- list: grant_object
-- out: id int, label text, version int, state text, person int, unit int
-- scope: unit=g.unit_id person=g.person_id
-- filter: id int: g.id = :id
-- order: id: g.id int
SELECT g.id, p.name, g.version, CASE WHEN g.valid_to <= :today OR g.valid_to = g.valid_from THEN 'closed' ELSE 'active' END, g.person_id, g.unit_id
FROM role_grant g JOIN person p ON p.id = g.person_id
WHERE g.id > 0;

-- name: grant_get one
-- in: id int
-- out: id int, person_id int, role text, unit_id int, valid_from date, valid_to date
SELECT id, person_id, role, unit_id, valid_from, valid_to FROM role_grant WHERE id = :id;

-- name: grant_end exec
-- in: id int, on date
UPDATE role_grant SET valid_to = :on, version = version + 1 WHERE id = :id;

-- name: grant_same many
-- in: person int, role text, unit int, from date, to date
-- out: id int
SELECT id FROM role_grant
WHERE person_id = :person AND role = :role AND unit_id = :unit AND valid_from < :to AND valid_to > :from;

-- name: grant_admins_left one
-- in: but int, on date
-- out: n int
SELECT count(*) FROM role_grant g JOIN account a ON a.person_id = g.person_id
WHERE g.role = 'admin' AND g.id <> :but AND g.valid_from <= :on AND g.valid_to > :on AND a.state = 'active';

-- Those that run on that day or begin later.
-- name: grant_open_of many
-- in: person int, on date
-- out: id int, role text
SELECT id, role FROM role_grant
WHERE person_id = :person AND valid_to > :on AND valid_to > valid_from ORDER BY id;

-- What has not begun keeps an empty period.
-- name: grant_end_all exec
-- in: person int, on date
UPDATE role_grant SET valid_to = CASE WHEN valid_from > :on THEN valid_from ELSE :on END, version = version + 1
WHERE person_id = :person AND valid_to > :on;

-- Who could be a second person for what is done to accounts and grants.
-- name: grant_confirmers one
-- in: but int, today date
-- out: n int
SELECT count(DISTINCT a.id) FROM role_grant g JOIN account a ON a.person_id = g.person_id
JOIN unit_version v ON v.unit_id = g.unit_id AND v.valid_from <= :today AND v.valid_to > :today
WHERE g.role IN ('admin', 'head', 'standing') AND g.valid_from <= :today AND g.valid_to > :today
  AND v.parent_id IS NULL AND a.state = 'active' AND g.person_id <> :but;

-- list: delegation_list
-- out: id int, giver_id int, giver_name text, taker_id int, taker_name text, kind text, field text, basis text, valid_from date, valid_to date, state text
-- out: version int
-- scope: unit=p.unit_id person=d.taker_id
-- filter: person int: d.taker_id = :person
-- filter: giver int: d.giver_id = :giver
-- filter: kind text: d.kind = :kind
-- order: newest: d.id int
SELECT d.id, d.giver_id, p.name, d.taker_id, t.name, d.kind, d.field, d.basis, d.valid_from, d.valid_to,
       CASE WHEN d.valid_to <= :today OR d.valid_to = d.valid_from THEN 'closed' WHEN d.valid_from > :today THEN 'planned' ELSE 'active' END, d.version
FROM delegation d JOIN person p ON p.id = d.giver_id JOIN person t ON t.id = d.taker_id
WHERE d.id > 0;

-- list: delegation_object
-- out: id int, label text, version int, state text, person int, unit int?
-- scope: unit=p.unit_id person=d.taker_id
-- filter: id int: d.id = :id
-- order: id: d.id int
SELECT d.id, t.name, d.version, CASE WHEN d.valid_to <= :today OR d.valid_to = d.valid_from THEN 'closed' ELSE 'active' END, d.taker_id, p.unit_id
FROM delegation d JOIN person p ON p.id = d.giver_id JOIN person t ON t.id = d.taker_id
WHERE d.id > 0;

-- name: delegation_add id
-- in: giver int, taker int, kind text, field text, basis text, valid_from date, valid_to date
-- out: id int
INSERT INTO delegation (giver_id, taker_id, kind, field, basis, valid_from, valid_to)
VALUES (:giver, :taker, :kind, :field, :basis, :valid_from, :valid_to)
RETURNING id;

-- name: delegation_get one
-- in: id int
-- out: id int, giver_id int, taker_id int, kind text, valid_from date, valid_to date
SELECT id, giver_id, taker_id, kind, valid_from, valid_to FROM delegation WHERE id = :id;

-- Given or taken; what has not begun keeps an empty period.
-- name: delegation_end_all exec
-- in: person int, on date
UPDATE delegation SET valid_to = CASE WHEN valid_from > :on THEN valid_from ELSE :on END, version = version + 1
WHERE (giver_id = :person OR taker_id = :person) AND valid_to > :on;

-- name: delegation_end exec
-- in: id int, on date
UPDATE delegation SET valid_to = :on, version = version + 1 WHERE id = :id;

-- name: account_bar_vote exec
-- in: person int
UPDATE account SET vote_barred = 1, version = version + 1 WHERE person_id = :person;

-- name: notice_add_person exec
-- in: person int, text text, link text, now int
INSERT INTO notice (account_id, text, link, made_ms)
SELECT id, :text, :link, :now FROM account WHERE person_id = :person AND state = 'active';
