-- Those whom a list names and nobody has said who they are; records that may be one person.

-- list: unmatched_list
-- out: id int, kind text, name text, unit_name text, birth date?, number text, rows int, person_id int?, person_name text?,
--   unit_id int?, unit_now text?, source text, state text
-- out: version int
-- filter: kind text: m.kind = :kind
-- filter: state text: m.state = :state
-- filter: person int: m.person_id = :person
-- filter: q text: m.fold >= :q AND m.fold < :q || '{'
-- order: name: m.sort_key blob, m.id int
-- order: newest: m.id int
SELECT m.id, m.kind, m.name, m.unit_name, m.birth, CASE WHEN m.sealed IS NULL THEN '' ELSE m.number_kind END,
       (SELECT count(*) FROM award a WHERE a.unmatched_id = m.id) + (SELECT count(*) FROM rating r WHERE r.unmatched_id = m.id)
       + (SELECT count(*) FROM discipline d WHERE d.unmatched_id = m.id) + (SELECT count(*) FROM deed e WHERE e.unmatched_id = m.id)
       + (SELECT count(*) FROM service s WHERE s.unmatched_id = m.id) + (SELECT count(*) FROM initiative_author t WHERE t.unmatched_id = m.id),
       COALESCE(m.person_id, c.id), COALESCE(p.name, c.name), m.unit_id, u.name, m.source, m.state, m.version
FROM unmatched m LEFT JOIN person p ON p.id = m.person_id LEFT JOIN unit u ON u.id = m.unit_id
LEFT JOIN person c ON m.state = 'open' AND m.kind = 'person' AND c.id = (SELECT min(k.id) FROM search_item i JOIN person k ON k.id = i.object_id
    WHERE i.kind = 'person' AND i.fold = m.fold AND k.state IN ('active', 'left'))
WHERE m.id > 0;

-- list: unmatched_object
-- out: id int, label text, version int, state text
-- filter: id int: m.id = :id
-- order: id: m.id int
SELECT m.id, m.name, m.version, m.state
FROM unmatched m
WHERE m.id > 0;

-- name: unmatched_add id
-- in: kind text, name text, fold text, sort_key blob, unit_name text, birth date?, number_kind text, lookup blob?, source text, now int
-- out: id int
INSERT INTO unmatched (kind, name, fold, sort_key, unit_name, birth, number_kind, lookup, source, made_ms)
VALUES (:kind, :name, :fold, :sort_key, :unit_name, :birth, :number_kind, :lookup, :source, :now)
RETURNING id;

-- name: unmatched_seal exec
-- in: id int, sealed blob
UPDATE unmatched SET sealed = :sealed WHERE id = :id;

-- name: unmatched_get one
-- in: id int
-- out: id int, kind text, name text, number_kind text, sealed blob?, lookup blob?, state text, person_id int?, unit_id int?
SELECT id, kind, name, number_kind, sealed, lookup, state, person_id, unit_id FROM unmatched WHERE id = :id;

-- The one of the same name, unit and number that is still open, so that a second list adds no second one.
-- name: unmatched_same many
-- in: fold text, kind text
-- out: id int, unit_name text, birth date?, lookup blob?
SELECT id, unit_name, birth, lookup FROM unmatched WHERE fold = :fold AND kind = :kind AND state = 'open' ORDER BY id;

-- name: unmatched_close exec
-- in: id int, state text, person int?, unit int?, reason text
UPDATE unmatched SET state = :state, person_id = :person, unit_id = :unit, reason = :reason, version = version + 1 WHERE id = :id;

-- name: unmatched_awards many
-- in: unmatched int
-- out: id int, code text, type text, sign text, dated date?, title text, achievement text, period_from date, period_to date
SELECT id, code, type, sign, dated, title, achievement, period_from, period_to FROM award
WHERE unmatched_id = :unmatched AND state = 'valid' ORDER BY id;

-- name: unmatched_ratings many
-- in: unmatched int
-- out: id int, year int, quarter int
SELECT id, year, quarter FROM rating WHERE unmatched_id = :unmatched AND state = 'valid' ORDER BY id;

-- name: unmatched_give_award exec
-- in: unmatched int, person int?, unit int?
UPDATE award SET person_id = :person, unit_id = COALESCE(:unit, unit_id), version = version + 1 WHERE unmatched_id = :unmatched;

-- name: unmatched_give_rating exec
-- in: unmatched int, person int?, unit int?
UPDATE rating SET person_id = :person, unit_id = COALESCE(:unit, unit_id), version = version + 1 WHERE unmatched_id = :unmatched;

-- name: unmatched_give_discipline exec
-- in: unmatched int, person int?
UPDATE discipline SET person_id = :person, version = version + 1 WHERE unmatched_id = :unmatched;

-- name: unmatched_give_deed exec
-- in: unmatched int, person int?, unit int?
UPDATE deed SET person_id = :person, unit_id = COALESCE(:unit, unit_id), version = version + 1 WHERE unmatched_id = :unmatched;

-- name: unmatched_give_service exec
-- in: unmatched int, person int?
UPDATE service SET person_id = :person, version = version + 1 WHERE unmatched_id = :unmatched;

-- name: unmatched_give_author exec
-- in: unmatched int, person int?
UPDATE initiative_author SET person_id = :person WHERE unmatched_id = :unmatched;

-- name: unmatched_of many
-- in: person int
-- out: id int
SELECT id FROM unmatched WHERE person_id = :person ORDER BY id;

-- name: unmatched_move exec
-- in: id int, person int
UPDATE unmatched SET person_id = :person WHERE id = :id;

-- ---------------------------------------------------------------- double records

-- list: person_double_list
-- out: id int, one_id int, one_name text, one_unit text?, one_birth date?, other_id int, other_name text, other_unit text?, other_birth date?,
--   why text, reason text, state text
-- out: version int
-- scope: unit=p.unit_id
-- filter: state text: d.state = CASE :state WHEN 'merged' THEN 'open' ELSE :state END AND (d.state <> 'open' OR (:state = 'merged') = (p.state IN ('merged', 'erased') OR q.state IN ('merged', 'erased')))
-- filter: person int: (d.one_id = :person OR d.other_id = :person)
-- order: newest: d.id int
SELECT d.id, d.one_id, p.name, u.name, p.birth, d.other_id, q.name, v.name, q.birth, d.why, d.reason,
       CASE WHEN d.state = 'open' AND (p.state IN ('merged', 'erased') OR q.state IN ('merged', 'erased')) THEN 'merged' ELSE d.state END, d.version
FROM person_double d JOIN person p ON p.id = d.one_id JOIN person q ON q.id = d.other_id LEFT JOIN unit u ON u.id = p.unit_id
LEFT JOIN unit v ON v.id = q.unit_id
WHERE d.id > 0;

-- list: person_double_object
-- out: id int, label text, version int, state text, person int, unit int?
-- scope: unit=p.unit_id
-- filter: id int: d.id = :id
-- order: id: d.id int
SELECT d.id, p.name, d.version,
       CASE WHEN d.state = 'open' AND (p.state IN ('merged', 'erased') OR q.state IN ('merged', 'erased')) THEN 'merged' ELSE d.state END,
       d.one_id, p.unit_id
FROM person_double d JOIN person p ON p.id = d.one_id JOIN person q ON q.id = d.other_id
WHERE d.id > 0;

-- name: person_double_people each
-- out: id int, name text, birth date?, unit_id int?, gender text
SELECT id, name, birth, unit_id, gender FROM person WHERE state IN ('active', 'left') ORDER BY id;

-- name: person_double_add exec
-- in: one int, other int, why text, now int
INSERT INTO person_double (one_id, other_id, why, found_ms) VALUES (:one, :other, :why, :now)
ON CONFLICT (one_id, other_id) DO NOTHING;

-- name: person_double_get one
-- in: id int
-- out: id int, one_id int, other_id int, state text
SELECT id, one_id, other_id, state FROM person_double WHERE id = :id;

-- name: person_double_set exec
-- in: id int, state text, reason text
UPDATE person_double SET state = :state, reason = :reason, version = version + 1 WHERE id = :id;

-- name: unmatched_keys_old many
-- in: after int
-- out: id int, kind text, name text
SELECT id, kind, name FROM unmatched WHERE id > :after ORDER BY id LIMIT 500;

-- name: unmatched_keys_set exec
-- in: id int, sort_key blob, fold text
UPDATE unmatched SET sort_key = :sort_key, fold = :fold WHERE id = :id;
