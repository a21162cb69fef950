-- Registration for emulation: rounds, the units they reach, what people and units register.

-- ---------------------------------------------------------------- rounds

-- list: round_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=d.holder_id
-- filter: id int: d.id = :id
-- filter: word text: d.fold >= :word AND d.fold < :word || '{'
-- filter: state text: CASE d.state WHEN 'open' THEN 'active' ELSE d.state END = :state
-- order: newest: d.id int
SELECT d.id, d.title, d.version, d.state, d.holder_id FROM registration_round d WHERE d.id > 0;

-- list: round_list
-- out: id int, title text, year int, unit_name text, movement_id int?, movement_title text?, asks text, due date, units int, papers int, state text
-- out: version int
-- scope: unit=d.holder_id
-- filter: state text: d.state = :state
-- filter: year int: d.year = :year
-- filter: movement int: d.movement_id = :movement
-- order: newest: d.id int
SELECT d.id, d.title, d.year, u.name, d.movement_id, m.title, d.asks, d.due,
       (SELECT count(*) FROM registration_unit x WHERE x.round_id = d.id),
       (SELECT count(*) FROM registration r WHERE r.round_id = d.id AND r.state IN ('sent', 'approved')), d.state, d.version
FROM registration_round d LEFT JOIN unit u ON u.id = d.holder_id LEFT JOIN movement m ON m.id = d.movement_id
WHERE d.id > 0;

-- list: round_view
-- out: id int, title text, year int, unit_id int, unit_name text, movement_id int?, movement_title text?, asks text, due date, note text, state text, version int
-- scope: unit=d.holder_id
-- filter: id int: d.id = :id
-- order: id: d.id int
SELECT d.id, d.title, d.year, d.holder_id, u.name, d.movement_id, m.title, d.asks, d.due, d.note, d.state, d.version
FROM registration_round d LEFT JOIN unit u ON u.id = d.holder_id LEFT JOIN movement m ON m.id = d.movement_id
WHERE d.id > 0;

-- name: round_get one
-- in: id int
-- out: id int, state text, holder_id int, year int, title text, asks text, due date, reminded_on date?, made_ms int
SELECT id, state, holder_id, year, title, asks, due, reminded_on, made_ms FROM registration_round WHERE id = :id;

-- name: round_add id
-- in: unit int, movement int?, year int, title text, fold text, note text, asks text, due date, account int?, now int
-- out: id int
INSERT INTO registration_round (unit_id, holder_id, movement_id, year, title, fold, note, asks, due, made_by, made_ms)
VALUES (:unit, :unit, :movement, :year, :title, :fold, :note, :asks, :due, :account, :now)
RETURNING id;

-- A new due day is reminded of anew.
-- name: round_set exec
-- in: id int, title text, fold text, note text, due date
UPDATE registration_round SET title = :title, fold = :fold, note = :note, reminded_on = CASE WHEN due = :due THEN reminded_on END, due = :due,
    version = version + 1
WHERE id = :id;

-- name: round_state exec
-- in: id int, state text
UPDATE registration_round SET state = :state, version = version + 1 WHERE id = :id;

-- name: round_reminded exec
-- in: id int, today date
UPDATE registration_round SET reminded_on = :today WHERE id = :id;

-- name: round_open_all many
-- out: id int, title text, year int, asks text, due date, reminded_on date?, made_ms int
SELECT id, title, year, asks, due, reminded_on, made_ms FROM registration_round WHERE state = 'open' ORDER BY id;

-- Everything that is there below the unit on that day; that unit itself only when it is alone.
-- name: round_cover exec
-- in: round int, unit int, on date
INSERT INTO registration_unit (round_id, unit_id, holder_id)
SELECT :round, b.below_id, b.below_id
FROM unit_below b
JOIN unit_version v ON v.unit_id = b.below_id AND v.valid_from <= :on AND v.valid_to > :on
JOIN unit t ON t.id = b.below_id
WHERE b.unit_id = :unit AND b.valid_from <= :on AND b.valid_to > :on
  AND (b.below_id <> :unit OR NOT EXISTS (
      SELECT 1 FROM unit_below o JOIN unit_version w ON w.unit_id = o.below_id AND w.valid_from <= :on AND w.valid_to > :on
      WHERE o.unit_id = :unit AND o.below_id <> :unit AND o.valid_from <= :on AND o.valid_to > :on))
ORDER BY t.tree_no, t.id;

-- Heads and clerks whose grants reach a unit of the round.
-- name: round_receivers many
-- in: round int, today date
-- out: account int, email text
SELECT DISTINCT a.id, p.email
FROM registration_unit x
JOIN unit_below b ON b.below_id = x.holder_id AND b.valid_from <= :today AND b.valid_to > :today
JOIN role_grant g ON g.unit_id = b.unit_id AND g.role IN ('unit_head', 'unit_clerk') AND g.valid_from <= :today AND g.valid_to > :today
JOIN account a ON a.person_id = g.person_id AND a.state = 'active'
JOIN person p ON p.id = a.person_id
WHERE x.round_id = :round
ORDER BY a.id;

-- Does the round reach this unit?
-- name: round_reaches one
-- in: round int, unit int
-- out: n int
SELECT count(*) FROM registration_unit WHERE round_id = :round AND holder_id = :unit;

-- One row for each unit that answers today. What counts is sent or approved.
-- list: round_unit_list
-- out: id int, round_id int, round_title text, due date, unit_id int, unit_name text, asks text, paper text, people int, registered int, waiting int, open text
-- scope: unit=x.holder_id
-- filter: round int: x.round_id = :round
-- filter: unit int: x.holder_id = :unit
-- filter: lacks text: CASE WHEN d.asks <> 'person' AND (SELECT 1 FROM registration r WHERE r.holder_id = x.holder_id AND r.round_id = x.round_id AND r.kind = 'unit' AND r.state IN ('sent', 'approved') LIMIT 1) IS NULL THEN 'unit' ELSE 'no' END = :lacks AND d.state = 'open'
-- order: newest: x.id int
SELECT x.id, x.round_id, d.title, d.due, x.holder_id, u.name, d.asks,
       CASE WHEN d.asks = 'person' THEN 'none' ELSE COALESCE((SELECT substr(min(CASE r.state WHEN 'approved' THEN '1' WHEN 'sent' THEN '2'
           WHEN 'returned' THEN '3' WHEN 'draft' THEN '4' ELSE '5' END || r.state), 2) FROM registration r
           WHERE r.holder_id = x.holder_id AND r.round_id = x.round_id AND r.kind = 'unit'), 'missing') END,
       CASE WHEN d.asks = 'unit' THEN 0 ELSE (SELECT count(*) FROM person p WHERE p.unit_id = x.holder_id AND p.state = 'active') END,
       (SELECT count(*) FROM person p WHERE p.unit_id = x.holder_id AND p.state = 'active'
           AND (SELECT 1 FROM registration r WHERE r.person_id = p.id AND r.round_id = x.round_id AND r.state IN ('sent', 'approved') LIMIT 1) = 1),
       (SELECT count(*) FROM person p JOIN registration r ON r.person_id = p.id AND r.round_id = x.round_id AND r.state = 'sent'
        WHERE p.unit_id = x.holder_id), d.state
FROM registration_unit x LEFT JOIN registration_round d ON d.id = x.round_id LEFT JOIN unit u ON u.id = x.holder_id
WHERE x.id > 0 AND (SELECT 1 FROM registration_unit y WHERE y.round_id = x.round_id AND y.holder_id = x.holder_id AND y.id < x.id LIMIT 1) IS NULL;

-- People whom an open round asks and who have not sent; the round is the row's id, so that its own page is found.
-- list: registration_lacking
-- out: id int, title text, year int, due date, person_id int, person_name text, unit_id int, unit_name text, overdue text
-- scope: unit=p.unit_id person=p.id
-- filter: round int: x.round_id = :round
-- filter: unit int: x.holder_id = :unit
-- filter: overdue text: CASE WHEN d.due < :today THEN 'yes' ELSE 'no' END = :overdue
-- filter: state text: d.state = :state
-- order: unit: x.id int, p.sort_key blob, p.id int
SELECT d.id, d.title, d.year, d.due, p.id, p.name, u.id, u.name, CASE WHEN d.due < :today THEN 'yes' ELSE 'no' END
FROM registration_unit x JOIN person p ON p.unit_id = x.holder_id LEFT JOIN registration_round d ON d.id = x.round_id LEFT JOIN unit u ON u.id = p.unit_id
WHERE x.id > 0 AND d.state = 'open' AND d.asks <> 'unit' AND COALESCE(p.state, '') = 'active'
  AND (SELECT 1 FROM registration r WHERE r.person_id = p.id AND r.round_id = x.round_id AND r.state IN ('sent', 'approved') LIMIT 1) IS NULL
  AND (SELECT 1 FROM registration_unit y WHERE y.round_id = x.round_id AND y.holder_id = x.holder_id AND y.id < x.id LIMIT 1) IS NULL;

-- name: round_lacking_people many
-- in: round int, after int
-- out: person int, account int, email text
SELECT p.id, a.id, p.email
FROM registration_unit x JOIN person p ON p.unit_id = x.holder_id AND p.state = 'active'
JOIN account a ON a.person_id = p.id AND a.state = 'active'
WHERE x.round_id = :round AND p.id > :after
  AND (SELECT 1 FROM registration r WHERE r.person_id = p.id AND r.round_id = x.round_id AND r.state IN ('sent', 'approved') LIMIT 1) IS NULL
  AND (SELECT 1 FROM registration_unit y WHERE y.round_id = x.round_id AND y.holder_id = x.holder_id AND y.id < x.id LIMIT 1) IS NULL
ORDER BY p.id LIMIT 1000;

-- name: round_lacking_units many
-- in: round int
-- out: unit_id int, unit_name text
SELECT x.holder_id, u.name
FROM registration_unit x JOIN unit u ON u.id = x.holder_id
WHERE x.round_id = :round
  AND (SELECT 1 FROM registration r WHERE r.holder_id = x.holder_id AND r.round_id = x.round_id AND r.kind = 'unit'
       AND r.state IN ('sent', 'approved') LIMIT 1) IS NULL
  AND (SELECT 1 FROM registration_unit y WHERE y.round_id = x.round_id AND y.holder_id = x.holder_id AND y.id < x.id LIMIT 1) IS NULL
ORDER BY x.id;

-- name: round_lacking_count one
-- in: round int
-- out: people int
SELECT count(*)
FROM registration_unit x JOIN person p ON p.unit_id = x.holder_id AND p.state = 'active'
WHERE x.round_id = :round
  AND (SELECT 1 FROM registration r WHERE r.person_id = p.id AND r.round_id = x.round_id AND r.state IN ('sent', 'approved') LIMIT 1) IS NULL
  AND (SELECT 1 FROM registration_unit y WHERE y.round_id = x.round_id AND y.holder_id = x.holder_id AND y.id < x.id LIMIT 1) IS NULL;

-- ---------------------------------------------------------------- registrations

-- A state says who may act: of a unit, of a person (own), entered for one; of a round that has ended nothing goes on. A person's is seen
-- in the unit of today; what was never sent by nobody else (shown 0).
-- list: registration_object
-- out: id int, label text, version int, state text, person int?, unit int
-- scope: unit=COALESCE(p.unit_id,r.holder_id)*r.shown person=r.person_id
-- filter: id int: r.id = :id
-- order: id: r.id int
SELECT r.id, COALESCE(p.name, u.name), r.version,
       CASE WHEN r.state = 'approved' THEN 'approved' WHEN d.state <> 'open' THEN 'ended'
            ELSE CASE r.kind WHEN 'unit' THEN 'unit_' WHEN 'behalf' THEN CASE r.state WHEN 'sent' THEN '' ELSE 'behalf_' END ELSE '' END || r.state
                || CASE WHEN r.state = 'sent' AND r.kind <> 'unit' AND r.goes_to = 'office' THEN '_office' ELSE '' END END,
       r.person_id, COALESCE(p.unit_id, r.holder_id)
FROM registration r JOIN registration_round d ON d.id = r.round_id LEFT JOIN person p ON p.id = r.person_id LEFT JOIN unit u ON u.id = r.holder_id
WHERE r.id > 0;

-- list: registration_list
-- out: id int, round_id int, round_title text, year int, kind text, person_id int?, person_name text?, unit_id int, unit_name text, now_name text?, titles text, targets int, state text, late int, sent_on date?, reason text
-- out: version int
-- scope: unit=COALESCE(p.unit_id,r.holder_id) person=r.person_id
-- filter: round int: r.round_id = :round
-- filter: kind text: CASE WHEN r.kind = 'unit' THEN 'unit' ELSE 'person' END = :kind
-- filter: entered text: CASE WHEN r.kind = 'behalf' THEN 'yes' ELSE 'no' END = :entered
-- filter: state text: r.state = :state
-- filter: waiting text: r.state = 'sent' AND r.goes_to = :waiting AND d.state = 'open'
-- filter: code text: (SELECT 1 FROM registration_title t WHERE t.registration_id = r.id AND t.code = :code LIMIT 1) = 1
-- filter: unit int: COALESCE(p.unit_id,r.holder_id) = :unit
-- filter: below int: COALESCE(p.unit_id,r.holder_id) IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :below AND b.valid_from <= :today AND b.valid_to > :today)
-- filter: person int: r.person_id = :person
-- order: newest: r.id int
SELECT r.id, r.round_id, d.title, d.year, CASE r.kind WHEN 'own' THEN 'person' ELSE r.kind END, r.person_id, p.name, r.unit_id, u.name,
       CASE WHEN COALESCE(p.unit_id, r.holder_id) <> r.unit_id THEN h.name END, r.titles,
       (SELECT count(*) FROM registration_target g WHERE g.registration_id = r.id),
       CASE WHEN r.state = 'approved' THEN 'approved' WHEN d.state <> 'open' THEN 'ended'
            ELSE CASE r.kind WHEN 'unit' THEN 'unit_' WHEN 'behalf' THEN CASE r.state WHEN 'sent' THEN '' ELSE 'behalf_' END ELSE '' END || r.state
                || CASE WHEN r.state = 'sent' AND r.kind <> 'unit' AND r.goes_to = 'office' THEN '_office' ELSE '' END END,
       CASE WHEN r.sent_on > d.due THEN 1 ELSE 0 END, r.sent_on, r.reason, r.version
FROM registration r JOIN registration_round d ON d.id = r.round_id LEFT JOIN person p ON p.id = r.person_id
LEFT JOIN unit u ON u.id = r.unit_id LEFT JOIN unit h ON h.id = COALESCE(p.unit_id, r.holder_id)
WHERE r.id > 0 AND r.shown = 1;

-- list: registration_mine
-- out: id int, round_id int, round_title text, year int, due date, unit_name text, titles text, state text, sent_on date?, reason text
-- out: version int
-- scope: person=r.person_id
-- filter: round int: r.round_id = :round
-- filter: state text: r.state = :state
-- filter: person int: r.person_id = :person
-- order: newest: r.id int
SELECT r.id, r.round_id, d.title, d.year, d.due, u.name, r.titles,
       CASE WHEN r.state = 'approved' THEN 'approved' WHEN d.state <> 'open' THEN 'ended'
            ELSE CASE r.kind WHEN 'behalf' THEN CASE r.state WHEN 'sent' THEN '' ELSE 'behalf_' END ELSE '' END || r.state
                || CASE WHEN r.state = 'sent' AND r.goes_to = 'office' THEN '_office' ELSE '' END END,
       r.sent_on, r.reason, r.version
FROM registration r JOIN registration_round d ON d.id = r.round_id LEFT JOIN unit u ON u.id = r.unit_id
WHERE r.id > 0 AND r.person_id IS NOT NULL;

-- list: registration_view
-- out: id int, round_id int, round_title text, due date, kind text, person_id int?, person_name text?, unit_id int, unit_name text, now_id int?, now_name text?, titles text, pledge text, why text, state text, sent_on date?, reason text, version int
-- scope: unit=COALESCE(p.unit_id,r.holder_id)*r.shown person=r.person_id
-- filter: id int: r.id = :id
-- order: id: r.id int
SELECT r.id, r.round_id, d.title, d.due, CASE r.kind WHEN 'own' THEN 'person' ELSE r.kind END, r.person_id, p.name, r.unit_id, u.name,
       CASE WHEN COALESCE(p.unit_id, r.holder_id) <> r.unit_id THEN h.id END, CASE WHEN COALESCE(p.unit_id, r.holder_id) <> r.unit_id THEN h.name END,
       r.titles, r.pledge, r.why,
       CASE WHEN r.state = 'approved' THEN 'approved' WHEN d.state <> 'open' THEN 'ended'
            ELSE CASE r.kind WHEN 'unit' THEN 'unit_' WHEN 'behalf' THEN CASE r.state WHEN 'sent' THEN '' ELSE 'behalf_' END ELSE '' END || r.state
                || CASE WHEN r.state = 'sent' AND r.kind <> 'unit' AND r.goes_to = 'office' THEN '_office' ELSE '' END END,
       r.sent_on, r.reason, r.version
FROM registration r JOIN registration_round d ON d.id = r.round_id LEFT JOIN person p ON p.id = r.person_id
LEFT JOIN unit u ON u.id = r.unit_id LEFT JOIN unit h ON h.id = COALESCE(p.unit_id, r.holder_id)
WHERE r.id > 0;

-- list: registration_target_list
-- out: id int, registration_id int, round_title text, person_name text?, unit_name text, what text, planned text?, measured_in text, state text
-- scope: unit=COALESCE(p.unit_id,r.holder_id)*r.shown person=r.person_id
-- filter: registration int: g.registration_id = :registration
-- filter: round int: r.round_id = :round
-- order: id: g.id int
SELECT g.id, g.registration_id, d.title, p.name, h.name, g.what,
       CASE WHEN g.planned_milli % 1000 = 0 THEN CAST(g.planned_milli / 1000 AS TEXT)
            ELSE CAST(g.planned_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + g.planned_milli % 1000 AS TEXT), 2), '0') END,
       g.measured_in, r.state
FROM registration_target g JOIN registration r ON r.id = g.registration_id JOIN registration_round d ON d.id = r.round_id
LEFT JOIN person p ON p.id = r.person_id LEFT JOIN unit h ON h.id = COALESCE(p.unit_id, r.holder_id)
WHERE g.id > 0;

-- Who aims at what: one row for each title.
-- list: registration_title_list
-- out: id int, registration_id int, round_title text, code text, person_id int?, person_name text?, unit_name text, state text
-- scope: unit=COALESCE(p.unit_id,r.holder_id) person=r.person_id
-- filter: round int: r.round_id = :round
-- filter: code text: t.code = :code
-- filter: state text: r.state = :state
-- order: id: t.id int
SELECT t.id, t.registration_id, d.title, t.code, r.person_id, p.name, h.name, r.state
FROM registration_title t LEFT JOIN registration r ON r.id = t.registration_id LEFT JOIN registration_round d ON d.id = r.round_id
LEFT JOIN person p ON p.id = r.person_id LEFT JOIN unit h ON h.id = COALESCE(p.unit_id, r.holder_id)
WHERE t.id > 0 AND COALESCE(r.state, '') IN ('sent', 'approved');

-- list: registration_step_list
-- out: id int, registration_id int, kind text, reason text, made_by text?, made_ms int
-- scope: unit=COALESCE(p.unit_id,r.holder_id)*r.shown person=r.person_id
-- filter: registration int: s.registration_id = :registration
-- order: id: s.id int
SELECT s.id, s.registration_id, s.kind, s.reason, COALESCE(w.name, a.name), s.made_ms
FROM registration_step s JOIN registration r ON r.id = s.registration_id LEFT JOIN person p ON p.id = r.person_id
LEFT JOIN account a ON a.id = s.made_by LEFT JOIN person w ON w.id = a.person_id
WHERE s.id > 0;

-- name: registration_get one
-- in: id int
-- out: id int, round_id int, kind text, person_id int?, unit_id int, holder_id int, state text, goes_to text, pledge text, titles text, reason text, round_state text, round_title text, today_unit int
SELECT r.id, r.round_id, r.kind, r.person_id, r.unit_id, r.holder_id, r.state, r.goes_to, r.pledge, r.titles, r.reason, d.state, d.title,
       COALESCE(p.unit_id, r.holder_id)
FROM registration r JOIN registration_round d ON d.id = r.round_id LEFT JOIN person p ON p.id = r.person_id
WHERE r.id = :id;

-- name: registration_of_person one
-- in: round int, person int
-- out: id int, state text
SELECT id, state FROM registration WHERE person_id = :person AND round_id = :round ORDER BY id LIMIT 1;

-- name: registration_of_unit one
-- in: round int, unit int
-- out: id int, state text
SELECT id, state FROM registration WHERE unit_id = :unit AND holder_id = :unit AND round_id = :round AND kind = 'unit' ORDER BY id LIMIT 1;

-- name: registration_paper one
-- in: id int
-- out: year int, person_id int?, person_name text, holder_id int, unit_name text, parent_name text, round_unit text, movement text, goal text, begins date?, ends date?, pledge text
SELECT d.year, r.person_id, COALESCE(p.name, ''), r.holder_id, u.name, COALESCE(o.name, ''), h.name, COALESCE(m.title, ''), COALESCE(m.goal, ''),
       m.begins, m.ends, r.pledge
FROM registration r JOIN registration_round d ON d.id = r.round_id LEFT JOIN person p ON p.id = r.person_id
JOIN unit u ON u.id = COALESCE(p.unit_id, r.holder_id) LEFT JOIN unit o ON o.id = u.parent_id JOIN unit h ON h.id = d.holder_id
LEFT JOIN movement m ON m.id = d.movement_id
WHERE r.id = :id;

-- name: registration_add id
-- in: round int, kind text, person int?, unit int, pledge text, titles text, why text, account int?, now int
-- out: id int
INSERT INTO registration (round_id, kind, person_id, unit_id, holder_id, pledge, titles, why, shown, made_by, made_ms)
VALUES (:round, :kind, :person, :unit, :unit, :pledge, :titles, :why, CASE :kind WHEN 'own' THEN 0 ELSE 1 END, :account, :now)
RETURNING id;

-- name: registration_set exec
-- in: id int, pledge text, titles text
UPDATE registration SET pledge = :pledge, titles = :titles, state = CASE state WHEN 'withdrawn' THEN 'draft' ELSE state END, version = version + 1
WHERE id = :id;

-- name: registration_sent exec
-- in: id int, goes_to text, today date
UPDATE registration SET state = 'sent', goes_to = :goes_to, sent_on = :today, reason = '', shown = 1, version = version + 1 WHERE id = :id;

-- name: registration_state exec
-- in: id int, state text, reason text
UPDATE registration SET state = :state, reason = :reason, version = version + 1 WHERE id = :id;

-- name: registration_step_add id
-- in: registration int, kind text, reason text, account int?, now int
-- out: id int
INSERT INTO registration_step (registration_id, kind, reason, made_by, made_ms) VALUES (:registration, :kind, :reason, :account, :now)
RETURNING id;

-- name: registration_titles many
-- in: registration int
-- out: code text
SELECT code FROM registration_title WHERE registration_id = :registration ORDER BY id;

-- name: registration_titles_drop exec
-- in: registration int
DELETE FROM registration_title WHERE registration_id = :registration;

-- name: registration_title_add id
-- in: registration int, code text
-- out: id int
INSERT INTO registration_title (registration_id, code) VALUES (:registration, :code) RETURNING id;

-- name: registration_targets many
-- in: registration int
-- out: what text, planned_milli int?, measured_in text
SELECT what, planned_milli, measured_in FROM registration_target WHERE registration_id = :registration ORDER BY id;

-- name: registration_targets_drop exec
-- in: registration int
DELETE FROM registration_target WHERE registration_id = :registration;

-- name: registration_target_add id
-- in: registration int, what text, planned int?, measured_in text
-- out: id int
INSERT INTO registration_target (registration_id, what, planned_milli, measured_in) VALUES (:registration, :what, :planned, :measured_in)
RETURNING id;

-- Sent to the head of their unit, in and below one of the caller's units; the caller's own is left out.
-- name: registration_waiting_below many
-- in: round int, unit int, person int, today date
-- out: id int, person_id int
SELECT r.id, r.person_id
FROM registration r JOIN person p ON p.id = r.person_id
JOIN unit_below b ON b.unit_id = :unit AND b.below_id = p.unit_id AND b.valid_from <= :today AND b.valid_to > :today
WHERE r.round_id = :round AND r.state = 'sent' AND r.goes_to = 'head' AND r.person_id <> :person
ORDER BY r.id;

-- name: registration_of many
-- in: person int
-- out: id int
SELECT id FROM registration WHERE person_id = :person ORDER BY id;

-- name: registration_move exec
-- in: id int, person int
UPDATE registration SET person_id = :person WHERE id = :id;

-- list: privacy_registration
-- out: id int, round_title text, unit_name text, titles text, pledge text, state text, why text, reason text, made_ms int
-- filter: person int: r.person_id = :person
-- order: id: r.id int
SELECT r.id, d.title, u.name, r.titles, r.pledge, r.state, r.why, r.reason, r.made_ms
FROM registration r JOIN registration_round d ON d.id = r.round_id JOIN unit u ON u.id = r.unit_id
WHERE r.id > 0;

-- name: privacy_erase_registrations exec
-- in: person int
UPDATE registration SET pledge = '', why = '', reason = '', version = version + 1 WHERE person_id = :person;

-- name: privacy_erase_registration_targets exec
-- in: person int
DELETE FROM registration_target WHERE registration_id IN (SELECT r.id FROM registration r WHERE r.person_id = :person);

-- name: privacy_erase_registration_steps exec
-- in: person int
UPDATE registration_step SET reason = '' WHERE registration_id IN (SELECT r.id FROM registration r WHERE r.person_id = :person);

-- name: example_registration_sent exec
-- in: round int, on date
UPDATE registration SET sent_on = :on WHERE round_id = :round AND sent_on IS NOT NULL;

-- name: example_round_back exec
-- in: id int, due date, now int
UPDATE registration_round SET due = :due, made_ms = :now WHERE id = :id;

-- ---------------------------------------------------------------- pacts

-- list: pact_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=c.holder_id
-- filter: id int: c.id = :id
-- order: newest: c.id int
SELECT c.id, c.title, c.version, c.state, c.holder_id FROM pact c WHERE c.id > 0;

-- list: pact_list
-- out: id int, title text, year int, bloc text, unit_name text, parties int, have_signed int, signed_on date?, state text
-- out: version int
-- scope: unit=c.holder_id
-- filter: year int: c.year = :year
-- filter: state text: c.state = :state
-- order: newest: c.id int
SELECT c.id, c.title, c.year, c.bloc, u.name, (SELECT count(*) FROM pact_party y WHERE y.pact_id = c.id),
       (SELECT count(*) FROM pact_party y WHERE y.pact_id = c.id AND y.signed_ms IS NOT NULL), c.signed_on, c.state, c.version
FROM pact c LEFT JOIN unit u ON u.id = c.holder_id
WHERE c.id > 0;

-- list: pact_view
-- out: id int, title text, year int, bloc text, unit_id int, unit_name text, text text, state text, signed_on date?, reason text, version int
-- scope: unit=c.holder_id
-- filter: id int: c.id = :id
-- order: id: c.id int
SELECT c.id, c.title, c.year, c.bloc, c.holder_id, u.name, c.text, c.state, c.signed_on, c.reason, c.version
FROM pact c LEFT JOIN unit u ON u.id = c.holder_id
WHERE c.id > 0;

-- list: pact_party_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=y.holder_id
-- filter: id int: y.id = :id
-- order: id: y.id int
SELECT y.id, c.title, y.version, CASE WHEN c.state <> 'open' THEN c.state WHEN y.signed_ms IS NULL THEN 'waiting' ELSE 'done' END, y.holder_id
FROM pact_party y JOIN pact c ON c.id = y.pact_id
WHERE y.id > 0;

-- list: pact_party_list
-- out: id int, pact_id int, title text, year int, bloc text, unit_id int, unit_name text, signed_by text?, signed_ms int?, state text
-- out: version int
-- scope: unit=y.holder_id
-- filter: pact int: y.pact_id = :pact
-- filter: state text: CASE WHEN c.state <> 'open' THEN c.state WHEN y.signed_ms IS NULL THEN 'waiting' ELSE 'done' END = :state
-- order: newest: y.id int
SELECT y.id, y.pact_id, c.title, c.year, c.bloc, y.holder_id, u.name, COALESCE(p.name, a.name), y.signed_ms,
       CASE WHEN c.state <> 'open' THEN c.state WHEN y.signed_ms IS NULL THEN 'waiting' ELSE 'done' END, y.version
FROM pact_party y JOIN pact c ON c.id = y.pact_id LEFT JOIN unit u ON u.id = y.holder_id
LEFT JOIN account a ON a.id = y.signed_by LEFT JOIN person p ON p.id = a.person_id
WHERE y.id > 0 AND c.state IN ('open', 'signed');

-- Everybody who is party or signed in sees the names on an open pact.
-- list: pact_signature_list
-- out: id int, pact_id int, unit_name text, signed_by text?, signed_ms int?
-- scope: unit=c.holder_id
-- filter: pact int: y.pact_id = :pact
-- order: id: y.id int
SELECT y.id, y.pact_id, u.name, COALESCE(p.name, a.name), y.signed_ms
FROM pact_party y JOIN pact c ON c.id = y.pact_id LEFT JOIN unit u ON u.id = y.unit_id
LEFT JOIN account a ON a.id = y.signed_by LEFT JOIN person p ON p.id = a.person_id
WHERE y.id > 0;

-- name: pact_get one
-- in: id int
-- out: id int, state text, title text, text text, year int, bloc text, holder_id int
SELECT id, state, title, text, year, bloc, holder_id FROM pact WHERE id = :id;

-- name: pact_add id
-- in: unit int, year int, bloc text, title text, text text, account int?, now int
-- out: id int
INSERT INTO pact (unit_id, holder_id, year, bloc, title, text, made_by, made_ms) VALUES (:unit, :unit, :year, :bloc, :title, :text, :account, :now)
RETURNING id;

-- name: pact_set exec
-- in: id int, year int, bloc text, title text, text text
UPDATE pact SET year = :year, bloc = :bloc, title = :title, text = :text, version = version + 1 WHERE id = :id;

-- name: pact_state exec
-- in: id int, state text, reason text, signed_on date?, opened int?
UPDATE pact SET state = :state, reason = :reason, signed_on = :signed_on, opened_ms = :opened, version = version + 1 WHERE id = :id;

-- name: pact_parties many
-- in: pact int
-- out: id int, unit_id int, holder_id int, unit_name text, signed_ms int?, signed_by text
SELECT y.id, y.unit_id, y.holder_id, u.name, y.signed_ms, COALESCE(p.name, a.name, '')
FROM pact_party y JOIN unit u ON u.id = y.holder_id LEFT JOIN account a ON a.id = y.signed_by LEFT JOIN person p ON p.id = a.person_id
WHERE y.pact_id = :pact ORDER BY y.id;

-- Who has not signed what is open for signing.
-- name: pact_waiting many
-- out: id int, holder_id int, unit_name text, title text, opened_ms int
SELECT y.id, y.holder_id, u.name, c.title, c.opened_ms
FROM pact c JOIN pact_party y ON y.pact_id = c.id AND y.signed_ms IS NULL JOIN unit u ON u.id = y.holder_id
WHERE c.state = 'open' AND c.opened_ms IS NOT NULL ORDER BY y.id;

-- name: pact_parties_drop exec
-- in: pact int
DELETE FROM pact_party WHERE pact_id = :pact;

-- name: pact_party_add id
-- in: pact int, unit int
-- out: id int
INSERT INTO pact_party (pact_id, unit_id, holder_id) VALUES (:pact, :unit, :unit) RETURNING id;

-- name: pact_party_get one
-- in: id int
-- out: pact_id int, unit_name text, title text
SELECT y.pact_id, u.name, c.title FROM pact_party y JOIN unit u ON u.id = y.holder_id JOIN pact c ON c.id = y.pact_id WHERE y.id = :id;

-- name: pact_signed exec
-- in: id int, account int?, now int
UPDATE pact_party SET signed_by = :account, signed_ms = :now, version = version + 1 WHERE id = :id;

-- name: pact_unsigned exec
-- in: pact int
UPDATE pact_party SET signed_by = NULL, signed_ms = NULL, version = version + 1 WHERE pact_id = :pact;
