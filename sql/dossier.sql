-- Rounds of awarding, dossiers, nominees and the steps they went. docs/dossier.md.

-- ---------------------------------------------------------------- rounds

-- For pickers only what is open is 'active'.
-- list: award_round_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=r.holder_id
-- filter: id int: r.id = :id
-- filter: word text: r.fold >= :word AND r.fold < :word || '{'
-- filter: state text: CASE r.state WHEN 'open' THEN 'active' ELSE r.state END = :state
-- order: newest: r.id int
SELECT r.id, r.title, r.version, r.state, r.holder_id FROM award_round r WHERE r.id > 0;

-- list: award_round_list
-- out: id int, title text, type text, year int, unit_name text, movement_id int?, movement_title text?, due date, units int, dossiers int, state text
-- out: version int
-- scope: unit=r.holder_id
-- filter: state text: r.state = :state
-- filter: type text: r.type = :type
-- filter: year int: r.year = :year
-- filter: movement int: r.movement_id = :movement
-- order: newest: r.id int
SELECT r.id, r.title, r.type, r.year, u.name, r.movement_id, m.title, r.due,
       (SELECT count(*) FROM award_round_unit x WHERE x.round_id = r.id),
       (SELECT count(*) FROM dossier d WHERE d.round_id = r.id AND d.state NOT IN ('draft', 'returned', 'withdrawn')), r.state, r.version
FROM award_round r LEFT JOIN unit u ON u.id = r.holder_id LEFT JOIN movement m ON m.id = r.movement_id
WHERE r.id > 0;

-- list: award_round_view
-- out: id int, title text, type text, year int, unit_id int, unit_name text, movement_id int?, movement_title text?, codes text, due date, note text, state text, version int
-- scope: unit=r.holder_id
-- filter: id int: r.id = :id
-- order: id: r.id int
SELECT r.id, r.title, r.type, r.year, r.holder_id, u.name, r.movement_id, m.title, r.codes, r.due, r.note, r.state, r.version
FROM award_round r LEFT JOIN unit u ON u.id = r.holder_id LEFT JOIN movement m ON m.id = r.movement_id
WHERE r.id > 0;

-- name: award_round_get one
-- in: id int
-- out: id int, state text, holder_id int, movement_id int?, type text, year int, title text, codes text, note text, due date, reminded_on date?, made_ms int
SELECT id, state, holder_id, movement_id, type, year, title, codes, note, due, reminded_on, made_ms FROM award_round WHERE id = :id;

-- name: award_round_add id
-- in: unit int, movement int?, type text, year int, title text, fold text, codes text, note text, due date, account int?, now int
-- out: id int
INSERT INTO award_round (unit_id, holder_id, movement_id, type, year, title, fold, codes, note, due, made_by, made_ms)
VALUES (:unit, :unit, :movement, :type, :year, :title, :fold, :codes, :note, :due, :account, :now)
RETURNING id;

-- A new due day is reminded of anew.
-- name: award_round_set exec
-- in: id int, title text, fold text, codes text, note text, due date
UPDATE award_round SET title = :title, fold = :fold, codes = :codes, note = :note,
    reminded_on = CASE WHEN due = :due THEN reminded_on END, due = :due, version = version + 1
WHERE id = :id;

-- name: award_round_state exec
-- in: id int, state text
UPDATE award_round SET state = :state, version = version + 1 WHERE id = :id;

-- Everything that is there below the unit on that day; that unit itself only when it is alone.
-- name: award_round_cover exec
-- in: round int, unit int, on date
INSERT INTO award_round_unit (round_id, unit_id, holder_id)
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
-- name: award_round_receivers many
-- in: round int, today date
-- out: account int, email text
SELECT DISTINCT a.id, p.email
FROM award_round_unit x
JOIN unit_below b ON b.below_id = x.holder_id AND b.valid_from <= :today AND b.valid_to > :today
JOIN role_grant g ON g.unit_id = b.unit_id AND g.role IN ('unit_head', 'unit_clerk') AND g.valid_from <= :today AND g.valid_to > :today
JOIN account a ON a.person_id = g.person_id AND a.state = 'active'
JOIN person p ON p.id = a.person_id
WHERE x.round_id = :round
ORDER BY a.id;

-- The row of a unit in a round; a unit that took over another's has the first one.
-- name: award_round_unit_of one
-- in: round int, unit int
-- out: id int, nobody text
SELECT id, nobody FROM award_round_unit WHERE round_id = :round AND holder_id = :unit ORDER BY id LIMIT 1;

-- name: award_round_nobody exec
-- in: round int, unit int, nobody text
UPDATE award_round_unit SET nobody = :nobody, version = version + 1 WHERE round_id = :round AND holder_id = :unit;

-- ---------------------------------------------------------------- dossiers

-- list: dossier_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=d.holder_id
-- filter: id int: d.id = :id
-- filter: word text: d.fold >= :word AND d.fold < :word || '{'
-- filter: state text: CASE WHEN d.state IN ('draft', 'returned', 'withdrawn') THEN 'active' ELSE d.state END = :state
-- order: newest: d.id int
SELECT d.id, d.title, d.version, d.state, d.holder_id FROM dossier d WHERE d.id > 0;

-- Those with somebody whom a council can vote on or who can be decided on; "active" are these.
-- list: dossier_ready_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=d.holder_id
-- filter: id int: d.id = :id
-- filter: word text: d.fold >= :word AND d.fold < :word || '{'
-- filter: state text: CASE WHEN (SELECT 1 FROM nominee n WHERE n.dossier_id = d.id AND n.state IN ('cleared', 'passed') LIMIT 1) = 1 THEN 'active' ELSE d.state END = :state
-- order: newest: d.id int
SELECT d.id, d.title, d.version, d.state, d.holder_id FROM dossier d WHERE d.id > 0;

-- list: dossier_list
-- out: id int, title text, round_id int?, round_title text?, type text, year int, brief int, unit_id int, unit_name text, nominees int, sent_on date?, received_on date?, due date?, late int, behalf int, state text
-- out: version int
-- scope: unit=d.holder_id
-- filter: round int: d.round_id = :round
-- filter: state text: d.state = :state
-- filter: type text: d.type = :type
-- filter: year int: d.year = :year
-- filter: unit int: d.holder_id = :unit
-- filter: below int: d.holder_id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :below AND b.valid_from <= :today AND b.valid_to > :today)
-- filter: brief text: CASE d.short WHEN 1 THEN 'yes' ELSE 'no' END = :brief
-- filter: ready text: CASE WHEN d.state = 'appraising' AND NOT EXISTS (SELECT 1 FROM appraisal a WHERE a.dossier_id = d.id AND a.state = 'open') AND EXISTS (SELECT 1 FROM nominee n WHERE n.dossier_id = d.id AND n.state = 'proposed') THEN 'yes' ELSE 'no' END = :ready
-- filter: behalf text: CASE d.behalf WHEN 1 THEN 'yes' ELSE 'no' END = :behalf
-- order: newest: d.id int
SELECT d.id, d.title, d.round_id, r.title, d.type, d.year, d.short, d.holder_id, u.name,
       (SELECT count(*) FROM nominee n WHERE n.dossier_id = d.id AND n.state <> 'removed'), d.sent_on, d.received_on, d.due,
       CASE WHEN d.state IN ('decided', 'refused', 'forwarded', 'withdrawn') OR d.due IS NULL THEN 0
            WHEN d.short = 0 AND d.sent_on IS NOT NULL THEN CASE WHEN d.sent_on > d.due THEN 1 ELSE 0 END
            WHEN d.due < :today THEN 1 ELSE 0 END, d.behalf, d.state, d.version
FROM dossier d LEFT JOIN award_round r ON r.id = d.round_id LEFT JOIN unit u ON u.id = d.holder_id
WHERE d.id > 0;

-- list: dossier_view
-- out: id int, title text, round_id int?, round_title text?, type text, year int, brief int, unit_id int, unit_name text, now_name text?, basis text, sign text, dated date?, state text, reason text, goes_to text, sent_on date?, received_on date?, due date?, behalf int, made_by text?, version int
-- scope: unit=d.holder_id
-- filter: id int: d.id = :id
-- order: id: d.id int
SELECT d.id, d.title, d.round_id, r.title, d.type, d.year, d.short, d.unit_id, u.name, CASE WHEN d.holder_id <> d.unit_id THEN h.name END,
       d.basis, d.sign, d.dated, d.state, d.reason,
       COALESCE((SELECT s.goes_to FROM submission s WHERE s.id = (SELECT max(z.id) FROM nominee x JOIN submission_line l ON l.nominee_id = x.id
           JOIN submission z ON z.id = l.submission_id WHERE x.dossier_id = d.id AND z.state IN ('sent', 'answered'))), ''),
       d.sent_on, d.received_on, d.due, d.behalf, COALESCE(p.name, a.name), d.version
FROM dossier d LEFT JOIN award_round r ON r.id = d.round_id LEFT JOIN unit u ON u.id = d.unit_id LEFT JOIN unit h ON h.id = d.holder_id
LEFT JOIN account a ON a.id = d.made_by LEFT JOIN person p ON p.id = a.person_id
WHERE d.id > 0;

-- name: dossier_get one
-- in: id int
-- out: id int, round_id int?, round_state text?, unit_id int, holder_id int, state text, type text, year int, brief int, behalf int, title text, basis text, sign text, dated date?, sent_on date?, received_on date?, due date?, reason text, codes text
SELECT d.id, d.round_id, r.state, d.unit_id, d.holder_id, d.state, d.type, d.year, d.short, d.behalf, d.title, d.basis, d.sign, d.dated,
       d.sent_on, d.received_on, d.due, d.reason, COALESCE(r.codes, '')
FROM dossier d LEFT JOIN award_round r ON r.id = d.round_id
WHERE d.id = :id;

-- name: dossier_add id
-- in: round int?, unit int, type text, year int, brief int, behalf int, title text, fold text, basis text, sign text, dated date?, due date?, account int?, now int
-- out: id int
INSERT INTO dossier (round_id, unit_id, holder_id, type, year, short, behalf, title, fold, basis, sign, dated, due, made_by, made_ms)
VALUES (:round, :unit, :unit, :type, :year, :brief, :behalf, :title, :fold, :basis, :sign, :dated, :due, :account, :now)
RETURNING id;

-- name: dossier_set exec
-- in: id int, title text, fold text, basis text, sign text, dated date?
UPDATE dossier SET title = :title, fold = :fold, basis = :basis, sign = :sign, dated = :dated, version = version + 1 WHERE id = :id;

-- name: dossier_state exec
-- in: id int, state text, reason text
UPDATE dossier SET state = :state, reason = :reason, version = version + 1 WHERE id = :id;

-- name: dossier_sent exec
-- in: id int, today date
UPDATE dossier SET state = 'sent', sent_on = :today, reason = '', shown = 1, version = version + 1 WHERE id = :id;

-- The first receipt fixes the rules.
-- name: dossier_received exec
-- in: id int, today date
UPDATE dossier SET state = 'received', received_on = COALESCE(received_on, :today), reason = '', version = version + 1 WHERE id = :id;

-- Whatever happens to a part of it is a change of it: who acts on what they saw before hears of it.
-- name: dossier_touch exec
-- in: id int
UPDATE dossier SET version = version + 1 WHERE id = :id;

-- ---------------------------------------------------------------- nominees

-- list: nominee_object
-- out: id int, label text, version int, state text, person int?, unit int
-- scope: unit=d.holder_id person=n.person_id*d.shown
-- filter: id int: n.id = :id
-- order: id: n.id int
SELECT n.id, n.name, n.version, n.state, n.person_id, d.holder_id
FROM nominee n LEFT JOIN dossier d ON d.id = n.dossier_id
WHERE n.id > 0;

-- Whom a decision or a submission may take: of several of one name those who are not ready are not offered.
-- list: nominee_ready_object
-- out: id int, label text, version int, state text, person int?, unit int
-- scope: unit=d.holder_id
-- filter: id int: n.id = :id
-- filter: state text: CASE WHEN n.state IN ('cleared', 'passed') AND (SELECT 1 FROM decision_line l WHERE l.nominee_id = n.id AND l.state = 'here') IS NULL THEN 'active' ELSE n.state END = :state
-- filter: word text: COALESCE((SELECT p.fold FROM person p WHERE p.id = n.person_id), :word) >= :word AND COALESCE((SELECT p.fold FROM person p WHERE p.id = n.person_id), :word) < :word || '{'
-- order: newest: n.id int
SELECT n.id, n.name || ', ' || n.code, n.version, n.state, n.person_id, d.holder_id
FROM nominee n LEFT JOIN dossier d ON d.id = n.dossier_id
WHERE n.id > 0;

-- list: nominee_list
-- out: id int, dossier_id int, dossier_title text, round_id int?, subject text, person_id int?, named_unit_id int?, name text, code text, asked_code text, first_year int?, year int, unit_name text, verdict text, state text, dossier_state text, reason text
-- out: version int
-- scope: unit=d.holder_id person=n.person_id*d.shown
-- filter: dossier int: n.dossier_id = :dossier
-- filter: round int: d.round_id = :round
-- filter: person int: n.person_id = :person
-- filter: named_unit int: n.unit_id = :named_unit
-- filter: unit int: d.holder_id = :unit
-- filter: code text: n.code = :code
-- filter: subject text: n.subject = :subject
-- filter: state text: n.state = :state
-- filter: year int: n.year = :year
-- filter: verdict text: n.verdict = :verdict
-- filter: lowered text: CASE WHEN n.code <> n.asked_code THEN 'yes' ELSE 'no' END = :lowered
-- order: newest: n.id int
-- order: name: n.sort_key blob, n.id int
SELECT n.id, n.dossier_id, d.title, d.round_id, n.subject, n.person_id, n.unit_id, n.name, n.code, n.asked_code, n.first_year, n.year, u.name,
       n.verdict, n.state, d.state, n.reason, n.version
FROM nominee n LEFT JOIN dossier d ON d.id = n.dossier_id LEFT JOIN unit u ON u.id = d.holder_id
WHERE n.id > 0;

-- list: nominee_view
-- out: id int, dossier_id int, dossier_title text, subject text, person_id int?, unit_id int?, household text, name text, code text, asked_code text, first_year int?, year int, unit_name text, summary text, verdict text, verdict_id int?, checked_ms int?, paper_id int?, paper_title text?, state text, dossier_state text, reason text, version int
-- scope: unit=d.holder_id person=n.person_id*d.shown
-- filter: id int: n.id = :id
-- order: id: n.id int
SELECT n.id, n.dossier_id, d.title, n.subject, n.person_id, n.unit_id, n.household, n.name, n.code, n.asked_code, n.first_year, n.year, u.name,
       n.summary, n.verdict, n.verdict_id, n.checked_ms, n.paper_id, w.title, n.state, d.state, n.reason, n.version
FROM nominee n LEFT JOIN dossier d ON d.id = n.dossier_id LEFT JOIN unit u ON u.id = d.holder_id LEFT JOIN paper w ON w.id = n.paper_id
WHERE n.id > 0;

-- name: nominee_get one
-- in: id int
-- out: id int, dossier_id int, state text, subject text, person_id int?, unit_id int?, household text, name text, code text, asked_code text, first_year int?, year int, summary text, reason text, verdict_id int?, verdict text, paper_id int?, type text, dossier_state text, received_on date?, holder_id int, brief int
SELECT n.id, n.dossier_id, n.state, n.subject, n.person_id, n.unit_id, n.household, n.name, n.code, n.asked_code, n.first_year, n.year,
       n.summary, n.reason, n.verdict_id, n.verdict, n.paper_id, d.type, d.state, d.received_on, d.holder_id, d.short
FROM nominee n JOIN dossier d ON d.id = n.dossier_id
WHERE n.id = :id;

-- A report is sent with its dossier: until that comes back, or just the report is to be corrected, it stands.
-- name: nominee_report_sent one
-- in: paper int
-- out: n int
SELECT count(*)
FROM nominee n JOIN dossier d ON d.id = n.dossier_id
WHERE n.paper_id = :paper AND n.state <> 'removed' AND d.state NOT IN ('draft', 'returned', 'withdrawn')
  AND (SELECT 1 FROM correction k WHERE k.nominee_id = n.id AND k.field = 'report' AND k.state = 'asked' LIMIT 1) IS NULL;

-- A new draft made from a finished report takes its place.
-- name: nominee_report_again exec
-- in: old int, new int
UPDATE nominee SET paper_id = :new, version = version + 1 WHERE paper_id = :old;

-- name: nominee_of_dossier many
-- in: dossier int
-- out: id int, state text, name text, code text, person_id int?
SELECT id, state, name, code, person_id FROM nominee WHERE dossier_id = :dossier ORDER BY sort_key, id;

-- name: nominee_add id
-- in: dossier int, subject text, person int?, unit int?, household text, name text, sort_key blob, code text, first_year int?, year int, summary text, now int
-- out: id int
INSERT INTO nominee (dossier_id, subject, person_id, unit_id, household, name, sort_key, code, asked_code, first_year, year, summary, made_ms)
VALUES (:dossier, :subject, :person, :unit, :household, :name, :sort_key, :code, :code, :first_year, :year, :summary, :now)
RETURNING id;

-- What the law was asked stays said while award and years stay.
-- name: nominee_set exec
-- in: id int, code text, first_year int?, year int, summary text
UPDATE nominee SET code = :code, asked_code = :code, first_year = :first_year, year = :year, summary = :summary,
    verdict_id = CASE WHEN code = :code AND year = :year AND first_year IS NOT DISTINCT FROM :first_year THEN verdict_id END,
    verdict = CASE WHEN code = :code AND year = :year AND first_year IS NOT DISTINCT FROM :first_year THEN verdict ELSE '' END,
    checked_ms = CASE WHEN code = :code AND year = :year AND first_year IS NOT DISTINCT FROM :first_year THEN checked_ms END,
    version = version + 1
WHERE id = :id;

-- name: nominee_keys_old many
-- in: after int
-- out: id int, subject text, name text
SELECT id, subject, name FROM nominee WHERE id > :after ORDER BY id LIMIT 500;

-- name: nominee_keys_set exec
-- in: id int, sort_key blob
UPDATE nominee SET sort_key = :sort_key WHERE id = :id;

-- name: nominee_state exec
-- in: id int, state text, reason text
UPDATE nominee SET state = :state, reason = :reason, version = version + 1 WHERE id = :id;

-- The same award for the same subject and a time that meets this one, in a dossier that goes on or has been decided.
-- name: nominee_same many
-- in: subject text, person int?, unit int?, household text, code text, type text, first int, year int, besides int
-- out: id int, dossier_id int, title text, state text, unit_name text
SELECT n.id, n.dossier_id, d.title, n.state, u.name
FROM nominee n JOIN dossier d ON d.id = n.dossier_id LEFT JOIN unit u ON u.id = d.holder_id
WHERE n.code = :code AND n.id <> :besides AND d.type = :type AND n.year >= :first AND COALESCE(n.first_year, n.year) <= :year
  AND n.state NOT IN ('removed', 'failed', 'lost', 'refused') AND d.state NOT IN ('withdrawn', 'refused')
  AND n.id IN (SELECT p.id FROM nominee p WHERE p.person_id = :person AND :subject = 'person'
               UNION ALL SELECT p.id FROM nominee p WHERE p.unit_id = :unit AND :subject = 'unit'
               UNION ALL SELECT p.id FROM nominee p WHERE p.household = :household AND p.household <> '' AND :subject = 'household')
ORDER BY n.id;

-- Heads of the unit, or above it, who are not proposed in it and may send it.
-- name: dossier_senders one
-- in: dossier int, unit int, today date
-- out: n int
SELECT count(*)
FROM unit_below b JOIN role_grant g ON g.unit_id = b.unit_id AND g.role = 'unit_head' AND g.valid_from <= :today AND g.valid_to > :today
JOIN account a ON a.person_id = g.person_id AND a.state = 'active'
WHERE b.below_id = :unit AND b.valid_from <= :today AND b.valid_to > :today
  AND (SELECT 1 FROM nominee n WHERE n.dossier_id = :dossier AND n.person_id = g.person_id AND n.state <> 'removed' LIMIT 1) IS NULL;

-- Is the caller proposed in it?
-- name: dossier_names one
-- in: dossier int, person int
-- out: n int
SELECT count(*) FROM nominee WHERE dossier_id = :dossier AND person_id = :person AND state <> 'removed';

-- What stands in the way of a decision about one nominee; law_proposals() knows the rest.
-- name: nominee_obstacles one
-- in: id int, today date
-- out: held int, answers int, against int, corrections int
SELECT COALESCE((SELECT 1 FROM hold h WHERE h.valid_from <= :today AND h.valid_to > :today
           AND ((h.subject = 'person' AND h.person_id = n.person_id) OR (h.subject = 'unit' AND h.unit_id = n.unit_id)) LIMIT 1), 0),
       (SELECT count(*) FROM opinion o WHERE o.nominee_id = n.id AND o.state = 'asked'),
       (SELECT count(*) FROM opinion o WHERE o.nominee_id = n.id AND o.state = 'answered' AND o.answer = 'against'),
       (SELECT count(*) FROM correction k WHERE k.nominee_id = n.id AND k.state IN ('asked', 'made'))
FROM nominee n
WHERE n.id = :id;

-- name: nominee_of_person many
-- in: person int
-- out: id int
SELECT id FROM nominee WHERE person_id = :person ORDER BY id;

-- name: nominee_move_person exec
-- in: id int, person int
UPDATE nominee SET person_id = :person WHERE id = :id;

-- ---------------------------------------------------------------- steps

-- list: dossier_step_list
-- out: id int, dossier_id int, nominee_id int?, name text?, step text, said text, made_by text?, at_ms int
-- scope: unit=d.holder_id person=n.person_id*d.shown
-- filter: dossier int: s.dossier_id = :dossier
-- filter: nominee int: s.nominee_id = :nominee
-- filter: step text: s.step = :step
-- order: newest: s.id int
SELECT s.id, s.dossier_id, s.nominee_id, n.name, s.step, s.said, COALESCE(p.name, a.name), s.at_ms
FROM dossier_step s LEFT JOIN dossier d ON d.id = s.dossier_id LEFT JOIN nominee n ON n.id = s.nominee_id
LEFT JOIN account a ON a.id = s.account_id LEFT JOIN person p ON p.id = a.person_id
WHERE s.id > 0;

-- name: dossier_step_add id
-- in: dossier int, nominee int?, step text, from text, to text, said text, account int?, now int
-- out: id int
INSERT INTO dossier_step (dossier_id, nominee_id, step, from_state, to_state, said, account_id, at_ms)
VALUES (:dossier, :nominee, :step, :from, :to, :said, :account, :now)
RETURNING id;

-- ---------------------------------------------------------------- grounds, papers, checks

-- name: nominee_checked exec
-- in: id int, verdict_id int, verdict text, now int
UPDATE nominee SET verdict_id = :verdict_id, verdict = :verdict, checked_ms = :now, version = version + 1 WHERE id = :id;

-- name: nominee_touch exec
-- in: id int
UPDATE nominee SET version = version + 1 WHERE id = :id;

-- name: nominee_paper exec
-- in: id int, paper int
UPDATE nominee SET paper_id = :paper, version = version + 1 WHERE id = :id;

-- What is proposed besides for the same subject, or rests on the same achievement or initiative.
-- name: nominee_rivals many
-- in: id int, subject text, person int?, unit int?, household text, deed int?, initiative int?
-- out: subject text, person_id int?, unit_id int?, household text, code text, type text, first_year int?, year int, deed_id int?, initiative_id int?
SELECT n.subject, n.person_id, n.unit_id, n.household, n.code, d.type, n.first_year, n.year, g.deed_id, g.initiative_id
FROM nominee n JOIN dossier d ON d.id = n.dossier_id LEFT JOIN nominee_ground g ON g.nominee_id = n.id
WHERE n.id <> :id AND n.state NOT IN ('removed', 'failed', 'lost', 'refused', 'awarded') AND d.state NOT IN ('withdrawn', 'refused', 'decided')
  AND n.id IN (SELECT p.id FROM nominee p WHERE p.person_id = :person AND :subject = 'person'
               UNION ALL SELECT p.id FROM nominee p WHERE p.unit_id = :unit AND :subject = 'unit'
               UNION ALL SELECT p.id FROM nominee p WHERE p.household = :household AND p.household <> '' AND :subject = 'household'
               UNION ALL SELECT x.nominee_id FROM nominee_ground x WHERE x.deed_id = :deed
               UNION ALL SELECT x.nominee_id FROM nominee_ground x WHERE x.initiative_id = :initiative)
ORDER BY n.id;

-- list: nominee_ground_object
-- out: id int, label text, unit int
-- scope: unit=d.holder_id
-- filter: id int: g.id = :id
-- order: id: g.id int
SELECT g.id, n.name, d.holder_id
FROM nominee_ground g JOIN nominee n ON n.id = g.nominee_id LEFT JOIN dossier d ON d.id = n.dossier_id
WHERE g.id > 0;

-- list: nominee_ground_list
-- out: id int, nominee_id int, name text, deed_id int?, deed_title text?, initiative_id int?, initiative_title text?, year int
-- scope: unit=d.holder_id person=n.person_id*d.shown
-- filter: nominee int: g.nominee_id = :nominee
-- order: id: g.id int
SELECT g.id, g.nominee_id, n.name, g.deed_id, k.title, g.initiative_id, i.title, COALESCE(k.year, i.year, 0)
FROM nominee_ground g LEFT JOIN nominee n ON n.id = g.nominee_id LEFT JOIN dossier d ON d.id = n.dossier_id
LEFT JOIN deed k ON k.id = g.deed_id LEFT JOIN initiative i ON i.id = g.initiative_id
WHERE g.id > 0;

-- name: nominee_grounds many
-- in: nominee int
-- out: id int, deed_id int?, initiative_id int?, title text
SELECT g.id, g.deed_id, g.initiative_id, COALESCE(k.title, i.title)
FROM nominee_ground g LEFT JOIN deed k ON k.id = g.deed_id LEFT JOIN initiative i ON i.id = g.initiative_id
WHERE g.nominee_id = :nominee ORDER BY g.id;

-- Evidence of the achievements that a proposal rests on.
-- name: nominee_evidence many
-- in: nominee int
-- out: id int, deed_id int, file_id int, name text
SELECT x.id, x.deed_id, x.file_id, f.name
FROM nominee_ground g JOIN deed_file x ON x.deed_id = g.deed_id JOIN file f ON f.id = x.file_id AND f.state = 'kept'
WHERE g.nominee_id = :nominee ORDER BY g.id, x.id;

-- name: nominee_ground_get one
-- in: id int
-- out: nominee_id int, deed_id int?, initiative_id int?
SELECT nominee_id, deed_id, initiative_id FROM nominee_ground WHERE id = :id;

-- name: nominee_ground_add id
-- in: nominee int, deed int?, initiative int?
-- out: id int
INSERT INTO nominee_ground (nominee_id, deed_id, initiative_id) VALUES (:nominee, :deed, :initiative) RETURNING id;

-- name: nominee_ground_drop exec
-- in: id int
DELETE FROM nominee_ground WHERE id = :id;

-- name: deed_ground one
-- in: id int
-- out: subject text, person_id int?, unit_id int?, household text, state text
SELECT subject, person_id, unit_id, household, state FROM deed WHERE id = :id;

-- name: initiative_ground one
-- in: id int, person int?
-- out: state text, shares int
SELECT i.state, (SELECT count(*) FROM initiative_author a WHERE a.initiative_id = i.id AND a.person_id = :person) FROM initiative i WHERE i.id = :id;

-- list: dossier_file_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=d.holder_id
-- filter: id int: f.id = :id
-- order: id: f.id int
SELECT f.id, f.title, f.version, f.state, d.holder_id FROM dossier_file f LEFT JOIN dossier d ON d.id = f.dossier_id WHERE f.id > 0;

-- list: dossier_file_list
-- out: id int, dossier_id int, nominee_id int?, name text?, need text, title text, made_by text?, made_ms int, state text
-- out: version int
-- scope: unit=d.holder_id
-- filter: dossier int: f.dossier_id = :dossier
-- filter: nominee int: f.nominee_id = :nominee
-- filter: need text: f.need = :need
-- order: newest: f.id int
SELECT f.id, f.dossier_id, f.nominee_id, n.name, f.need, f.title, COALESCE(p.name, a.name), f.made_ms, f.state, f.version
FROM dossier_file f LEFT JOIN dossier d ON d.id = f.dossier_id LEFT JOIN nominee n ON n.id = f.nominee_id
LEFT JOIN account a ON a.id = f.made_by LEFT JOIN person p ON p.id = a.person_id
WHERE f.id > 0 AND f.state = 'here';

-- name: dossier_files many
-- in: dossier int
-- out: id int, nominee_id int?, name text?, need text, title text, file_name text
SELECT f.id, f.nominee_id, n.name, f.need, f.title, k.name
FROM dossier_file f JOIN file k ON k.id = f.file_id LEFT JOIN nominee n ON n.id = f.nominee_id
WHERE f.dossier_id = :dossier AND f.state = 'here' ORDER BY f.id;

-- name: dossier_file_get one
-- in: id int
-- out: dossier_id int, nominee_id int?, file_id int, title text
SELECT dossier_id, nominee_id, file_id, title FROM dossier_file WHERE id = :id;

-- name: dossier_file_add id
-- in: dossier int, nominee int?, need text, title text, file int, account int?, now int
-- out: id int
INSERT INTO dossier_file (dossier_id, nominee_id, need, title, file_id, made_by, made_ms)
VALUES (:dossier, :nominee, :need, :title, :file, :account, :now)
RETURNING id;

-- name: dossier_file_removed exec
-- in: id int
UPDATE dossier_file SET state = 'removed', version = version + 1 WHERE id = :id;

-- Kinds of papers that are there for one nominee: the dossier's and its own.
-- name: dossier_has many
-- in: dossier int, nominee int
-- out: need text
SELECT DISTINCT need FROM dossier_file
WHERE dossier_id = :dossier AND state = 'here' AND need <> '' AND (nominee_id IS NULL OR nominee_id = :nominee)
ORDER BY need;

-- Everything that the page of one dossier tells besides its parts.
-- name: dossier_shown one
-- in: id int
-- out: id int, version int, title text, state text, reason text, round_id int?, round_title text?, type text, year int, brief int, behalf int, unit_id int, unit_name text, holder_id int, holder_name text, basis text, sign text, dated date?, goes_to text, sent_on date?, received_on date?, due date?, made_by text?
SELECT d.id, d.version, d.title, d.state, d.reason, d.round_id, r.title, d.type, d.year, d.short, d.behalf, d.unit_id, u.name, d.holder_id, h.name,
       d.basis, d.sign, d.dated,
       COALESCE((SELECT s.goes_to FROM submission s WHERE s.id = (SELECT max(z.id) FROM nominee x JOIN submission_line l ON l.nominee_id = x.id
           JOIN submission z ON z.id = l.submission_id WHERE x.dossier_id = d.id AND z.state IN ('sent', 'answered'))), ''),
       d.sent_on, d.received_on, d.due, COALESCE(p.name, a.name)
FROM dossier d LEFT JOIN award_round r ON r.id = d.round_id LEFT JOIN unit u ON u.id = d.unit_id LEFT JOIN unit h ON h.id = d.holder_id
LEFT JOIN account a ON a.id = d.made_by LEFT JOIN person p ON p.id = a.person_id
WHERE d.id = :id;

-- name: dossier_appraisals many
-- in: dossier int
-- out: id int, unit_name text, topic text, state text, due date, said text
SELECT x.id, u.name, x.topic, x.state, x.due, x.said
FROM appraisal x LEFT JOIN unit u ON u.id = x.holder_id
WHERE x.dossier_id = :dossier AND x.state <> 'dropped' ORDER BY x.id;

-- ---------------------------------------------------------------- appraisal

-- list: appraisal_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=x.holder_id
-- filter: id int: x.id = :id
-- order: id: x.id int
SELECT x.id, d.title, x.version, x.state, x.holder_id FROM appraisal x LEFT JOIN dossier d ON d.id = x.dossier_id WHERE x.id > 0;

-- list: appraisal_list
-- out: id int, dossier_id int, dossier_title text, unit_name text, topic text, due date, lines int, nominees int, state text
-- out: version int
-- scope: unit=x.holder_id
-- filter: state text: x.state = :state
-- filter: unit int: x.holder_id = :unit
-- filter: dossier int: x.dossier_id = :dossier
-- filter: overdue text: CASE WHEN x.due < :today AND x.state = 'open' THEN 'yes' ELSE 'no' END = :overdue
-- order: newest: x.id int
SELECT x.id, x.dossier_id, d.title, u.name, x.topic, x.due, (SELECT count(*) FROM appraisal_line l WHERE l.appraisal_id = x.id),
       (SELECT count(*) FROM nominee n WHERE n.dossier_id = x.dossier_id AND n.state <> 'removed'), x.state, x.version
FROM appraisal x LEFT JOIN dossier d ON d.id = x.dossier_id LEFT JOIN unit u ON u.id = x.holder_id
WHERE x.id > 0;

-- list: appraisal_view
-- out: id int, dossier_id int, dossier_title text, proposer text, unit_id int, unit_name text, topic text, due date, state text, said text, done_by text?, done_ms int?, version int
-- scope: unit=x.holder_id
-- filter: id int: x.id = :id
-- order: id: x.id int
SELECT x.id, x.dossier_id, d.title, h.name, x.holder_id, u.name, x.topic, x.due, x.state, x.said, COALESCE(p.name, a.name), x.done_ms, x.version
FROM appraisal x LEFT JOIN dossier d ON d.id = x.dossier_id LEFT JOIN unit u ON u.id = x.holder_id LEFT JOIN unit h ON h.id = d.holder_id
LEFT JOIN account a ON a.id = x.done_by LEFT JOIN person p ON p.id = a.person_id
WHERE x.id > 0;

-- Each nominee of what a room appraises, with the room's line where there is one.
-- list: appraisal_line_list
-- out: id int, appraisal_id int, nominee_id int, name text, code text, summary text, verdict text, unit_name text, says text?, note text?, made_by text?, act text?
-- scope: unit=x.holder_id
-- filter: appraisal int: x.id = :appraisal
-- filter: nominee int: n.id = :nominee
-- order: id: x.id int, n.id int
SELECT n.id, x.id, n.id, n.name, n.code, n.summary, n.verdict, u.name, l.says, l.note, COALESCE(p.name, a.name),
       CASE WHEN x.state = 'open' THEN CASE WHEN l.says IS NULL THEN 'Kết luận' ELSE 'Sửa kết luận' END END
FROM appraisal x JOIN nominee n ON n.dossier_id = x.dossier_id LEFT JOIN appraisal_line l ON l.appraisal_id = x.id AND l.nominee_id = n.id
LEFT JOIN unit u ON u.id = x.holder_id LEFT JOIN account a ON a.id = l.made_by LEFT JOIN person p ON p.id = a.person_id
WHERE x.id > 0 AND n.state <> 'removed' AND x.state <> 'dropped';

-- list: appraisal_file_list
-- out: id int, appraisal_id int, file int, title text, need text, name text?
-- scope: unit=x.holder_id
-- filter: appraisal int: x.id = :appraisal
-- filter: nominee int: f.nominee_id = :nominee
-- order: id: x.id int, f.id int
SELECT f.id, x.id, f.id, f.title, f.need, n.name
FROM appraisal x JOIN dossier_file f ON f.dossier_id = x.dossier_id LEFT JOIN nominee n ON n.id = f.nominee_id
WHERE x.id > 0 AND f.state = 'here';

-- name: appraisal_get one
-- in: id int
-- out: id int, dossier_id int, state text, holder_id int, unit_name text, topic text, title text
SELECT x.id, x.dossier_id, x.state, x.holder_id, u.name, x.topic, d.title
FROM appraisal x JOIN dossier d ON d.id = x.dossier_id JOIN unit u ON u.id = x.holder_id WHERE x.id = :id;

-- name: appraisal_add id
-- in: dossier int, unit int, topic text, due date, account int?, now int
-- out: id int
INSERT INTO appraisal (dossier_id, unit_id, holder_id, topic, due, made_by, made_ms) VALUES (:dossier, :unit, :unit, :topic, :due, :account, :now)
RETURNING id;

-- name: appraisal_touch exec
-- in: id int
UPDATE appraisal SET version = version + 1 WHERE id = :id;

-- name: appraisal_done exec
-- in: id int, said text, account int?, now int
UPDATE appraisal SET state = 'done', said = :said, done_by = :account, done_ms = :now, version = version + 1 WHERE id = :id;

-- name: appraisal_dropped exec
-- in: id int, said text
UPDATE appraisal SET state = 'dropped', said = :said, version = version + 1 WHERE id = :id;

-- name: appraisal_drop_open exec
-- in: dossier int
UPDATE appraisal SET state = 'dropped', version = version + 1 WHERE dossier_id = :dossier AND state = 'open';

-- name: appraisal_line_put exec
-- in: appraisal int, nominee int, says text, note text, account int?, now int
INSERT INTO appraisal_line (appraisal_id, nominee_id, says, note, made_by, made_ms) VALUES (:appraisal, :nominee, :says, :note, :account, :now)
ON CONFLICT (appraisal_id, nominee_id) DO UPDATE SET says = excluded.says, note = excluded.note, made_by = excluded.made_by,
    made_ms = excluded.made_ms, version = appraisal_line.version + 1;

-- Nominees that a room has not said anything about.
-- What a room has said about one nominee, for its form.
-- name: appraisal_line_of one
-- in: appraisal int, nominee int
-- out: name text, says text?, note text?
SELECT n.name, l.says, l.note
FROM appraisal x JOIN nominee n ON n.dossier_id = x.dossier_id AND n.id = :nominee
LEFT JOIN appraisal_line l ON l.appraisal_id = x.id AND l.nominee_id = n.id
WHERE x.id = :appraisal;

-- name: appraisal_lacking many
-- in: appraisal int
-- out: id int, name text, person_id int?
SELECT n.id, n.name, n.person_id
FROM appraisal x JOIN nominee n ON n.dossier_id = x.dossier_id
WHERE x.id = :appraisal AND n.state <> 'removed'
  AND (SELECT 1 FROM appraisal_line l WHERE l.appraisal_id = x.id AND l.nominee_id = n.id LIMIT 1) IS NULL
ORDER BY n.id;

-- How far the rooms are with a dossier.
-- name: appraisal_count one
-- in: dossier int
-- out: open int, done int
SELECT CAST(COALESCE(sum(CASE state WHEN 'open' THEN 1 ELSE 0 END), 0) AS bigint), CAST(COALESCE(sum(CASE state WHEN 'done' THEN 1 ELSE 0 END), 0) AS bigint)
FROM appraisal WHERE dossier_id = :dossier;

-- name: nominee_lowered exec
-- in: id int, code text
UPDATE nominee SET code = :code, verdict_id = NULL, verdict = '', checked_ms = NULL, version = version + 1 WHERE id = :id;

-- ---------------------------------------------------------------- sent again

-- list: dossier_change_list
-- out: id int, dossier_id int, dossier_title text, nominee_id int?, name text?, field text, was text, now text, sent_ms int
-- scope: unit=d.holder_id
-- filter: dossier int: h.dossier_id = :dossier
-- filter: nominee int: h.nominee_id = :nominee
-- filter: field text: h.field = :field
-- order: newest: h.id int
SELECT h.id, h.dossier_id, d.title, h.nominee_id, n.name, h.field, h.was, h.now, h.sent_ms
FROM dossier_change h LEFT JOIN dossier d ON d.id = h.dossier_id LEFT JOIN nominee n ON n.id = h.nominee_id
WHERE h.id > 0 AND h.sent_ms IS NOT NULL;

-- name: dossier_change_waits one
-- in: dossier int
-- out: n int
SELECT count(*) FROM dossier_change WHERE dossier_id = :dossier AND sent_ms IS NULL;

-- name: dossier_change_keep id
-- in: dossier int, nominee int?, field text, was text, now int
-- out: id int
INSERT INTO dossier_change (dossier_id, nominee_id, field, was, kept_ms) VALUES (:dossier, :nominee, :field, :was, :now) RETURNING id;

-- name: dossier_change_kept many
-- in: dossier int
-- out: id int, nominee_id int?, field text, was text
SELECT id, nominee_id, field, was FROM dossier_change WHERE dossier_id = :dossier AND sent_ms IS NULL ORDER BY id;

-- name: dossier_change_drop exec
-- in: id int
DELETE FROM dossier_change WHERE id = :id;

-- name: dossier_change_sent exec
-- in: id int, was text, now text, at int
UPDATE dossier_change SET was = :was, now = :now, sent_ms = :at WHERE id = :id;

-- What the last sending changed.
-- name: dossier_change_last many
-- in: dossier int
-- out: nominee_id int?, name text?, field text, was text, now text, sent_ms int
SELECT h.nominee_id, n.name, h.field, h.was, h.now, h.sent_ms
FROM dossier_change h LEFT JOIN nominee n ON n.id = h.nominee_id
WHERE h.dossier_id = :dossier AND h.sent_ms = (SELECT max(s.at_ms) FROM dossier_step s WHERE s.dossier_id = :dossier AND s.step = 'sent') ORDER BY h.id;

-- ---------------------------------------------------------------- corrections

-- list: correction_object
-- out: id int, label text, version int, state text, person int?, unit int
-- scope: unit=d.holder_id
-- filter: id int: k.id = :id
-- order: id: k.id int
SELECT k.id, n.name, k.version, k.state, n.person_id, d.holder_id
FROM correction k JOIN nominee n ON n.id = k.nominee_id LEFT JOIN dossier d ON d.id = n.dossier_id
WHERE k.id > 0;

-- Before and after stand side by side.
-- list: correction_list
-- out: id int, nominee_id int, name text, dossier_id int, dossier_title text, unit_name text, field text, asks text, before text, after text, answer text, due date, asked_by text?, made_by text?, made_ms int?, state text
-- out: version int
-- scope: unit=d.holder_id person=n.person_id*d.shown
-- filter: nominee int: k.nominee_id = :nominee
-- filter: dossier int: n.dossier_id = :dossier
-- filter: state text: k.state = :state
-- filter: field text: k.field = :field
-- filter: overdue text: CASE WHEN k.due < :today AND k.state = 'asked' THEN 'yes' ELSE 'no' END = :overdue
-- order: newest: k.id int
SELECT k.id, k.nominee_id, n.name, n.dossier_id, d.title, u.name, k.field, k.asks, k.before, k.after, k.answer, k.due, COALESCE(p.name, a.name),
       COALESCE(q.name, b.name), k.made_ms, k.state, k.version
FROM correction k LEFT JOIN nominee n ON n.id = k.nominee_id LEFT JOIN dossier d ON d.id = n.dossier_id LEFT JOIN unit u ON u.id = d.holder_id
LEFT JOIN account a ON a.id = k.asked_by LEFT JOIN person p ON p.id = a.person_id
LEFT JOIN account b ON b.id = k.made_by LEFT JOIN person q ON q.id = b.person_id
WHERE k.id > 0;

-- name: correction_get one
-- in: id int
-- out: nominee_id int, field text, asks text, before text, state text, asked_by int?, was text
SELECT nominee_id, field, asks, before, state, asked_by, was FROM correction WHERE id = :id;

-- name: correction_open one
-- in: nominee int, field text
-- out: n int
SELECT count(*) FROM correction WHERE nominee_id = :nominee AND field = :field AND state = 'asked';

-- name: correction_open_in one
-- in: dossier int, field text
-- out: n int
SELECT count(*) FROM correction k JOIN nominee n ON n.id = k.nominee_id WHERE n.dossier_id = :dossier AND k.field = :field AND k.state = 'asked';

-- name: correction_add id
-- in: nominee int, field text, asks text, before text, was text, due date, account int?, now int
-- out: id int
INSERT INTO correction (nominee_id, field, asks, before, was, due, asked_by, asked_ms)
VALUES (:nominee, :field, :asks, :before, :was, :due, :account, :now)
RETURNING id;

-- name: correction_made exec
-- in: id int, answer text, before text, after text, account int?, now int
UPDATE correction SET state = 'made', answer = :answer, before = :before, after = :after, made_by = :account, made_ms = :now, version = version + 1 WHERE id = :id;

-- name: correction_state exec
-- in: id int, state text
UPDATE correction SET state = :state, version = version + 1 WHERE id = :id;

-- name: nominee_summary exec
-- in: id int, summary text
UPDATE nominee SET summary = :summary, version = version + 1 WHERE id = :id;

-- name: nominee_years exec
-- in: id int, first_year int?, year int
UPDATE nominee SET first_year = :first_year, year = :year, verdict_id = NULL, verdict = '', checked_ms = NULL, version = version + 1 WHERE id = :id;

-- ---------------------------------------------------------------- opinions of other bodies

-- list: opinion_object
-- out: id int, label text, version int, state text, person int?, unit int
-- scope: unit=d.holder_id
-- filter: id int: o.id = :id
-- order: id: o.id int
SELECT o.id, n.name, o.version, o.state, n.person_id, d.holder_id
FROM opinion o JOIN nominee n ON n.id = o.nominee_id LEFT JOIN dossier d ON d.id = n.dossier_id
WHERE o.id > 0;

-- list: opinion_list
-- out: id int, nominee_id int, name text, dossier_id int, dossier_title text, body text, addressee text, question text, asked_on date, due date, answer text, said text, sign text, dated date?, reason text, has_file int, state text
-- out: version int
-- scope: unit=d.holder_id
-- filter: nominee int: o.nominee_id = :nominee
-- filter: dossier int: n.dossier_id = :dossier
-- filter: state text: o.state = :state
-- filter: body text: o.body = :body
-- filter: answer text: o.answer = :answer
-- filter: overdue text: CASE WHEN o.due < :today AND o.state = 'asked' THEN 'yes' ELSE 'no' END = :overdue
-- order: newest: o.id int
SELECT o.id, o.nominee_id, n.name, n.dossier_id, d.title, o.body, o.addressee, o.question, o.asked_on, o.due, o.answer, o.said, o.sign, o.dated, o.reason,
       CASE WHEN o.file_id IS NULL THEN 0 ELSE 1 END, o.state, o.version
FROM opinion o LEFT JOIN nominee n ON n.id = o.nominee_id LEFT JOIN dossier d ON d.id = n.dossier_id
WHERE o.id > 0;

-- name: opinion_get one
-- in: id int
-- out: nominee_id int, person_id int?, dossier_id int, holder_id int, addressee text, state text, file_id int?
SELECT o.nominee_id, n.person_id, n.dossier_id, d.holder_id, o.addressee, o.state, o.file_id
FROM opinion o JOIN nominee n ON n.id = o.nominee_id JOIN dossier d ON d.id = n.dossier_id WHERE o.id = :id;

-- name: opinion_add id
-- in: nominee int, body text, addressee text, question text, asked_on date, due date, account int?, now int
-- out: id int
INSERT INTO opinion (nominee_id, body, addressee, question, asked_on, due, made_by, made_ms)
VALUES (:nominee, :body, :addressee, :question, :asked_on, :due, :account, :now)
RETURNING id;

-- name: opinion_answered exec
-- in: id int, answer text, said text, sign text, dated date?, file int?
UPDATE opinion SET state = 'answered', answer = :answer, said = :said, sign = :sign, dated = :dated, file_id = COALESCE(:file, file_id),
    version = version + 1
WHERE id = :id;

-- name: opinion_dropped exec
-- in: id int, reason text
UPDATE opinion SET state = 'dropped', reason = :reason, version = version + 1 WHERE id = :id;

-- ---------------------------------------------------------------- how far each unit is

-- One row for each unit that answers today; of several dossiers the one that is furthest counts.
-- list: award_round_unit_list
-- out: id int, round_id int, round_title text, due date, unit_id int, unit_name text, state text, dossiers int, nominees int, nobody text, open text
-- scope: unit=x.holder_id
-- filter: round int: x.round_id = :round
-- filter: unit int: x.holder_id = :unit
-- filter: state text: COALESCE((SELECT substr(min(CASE WHEN d.state IN ('draft', 'withdrawn') THEN '4draft' WHEN d.state = 'returned' THEN '3returned' WHEN d.state = 'sent' THEN '2sent' ELSE '1received' END), 2) FROM dossier d WHERE d.holder_id = x.holder_id AND d.round_id = x.round_id), CASE WHEN x.nobody <> '' THEN 'nobody' ELSE 'missing' END) = :state
-- filter: lacks text: CASE WHEN x.nobody = '' AND (SELECT 1 FROM dossier d WHERE d.round_id = x.round_id AND d.holder_id = x.holder_id AND d.state NOT IN ('draft', 'returned', 'withdrawn') LIMIT 1) IS NULL THEN 'unit' ELSE 'no' END = :lacks AND r.state = 'open'
-- order: newest: x.id int
SELECT x.id, x.round_id, r.title, r.due, x.holder_id, u.name,
       COALESCE((SELECT substr(min(CASE WHEN d.state IN ('draft', 'withdrawn') THEN '4draft' WHEN d.state = 'returned' THEN '3returned'
           WHEN d.state = 'sent' THEN '2sent' ELSE '1received' END), 2) FROM dossier d WHERE d.holder_id = x.holder_id AND d.round_id = x.round_id),
           CASE WHEN x.nobody <> '' THEN 'nobody' ELSE 'missing' END),
       (SELECT count(*) FROM dossier d WHERE d.round_id = x.round_id AND d.holder_id = x.holder_id),
       (SELECT count(*) FROM dossier d JOIN nominee n ON n.dossier_id = d.id AND n.state <> 'removed'
        WHERE d.round_id = x.round_id AND d.holder_id = x.holder_id), x.nobody, r.state
FROM award_round_unit x LEFT JOIN award_round r ON r.id = x.round_id LEFT JOIN unit u ON u.id = x.holder_id
WHERE x.id > 0 AND (SELECT 1 FROM award_round_unit y WHERE y.round_id = x.round_id AND y.holder_id = x.holder_id AND y.id < x.id LIMIT 1) IS NULL;

-- How many units are how far, in the order of the way; units below one of the caller's.
-- name: award_round_states many
-- in: round int
-- out: state text, units int
SELECT k.state, count(*)
FROM (SELECT COALESCE((SELECT min(CASE WHEN d.state IN ('draft', 'withdrawn') THEN '4draft' WHEN d.state = 'returned' THEN '3returned'
                 WHEN d.state = 'sent' THEN '2sent' ELSE '1received' END) FROM dossier d WHERE d.holder_id = x.holder_id AND d.round_id = x.round_id),
                 CASE WHEN x.nobody <> '' THEN '5nobody' ELSE '6missing' END) AS state
      FROM award_round_unit x
      WHERE x.round_id = :round
        AND (SELECT 1 FROM award_round_unit y WHERE y.round_id = x.round_id AND y.holder_id = x.holder_id AND y.id < x.id LIMIT 1) IS NULL) k
GROUP BY k.state ORDER BY k.state;

-- name: award_round_lacking many
-- in: round int
-- out: unit_id int, unit_name text
SELECT x.holder_id, u.name
FROM award_round_unit x JOIN unit u ON u.id = x.holder_id
WHERE x.round_id = :round AND x.nobody = ''
  AND (SELECT 1 FROM dossier d WHERE d.round_id = x.round_id AND d.holder_id = x.holder_id AND d.state NOT IN ('draft', 'returned', 'withdrawn') LIMIT 1) IS NULL
  AND (SELECT 1 FROM award_round_unit y WHERE y.round_id = x.round_id AND y.holder_id = x.holder_id AND y.id < x.id LIMIT 1) IS NULL
ORDER BY x.id;

-- name: award_round_open_all many
-- out: id int, title text, due date, reminded_on date?, made_ms int
SELECT id, title, due, reminded_on, made_ms FROM award_round WHERE state = 'open' ORDER BY id;

-- name: award_round_reminded exec
-- in: id int, today date
UPDATE award_round SET reminded_on = :today WHERE id = :id;

-- What a unit, a room or another body owes by a day that is near or past.
-- name: correction_due many
-- in: until date
-- out: id int, nominee_id int, name text, holder_id int, due date
SELECT k.id, k.nominee_id, n.name, d.holder_id, k.due
FROM correction k JOIN nominee n ON n.id = k.nominee_id JOIN dossier d ON d.id = n.dossier_id
WHERE k.state = 'asked' AND k.due <= :until ORDER BY k.id;

-- name: appraisal_due many
-- in: until date
-- out: id int, title text, holder_id int, due date
SELECT x.id, d.title, x.holder_id, x.due
FROM appraisal x JOIN dossier d ON d.id = x.dossier_id
WHERE x.state = 'open' AND x.due <= :until ORDER BY x.id;

-- name: opinion_due many
-- in: until date
-- out: id int, nominee_id int, name text, addressee text, holder_id int, due date
SELECT o.id, o.nominee_id, n.name, o.addressee, d.holder_id, o.due
FROM opinion o JOIN nominee n ON n.id = o.nominee_id JOIN dossier d ON d.id = n.dossier_id
WHERE o.state = 'asked' AND o.due <= :until ORDER BY o.id;

-- Short ones that wait for their award: kịp thời.
-- name: dossier_prompt_due many
-- in: until date
-- out: id int, title text, holder_id int, state text, due date
SELECT id, title, holder_id, state, due FROM dossier
WHERE short = 1 AND due IS NOT NULL AND due <= :until AND state IN ('draft', 'sent', 'returned', 'received', 'appraising', 'council') ORDER BY id;

-- A sudden achievement, the unit that proposes today, and whether somebody has proposed it already.
-- name: deed_prompt one
-- in: id int
-- out: kind text, state text, subject text, person_id int?, unit_id int?, household text, title text, effect text, year int, prompt_on date?, proposed int
SELECT d.kind, d.state, d.subject, d.person_id, COALESCE(p.unit_id, d.unit_id), d.household, d.title, d.effect, d.year, d.prompt_on,
       (SELECT count(*) FROM nominee_ground g JOIN nominee n ON n.id = g.nominee_id JOIN dossier x ON x.id = n.dossier_id
        WHERE g.deed_id = d.id AND n.state NOT IN ('removed', 'failed', 'lost', 'refused') AND x.state NOT IN ('withdrawn', 'refused'))
FROM deed d LEFT JOIN person p ON p.id = d.person_id WHERE d.id = :id;

-- Dossiers in and below a unit that may still change.
-- name: dossier_drafts many
-- in: unit int, today date
-- out: id int, title text, unit_id int
SELECT d.id, d.title, d.holder_id
FROM dossier d JOIN unit_below b ON b.unit_id = :unit AND b.below_id = d.holder_id AND b.valid_from <= :today AND b.valid_to > :today
WHERE d.state IN ('draft', 'returned', 'withdrawn') ORDER BY d.id;

-- name: example_appraisal one
-- in: dossier int
-- out: id int
SELECT id FROM appraisal WHERE dossier_id = :dossier;

-- name: example_award_round_back exec
-- in: id int, due date, now int
UPDATE award_round SET due = :due, made_ms = :now WHERE id = :id;

-- ---------------------------------------------------------------- a person's own data

-- list: privacy_nominee
-- out: id int, dossier_title text, unit_name text, code text, asked_code text, year int, summary text, state text, reason text, verdict text, made_ms int
-- filter: person int: n.person_id = :person
-- order: id: n.id int
SELECT n.id, d.title, u.name, n.code, n.asked_code, n.year, n.summary, n.state, n.reason, n.verdict, n.made_ms
FROM nominee n JOIN dossier d ON d.id = n.dossier_id LEFT JOIN unit u ON u.id = d.unit_id
WHERE n.id > 0;

-- name: privacy_erase_nominees exec
-- in: person int, name text, sort_key blob
UPDATE nominee SET name = :name, sort_key = :sort_key, summary = '', reason = '', version = version + 1 WHERE person_id = :person;

-- name: privacy_erase_corrections exec
-- in: person int
UPDATE correction SET asks = '-', answer = '', before = '', after = '', was = '', version = version + 1
WHERE nominee_id IN (SELECT n.id FROM nominee n WHERE n.person_id = :person);

-- name: privacy_erase_dossier_changes exec
-- in: person int
UPDATE dossier_change SET was = '', now = '' WHERE nominee_id IN (SELECT n.id FROM nominee n WHERE n.person_id = :person);

-- The names of a dossier stand in one line with those of others.
-- name: privacy_erase_dossier_names exec
-- in: person int
UPDATE dossier_change SET was = '', now = ''
WHERE dossier_id IN (SELECT n.dossier_id FROM nominee n WHERE n.person_id = :person) AND field = 'names';

-- name: privacy_erase_opinions exec
-- in: person int
UPDATE opinion SET question = '', said = '', reason = '', version = version + 1
WHERE nominee_id IN (SELECT n.id FROM nominee n WHERE n.person_id = :person);

-- name: privacy_erase_dossier_files exec
-- in: person int
UPDATE dossier_file SET title = 'Đã xóa', version = version + 1
WHERE nominee_id IN (SELECT n.id FROM nominee n WHERE n.person_id = :person);

-- name: privacy_erase_dossier_steps exec
-- in: person int
UPDATE dossier_step SET said = '' WHERE said <> '' AND nominee_id IN (SELECT n.id FROM nominee n WHERE n.person_id = :person);

-- name: privacy_erase_appraisals exec
-- in: person int
UPDATE appraisal_line SET note = '', version = version + 1
WHERE nominee_id IN (SELECT n.id FROM nominee n WHERE n.person_id = :person);
