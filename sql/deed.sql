-- Achievements, and time in posts that the law asks about.

-- list: deed_list
-- out: id int, subject text, person_id int?, person_name text?, unit_id int?, unit_name text?, kind text, title text, year int, scope text,
--   sign text, dated date?, issuer text, award text, award_id int?, state text, source text
-- out: version int
-- scope: unit=COALESCE(p.unit_id,d.unit_id) person=d.person_id
-- filter: id int: d.id = :id
-- filter: person int: d.person_id = :person
-- filter: unit int: d.subject = 'unit' AND d.unit_id = :unit
-- filter: year int: d.year = :year
-- filter: kind text: d.kind = :kind
-- filter: subject text: d.subject = :subject
-- filter: state text: d.state = :state
-- order: time: d.year int, d.id int
SELECT d.id, d.subject, d.person_id, COALESCE(p.name, CASE d.subject WHEN 'person' THEN m.name WHEN 'household' THEN d.household END),
       d.unit_id, COALESCE(u.name, CASE WHEN d.subject = 'unit' THEN m.name END), d.kind, d.title, d.year, d.scope, d.sign, d.dated, d.issuer,
       COALESCE(a.code, ''), d.award_id,
       CASE WHEN d.state <> 'valid' THEN d.state WHEN a.id IS NOT NULL THEN 'used' WHEN d.sign = '' OR d.dated IS NULL THEN 'unproved'
            ELSE 'valid' END, d.source, d.version
FROM deed d LEFT JOIN person p ON p.id = d.person_id LEFT JOIN unit u ON u.id = d.unit_id LEFT JOIN unmatched m ON m.id = d.unmatched_id
LEFT JOIN award a ON a.id = d.award_id AND a.state = 'valid'
WHERE d.id > 0;

-- list: deed_object
-- out: id int, label text, version int, state text, person int?, unit int?
-- scope: unit=COALESCE(p.unit_id,d.unit_id) person=d.person_id
-- filter: id int: d.id = :id
-- order: id: d.id int
SELECT d.id, d.title || ' (' || COALESCE(p.name, CASE WHEN d.subject = 'unit' THEN u.name END, m.name, d.household) || ')', d.version,
       CASE WHEN d.state <> 'valid' THEN d.state WHEN a.id IS NOT NULL THEN 'used' WHEN d.sign = '' OR d.dated IS NULL THEN 'unproved'
            ELSE 'valid' END, d.person_id, COALESCE(p.unit_id, d.unit_id)
FROM deed d LEFT JOIN person p ON p.id = d.person_id LEFT JOIN unit u ON u.id = d.unit_id LEFT JOIN unmatched m ON m.id = d.unmatched_id
LEFT JOIN award a ON a.id = d.award_id AND a.state = 'valid'
WHERE d.id > 0;

-- name: deed_add id
-- in: subject text, person int?, unit int?, unmatched int?, household text, kind text, title text, year int, scope text, on date?, effect text,
--   prompt date?, sign text, dated date?, issuer text, source text, now int
-- out: id int
INSERT INTO deed (subject, person_id, unit_id, unmatched_id, household, kind, title, year, scope, on_date, effect, prompt_on, sign, dated, issuer,
    source, made_ms)
VALUES (:subject, :person, :unit, :unmatched, :household, :kind, :title, :year, :scope, :on, :effect, :prompt, :sign, :dated, :issuer,
    :source, :now)
RETURNING id;

-- The same achievement of the same subject; of the four that say whose, one is given.
-- name: deed_same one
-- in: person int?, unit int?, household text, unmatched int?, kind text, year int, title text, besides int
-- out: id int
SELECT d.id FROM deed d
WHERE d.year = :year AND d.kind = :kind AND d.title = :title AND d.state = 'valid' AND d.id <> :besides
  AND (d.person_id = :person OR (d.subject = 'unit' AND d.unit_id = :unit) OR (d.household <> '' AND d.household = :household) OR d.unmatched_id = :unmatched)
ORDER BY d.id LIMIT 1;

-- name: deed_get one
-- in: id int
-- out: id int, subject text, person_id int?, unit_id int?, unmatched_id int?, household text, kind text, year int, title text,
--   on_date date?, source text
SELECT id, subject, person_id, unit_id, unmatched_id, household, kind, year, title, on_date, source FROM deed WHERE id = :id;

-- name: deed_set exec
-- in: id int, kind text, title text, year int, scope text, on date?, effect text, prompt date?, sign text, dated date?, issuer text, award int?
UPDATE deed SET kind = :kind, title = :title, year = :year, scope = :scope, on_date = :on, effect = :effect, prompt_on = :prompt, sign = :sign, dated = :dated, issuer = :issuer,
       award_id = :award, version = version + 1
WHERE id = :id;

-- What its form is filled with.
-- list: deed_stored
-- out: id int, kind text, title text, year int, on date?, effect text, scope text, sign text, dated date?, issuer text, award_id int?
-- filter: id int: d.id = :id
-- order: id: d.id int
SELECT d.id, d.kind, d.title, d.year, d.on_date, d.effect, d.scope, d.sign, d.dated, d.issuer, d.award_id
FROM deed d
WHERE d.id > 0;

-- Sudden ones whose day comes and that nobody has proposed: what was decided about, either way, is over, whatever became of its dossier.
-- name: deed_prompt_due many
-- in: since date, until date
-- out: id int, title text, unit_id int, person_id int?, state text, due date
SELECT d.id, d.title, COALESCE(p.unit_id, d.unit_id), d.person_id, d.state, d.prompt_on
FROM deed d LEFT JOIN person p ON p.id = d.person_id
WHERE d.prompt_on >= :since AND d.prompt_on <= :until AND d.state IN ('reported', 'valid') AND d.award_id IS NULL
  AND COALESCE(p.unit_id, d.unit_id) IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM nominee_ground g JOIN nominee n ON n.id = g.nominee_id JOIN dossier x ON x.id = n.dossier_id
      WHERE g.deed_id = d.id AND n.state <> 'removed' AND (x.state <> 'withdrawn' OR n.state IN ('failed', 'lost', 'refused')))
ORDER BY d.id;

-- Told and not confirmed, by when they were told.
-- name: deed_unconfirmed many
-- in: until int
-- out: id int, title text, unit_id int, person_id int?, kind text, made_ms int
SELECT d.id, d.title, COALESCE(p.unit_id, d.unit_id), d.person_id, d.kind, d.made_ms
FROM deed d LEFT JOIN person p ON p.id = d.person_id
WHERE d.state = 'reported' AND d.made_ms < :until AND COALESCE(p.unit_id, d.unit_id) IS NOT NULL ORDER BY d.id;

-- name: deed_state exec
-- in: id int, state text, reason text
UPDATE deed SET state = :state, reason = :reason, version = version + 1 WHERE id = :id;

-- name: deed_of many
-- in: person int
-- out: id int
SELECT id FROM deed WHERE person_id = :person ORDER BY id;

-- name: deed_move exec
-- in: id int, person int
UPDATE deed SET person_id = :person WHERE id = :id;

-- list: deed_view
-- out: id int, subject text, person_id int?, person_name text?, unit_id int?, unit_name text?, kind text, title text, year int, on_date date?, effect text, scope text, sign text, dated date?, issuer text, award text, award_id int?, task_id int?, task_title text?, prompt_on date?, reported_by text?, decided_by text?, state text, reason text, version int
-- scope: unit=COALESCE(p.unit_id,d.unit_id) person=d.person_id
-- filter: id int: d.id = :id
-- order: id: d.id int
SELECT d.id, d.subject, d.person_id, COALESCE(p.name, CASE d.subject WHEN 'person' THEN m.name WHEN 'household' THEN d.household END),
       d.unit_id, u.name, d.kind, d.title, d.year, d.on_date, d.effect, d.scope, d.sign, d.dated, d.issuer, COALESCE(a.code, ''), a.id, d.task_id,
       t.title, d.prompt_on, COALESCE(rp.name, ra.name), COALESCE(cp.name, ca.name),
       CASE WHEN d.state <> 'valid' THEN d.state WHEN a.id IS NOT NULL THEN 'used' WHEN d.sign = '' OR d.dated IS NULL THEN 'unproved'
            ELSE 'valid' END, d.reason, d.version
FROM deed d LEFT JOIN person p ON p.id = d.person_id LEFT JOIN unit u ON u.id = d.unit_id LEFT JOIN unmatched m ON m.id = d.unmatched_id
LEFT JOIN award a ON a.id = d.award_id AND a.state = 'valid' LEFT JOIN task t ON t.id = d.task_id
LEFT JOIN account ra ON ra.id = d.reported_by LEFT JOIN person rp ON rp.id = ra.person_id
LEFT JOIN account ca ON ca.id = d.decided_by LEFT JOIN person cp ON cp.id = ca.person_id
WHERE d.id > 0;

-- Sudden ones that wait for their award; the clock runs from the day they happened.
-- list: deed_sudden
-- out: id int, person_id int?, person_name text?, unit_id int?, unit_name text?, title text, on_date date?, effect text, prompt_on date?, overdue text, state text
-- out: version int
-- scope: unit=COALESCE(p.unit_id,d.unit_id) person=d.person_id
-- filter: year int: d.year = :year
-- filter: overdue text: CASE WHEN d.prompt_on < :today THEN 'yes' ELSE 'no' END = :overdue
-- order: time: d.year int, d.id int
SELECT d.id, d.person_id, COALESCE(p.name, d.household), d.unit_id, u.name, d.title, d.on_date, d.effect, d.prompt_on,
       CASE WHEN d.prompt_on < :today THEN 'yes' ELSE 'no' END,
       CASE WHEN d.state <> 'valid' THEN d.state WHEN d.sign = '' OR d.dated IS NULL THEN 'unproved' ELSE 'valid' END, d.version
FROM deed d LEFT JOIN person p ON p.id = d.person_id LEFT JOIN unit u ON u.id = d.unit_id
WHERE d.prompt_on IS NOT NULL AND COALESCE(d.state, '') IN ('reported', 'valid') AND COALESCE(d.award_id, 0) = 0;

-- name: deed_report id
-- in: subject text, person int?, unit int?, kind text, title text, year int, scope text, on date, effect text, task int?, prompt date?, account int?, now int
-- out: id int
INSERT INTO deed (subject, person_id, unit_id, kind, title, year, scope, on_date, effect, task_id, prompt_on, reported_by, state, made_ms)
VALUES (:subject, :person, :unit, :kind, :title, :year, :scope, :on, :effect, :task, :prompt, :account, 'reported', :now)
RETURNING id;

-- name: deed_decided exec
-- in: id int, state text, reason text, account int?, now int
UPDATE deed SET state = :state, reason = :reason, decided_by = :account, decided_ms = :now, version = version + 1 WHERE id = :id;

-- name: deed_report_get one
-- in: id int
-- out: id int, subject text, person_id int?, unit_id int?, kind text, title text, prompt_on date?, today_unit int?, state text
SELECT d.id, d.subject, d.person_id, d.unit_id, d.kind, d.title, d.prompt_on, COALESCE(p.unit_id, d.unit_id), d.state
FROM deed d LEFT JOIN person p ON p.id = d.person_id WHERE d.id = :id;

-- name: deed_of_task one
-- in: task int
-- out: id int
SELECT id FROM deed WHERE task_id = :task AND state IN ('reported', 'valid') ORDER BY id LIMIT 1;

-- name: deed_file_add id
-- in: deed int, file int
-- out: id int
INSERT INTO deed_file (deed_id, file_id) VALUES (:deed, :file) RETURNING id;

-- name: deed_file_get one
-- in: id int
-- out: file_id int
SELECT file_id FROM deed_file WHERE id = :id;

-- list: deed_file_object
-- out: id int, label text, person int?, unit int?
-- scope: unit=COALESCE(p.unit_id,d.unit_id) person=d.person_id
-- filter: id int: x.id = :id
-- order: id: x.id int
SELECT x.id, f.name, d.person_id, COALESCE(p.unit_id, d.unit_id)
FROM deed_file x JOIN deed d ON d.id = x.deed_id JOIN file f ON f.id = x.file_id LEFT JOIN person p ON p.id = d.person_id
WHERE x.id > 0;

-- list: deed_file_list
-- out: id int, deed_id int, name text
-- scope: unit=COALESCE(p.unit_id,d.unit_id) person=d.person_id
-- filter: deed int: x.deed_id = :deed
-- order: id: x.id int
SELECT x.id, x.deed_id, f.name
FROM deed_file x LEFT JOIN deed d ON d.id = x.deed_id JOIN file f ON f.id = x.file_id AND f.state = 'kept' LEFT JOIN person p ON p.id = d.person_id
WHERE x.id > 0;

-- ---------------------------------------------------------------- time in posts

-- list: service_list
-- out: id int, person_id int?, person_name text, unit_id int?, post text, title text, valid_from date, valid_to date, sign text, dated date?,
--   issuer text, state text
-- out: version int
-- scope: unit=COALESCE(p.unit_id,0) person=s.person_id
-- filter: person int: s.person_id = :person
-- filter: post text: s.post = :post
-- order: time: s.valid_from text, s.id int
SELECT s.id, s.person_id, COALESCE(p.name, m.name), p.unit_id, s.post, s.title, s.valid_from, s.valid_to, s.sign, s.dated, s.issuer,
       CASE WHEN s.state <> 'valid' THEN s.state WHEN s.sign = '' OR s.dated IS NULL THEN 'unproved' ELSE 'valid' END, s.version
FROM service s LEFT JOIN person p ON p.id = s.person_id LEFT JOIN unmatched m ON m.id = s.unmatched_id
WHERE s.id > 0;

-- list: service_object
-- out: id int, label text, version int, state text, person int?, unit int?
-- scope: unit=COALESCE(p.unit_id,0) person=s.person_id
-- filter: id int: s.id = :id
-- order: id: s.id int
SELECT s.id, COALESCE(p.name, m.name), s.version,
       CASE WHEN s.state <> 'valid' THEN s.state WHEN s.sign = '' OR s.dated IS NULL THEN 'unproved' ELSE 'valid' END, s.person_id, p.unit_id
FROM service s LEFT JOIN person p ON p.id = s.person_id LEFT JOIN unmatched m ON m.id = s.unmatched_id
WHERE s.id > 0;

-- name: service_add id
-- in: person int?, unmatched int?, post text, title text, valid_from date, valid_to date, sign text, dated date?, issuer text, source text,
--   now int
-- out: id int
INSERT INTO service (person_id, unmatched_id, post, title, valid_from, valid_to, sign, dated, issuer, source, made_ms)
VALUES (:person, :unmatched, :post, :title, :valid_from, :valid_to, :sign, :dated, :issuer, :source, :now)
RETURNING id;

-- name: service_meets one
-- in: person int, post text, valid_from date, valid_to date, besides int
-- out: id int, valid_from date
SELECT id, valid_from FROM service
WHERE person_id = :person AND post = :post AND state = 'valid' AND valid_from < :valid_to AND valid_to > :valid_from AND id <> :besides
ORDER BY valid_from LIMIT 1;

-- name: service_same_unmatched one
-- in: unmatched int, post text, valid_from date
-- out: id int
SELECT id FROM service WHERE unmatched_id = :unmatched AND post = :post AND valid_from = :valid_from AND state = 'valid' ORDER BY id LIMIT 1;

-- list: service_stored
-- out: id int, post text, title text, from date, to date?, sign text, dated date?, issuer text
-- filter: id int: s.id = :id
-- order: id: s.id int
SELECT s.id, s.post, s.title, s.valid_from, NULLIF(s.valid_to, '9999-12-31'), s.sign, s.dated, s.issuer
FROM service s
WHERE s.id > 0;

-- name: service_get one
-- in: id int
-- out: id int, person_id int?
SELECT id, person_id FROM service WHERE id = :id;

-- name: service_set exec
-- in: id int, post text, title text, valid_from date, valid_to date, sign text, dated date?, issuer text
UPDATE service SET post = :post, title = :title, valid_from = :valid_from, valid_to = :valid_to, sign = :sign, dated = :dated,
       issuer = :issuer, version = version + 1
WHERE id = :id;

-- name: service_state exec
-- in: id int, state text, reason text
UPDATE service SET state = :state, reason = :reason, version = version + 1 WHERE id = :id;

-- name: service_of many
-- in: person int
-- out: id int
SELECT id FROM service WHERE person_id = :person ORDER BY id;

-- name: service_move exec
-- in: id int, person int
UPDATE service SET person_id = :person WHERE id = :id;
