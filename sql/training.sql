-- Training: topics, who needs them, sessions, who attended.

-- list: topic_object
-- out: id int, label text, state text
-- filter: id int: t.id = :id
-- filter: word text: (' ' || t.fold) LIKE '% ' || :word || '%'
-- order: name: t.sort_key blob, t.id int
SELECT t.id, t.name, t.state FROM training_topic t WHERE t.id > 0;

-- list: topic_list
-- out: id int, name text, state text, needs int
-- filter: state text: t.state = :state
-- order: name: t.sort_key blob, t.id int
SELECT t.id, t.name, t.state, (SELECT count(*) FROM training_need n WHERE n.topic_id = t.id AND n.state = 'active')
FROM training_topic t WHERE t.id > 0;

-- name: topic_by_fold one
-- in: fold text
-- out: id int
SELECT id FROM training_topic WHERE fold = :fold;

-- name: topic_add id
-- in: name text, fold text, sort_key blob
-- out: id int
INSERT INTO training_topic (name, fold, sort_key) VALUES (:name, :fold, :sort_key) RETURNING id;

-- name: topic_keys_old many
-- in: after int
-- out: id int, name text
SELECT id, name FROM training_topic WHERE id > :after ORDER BY id LIMIT 500;

-- name: topic_keys_set exec
-- in: id int, fold text, sort_key blob
UPDATE training_topic SET fold = :fold, sort_key = :sort_key WHERE id = :id;

-- name: topic_close exec
-- in: id int
UPDATE training_topic SET state = 'closed' WHERE id = :id;

-- name: topic_needs_close exec
-- in: topic int
UPDATE training_need SET state = 'closed' WHERE topic_id = :topic;

-- list: need_object
-- out: id int, label text, state text
-- filter: id int: n.id = :id
-- order: id: n.id int
SELECT n.id, t.name, n.state FROM training_need n JOIN training_topic t ON t.id = n.topic_id WHERE n.id > 0;

-- list: need_list
-- out: id int, topic text, role text, unit_id int?, unit_name text?, years int, basis text, state text
-- filter: topic int: n.topic_id = :topic
-- filter: state text: n.state = :state
-- order: id: n.id int
SELECT n.id, t.name, n.role, n.unit_id, u.name, n.years, n.basis, n.state
FROM training_need n JOIN training_topic t ON t.id = n.topic_id LEFT JOIN unit u ON u.id = n.unit_id WHERE n.id > 0;

-- name: need_add id
-- in: topic int, role text, unit int?, years int, basis text
-- out: id int
INSERT INTO training_need (topic_id, role, unit_id, years, basis) VALUES (:topic, :role, :unit, :years, :basis)
RETURNING id;

-- name: need_close exec
-- in: id int
UPDATE training_need SET state = 'closed' WHERE id = :id;

-- Each person with each need that holds for them today. Calendar years: attended in 2026 is enough until the end of
-- 2026 when years is 1.
-- list: lacking_list
-- out: person_id int, person_name text, unit_id int, unit_name text, need_id int, topic text, basis text, last date?,
--   next date?, state text
-- scope: unit=p.unit_id person=p.id
-- filter: topic int: n.topic_id = :topic
-- filter: person int: p.id = :person
-- filter: below int: p.unit_id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :below AND b.valid_from <= :today AND b.valid_to > :today)
-- filter: state text: CASE WHEN EXISTS (SELECT 1 FROM attendee a JOIN training t ON t.id = a.training_id WHERE a.person_id = p.id AND a.state = 'attended' AND t.topic_id = n.topic_id AND (n.years = 0 OR t.held_on > CAST(CAST(substr(:today, 1, 4) AS bigint) - n.years AS TEXT) || '-12-31')) THEN 'enough' WHEN EXISTS (SELECT 1 FROM attendee a JOIN training t ON t.id = a.training_id WHERE a.person_id = p.id AND a.state = 'invited' AND t.topic_id = n.topic_id AND t.state = 'planned' AND t.held_on >= :today) THEN 'soon' ELSE 'lacking' END = :state
-- order: name: p.sort_key blob, p.id int, n.id int
SELECT p.id, p.name, p.unit_id, u.name, n.id, k.name, n.basis,
       (SELECT max(t.held_on) FROM attendee a JOIN training t ON t.id = a.training_id
        WHERE a.person_id = p.id AND a.state = 'attended' AND t.topic_id = n.topic_id),
       (SELECT min(t.held_on) FROM attendee a JOIN training t ON t.id = a.training_id
        WHERE a.person_id = p.id AND a.state = 'invited' AND t.topic_id = n.topic_id AND t.state = 'planned' AND t.held_on >= :today),
       CASE WHEN EXISTS (SELECT 1 FROM attendee a JOIN training t ON t.id = a.training_id
                         WHERE a.person_id = p.id AND a.state = 'attended' AND t.topic_id = n.topic_id
                           AND (n.years = 0 OR t.held_on > CAST(CAST(substr(:today, 1, 4) AS bigint) - n.years AS TEXT) || '-12-31'))
            THEN 'enough'
            WHEN EXISTS (SELECT 1 FROM attendee a JOIN training t ON t.id = a.training_id
                         WHERE a.person_id = p.id AND a.state = 'invited' AND t.topic_id = n.topic_id
                           AND t.state = 'planned' AND t.held_on >= :today)
            THEN 'soon' ELSE 'lacking' END
FROM person p CROSS JOIN training_need n CROSS JOIN training_topic k CROSS JOIN unit u
WHERE k.id = n.topic_id AND u.id = p.unit_id AND n.id > 0 AND p.state NOT IN ('left', 'merged', 'erased') AND n.state = 'active'
  AND (n.role = '' OR EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = p.id AND g.role = n.role
                              AND g.valid_from <= :today AND g.valid_to > :today))
  AND (n.unit_id IS NULL OR EXISTS (SELECT 1 FROM unit_below b WHERE b.unit_id = n.unit_id AND b.below_id = p.unit_id
                                    AND b.valid_from <= :today AND b.valid_to > :today));

-- ---------------------------------------------------------------- sessions

-- list: training_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=t.unit_id
-- filter: id int: t.id = :id
-- order: id: t.id int
SELECT t.id, t.title, t.version, t.state, t.unit_id FROM training t WHERE t.id > 0;

-- list: training_list
-- out: id int, title text, topic text, held_on date, place text, hours text, trainer text, state text, invited int, attended int
-- filter: topic int: t.topic_id = :topic
-- filter: state text: t.state = :state
-- filter: year text: t.held_on >= :year AND t.held_on < :year || '~'
-- filter: document int: t.id IN (SELECT d.training_id FROM training_document d WHERE d.document_id = :document)
-- order: day: t.held_on text, t.id int
SELECT t.id, t.title, k.name, t.held_on, t.place,
       CAST(t.half_hours / 2 AS TEXT) || CASE WHEN t.half_hours % 2 = 1 THEN ',5' ELSE '' END, t.trainer, t.state,
       (SELECT count(*) FROM attendee a WHERE a.training_id = t.id),
       (SELECT count(*) FROM attendee a WHERE a.training_id = t.id AND a.state = 'attended')
FROM training t JOIN training_topic k ON k.id = t.topic_id WHERE t.id > 0;

-- list: training_view
-- out: id int, title text, topic_id int, topic text, unit_id int, unit_name text, held_on date, place text, half_hours int,
--   hours text, trainer text, content text, state text, reason text, version int
-- filter: id int: t.id = :id
-- order: id: t.id int
SELECT t.id, t.title, t.topic_id, k.name, t.unit_id, u.name, t.held_on, t.place, t.half_hours,
       CAST(t.half_hours / 2 AS TEXT) || CASE WHEN t.half_hours % 2 = 1 THEN ',5' ELSE '' END, t.trainer, t.content,
       t.state, t.reason, t.version
FROM training t JOIN training_topic k ON k.id = t.topic_id JOIN unit u ON u.id = t.unit_id WHERE t.id > 0;

-- name: training_add id
-- in: topic int, title text, unit int, held_on date, place text, half_hours int, trainer text, content text, by int?, now int
-- out: id int
INSERT INTO training (topic_id, title, unit_id, held_on, place, half_hours, trainer, content, made_by, made_ms)
VALUES (:topic, :title, :unit, :held_on, :place, :half_hours, :trainer, :content, :by, :now)
RETURNING id;

-- name: training_set exec
-- in: id int, topic int, title text, held_on date, place text, half_hours int, trainer text, content text
UPDATE training SET topic_id = :topic, title = :title, held_on = :held_on, place = :place, half_hours = :half_hours,
    trainer = :trainer, content = :content, version = version + 1
WHERE id = :id;

-- name: training_get one
-- in: id int
-- out: id int, title text, topic_id int, held_on date, place text, state text
SELECT id, title, topic_id, held_on, place, state FROM training WHERE id = :id;

-- name: training_state_set exec
-- in: id int, state text, reason text
UPDATE training SET state = :state, reason = :reason, version = version + 1 WHERE id = :id;

-- name: training_on many
-- in: day date
-- out: id int, title text, place text
SELECT id, title, place FROM training WHERE held_on = :day AND state = 'planned' ORDER BY id;

-- list: training_document_list
-- out: id int, training_id int, document_id int, name text, title text, validity text
-- filter: training int: x.training_id = :training
-- order: id: x.id int
SELECT x.id, x.training_id, x.document_id, d.name, d.title,
       CASE WHEN d.valid_to <= :today THEN 'expired' WHEN d.valid_from IS NULL THEN 'unknown'
            WHEN d.valid_from > :today THEN 'not_yet' ELSE 'in_force' END
FROM training_document x JOIN document d ON d.id = x.document_id WHERE x.id > 0;

-- name: training_document_add exec
-- in: training int, document int
INSERT INTO training_document (training_id, document_id) VALUES (:training, :document)
ON CONFLICT (training_id, document_id) DO NOTHING;

-- list: material_list
-- out: id int, training_id int, name text, size int, added_ms int
-- filter: training int: f.object_id = :training
-- order: id: f.id int
SELECT f.id, f.object_id, f.name, f.size, f.added_ms
FROM file f WHERE f.object = 'training' AND f.state = 'kept';

-- list: material_object
-- out: id int, label text
-- filter: id int: f.id = :id
-- order: id: f.id int
SELECT f.id, f.name FROM file f WHERE f.object = 'training' AND f.state = 'kept' AND f.id > 0;

-- ---------------------------------------------------------------- who attended

-- list: attendee_object
-- out: id int, label text, state text, person int, unit int
-- scope: unit=t.unit_id
-- filter: id int: a.id = :id
-- order: id: a.id int
SELECT a.id, p.name, CASE WHEN t.state = 'cancelled' THEN 'cancelled' ELSE a.state END, a.person_id, t.unit_id
FROM attendee a JOIN person p ON p.id = a.person_id JOIN training t ON t.id = a.training_id WHERE a.id > 0;

-- list: attendee_list
-- out: id int, training_id int, title text, held_on date, person_id int, person_name text, unit_id int, unit_name text, state text,
--   note text
-- scope: unit=a.unit_id person=a.person_id
-- filter: training int: a.training_id = :training
-- filter: person int: a.person_id = :person
-- filter: unit int: a.unit_id = :unit
-- filter: state text: a.state = :state
-- order: id: a.id int
SELECT a.id, a.training_id, t.title, t.held_on, a.person_id, p.name, a.unit_id, u.name, a.state, a.note
FROM attendee a JOIN training t ON t.id = a.training_id JOIN person p ON p.id = a.person_id
     LEFT JOIN unit u ON u.id = a.unit_id
WHERE a.id > 0;

-- list: training_mine
-- out: id int, training_id int, title text, topic text, held_on date, place text, hours text, state text
-- scope: person=a.person_id
-- filter: state text: a.state = :state
-- order: id: a.id int
SELECT a.id, a.training_id, t.title, k.name, t.held_on, t.place,
       CAST(t.half_hours / 2 AS TEXT) || CASE WHEN t.half_hours % 2 = 1 THEN ',5' ELSE '' END,
       CASE WHEN t.state = 'cancelled' THEN 'cancelled' ELSE a.state END
FROM attendee a JOIN training t ON t.id = a.training_id JOIN training_topic k ON k.id = t.topic_id WHERE a.id > 0;

-- name: attendee_invite_unit exec
-- in: training int, unit int, today date
INSERT INTO attendee (training_id, person_id, unit_id)
SELECT :training, p.id, p.unit_id FROM unit_below b JOIN person p ON p.unit_id = b.below_id
WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today AND p.state = 'active'
  AND NOT EXISTS (SELECT 1 FROM attendee a WHERE a.training_id = :training AND a.person_id = p.id);

-- name: attendee_invite_role exec
-- in: training int, role text, unit int, today date
INSERT INTO attendee (training_id, person_id, unit_id)
SELECT DISTINCT :training, p.id, p.unit_id
FROM unit_below b JOIN person p ON p.unit_id = b.below_id JOIN role_grant g ON g.person_id = p.id
WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today AND p.state = 'active'
  AND g.role = :role AND g.valid_from <= :today AND g.valid_to > :today
  AND NOT EXISTS (SELECT 1 FROM attendee a WHERE a.training_id = :training AND a.person_id = p.id);

-- name: attendee_invite_person exec
-- in: training int, person int
INSERT INTO attendee (training_id, person_id, unit_id)
SELECT :training, p.id, p.unit_id FROM person p
WHERE p.id = :person AND p.state = 'active' AND p.unit_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM attendee a WHERE a.training_id = :training AND a.person_id = :person);

-- name: attendee_all many
-- in: training int
-- out: id int, person_id int, name text, fold text, state text
SELECT a.id, a.person_id, p.name, p.fold, a.state FROM attendee a JOIN person p ON p.id = a.person_id
WHERE a.training_id = :training ORDER BY a.id;

-- name: attendee_mark one write
-- in: id int, state text, note text
-- out: training_id int
UPDATE attendee SET state = :state, note = :note WHERE id = :id RETURNING training_id;

-- name: attendee_notice exec
-- in: training int, text text, link text, now int
INSERT INTO notice (account_id, text, link, made_ms)
SELECT c.id, :text, :link, :now FROM attendee a JOIN account c ON c.person_id = a.person_id
WHERE a.training_id = :training AND a.state = 'invited' AND c.state = 'active'
  AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.account_id = c.id AND n.read_ms IS NULL AND n.text = :text AND n.link = :link);

-- name: attendee_of_person many
-- in: person int
-- out: id int
SELECT id FROM attendee WHERE person_id = :person ORDER BY id;

-- name: attendee_move exec
-- in: id int, to int
UPDATE attendee SET person_id = :to WHERE id = :id AND NOT EXISTS
    (SELECT 1 FROM attendee a WHERE a.training_id = attendee.training_id AND a.person_id = :to);

-- name: attendee_erase_notes exec
-- in: person int
UPDATE attendee SET note = '' WHERE person_id = :person;
