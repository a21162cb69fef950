-- The ledger of awards.

-- list: award_list
-- out: id int, subject text, person_id int?, person_name text?, unit_id int?, unit_name text?, code text, title text, type text, year int,
--   sign text, dated date?, issuer text, level text, mark text, paper text, state text, source text
-- scope: unit=COALESCE(p.unit_id,a.unit_id) person=a.person_id
-- filter: person int: a.person_id = :person
-- filter: line int: a.subject = 'unit' AND a.unit_id IN (WITH RECURSIVE before (id) AS (SELECT :line UNION SELECT f.unit_id FROM before JOIN unit_event_part t ON t.unit_id = before.id AND t.side = 'to' JOIN unit_event e ON e.id = t.event_id AND e.kind IN ('merge', 'split') JOIN unit_event_part f ON f.event_id = e.id AND f.side = 'from') SELECT id FROM before)
-- filter: below int: (p.unit_id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :below AND b.valid_from <= :today AND b.valid_to > :today) OR (p.unit_id IS NULL AND a.unit_id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :below AND b.valid_from <= :today AND b.valid_to > :today)))
-- filter: initiative int: a.initiative_id = :initiative
-- filter: code text: a.code = :code
-- filter: type text: a.type = :type
-- filter: year int: a.year = :year
-- filter: subject text: a.subject = :subject
-- filter: state text: a.state = :state
-- filter: sign text: a.sign = :sign
-- filter: mark text: CASE :mark WHEN 'unmatched' THEN CASE a.subject WHEN 'person' THEN a.person_id WHEN 'unit' THEN a.unit_id ELSE 0 END IS NULL WHEN 'no_number' THEN a.subject = 'person' AND a.person_id IS NOT NULL AND (SELECT 1 FROM person_identifier i WHERE i.person_id = a.person_id AND i.kind IN ('cccd', 'cmnd') LIMIT 1) IS NULL ELSE (a.sign = '' OR a.dated IS NULL) END
-- order: time: a.year int, a.id int
SELECT a.id, a.subject, a.person_id, COALESCE(p.name, CASE a.subject WHEN 'person' THEN m.name WHEN 'household' THEN a.household END),
       a.unit_id, COALESCE(u.name, CASE WHEN a.subject = 'unit' THEN m.name END), a.code, a.title, a.type, a.year, a.sign, a.dated, a.issuer,
       a.level,
       CASE WHEN CASE a.subject WHEN 'person' THEN a.person_id WHEN 'unit' THEN a.unit_id ELSE 0 END IS NULL THEN 'unmatched'
            WHEN a.subject = 'person' AND (SELECT 1 FROM person_identifier i WHERE i.person_id = a.person_id AND i.kind IN ('cccd', 'cmnd') LIMIT 1) IS NULL THEN 'no_number' ELSE '' END,
       CASE WHEN a.sign = '' OR a.dated IS NULL THEN 'no_decision' ELSE '' END, a.state, a.source
FROM award a LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = a.unit_id LEFT JOIN unmatched m ON m.id = a.unmatched_id
WHERE a.id > 0;

-- list: award_stored
-- out: id int, title text, type text, year int, from date?, to date?, sign text, dated date?, issuer text, level text,
--   achievement text, initiative_id int?, post_title text
-- filter: id int: a.id = :id
-- order: id: a.id int
SELECT a.id, a.title, a.type, a.year, a.period_from, a.period_to, a.sign, a.dated, a.issuer, a.level, a.achievement, a.initiative_id,
       a.post_title
FROM award a
WHERE a.id > 0;

-- list: award_view
-- out: id int, subject text, person_id int?, person_name text?, unit_id int?, unit_name text?, post_title text, code text, title text, type text,
--   year int, period_from date, period_to date, sign text, dated date?, issuer text, level text, achievement text, initiative_id int?,
--   initiative_title text?, mark text, paper text, state text, cancel_sign text, cancel_dated date?, reason text, source text
-- scope: unit=COALESCE(p.unit_id,a.unit_id) person=a.person_id
-- filter: id int: a.id = :id
-- order: id: a.id int
SELECT a.id, a.subject, a.person_id, COALESCE(p.name, CASE a.subject WHEN 'person' THEN m.name WHEN 'household' THEN a.household END),
       a.unit_id, COALESCE(u.name, CASE WHEN a.subject = 'unit' THEN m.name END), a.post_title, a.code, a.title, a.type, a.year,
       a.period_from, a.period_to, a.sign, a.dated, a.issuer, a.level, a.achievement, a.initiative_id, i.title,
       CASE WHEN CASE a.subject WHEN 'person' THEN a.person_id WHEN 'unit' THEN a.unit_id ELSE 0 END IS NULL THEN 'unmatched'
            WHEN a.subject = 'person' AND (SELECT 1 FROM person_identifier i WHERE i.person_id = a.person_id AND i.kind IN ('cccd', 'cmnd') LIMIT 1) IS NULL THEN 'no_number' ELSE '' END,
       CASE WHEN a.sign = '' OR a.dated IS NULL THEN 'no_decision' ELSE '' END, a.state, a.cancel_sign, a.cancel_dated, a.reason,
       a.source
FROM award a LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = a.unit_id LEFT JOIN unmatched m ON m.id = a.unmatched_id LEFT JOIN initiative i ON i.id = a.initiative_id
WHERE a.id > 0;

-- list: award_object
-- out: id int, label text, version int, state text, person int?, unit int?
-- scope: unit=COALESCE(p.unit_id,a.unit_id) person=a.person_id
-- filter: id int: a.id = :id
-- order: id: a.id int
SELECT a.id, COALESCE(p.name, CASE WHEN a.subject = 'unit' THEN u.name END, m.name, a.household), a.version, a.state, a.person_id,
       COALESCE(p.unit_id, a.unit_id)
FROM award a LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = a.unit_id LEFT JOIN unmatched m ON m.id = a.unmatched_id
WHERE a.id > 0;

-- name: award_get one
-- in: id int
-- out: id int, subject text, person_id int?, unit_id int?, unmatched_id int?, household text, code text, type text, year int,
--   period_from date, period_to date, sign text, dated date?, achievement text, state text
SELECT id, subject, person_id, unit_id, unmatched_id, household, code, type, year, period_from, period_to, sign, dated, achievement,
       state
FROM award WHERE id = :id;

-- name: award_add id
-- in: subject text, person int?, unit int?, unmatched int?, household text, post_title text, code text, title text, type text, year int,
--   period_from date, period_to date, sign text, dated date?, issuer text, level text, achievement text, initiative int?, source text,
--   now int
-- out: id int
INSERT INTO award (subject, person_id, unit_id, unmatched_id, household, post_title, code, title, type, year, period_from, period_to,
    sign, dated, issuer, level, achievement, initiative_id, source, made_ms)
VALUES (:subject, :person, :unit, :unmatched, :household, :post_title, :code, :title, :type, :year, :period_from, :period_to, :sign,
    :dated, :issuer, :level, :achievement, :initiative, :source, :now)
RETURNING id;

-- name: award_set exec
-- in: id int, post_title text, title text, type text, year int, period_from date, period_to date, sign text, dated date?, issuer text,
--   level text, achievement text, initiative int?
UPDATE award SET post_title = :post_title, title = :title, type = :type, year = :year, period_from = :period_from,
       period_to = :period_to, sign = :sign, dated = :dated, issuer = :issuer, level = :level, achievement = :achievement,
       initiative_id = :initiative, version = version + 1
WHERE id = :id;

-- name: award_paper exec
-- in: id int, sign text, dated date, issuer text
UPDATE award SET sign = :sign, dated = :dated, issuer = CASE WHEN :issuer = '' THEN issuer ELSE :issuer END, version = version + 1
WHERE id = :id;

-- name: award_cancel exec
-- in: id int, sign text, dated date, reason text
UPDATE award SET state = 'cancelled', cancel_sign = :sign, cancel_dated = :dated, reason = :reason, version = version + 1
WHERE id = :id;

-- name: award_state exec
-- in: id int, state text, reason text
UPDATE award SET state = :state, reason = :reason, version = version + 1 WHERE id = :id;

-- The same award for a time that meets this one; those taken back too: their decision gives nothing any more.
-- name: award_meets_person many
-- in: person int, code text, period_from date, period_to date, besides int
-- out: id int, type text, sign text, dated date?, title text, achievement text, period_from date, period_to date, state text
SELECT id, type, sign, dated, title, achievement, period_from, period_to, state FROM award
WHERE person_id = :person AND code = :code AND period_from < :period_to AND period_to > :period_from AND state IN ('valid', 'cancelled')
  AND subject = 'person' AND id <> :besides
ORDER BY period_from, id;

-- name: award_meets_unit many
-- in: unit int, code text, period_from date, period_to date, besides int
-- out: id int, type text, sign text, dated date?, title text, achievement text, period_from date, period_to date, state text
SELECT id, type, sign, dated, title, achievement, period_from, period_to, state FROM award
WHERE unit_id = :unit AND code = :code AND period_from < :period_to AND period_to > :period_from AND state IN ('valid', 'cancelled')
  AND subject = 'unit' AND id <> :besides
ORDER BY period_from, id;

-- name: award_meets_household many
-- in: household text, code text, period_from date, period_to date, besides int
-- out: id int, type text, sign text, dated date?, title text, achievement text, period_from date, period_to date, state text
SELECT id, type, sign, dated, title, achievement, period_from, period_to, state FROM award
WHERE household = :household AND code = :code AND period_from < :period_to AND period_to > :period_from AND state IN ('valid', 'cancelled')
  AND subject = 'household' AND id <> :besides
ORDER BY period_from, id;

-- name: award_meets_unmatched many
-- in: unmatched int, code text, period_from date, period_to date, besides int
-- out: id int, type text, sign text, dated date?, title text, achievement text, period_from date, period_to date, state text
SELECT id, type, sign, dated, title, achievement, period_from, period_to, state FROM award
WHERE unmatched_id = :unmatched AND code = :code AND period_from < :period_to AND period_to > :period_from AND state IN ('valid', 'cancelled')
  AND id <> :besides
ORDER BY period_from, id;

-- What an initiative has been used for.
-- name: award_by_initiative many
-- in: initiative int, besides int
-- out: id int, code text, year int, person_id int?
SELECT id, code, year, person_id FROM award
WHERE initiative_id = :initiative AND state = 'valid' AND id <> :besides
ORDER BY year, id;

-- name: award_of many
-- in: person int
-- out: id int
SELECT id FROM award WHERE person_id = :person ORDER BY id;

-- name: award_move exec
-- in: id int, person int
UPDATE award SET person_id = :person WHERE id = :id;

-- name: award_valid_of many
-- in: person int
-- out: id int, code text, type text, sign text, dated date?, title text, achievement text, period_from date, period_to date
SELECT id, code, type, sign, dated, title, achievement, period_from, period_to FROM award
WHERE person_id = :person AND state = 'valid' AND subject = 'person'
ORDER BY id;
