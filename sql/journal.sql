-- The journal and its seal.

-- name: journal_add id
-- in: at int, account int?, origin text, request text, op text, object text, object_id int?, person int?, unit int?, detail text
-- out: id int
INSERT INTO journal (at_ms, account_id, origin, request, op, object, object_id, person_id, unit_id, detail)
VALUES (:at, :account, :origin, :request, :op, :object, :object_id, :person, :unit, :detail)
RETURNING id;

-- name: person_key_find one
-- in: person int
-- out: sealed blob
SELECT sealed FROM person_key WHERE person_id = :person;

-- name: person_key_add exec
-- in: person int, sealed blob
INSERT INTO person_key (person_id, sealed) VALUES (:person, :sealed) ON CONFLICT (person_id) DO NOTHING;

-- name: person_key_drop exec
-- in: person int
DELETE FROM person_key WHERE person_id = :person;

-- ---------------------------------------------------------------- the seal

-- name: journal_head_last one
-- out: seq int, prev_seq int, at_ms int, hash blob, key_id int, signature blob
SELECT seq, prev_seq, at_ms, hash, key_id, signature FROM journal_head
WHERE seq = (SELECT max(seq) FROM journal_head);

-- name: journal_head_walk each
-- in: from int
-- out: seq int, prev_seq int, at_ms int, hash blob, key_id int, signature blob
SELECT seq, prev_seq, at_ms, hash, key_id, signature FROM journal_head WHERE seq > :from ORDER BY seq;

-- Links in order with their lines; a line that is gone leaves NULL.
-- name: journal_walk each
-- in: from int
-- out: seq int, hash blob, journal_id int, id int?, at_ms int?, account_id int?, origin text?, request text?,
--   op text?, object text?, object_id int?, person_id int?, unit_id int?, detail text?
SELECT c.seq, c.hash, c.journal_id, j.id, j.at_ms, j.account_id, j.origin, j.request, j.op, j.object, j.object_id,
       j.person_id, j.unit_id, j.detail
FROM journal_chain c LEFT JOIN journal j ON j.id = c.journal_id
WHERE c.seq > :from
ORDER BY c.seq;

-- name: journal_hash_at one
-- in: seq int
-- out: hash blob
SELECT hash FROM journal_chain WHERE seq = :seq;

-- name: journal_sealed_to one
-- out: id int
SELECT COALESCE(max(journal_id), 0) FROM journal_chain;

-- name: journal_unsealed each
-- in: after int, most int
-- out: id int, at_ms int, account_id int?, origin text, request text, op text, object text, object_id int?,
--   person_id int?, unit_id int?, detail text
SELECT j.id, j.at_ms, j.account_id, j.origin, j.request, j.op, j.object, j.object_id, j.person_id, j.unit_id, j.detail
FROM journal j
WHERE j.id > :after AND NOT EXISTS (SELECT 1 FROM journal_chain c WHERE c.journal_id = j.id)
ORDER BY j.id
LIMIT :most;

-- name: journal_unsealed_sum one
-- out: n int, first_id int, oldest_ms int
SELECT count(*), COALESCE(min(j.id), 0), COALESCE(min(j.at_ms), 0)
FROM journal j
WHERE NOT EXISTS (SELECT 1 FROM journal_chain c WHERE c.journal_id = j.id);

-- name: journal_last_seq one
-- out: seq int, head int
SELECT COALESCE((SELECT max(seq) FROM journal_chain), 0), COALESCE((SELECT max(seq) FROM journal_head), 0);

-- One sealer at a time; on SQLite the writing transaction itself is the lock.
-- name: journal_seal_lock one
-- out: got int
-- sqlite:
SELECT 1;
-- postgres:
SELECT CASE WHEN pg_try_advisory_xact_lock(7521890166) THEN 1 ELSE 0 END::bigint;

-- name: journal_link_add exec
-- in: seq int, journal_id int, hash blob
INSERT INTO journal_chain (seq, journal_id, hash) VALUES (:seq, :journal_id, :hash);

-- name: journal_head_add exec
-- in: seq int, prev int, at int, hash blob, key int, signature blob
INSERT INTO journal_head (seq, prev_seq, at_ms, hash, key_id, signature)
VALUES (:seq, :prev, :at, :hash, :key, :signature);

-- What the serving account of PostgreSQL may do; 0 when there is no such account.
-- name: journal_app_grants one
-- out: granted int
-- sqlite:
SELECT 0;
-- postgres:
SELECT thidua_app_grants();

-- ---------------------------------------------------------------- reading it

-- list: journal_list
-- out: id int, at_ms int, who text, account text?, op text, about text, object text, object_id int?, person_id int?, origin text
-- scope: unit=j.unit_id person=j.person_id
-- filter: who int: j.account_id IN (SELECT w.id FROM account w WHERE w.person_id = :who)
-- filter: op text: j.op = :op
-- filter: person int: j.person_id = :person
-- filter: object text: j.object = :object
-- filter: object_id int: j.object_id = :object_id
-- filter: from int: j.at_ms >= :from
-- filter: to int: j.at_ms < :to + 86400000
-- order: time: j.at_ms int, j.id int
SELECT j.id, j.at_ms, COALESCE(wp.name, a.name, 'Hệ thống'), a.name, j.op, COALESCE(p.name, u.name, ''), j.object,
       j.object_id, j.person_id, j.origin
FROM journal j
LEFT JOIN account a ON a.id = j.account_id
LEFT JOIN person wp ON wp.id = a.person_id
LEFT JOIN person p ON p.id = j.person_id
LEFT JOIN unit u ON u.id = j.unit_id
WHERE j.id > -9000000000000000000;

-- list: journal_object
-- out: id int, label text, person int?, unit int?
-- scope: unit=j.unit_id person=j.person_id
-- filter: id int: j.id = :id
-- order: id: j.id int
SELECT j.id, j.op, j.person_id, j.unit_id
FROM journal j
WHERE j.id > -9000000000000000000;

-- name: journal_get one
-- in: id int
-- out: at_ms int, account text?, who text?, origin text, request text, op text, object text, object_id int?,
--   person_id int?, about text?, unit_name text?, detail text, seq int?
SELECT j.at_ms, a.name, wp.name, j.origin, j.request, j.op, j.object, j.object_id, j.person_id, p.name, u.name,
       j.detail, c.seq
FROM journal j
LEFT JOIN account a ON a.id = j.account_id
LEFT JOIN person wp ON wp.id = a.person_id
LEFT JOIN person p ON p.id = j.person_id
LEFT JOIN unit u ON u.id = j.unit_id
LEFT JOIN journal_chain c ON c.journal_id = j.id
WHERE j.id = :id;
