-- Assigned reading: what is to be read by whom, and who has.

-- name: reader_of_person many
-- in: person int
-- out: id int
SELECT id FROM reader WHERE person_id = :person ORDER BY id;

-- Somebody who was asked under both records keeps one row; the other stays where it was.
-- name: reader_move exec
-- in: id int, to int
UPDATE reader SET person_id = :to WHERE id = :id AND NOT EXISTS
    (SELECT 1 FROM reader r WHERE r.reading_id = reader.reading_id AND r.person_id = :to);

-- Only for gate and pickers: a reading is reached by whoever sees one of its readers.
-- list: reading_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=r.unit_id
-- filter: id int: g.id = :id
-- order: id: r.id int
SELECT g.id, d.name, g.version, g.state, g.unit_id
FROM reading g JOIN reader r ON r.reading_id = g.id JOIN document d ON d.id = g.document_id
WHERE r.id > 0;

-- list: reading_list
-- out: id int, document_id int, name text, unit_id int, unit_name text, due date, state text, given_ms int
-- filter: document int: g.document_id = :document
-- filter: unit int: g.unit_id = :unit
-- filter: state text: g.state = :state
-- order: id: g.id int
SELECT g.id, g.document_id, d.name, g.unit_id, u.name, g.due, g.state, g.given_ms
FROM reading g JOIN document d ON d.id = g.document_id LEFT JOIN unit u ON u.id = g.unit_id
WHERE g.id > 0;

-- list: reading_view
-- out: id int, document_id int, name text, title text, unit_id int, unit_name text, ask text, due date, given_name text?,
--   given_ms int, state text, version int
-- filter: id int: g.id = :id
-- order: id: g.id int
SELECT g.id, g.document_id, d.name, d.title, g.unit_id, u.name, g.ask, g.due, COALESCE(p.name, a.name), g.given_ms,
       g.state, g.version
FROM reading g JOIN document d ON d.id = g.document_id LEFT JOIN unit u ON u.id = g.unit_id
     LEFT JOIN account a ON a.id = g.given_by LEFT JOIN person p ON p.id = a.person_id
WHERE g.id > 0;

-- list: reader_object
-- out: id int, label text, state text, person int, unit int
-- scope: person=r.person_id
-- filter: id int: r.id = :id
-- order: id: r.id int
SELECT r.id, d.name, CASE WHEN g.state = 'closed' THEN 'closed' ELSE r.state END, r.person_id, r.unit_id
FROM reader r JOIN reading g ON g.id = r.reading_id JOIN document d ON d.id = g.document_id
WHERE r.id > 0;

-- One's own.
-- list: reader_mine
-- out: id int, document_id int, name text, title text, ask text, due date, state text, late text
-- scope: person=r.person_id
-- filter: state text: CASE WHEN :state = 'open' THEN r.state IN ('asked', 'opened') AND g.state = 'open' ELSE r.state = :state END
-- order: due: r.due text, r.id int
SELECT r.id, g.document_id, d.name, d.title, g.ask, r.due, CASE WHEN g.state = 'closed' THEN 'closed' ELSE r.state END,
       CASE WHEN r.state IN ('asked', 'opened') AND g.state = 'open' AND r.due < :today THEN 'late' ELSE '' END
FROM reader r JOIN reading g ON g.id = r.reading_id JOIN document d ON d.id = g.document_id
WHERE r.id > 0;

-- Who has read; `late`: has not, and the day is past.
-- list: reader_list
-- out: id int, reading_id int, document_id int, document_name text, person_id int, person_name text, unit_id int, unit_name text,
--   due date, state text, late text, opened_ms int?, acknowledged_ms int?
-- scope: unit=r.unit_id person=r.person_id
-- filter: reading int: r.reading_id = :reading
-- filter: person int: r.person_id = :person
-- filter: unit int: r.unit_id = :unit
-- filter: state text: CASE WHEN :state = 'open' THEN r.state IN ('asked', 'opened') ELSE r.state = :state END
-- filter: late text: r.state IN ('asked', 'opened') AND r.due < :today AND g.state = 'open' AND :late <> ''
-- order: id: r.id int
SELECT r.id, r.reading_id, g.document_id, d.name, r.person_id, p.name, r.unit_id, u.name, r.due, r.state,
       CASE WHEN r.state IN ('asked', 'opened') AND g.state = 'open' AND r.due < :today THEN 'late' ELSE '' END,
       r.opened_ms, r.acknowledged_ms
FROM reader r JOIN reading g ON g.id = r.reading_id JOIN document d ON d.id = g.document_id
     JOIN person p ON p.id = r.person_id LEFT JOIN unit u ON u.id = r.unit_id
WHERE r.id > 0;

-- name: reading_add id
-- in: document int, unit int, ask text, due date, by int?, now int
-- out: id int
INSERT INTO reading (document_id, unit_id, ask, due, given_by, given_ms)
VALUES (:document, :unit, :ask, :due, :by, :now)
RETURNING id;

-- name: reading_get one
-- in: id int
-- out: id int, document_id int, name text, unit_id int, ask text, due date, state text
SELECT g.id, g.document_id, d.name, g.unit_id, g.ask, g.due, g.state
FROM reading g JOIN document d ON d.id = g.document_id WHERE g.id = :id;

-- name: reading_close exec
-- in: id int, now int
UPDATE reading SET state = 'closed', closed_ms = :now, version = version + 1 WHERE id = :id;

-- name: reading_open_all many
-- out: id int, unit_id int, due date
SELECT id, unit_id, due FROM reading WHERE state = 'open' ORDER BY due, id;

-- Those who sit in the unit or below it today and have no row yet. Nobody is asked twice at a time for
-- one document: who is being asked by another reading of it, or has read it for one that ran beside this,
-- is left out.
-- name: reader_join exec
-- in: reading int, unit int, due date, today date
INSERT INTO reader (reading_id, person_id, unit_id, due)
SELECT :reading, p.id, p.unit_id, :due
FROM unit_below b JOIN person p ON p.unit_id = b.below_id
WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today AND p.state = 'active'
  AND NOT EXISTS (SELECT 1 FROM reader r WHERE r.reading_id = :reading AND r.person_id = p.id)
  AND NOT EXISTS (SELECT 1 FROM reader o JOIN reading g ON g.id = o.reading_id JOIN reading t ON t.id = :reading
                  WHERE o.person_id = p.id AND g.document_id = t.document_id AND g.id <> t.id
                    AND ((g.state = 'open' AND o.state <> 'excused')
                         OR (o.state = 'acknowledged' AND g.closed_ms > t.given_ms)));

-- An open reading of the same document that asks the whole unit already.
-- name: reading_covering many
-- in: document int, unit int, today date
-- out: id int, unit_name text, due date
SELECT g.id, u.name, g.due FROM reading g JOIN unit u ON u.id = g.unit_id
JOIN unit_below b ON b.unit_id = g.unit_id AND b.below_id = :unit
WHERE g.document_id = :document AND g.state = 'open' AND b.valid_from <= :today AND b.valid_to > :today
ORDER BY g.id LIMIT 1;

-- How many of the unit and below it are asked by other open readings of the same document.
-- name: reader_elsewhere one
-- in: reading int, unit int, today date
-- out: n int
SELECT count(DISTINCT p.id)
FROM unit_below b JOIN person p ON p.unit_id = b.below_id
JOIN reader o ON o.person_id = p.id AND o.state <> 'excused'
JOIN reading g ON g.id = o.reading_id AND g.state = 'open'
JOIN reading t ON t.id = :reading AND t.document_id = g.document_id AND t.id <> g.id
WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today AND p.state = 'active';

-- Left, moved out, merged or erased before reading.
-- name: reader_excuse exec
-- in: reading int, unit int, today date
UPDATE reader SET state = 'excused'
WHERE reading_id = :reading AND state IN ('asked', 'opened') AND NOT EXISTS
    (SELECT 1 FROM person p JOIN unit_below b ON b.below_id = p.unit_id
     WHERE p.id = reader.person_id AND p.state = 'active' AND b.unit_id = :unit
       AND b.valid_from <= :today AND b.valid_to > :today);

-- Come back.
-- name: reader_return exec
-- in: reading int, unit int, today date
UPDATE reader SET state = CASE WHEN opened_ms IS NULL THEN 'asked' ELSE 'opened' END
WHERE reading_id = :reading AND state = 'excused' AND EXISTS
    (SELECT 1 FROM person p JOIN unit_below b ON b.below_id = p.unit_id
     WHERE p.id = reader.person_id AND p.state = 'active' AND b.unit_id = :unit
       AND b.valid_from <= :today AND b.valid_to > :today);

-- Moved within.
-- name: reader_follow exec
-- in: reading int
UPDATE reader SET unit_id = (SELECT p.unit_id FROM person p WHERE p.id = reader.person_id)
WHERE reading_id = :reading AND state <> 'excused' AND EXISTS
    (SELECT 1 FROM person p WHERE p.id = reader.person_id AND p.unit_id IS NOT NULL AND p.unit_id <> reader.unit_id);

-- name: reader_get one
-- in: id int
-- out: id int, reading_id int, document_id int, name text, title text, ask text, due date, state text, opened_ms int?,
--   acknowledged_ms int?, file_id int?, validity text
SELECT r.id, r.reading_id, g.document_id, d.name, d.title, g.ask, r.due, r.state, r.opened_ms, r.acknowledged_ms,
       d.file_id, CASE WHEN d.valid_to IS NULL THEN '' ELSE d.valid_to END
FROM reader r JOIN reading g ON g.id = r.reading_id JOIN document d ON d.id = g.document_id WHERE r.id = :id;

-- name: reader_opened exec
-- in: id int, now int
UPDATE reader SET opened_ms = :now, state = 'opened' WHERE id = :id AND state = 'asked';

-- name: reader_acknowledge exec
-- in: id int, now int
UPDATE reader SET acknowledged_ms = :now, state = 'acknowledged'
WHERE id = :id AND state = 'opened';

-- Who is to be reminded of one reading: shortly before the day once, after it once a week.
-- name: reader_remind many
-- in: reading int, today date, soon date, week_ago date
-- out: id int, person_id int, due date
SELECT r.id, r.person_id, r.due FROM reader r
WHERE r.reading_id = :reading AND r.state IN ('asked', 'opened')
  AND ((r.due >= :today AND r.due <= :soon AND r.reminded_on IS NULL)
       OR (r.due < :today AND (r.reminded_on IS NULL OR r.reminded_on <= r.due OR r.reminded_on <= :week_ago)))
ORDER BY r.id;

-- name: reader_reminded exec
-- in: id int, today date
UPDATE reader SET reminded_on = :today WHERE id = :id;

-- name: reader_address one
-- in: person int
-- out: account int?, email text, name text
SELECT (SELECT min(a.id) FROM account a WHERE a.person_id = p.id AND a.state = 'active'), p.email, p.name
FROM person p WHERE p.id = :person;

-- name: reader_accounts many
-- in: reading int
-- out: id int, account int
SELECT r.id, a.id FROM reader r JOIN account a ON a.person_id = r.person_id
WHERE r.reading_id = :reading AND r.state = 'asked' AND a.state = 'active' ORDER BY r.id;

-- name: reader_ids many
-- in: reading int
-- out: id int
SELECT id FROM reader WHERE reading_id = :reading ORDER BY id;
