-- People, their posts, identifiers, merging of double records.

-- list: person_object
-- out: id int, label text, version int, state text, person int, unit int?
-- scope: unit=p.unit_id person=p.id
-- filter: id int: p.id = :id
-- filter: word ids: p.id IN (:word)
-- filter: state text: p.state = :state
-- order: name: p.sort_key blob, p.id int
SELECT p.id, p.name, p.version, p.state, p.id, p.unit_id
FROM person p
WHERE p.id > 0;

-- list: person_list
-- out: id int, name text, unit_id int?, unit_name text?, post_title text, cadre text, gender text, state text
-- scope: unit=p.unit_id person=p.id
-- filter: unit int: p.unit_id = :unit
-- filter: below int: p.unit_id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :below AND b.valid_from <= :today AND b.valid_to > :today)
-- filter: cadre text: p.cadre = :cadre
-- filter: state text: p.state = :state
-- filter: gender text: p.gender = :gender
-- filter: lacks text: p.state = 'active' AND CASE :lacks WHEN 'post' THEN p.unit_id IS NULL ELSE (SELECT 1 FROM account a WHERE a.person_id = p.id LIMIT 1) IS NULL END
-- filter: q ids: p.id IN (:q)
-- order: name: p.sort_key blob, p.id int
-- order: newest: p.id int
SELECT p.id, p.name, p.unit_id, u.name, p.post_title, p.cadre, p.gender, p.state
FROM person p LEFT JOIN unit u ON u.id = p.unit_id
WHERE p.id > 0;

-- list: person_view
-- out: id int, name text, unit_id int?, unit_name text?, post_title text, cadre text, gender text, birth date?, email text, phone text, state text, merged_into int?, version int
-- scope: unit=p.unit_id person=p.id
-- filter: id int: p.id = :id
-- order: id: p.id int
SELECT p.id, p.name, p.unit_id, u.name, p.post_title, p.cadre, p.gender, p.birth, p.email, p.phone, p.state,
       p.merged_into, p.version
FROM person p LEFT JOIN unit u ON u.id = p.unit_id
WHERE p.id > 0;

-- list: post_list
-- out: id int, person_id int, person_name text, unit_id int, unit_name text, title text, main int, basis text, valid_from date, valid_to date
-- scope: unit=p.unit_id person=q.person_id
-- filter: person int: q.person_id = :person
-- filter: unit int: q.unit_id = :unit
-- order: time: q.valid_from text, q.id int
SELECT q.id, q.person_id, p.name, q.unit_id, u.name, q.title, q.main, q.basis, q.valid_from, q.valid_to
FROM post q JOIN person p ON p.id = q.person_id JOIN unit u ON u.id = q.unit_id
WHERE q.id > 0;

-- list: identifier_list
-- out: id int, person_id int, kind text, valid_from date, valid_to date
-- scope: unit=p.unit_id person=i.person_id
-- filter: person int: i.person_id = :person
-- filter: id int: i.id = :id
-- order: time: i.valid_from text, i.id int
SELECT i.id, i.person_id, i.kind, i.valid_from, i.valid_to
FROM person_identifier i JOIN person p ON p.id = i.person_id
WHERE i.id > 0;

-- list: identifier_object
-- out: id int, label text, person int, unit int?
-- scope: unit=p.unit_id person=i.person_id
-- filter: id int: i.id = :id
-- order: id: i.id int
SELECT i.id, p.name, i.person_id, p.unit_id
FROM person_identifier i JOIN person p ON p.id = i.person_id
WHERE i.id > 0;

-- list: post_object
-- out: id int, label text, person int, unit int
-- scope: unit=q.unit_id person=q.person_id
-- filter: id int: q.id = :id
-- order: id: q.id int
SELECT q.id, p.name, q.person_id, q.unit_id
FROM post q JOIN person p ON p.id = q.person_id
WHERE q.id > 0;

-- name: person_add id
-- in: name text, sort_key blob, fold text, key_version int, gender text, birth date?, cadre text, email text, phone text, now int
-- out: id int
INSERT INTO person (name, sort_key, fold, key_version, gender, birth, cadre, email, phone, created_ms)
VALUES (:name, :sort_key, :fold, :key_version, :gender, :birth, :cadre, :email, :phone, :now)
RETURNING id;

-- With today's unit and post at once: for many.
-- name: person_add_placed id
-- in: name text, sort_key blob, fold text, key_version int, gender text, birth date?, cadre text, email text, phone text,
--   unit int?, title text, now int
-- out: id int
INSERT INTO person (name, sort_key, fold, key_version, gender, birth, cadre, email, phone, unit_id, post_title, created_ms)
VALUES (:name, :sort_key, :fold, :key_version, :gender, :birth, :cadre, :email, :phone, :unit, :title, :now)
RETURNING id;

-- name: person_last one
-- out: id int
SELECT COALESCE(max(id), 0) FROM person;

-- name: person_unindexed many
-- in: after int
-- out: id int, name text, sort_key blob, unit_id int?, unit_name text?, post_title text
SELECT p.id, p.name, p.sort_key, p.unit_id, u.name, p.post_title
FROM person p LEFT JOIN unit u ON u.id = p.unit_id
WHERE p.id > :after AND p.state IN ('active', 'left')
  AND (SELECT 1 FROM search_item i WHERE i.kind = 'person' AND i.object_id = p.id LIMIT 1) IS NULL
ORDER BY p.id LIMIT 500;

-- name: person_set exec
-- in: id int, name text, sort_key blob, fold text, key_version int, gender text, birth date?, cadre text, email text, phone text
UPDATE person SET name = :name, sort_key = :sort_key, fold = :fold, key_version = :key_version, gender = :gender,
       birth = :birth, cadre = :cadre, email = :email, phone = :phone, version = version + 1
WHERE id = :id;

-- name: person_get one
-- in: id int
-- out: id int, name text, sort_key blob, gender text, birth date?, cadre text, email text, phone text, state text, merged_into int?, unit_id int?, post_title text, version int
SELECT id, name, sort_key, gender, birth, cadre, email, phone, state, merged_into, unit_id, post_title, version
FROM person WHERE id = :id;

-- name: person_state_set exec
-- in: id int, state text, merged_into int?
UPDATE person SET state = :state, merged_into = :merged_into, version = version + 1 WHERE id = :id;

-- name: person_bump exec
-- in: id int
UPDATE person SET version = version + 1 WHERE id = :id;

-- name: person_today_one exec
-- in: id int, today date
UPDATE person SET
    unit_id = (SELECT q.unit_id FROM post q WHERE q.person_id = person.id AND q.main = 1
               AND q.valid_from <= :today AND q.valid_to > :today ORDER BY q.valid_from DESC, q.id DESC LIMIT 1),
    post_title = COALESCE((SELECT q.title FROM post q WHERE q.person_id = person.id AND q.main = 1
               AND q.valid_from <= :today AND q.valid_to > :today ORDER BY q.valid_from DESC, q.id DESC LIMIT 1), '')
WHERE id = :id;

-- Those whose post begins or ends on a day since the last refresh.
-- name: person_today_due many
-- in: since date, today date
-- out: id int
SELECT DISTINCT person_id FROM post
WHERE (valid_from > :since AND valid_from <= :today) OR (valid_to > :since AND valid_to <= :today)
ORDER BY person_id;

-- name: person_search_fields one
-- in: id int
-- out: name text, sort_key blob, unit_id int?, unit_name text?, post_title text, state text
SELECT p.name, p.sort_key, p.unit_id, u.name, p.post_title, p.state
FROM person p LEFT JOIN unit u ON u.id = p.unit_id WHERE p.id = :id;

-- name: person_all_keys each
-- out: id int, name text, key_version int
SELECT id, name, key_version FROM person ORDER BY id;

-- name: person_keys_set exec
-- in: id int, sort_key blob, fold text, key_version int
UPDATE person SET sort_key = :sort_key, fold = :fold, key_version = :key_version WHERE id = :id;

-- name: post_add id
-- in: person int, unit int, title text, main int, basis text, valid_from date, valid_to date
-- out: id int
INSERT INTO post (person_id, unit_id, title, main, basis, valid_from, valid_to)
VALUES (:person, :unit, :title, :main, :basis, :valid_from, :valid_to)
RETURNING id;

-- name: post_get one
-- in: id int
-- out: id int, person_id int, unit_id int, title text, main int, valid_from date, valid_to date
SELECT id, person_id, unit_id, title, main, valid_from, valid_to FROM post WHERE id = :id;

-- name: post_end exec
-- in: id int, on date
UPDATE post SET valid_to = :on WHERE id = :id;

-- name: post_drop exec
-- in: id int
DELETE FROM post WHERE id = :id;

-- name: post_main_open many
-- in: person int, on date
-- out: id int, unit_id int, title text, valid_from date, valid_to date
SELECT id, unit_id, title, valid_from, valid_to FROM post
WHERE person_id = :person AND main = 1 AND valid_to > :on ORDER BY valid_from;

-- name: post_open_of_person many
-- in: person int, on date
-- out: id int, valid_from date
SELECT id, valid_from FROM post WHERE person_id = :person AND valid_to > :on ORDER BY id;

-- name: post_open_in_unit many
-- in: unit int, on date
-- out: id int, person_id int, person_name text, title text, main int, valid_from date, valid_to date
SELECT q.id, q.person_id, p.name, q.title, q.main, q.valid_from, q.valid_to
FROM post q JOIN person p ON p.id = q.person_id
WHERE q.unit_id = :unit AND q.valid_to > :on ORDER BY p.sort_key, q.id;

-- name: identifier_add id
-- in: person int, kind text, sealed blob, lookup blob, valid_from date, valid_to date
-- out: id int
INSERT INTO person_identifier (person_id, kind, sealed, lookup, valid_from, valid_to)
VALUES (:person, :kind, :sealed, :lookup, :valid_from, :valid_to)
RETURNING id;

-- name: identifier_get one
-- in: id int
-- out: id int, person_id int, kind text, sealed blob, valid_from date, valid_to date
SELECT id, person_id, kind, sealed, valid_from, valid_to FROM person_identifier WHERE id = :id;

-- name: identifier_end exec
-- in: id int, on date
UPDATE person_identifier SET valid_to = :on WHERE id = :id;

-- name: identifier_find many
-- in: lookup blob
-- out: id int, person_id int, kind text, valid_from date, valid_to date
SELECT id, person_id, kind, valid_from, valid_to FROM person_identifier WHERE lookup = :lookup ORDER BY valid_from;

-- name: identifier_of many
-- in: person int
-- out: id int, kind text, sealed blob, valid_from date, valid_to date
SELECT id, kind, sealed, valid_from, valid_to FROM person_identifier WHERE person_id = :person ORDER BY valid_from, id;

-- name: identifier_seal exec
-- in: id int, sealed blob
UPDATE person_identifier SET sealed = :sealed WHERE id = :id;

-- name: identifier_move exec
-- in: id int, person int
UPDATE person_identifier SET person_id = :person WHERE id = :id;

-- name: post_of many
-- in: person int
-- out: id int
SELECT id FROM post WHERE person_id = :person ORDER BY id;

-- name: post_move exec
-- in: id int, person int
UPDATE post SET person_id = :person WHERE id = :id;

-- name: grant_of_person many
-- in: person int
-- out: id int
SELECT id FROM role_grant WHERE person_id = :person ORDER BY id;

-- name: grant_move exec
-- in: id int, person int
UPDATE role_grant SET person_id = :person WHERE id = :id;

-- name: account_of_person many
-- in: person int
-- out: id int
SELECT id FROM account WHERE person_id = :person ORDER BY id;

-- name: account_move exec
-- in: id int, person int
UPDATE account SET person_id = :person WHERE id = :id;

-- name: delegation_given_by many
-- in: person int
-- out: id int
SELECT id FROM delegation WHERE giver_id = :person ORDER BY id;

-- name: delegation_give exec
-- in: id int, person int
UPDATE delegation SET giver_id = :person WHERE id = :id;

-- name: delegation_taken_by many
-- in: person int
-- out: id int
SELECT id FROM delegation WHERE taker_id = :person ORDER BY id;

-- name: delegation_take exec
-- in: id int, person int
UPDATE delegation SET taker_id = :person WHERE id = :id;

-- name: file_of_person many
-- in: person int
-- out: id int
SELECT id FROM file WHERE person_id = :person ORDER BY id;

-- name: file_move exec
-- in: id int, person int
UPDATE file SET person_id = :person, object_id = CASE WHEN object = 'person' THEN :person ELSE object_id END
WHERE id = :id;

-- name: approval_about many
-- in: person int
-- out: id int
SELECT id FROM approval WHERE person_id = :person ORDER BY id;

-- name: approval_move exec
-- in: id int, person int
UPDATE approval SET person_id = :person WHERE id = :id;

-- Main posts of the one at a time when the other has one too.
-- name: post_main_both many
-- in: person int, other int
-- out: id int
SELECT q.id FROM post q
WHERE q.person_id = :person AND q.main = 1
  AND EXISTS (SELECT 1 FROM post k WHERE k.person_id = :other AND k.main = 1
              AND k.valid_from < q.valid_to AND k.valid_to > q.valid_from)
ORDER BY q.id;

-- name: post_main_set exec
-- in: id int, main int
UPDATE post SET main = :main WHERE id = :id;

-- name: person_merge_add id
-- in: kept int, gone int, reason text, moved text, now int
-- out: id int
INSERT INTO person_merge (kept_id, gone_id, reason, moved, made_ms) VALUES (:kept, :gone, :reason, :moved, :now)
RETURNING id;

-- name: person_merge_get one
-- in: id int
-- out: id int, kept_id int, gone_id int, moved text, undone_ms int?
SELECT id, kept_id, gone_id, moved, undone_ms FROM person_merge WHERE id = :id;

-- name: person_merge_undone exec
-- in: id int, now int
UPDATE person_merge SET undone_ms = :now WHERE id = :id AND undone_ms IS NULL;

-- list: person_merge_list
-- out: id int, kept_id int, kept_name text, gone_id int, gone_name text, reason text, made_ms int, undone_ms int?, state text
-- scope: unit=k.unit_id
-- filter: person int: m.kept_id = :person
-- order: time: m.id int
SELECT m.id, m.kept_id, k.name, m.gone_id, g.name, m.reason, m.made_ms, m.undone_ms,
       CASE WHEN m.undone_ms IS NULL THEN 'merged' ELSE 'undone' END
FROM person_merge m JOIN person k ON k.id = m.kept_id JOIN person g ON g.id = m.gone_id
WHERE m.id > 0;

-- list: person_merge_object
-- out: id int, label text, state text, person int, unit int?
-- scope: unit=k.unit_id
-- filter: id int: m.id = :id
-- order: id: m.id int
SELECT m.id, k.name, CASE WHEN m.undone_ms IS NULL THEN 'merged' ELSE 'undone' END, m.kept_id, k.unit_id
FROM person_merge m JOIN person k ON k.id = m.kept_id
WHERE m.id > 0;
