-- Decisions and their lines.

-- The signer finds it, too, whatever role that person has: deputies sign by delegation.
-- list: decision_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=d.unit_id person=d.signer_id
-- filter: id int: d.id = :id
-- filter: word text: d.fold >= :word AND d.fold < :word || '{'
-- filter: state text: CASE WHEN d.state = 'dropped' THEN d.state ELSE 'active' END = :state
-- order: newest: d.id int
SELECT d.id, CASE WHEN d.sign <> '' THEN d.sign || ': ' || d.title ELSE d.title END, d.version, d.kind || '_' || d.state, d.unit_id
FROM decision d WHERE d.id > 0;

-- list: decision_list
-- out: id int, title text, kind text, sign text, dated date?, signer_id int?, signer_name text?, lines int, amount int, state text, version int
-- scope: unit=d.unit_id person=d.signer_id
-- filter: kind text: d.kind = :kind
-- filter: state text: d.state = :state
-- filter: year int: d.sign_year = :year
-- filter: round int: d.round_id = :round
-- filter: meeting int: d.meeting_id = :meeting
-- filter: signer int: d.signer_id = :signer
-- order: newest: d.id int
SELECT d.id, d.title, d.kind, d.sign, d.dated, d.signer_id, s.name,
       (SELECT count(*) FROM decision_line l WHERE l.decision_id = d.id AND l.state = 'here'),
       COALESCE((SELECT CAST(sum(l.amount) AS bigint) FROM decision_line l WHERE l.decision_id = d.id AND l.state = 'here'), 0), d.state, d.version
FROM decision d LEFT JOIN person s ON s.id = d.signer_id
WHERE d.id > 0;

-- list: decision_view
-- out: id int, title text, kind text, unit_id int, unit_name text?, round_id int?, round_title text?, meeting_id int?, meeting_title text?, basis text,
--   level text, issuer text, signer_id int?, signer_name text?, signer_mode text, number int?, sign text, dated date?, published_on date?, file_id int?,
--   file_name text?, paper_id int?, paper_title text?, lines int, amount int, reason text, state text, version int
-- scope: unit=d.unit_id person=d.signer_id
-- filter: id int: d.id = :id
-- order: id: d.id int
SELECT d.id, d.title, d.kind, d.unit_id, u.name, d.round_id, r.title, d.meeting_id, m.title, d.basis, d.level, d.issuer, d.signer_id, s.name,
       CASE WHEN d.signer_mode = '' AND d.state IN ('approved', 'signed', 'published') THEN 'head' ELSE d.signer_mode END, d.number, d.sign, d.dated, d.published_on, d.file_id, f.name, d.paper_id, p.title,
       (SELECT count(*) FROM decision_line l WHERE l.decision_id = d.id AND l.state = 'here'),
       COALESCE((SELECT CAST(sum(l.amount) AS bigint) FROM decision_line l WHERE l.decision_id = d.id AND l.state = 'here'), 0), d.reason, d.state,
       d.version
FROM decision d LEFT JOIN unit u ON u.id = d.unit_id LEFT JOIN award_round r ON r.id = d.round_id LEFT JOIN meeting m ON m.id = d.meeting_id
LEFT JOIN person s ON s.id = d.signer_id LEFT JOIN file f ON f.id = d.file_id LEFT JOIN paper p ON p.id = d.paper_id
WHERE d.id > 0;

-- What the public may know of a published decision: no person beyond names of the awarded, no money, no reasons.
-- list: decision_public
-- out: id int, sign text, dated date, title text, kind text, issuer text, lines int, published_on date, file_id int?
-- scope: unit=d.unit_id
-- filter: id int: d.id = :id
-- filter: year int: d.sign_year = :year
-- filter: kind text: d.kind = :kind
-- order: newest: d.id int
SELECT d.id, d.sign, d.dated, d.title, d.kind, d.issuer,
       (SELECT count(*) FROM decision_line l WHERE l.decision_id = d.id AND l.state = 'here'), d.published_on, d.file_id
FROM decision d WHERE d.id > 0 AND COALESCE(d.state, '') = 'published' AND (SELECT s.value FROM setting s WHERE s.key = 'public.decisions') = '1';

-- With the decision that took an award back, so that both are shown.
-- list: decision_public_line
-- out: id int, decision_id int, position int, name text?, subject text?, unit_name text?, code text?, award_title text?, year int?, award_state text?,
--   cancel_sign text?, cancel_dated date?
-- scope: unit=d.unit_id
-- filter: decision int: l.decision_id = :decision
-- order: place: l.decision_id int, l.position int, l.id int
SELECT l.id, l.decision_id, l.position, COALESCE(p.name, CASE a.subject WHEN 'unit' THEN u.name WHEN 'household' THEN a.household END), a.subject,
       CASE a.subject WHEN 'person' THEN u.name END, a.code, a.title, a.year, a.state, a.cancel_sign, a.cancel_dated
FROM decision_line l LEFT JOIN decision d ON d.id = l.decision_id LEFT JOIN award a ON a.id = l.award_id LEFT JOIN person p ON p.id = a.person_id
LEFT JOIN unit u ON u.id = a.unit_id
WHERE l.state = 'here' AND d.state = 'published' AND (SELECT s.value FROM setting s WHERE s.key = 'public.decisions') = '1';

-- list: decision_line_object
-- out: id int, label text, version int, state text, unit int?
-- scope: unit=d.unit_id person=d.signer_id
-- filter: id int: l.id = :id
-- order: id: l.id int
SELECT l.id, COALESCE(n.name, p.name, CASE a.subject WHEN 'unit' THEN u.name WHEN 'household' THEN a.household END, ''), l.version,
       CASE WHEN l.state = 'here' AND d.state = 'draft' THEN 'open' ELSE 'ended' END, d.unit_id
FROM decision_line l LEFT JOIN decision d ON d.id = l.decision_id LEFT JOIN nominee n ON n.id = l.nominee_id LEFT JOIN award a ON a.id = l.award_id
LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = a.unit_id
WHERE l.id > 0;

-- `now`: 'cancelled' and by what, when a later decision took the award back.
-- list: decision_line_list
-- out: id int, decision_id int, decision_title text?, position int, name text, where_from text?, code text, year int, amount int?, coefficient int?,
--   base int?, product int?, because text, change text, verdict_id int?, award_id int?, nominee_id int?, state text, cancel_sign text?, version int
-- scope: unit=d.unit_id person=d.signer_id
-- filter: decision int: l.decision_id = :decision
-- filter: nominee int: l.nominee_id = :nominee
-- filter: award int: l.award_id = :award
-- filter: state text: l.state = :state
-- order: place: l.decision_id int, l.position int, l.id int
SELECT l.id, l.decision_id, d.title, l.position,
       COALESCE(n.name, p.name, CASE a.subject WHEN 'unit' THEN u.name WHEN 'household' THEN a.household END, ''),
       CASE WHEN n.subject = 'person' OR a.subject = 'person' THEN COALESCE(h.name, u.name) END, COALESCE(n.code, a.code, ''), COALESCE(n.year, a.year, 0),
       l.amount, l.coefficient, l.base, l.product, l.because,
       CASE WHEN l.field = '' THEN '' ELSE l.before || ' → ' || l.after END, n.verdict_id, l.award_id, l.nominee_id,
       CASE WHEN l.state = 'removed' THEN 'removed' WHEN a.state = 'cancelled' THEN 'cancelled' ELSE 'here' END, a.cancel_sign, l.version
FROM decision_line l LEFT JOIN decision d ON d.id = l.decision_id LEFT JOIN nominee n ON n.id = l.nominee_id LEFT JOIN award a ON a.id = l.award_id
LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = a.unit_id LEFT JOIN person q ON q.id = n.person_id
LEFT JOIN unit h ON h.id = q.unit_id
WHERE l.id > 0;

-- name: decision_get one
-- in: id int
-- out: id int, version int, state text, kind text, unit_id int, unit_name text, round_id int?, meeting_id int?, title text, basis text, issuer text, signer_id int?,
--   signer_name text?, signer_post text?, signer_mode text, sign_year int?, number int?, sign text, dated date?, file_id int?, paper_id int?, reason text
SELECT d.id, d.version, d.state, d.kind, d.unit_id, u.name, d.round_id, d.meeting_id, d.title, d.basis, d.issuer, d.signer_id, s.name, s.post_title,
       d.signer_mode, d.sign_year, d.number, d.sign, d.dated, d.file_id, d.paper_id, d.reason
FROM decision d JOIN unit u ON u.id = d.unit_id LEFT JOIN person s ON s.id = d.signer_id WHERE d.id = :id;

-- name: decision_add id
-- in: kind text, unit int, round int?, meeting int?, title text, fold text, basis text, issuer text, signer int?, reason text, account int?, now int
-- out: id int
INSERT INTO decision (kind, unit_id, round_id, meeting_id, title, fold, basis, level, issuer, signer_id, reason, made_by, made_ms)
VALUES (:kind, :unit, :round, :meeting, :title, :fold, :basis, 'office', :issuer, :signer, :reason, :account, :now) RETURNING id;

-- name: decision_set exec
-- in: id int, title text, fold text, basis text, issuer text, signer int?, reason text
UPDATE decision SET title = :title, fold = :fold, basis = :basis, issuer = :issuer, signer_id = :signer, reason = :reason, version = version + 1
WHERE id = :id;

-- name: decision_touch exec
-- in: id int
UPDATE decision SET version = version + 1 WHERE id = :id;

-- name: decision_approved exec
-- in: id int, mode text, delegation int?
UPDATE decision SET state = 'approved', signer_mode = :mode, delegation_id = :delegation, version = version + 1 WHERE id = :id AND state = 'draft';

-- name: decision_back exec
-- in: id int
UPDATE decision SET state = 'draft', signer_mode = '', delegation_id = NULL, version = version + 1 WHERE id = :id AND state = 'approved';

-- A number that was only reserved goes back to the register.
-- name: decision_dropped exec
-- in: id int, reason text
UPDATE decision SET state = 'dropped', reason = :reason, sign_year = NULL, number = NULL, sign = '', version = version + 1
WHERE id = :id AND state IN ('draft', 'approved');

-- name: decision_reserved exec
-- in: id int, year int, number int, sign text
UPDATE decision SET sign_year = :year, number = :number, sign = :sign, version = version + 1 WHERE id = :id;

-- name: decision_signed exec
-- in: id int, year int, number int, sign text, dated date
UPDATE decision SET state = 'signed', sign_year = :year, number = :number, sign = :sign, dated = :dated, version = version + 1
WHERE id = :id AND state = 'approved';

-- name: decision_attached exec
-- in: id int, file int
UPDATE decision SET file_id = :file, version = version + 1 WHERE id = :id;

-- name: decision_papered exec
-- in: id int, paper int
UPDATE decision SET paper_id = :paper, version = version + 1 WHERE id = :id;

-- name: decision_published exec
-- in: id int, today date
UPDATE decision SET state = 'published', published_on = :today, version = version + 1 WHERE id = :id AND state = 'signed';

-- name: decision_of_number one
-- in: unit int, year int, number int
-- out: id int, title text
SELECT id, title FROM decision WHERE unit_id = :unit AND sign_year = :year AND number = :number;

-- The next number of the own series and its day; days do not run backwards.
-- name: decision_series_next one write
-- in: unit int, year int, dated date
-- out: last int
INSERT INTO decision_series (unit_id, year, last, dated) VALUES (:unit, :year, 1, :dated)
ON CONFLICT (unit_id, year) DO UPDATE SET last = decision_series.last + 1, dated = :dated
RETURNING last;

-- name: decision_series_get one
-- in: unit int, year int
-- out: last int, dated date
SELECT last, dated FROM decision_series WHERE unit_id = :unit AND year = :year;

-- ---------------------------------------------------------------- lines

-- name: decision_line_add id
-- in: decision int, position int, nominee int?, award int?, because text, field text, before text, after text
-- out: id int
INSERT INTO decision_line (decision_id, position, nominee_id, award_id, because, field, before, after)
VALUES (:decision, :position, :nominee, :award, :because, :field, :before, :after) RETURNING id;

-- name: decision_line_last one
-- in: decision int
-- out: position int
SELECT COALESCE(max(position), 0) FROM decision_line WHERE decision_id = :decision;

-- name: decision_lines many
-- in: decision int
-- out: id int, nominee_id int?, award_id int?, because text, field text, before text, after text, amount int?
SELECT id, nominee_id, award_id, because, field, before, after, amount
FROM decision_line WHERE decision_id = :decision AND state = 'here' ORDER BY position, id;

-- name: decision_line_get one
-- in: id int
-- out: id int, decision_id int, nominee_id int?, award_id int?
SELECT id, decision_id, nominee_id, award_id FROM decision_line WHERE id = :id;

-- name: decision_line_removed exec
-- in: id int, because text
UPDATE decision_line SET state = 'removed', because = :because, version = version + 1 WHERE id = :id;

-- name: decision_lines_removed exec
-- in: decision int, because text
UPDATE decision_line SET state = 'removed', because = :because, version = version + 1 WHERE decision_id = :decision AND state = 'here';

-- name: decision_line_given exec
-- in: id int, award int, amount int?, coefficient int?, base int?, product int?, because text
UPDATE decision_line SET award_id = :award, amount = :amount, coefficient = :coefficient, base = :base, product = :product, because = :because,
    version = version + 1 WHERE id = :id;

-- name: decision_line_priced exec
-- in: id int, amount int?, coefficient int?, base int?, product int?, because text
UPDATE decision_line SET amount = :amount, coefficient = :coefficient, base = :base, product = :product, because = :because, version = version + 1
WHERE id = :id;

-- The decision in which a nominee stands, or that gave a line of the ledger.
-- name: decision_of_nominee one
-- in: nominee int
-- out: id int, title text, state text
SELECT d.id, d.title, d.state FROM decision_line l JOIN decision d ON d.id = l.decision_id WHERE l.nominee_id = :nominee AND l.state = 'here';

-- name: decision_of_award one
-- in: award int
-- out: id int, sign text
SELECT d.id, d.sign FROM decision_line l JOIN decision d ON d.id = l.decision_id
WHERE l.award_id = :award AND l.state = 'here' AND d.kind = 'award' LIMIT 1;

-- Another decision that is about to take it back.
-- name: decision_about_award one
-- in: award int, besides int
-- out: id int, title text
SELECT d.id, d.title FROM decision_line l JOIN decision d ON d.id = l.decision_id
WHERE l.award_id = :award AND l.state = 'here' AND d.kind = 'cancel' AND d.state IN ('draft', 'approved') AND d.id <> :besides LIMIT 1;

-- ---------------------------------------------------------------- nominees

-- name: decision_ready_round many
-- in: round int
-- out: id int
SELECT n.id FROM dossier x JOIN nominee n ON n.dossier_id = x.id
WHERE x.round_id = :round AND n.state IN ('cleared', 'passed') ORDER BY n.code, n.sort_key, n.id;

-- name: decision_ready_dossier many
-- in: dossier int
-- out: id int
SELECT n.id FROM nominee n WHERE n.dossier_id = :dossier AND n.state IN ('cleared', 'passed') ORDER BY n.code, n.sort_key, n.id;

-- name: decision_ready_meeting many
-- in: meeting int
-- out: id int
SELECT n.id FROM meeting_item i JOIN nominee n ON n.id = i.nominee_id
WHERE i.meeting_id = :meeting AND i.state IN ('passed', 'lower') AND n.state = 'passed' ORDER BY i.position, i.id;

-- Everything that a decision has to know of a nominee, with the check that was kept.
-- name: decision_nominee one
-- in: id int
-- out: id int, state text, dossier_id int, subject text, person_id int?, unit_id int?, household text, name text, code text, first_year int?, year int,
--   summary text, verdict_id int?, verdict text, kept_award text?, kept_verdict text?, kept_person int?, kept_unit int?, type text, is_short int, received_on date?,
--   dossier_unit int, place text, person_unit int?, post_title text
SELECT n.id, n.state, n.dossier_id, n.subject, n.person_id, n.unit_id, n.household, n.name, n.code, n.first_year, n.year, n.summary, n.verdict_id,
       n.verdict, v.award, v.verdict, v.person_id, v.unit_id, x.type, x.short, x.received_on, x.holder_id,
       COALESCE(pu.name, CASE n.subject WHEN 'household' THEN h.name END, ''), p.unit_id, COALESCE(p.post_title, '')
FROM nominee n JOIN dossier x ON x.id = n.dossier_id LEFT JOIN law_verdict v ON v.id = n.verdict_id LEFT JOIN person p ON p.id = n.person_id
LEFT JOIN unit pu ON pu.id = p.unit_id LEFT JOIN unit h ON h.id = x.holder_id
WHERE n.id = :id;

-- A closed ballot that reached its share for exactly this award; and the day of its meeting.
-- name: decision_ballot one
-- in: nominee int, code text
-- out: held_on date, for_n int, members int, needed int
SELECT m.held_on, CASE WHEN x.result = 'lower' THEN x.lower_n ELSE x.for_n END, x.members, x.needed
FROM meeting_item i JOIN meeting m ON m.id = i.meeting_id JOIN ballot_item x ON x.item_id = i.id JOIN ballot b ON b.id = x.ballot_id
WHERE i.nominee_id = :nominee AND b.state = 'closed'
  AND ((x.result = 'passed' AND i.code = :code) OR (x.result = 'lower' AND i.lower_code = :code))
ORDER BY x.id DESC LIMIT 1;

-- name: decision_grounds many
-- in: nominee int
-- out: deed_id int?, initiative_id int?
SELECT deed_id, initiative_id FROM nominee_ground WHERE nominee_id = :nominee ORDER BY id;

-- name: decision_deed_used exec
-- in: deed int, award int
UPDATE deed SET award_id = :award, version = version + 1 WHERE id = :deed;

-- ---------------------------------------------------------------- who signs

-- name: decision_is_head one
-- in: person int, on date
-- out: n int
SELECT count(*) FROM role_grant g JOIN unit u ON u.id = g.unit_id
WHERE g.person_id = :person AND g.role = 'head' AND g.valid_from <= :on AND g.valid_to > :on AND u.parent_id IS NULL;

-- Given by somebody who is head of the office on that day. `heads` 1: the taker is the head of a unit then; `post`: the main post.
-- name: decision_delegation many
-- in: taker int, on date
-- out: id int, kind text, giver_id int, giver_name text, field text, basis text, heads int, post text
SELECT d.id, d.kind, d.giver_id, p.name, d.field, d.basis,
       (SELECT count(*) FROM role_grant h WHERE h.person_id = d.taker_id AND h.role = 'unit_head' AND h.valid_from <= :on AND h.valid_to > :on),
       COALESCE((SELECT o.title FROM post o WHERE o.person_id = d.taker_id AND o.main = 1 AND o.valid_from <= :on AND o.valid_to > :on LIMIT 1), '')
FROM delegation d JOIN person p ON p.id = d.giver_id
WHERE d.taker_id = :taker AND d.valid_from <= :on AND d.valid_to > :on
  AND (SELECT 1 FROM role_grant g JOIN unit u ON u.id = g.unit_id WHERE g.person_id = d.giver_id AND g.role = 'head'
       AND g.valid_from <= :on AND g.valid_to > :on AND u.parent_id IS NULL LIMIT 1) = 1
ORDER BY d.valid_from DESC, d.id DESC;

-- ---------------------------------------------------------------- what follows

-- Whom a line of the ledger is about, as it stands.
-- name: decision_award one
-- in: id int
-- out: id int, subject text, person_id int?, unit_id int?, household text, name text, code text, type text, title text, year int, sign text, dated date?,
--   post_title text, achievement text, level text, state text
SELECT a.id, a.subject, a.person_id, a.unit_id, a.household,
       COALESCE(p.name, CASE a.subject WHEN 'unit' THEN u.name WHEN 'household' THEN a.household END, m.name, ''), a.code, a.type, a.title, a.year,
       a.sign, a.dated, a.post_title, a.achievement, a.level, a.state
FROM award a LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = a.unit_id LEFT JOIN unmatched m ON m.id = a.unmatched_id
WHERE a.id = :id;

-- name: decision_later_person many
-- in: person int, year int, besides int
-- out: id int, code text, type text, year int, sign text
SELECT id, code, type, year, sign FROM award
WHERE person_id = :person AND subject = 'person' AND state = 'valid' AND year >= :year AND id <> :besides ORDER BY year, id;

-- name: decision_later_unit many
-- in: unit int, year int, besides int
-- out: id int, code text, type text, year int, sign text
SELECT id, code, type, year, sign FROM award
WHERE unit_id = :unit AND subject = 'unit' AND state = 'valid' AND year >= :year AND id <> :besides ORDER BY year, id;

-- name: decision_certificates_of many
-- in: award int
-- out: id int, token text, state text
SELECT id, token, state FROM certificate WHERE award_id = :award AND state <> 'void' ORDER BY id;

-- name: decision_corrected exec
-- in: id int, post_title text, title text, achievement text
UPDATE award SET post_title = :post_title, title = :title, achievement = :achievement, version = version + 1 WHERE id = :id;

-- Those who enter numbers, and the standing body, over the whole office.
-- name: decision_holders many
-- in: role text, today date
-- out: account int
SELECT DISTINCT a.id FROM role_grant g JOIN unit u ON u.id = g.unit_id JOIN account a ON a.person_id = g.person_id AND a.state = 'active'
WHERE g.role = :role AND g.valid_from <= :today AND g.valid_to > :today AND u.parent_id IS NULL ORDER BY a.id;

-- name: decision_head_now one
-- in: on date
-- out: person_id int
SELECT g.person_id FROM role_grant g JOIN unit u ON u.id = g.unit_id
WHERE g.role = 'head' AND g.valid_from <= :on AND g.valid_to > :on AND u.parent_id IS NULL ORDER BY g.valid_from DESC, g.id DESC LIMIT 1;

-- name: decision_address one
-- in: person int
-- out: account int?, email text
SELECT (SELECT min(a.id) FROM account a WHERE a.person_id = p.id AND a.state = 'active'), p.email FROM person p WHERE p.id = :person;

-- The years of the awards that it gave.
-- name: decision_years many
-- in: decision int
-- out: year int
SELECT DISTINCT a.year FROM decision_line l JOIN award a ON a.id = l.award_id
WHERE l.decision_id = :decision AND l.state = 'here' AND a.state = 'valid' ORDER BY a.year;

-- ---------------------------------------------------------------- what is held about one person

-- list: privacy_decision
-- out: id int, title text, sign text, dated date?, signer_mode text, state text
-- filter: person int: d.signer_id = :person
-- order: id: d.id int
SELECT d.id, d.title, d.sign, d.dated, d.signer_mode, d.state FROM decision d WHERE d.id > 0;

-- ---------------------------------------------------------------- what must never be

-- For doctor and tests: lines of signed decisions without number or check; one nominee or one award for one time given twice; awards whose nominee does
-- not say so; who is forwarded without a submission that waits for an answer; money of a cancelled award that is
-- still to be paid or counts as paid; lines of a signed cancellation whose award still counts.
-- name: decision_broken one
-- out: unnumbered int, unchecked int, twice int, loose int, stuck int, kept_money int, uncancelled int
SELECT (SELECT count(*) FROM decision d WHERE d.state IN ('signed', 'published') AND (d.number IS NULL OR d.sign = '' OR d.dated IS NULL)),
       (SELECT count(*) FROM decision_line l JOIN decision d ON d.id = l.decision_id JOIN nominee n ON n.id = l.nominee_id
        LEFT JOIN law_verdict v ON v.id = n.verdict_id
        WHERE d.state IN ('signed', 'published') AND l.state = 'here' AND (v.verdict IS NULL OR v.verdict <> 'eligible' OR v.award <> n.code)),
       (SELECT count(*) FROM decision_line l JOIN decision d ON d.id = l.decision_id JOIN award a ON a.id = l.award_id
        JOIN award o ON o.person_id = a.person_id AND o.code = a.code AND o.id <> a.id AND o.state = 'valid' AND o.period_from < a.period_to
            AND o.period_to > a.period_from
        WHERE d.kind = 'award' AND a.state = 'valid' AND a.subject = 'person' AND l.state = 'here' AND a.code IN ('LDTT', 'CSTDCS')),
       (SELECT count(*) FROM decision_line l JOIN decision d ON d.id = l.decision_id JOIN nominee n ON n.id = l.nominee_id
        WHERE l.state = 'here' AND d.kind = 'award'
          AND (CASE WHEN d.state IN ('signed', 'published') THEN 1 ELSE 0 END) <> (CASE WHEN n.state = 'awarded' THEN 1 ELSE 0 END)),
       (SELECT count(*) FROM nominee n WHERE n.state = 'forwarded'
          AND (SELECT count(*) FROM submission_line l JOIN submission s ON s.id = l.submission_id
               WHERE l.nominee_id = n.id AND l.outcome = '' AND s.state = 'sent') <> 1),
       (SELECT count(*) FROM bonus b JOIN award a ON a.id = b.award_id WHERE a.state = 'cancelled' AND b.state IN ('due', 'paid')),
       (SELECT count(*) FROM decision_line l JOIN decision d ON d.id = l.decision_id JOIN award a ON a.id = l.award_id
        WHERE d.kind = 'cancel' AND d.state IN ('signed', 'published') AND l.state = 'here' AND a.state <> 'cancelled');
