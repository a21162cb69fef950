-- What waits for a second person.

-- list: approval_list
-- out: id int, title text, summary text, asked_id int?, asked_name text, asked_ms int, state text, decided_name text?, decided_ms int?
-- filter: state text: q.state = :state
-- order: newest: q.id int
SELECT q.id, q.title, q.summary, a.person_id, coalesce(p.name, a.name), q.asked_ms, q.state, coalesce(dp.name, d.name),
       q.decided_ms
FROM approval q JOIN account a ON a.id = q.asked_by LEFT JOIN person p ON p.id = a.person_id
LEFT JOIN account d ON d.id = q.decided_by LEFT JOIN person dp ON dp.id = d.person_id
WHERE q.id > 0;

-- list: approval_view
-- out: id int, title text, summary text, asked_id int?, asked_name text, asked_ms int, state text, decided_id int?, decided_name text?, decided_ms int?, reason text
-- filter: id int: q.id = :id
-- order: id: q.id int
SELECT q.id, q.title, q.summary, a.person_id, coalesce(p.name, a.name), q.asked_ms, q.state, d.person_id,
       coalesce(dp.name, d.name), q.decided_ms, q.reason
FROM approval q JOIN account a ON a.id = q.asked_by LEFT JOIN person p ON p.id = a.person_id
LEFT JOIN account d ON d.id = q.decided_by LEFT JOIN person dp ON dp.id = d.person_id
WHERE q.id > 0;

-- list: approval_object
-- out: id int, label text, version int, state text, person int?
-- filter: id int: q.id = :id
-- order: id: q.id int
SELECT q.id, q.title, q.version, q.state, q.person_id
FROM approval q
WHERE q.id > 0;

-- name: approval_get one
-- in: id int
-- out: id int, op text, title text, input text, summary text, object_id int?, object_version int?, person_id int?, asked_by int, asked_ms int, state text
SELECT id, op, title, input, summary, object_id, object_version, person_id, asked_by, asked_ms, state
FROM approval WHERE id = :id;

-- name: approval_decide exec
-- in: id int, state text, account int?, now int, reason text
UPDATE approval SET state = :state, decided_by = :account, decided_ms = :now, reason = :reason, version = version + 1
WHERE id = :id AND state = 'waiting';

-- name: approval_due many
-- in: before int
-- out: id int, title text, person_id int?, asked_by int
SELECT id, title, person_id, asked_by FROM approval WHERE state = 'waiting' AND asked_ms <= :before ORDER BY id;
