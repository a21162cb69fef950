-- Certificates: of which line of the ledger, on which blank, where its boxes stand; blanks that came in and went.

-- The lines of a decision, in its order: the number in it is the số sổ vàng (NĐ 98/2023/NĐ-CP, Điều 104).
-- name: certificate_lines many
-- in: year int, sign text
-- out: id int, code text, certificate int?
SELECT a.id, a.code,
       (SELECT x.id FROM certificate x WHERE x.award_id = a.id AND x.state <> 'void' LIMIT 1)
FROM award a WHERE a.year = :year AND a.sign = :sign AND a.state = 'valid' ORDER BY a.id LIMIT 5001;

-- Whose decision it is: certificates lie as that unit laid them out.
-- name: certificate_decider one
-- in: year int, sign text
-- out: unit_id int
SELECT unit_id FROM decision WHERE sign_year = :year AND sign = :sign AND kind = 'award' AND state IN ('signed', 'published') ORDER BY id LIMIT 1;

-- name: certificate_add id
-- in: award int, blank text, token text, year int, golden int, title text, about text, account int?, now int
-- out: id int
INSERT INTO certificate (award_id, blank, token, year, golden, title, about, made_by, made_ms)
VALUES (:award, :blank, :token, :year, :golden, :title, :about, :account, :now) RETURNING id;

-- What is printed on those of a decision; one only with :id.
-- name: certificate_prints many
-- in: year int, sign text, id int, subject text
-- out: id int, award_id int, blank text, token text, golden int, title text, about text, subject text, name text?, post_title text, unit_name text?, achievement text, code text, sign text, dated date?, issuer text
SELECT c.id, c.award_id, c.blank, c.token, c.golden, c.title, c.about, a.subject,
       COALESCE(p.name, CASE WHEN a.subject = 'unit' THEN u.name END, CASE WHEN a.household <> '' THEN a.household END, m.name),
       COALESCE(NULLIF(a.post_title, ''), p.post_title, ''), CASE WHEN a.subject = 'person' THEN u.name END, a.achievement, a.code, a.sign, a.dated, a.issuer
FROM award a JOIN certificate c ON c.award_id = a.id
LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = a.unit_id LEFT JOIN unmatched m ON m.id = a.unmatched_id
WHERE a.year = :year AND a.sign = :sign AND c.state <> 'void' AND a.state = 'valid' AND (:id = 0 OR c.id = :id) AND (:subject = '' OR a.subject = :subject)
ORDER BY c.golden, c.id LIMIT 5001;

-- name: certificate_get one
-- in: id int
-- out: id int, award_id int, blank text, token text, year int, golden int, serial text, state text, reason text, sign text, award_year int, person_id int?, unit_id int?
SELECT c.id, c.award_id, c.blank, c.token, c.year, c.golden, c.serial, c.state, c.reason, a.sign, a.year, a.person_id, a.unit_id
FROM certificate c JOIN award a ON a.id = c.award_id WHERE c.id = :id;

-- name: certificate_printed exec
-- in: id int, now int
UPDATE certificate SET state = 'printed', printed_ms = :now, version = version + 1 WHERE id = :id AND state IN ('made', 'printed');

-- name: certificate_given exec
-- in: id int, on date, serial text
UPDATE certificate SET state = 'given', given_on = :on, serial = :serial, version = version + 1 WHERE id = :id AND state IN ('made', 'printed', 'given');

-- name: certificate_void exec
-- in: id int, reason text
UPDATE certificate SET state = 'void', reason = :reason, version = version + 1 WHERE id = :id AND state <> 'void';

-- What the public page shows of a short number: state is 'void' when it was taken back, award_state 'cancelled' when the decision was.
-- name: certificate_by_token one
-- in: token text
-- out: id int, state text, award_state text, subject text, name text?, code text, title text, sign text, dated date?, issuer text, year int, golden int, cancel_sign text, cancel_dated date?
SELECT c.id, c.state, a.state, a.subject, COALESCE(p.name, CASE WHEN a.subject = 'unit' THEN u.name END, CASE WHEN a.household <> '' THEN a.household END, m.name), a.code, a.title,
       a.sign, a.dated, a.issuer, a.year, c.golden, a.cancel_sign, a.cancel_dated
FROM certificate c JOIN award a ON a.id = c.award_id
LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = a.unit_id LEFT JOIN unmatched m ON m.id = a.unmatched_id
WHERE c.token = :token;

-- name: certificate_erase exec
-- in: person int
UPDATE certificate SET title = '', about = '' WHERE award_id IN (SELECT a.id FROM award a WHERE a.person_id = :person);

-- list: certificate_object
-- out: id int, label text, version int, state text, person int?, unit int?
-- scope: unit=COALESCE(p.unit_id,a.unit_id) person=a.person_id
-- filter: id int: c.id = :id
-- order: id: c.id int
SELECT c.id, COALESCE(p.name, u.name, a.household), c.version, c.state, a.person_id, COALESCE(p.unit_id, a.unit_id)
FROM certificate c LEFT JOIN award a ON a.id = c.award_id LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = a.unit_id
WHERE c.id > 0;

-- list: certificate_list
-- out: id int, name text?, code text, golden int, sign text, dated date?, year int, blank text, token text, serial text, state text, given_on date?, version int, award_id int, person_id int?
-- scope: unit=COALESCE(p.unit_id,a.unit_id) person=a.person_id
-- filter: year int: c.year = :year
-- filter: state text: c.state = :state
-- filter: award int: c.award_id = :award
-- filter: person int: c.award_id IN (SELECT x.id FROM award x WHERE x.person_id = :person)
-- order: newest: c.id int
SELECT c.id, COALESCE(p.name, CASE WHEN a.subject = 'unit' THEN u.name END, CASE WHEN a.household <> '' THEN a.household END, m.name), a.code, c.golden, a.sign, a.dated, c.year, c.blank, c.token,
       c.serial, c.state, c.given_on, c.version, c.award_id, a.person_id
FROM certificate c LEFT JOIN award a ON a.id = c.award_id LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = a.unit_id
LEFT JOIN unmatched m ON m.id = a.unmatched_id
WHERE c.id > 0;

-- The office's picture over its certificates.
-- name: emblem_file one
-- in: unit int
-- out: id int, name text
SELECT id, name FROM file WHERE object = 'emblem' AND object_id = :unit AND state = 'kept' ORDER BY id DESC LIMIT 1;

-- ---------------------------------------------------------------- layouts

-- The nearest one: this unit's before the whole office's, this award's before any, this kind's before any; the newest of those.
-- name: cert_layout_for one
-- in: blank text, unit int, top int, award text, subject text
-- out: id int, unit_id int, award text, subject text, body text, text_only int, shift_x int, shift_y int
SELECT id, unit_id, award, subject, body, text_only, shift_x, shift_y FROM cert_layout
WHERE blank = :blank AND unit_id IN (:unit, :top) AND award IN (:award, '') AND subject IN (:subject, '')
ORDER BY CASE WHEN unit_id = :unit THEN 0 ELSE 1 END, CASE WHEN award = :award THEN 0 ELSE 1 END, CASE WHEN subject = :subject THEN 0 ELSE 1 END, id DESC LIMIT 1;

-- name: cert_layout_add id
-- in: blank text, unit int, award text, subject text, body text, text_only int, shift_x int, shift_y int, account int?, now int
-- out: id int
INSERT INTO cert_layout (blank, unit_id, award, subject, body, text_only, shift_x, shift_y, made_by, made_ms)
VALUES (:blank, :unit, :award, :subject, :body, :text_only, :shift_x, :shift_y, :account, :now) RETURNING id;

-- ---------------------------------------------------------------- blanks

-- name: blank_lot_add id
-- in: blank text, on date, count int, first text, last text, source text, account int?, now int
-- out: id int
INSERT INTO blank_lot (blank, received_on, count, first, last, source, made_by, made_ms)
VALUES (:blank, :on, :count, :first, :last, :source, :account, :now) RETURNING id;

-- name: blank_spoiled_add id
-- in: blank text, count int, serial text, certificate int?, on date, reason text, account int?, now int
-- out: id int
INSERT INTO blank_spoiled (blank, count, serial, certificate_id, on_date, reason, made_by, made_ms)
VALUES (:blank, :count, :serial, :certificate, :on, :reason, :account, :now) RETURNING id;

-- name: blank_balance one
-- in: blank text
-- out: received int, spoiled int, used int
SELECT coalesce((SELECT CAST(sum(l.count) AS bigint) FROM blank_lot l WHERE l.blank = :blank), 0),
       coalesce((SELECT CAST(sum(s.count) AS bigint) FROM blank_spoiled s WHERE s.blank = :blank), 0),
       (SELECT count(*) FROM certificate c WHERE c.blank = :blank AND c.state IN ('printed', 'given'));

-- list: blank_lot_list
-- out: id int, blank text, received_on date, count int, first text, last text, source text, made_by text?
-- filter: blank text: l.blank = :blank
-- order: newest: l.id int
SELECT l.id, l.blank, l.received_on, l.count, l.first, l.last, l.source, coalesce(p.name, a.name)
FROM blank_lot l LEFT JOIN account a ON a.id = l.made_by LEFT JOIN person p ON p.id = a.person_id
WHERE l.id > 0;

-- list: blank_spoiled_list
-- out: id int, blank text, on_date date, count int, serial text, reason text, certificate_id int?, made_by text?
-- filter: blank text: s.blank = :blank
-- order: newest: s.id int
SELECT s.id, s.blank, s.on_date, s.count, s.serial, s.reason, s.certificate_id, coalesce(p.name, a.name)
FROM blank_spoiled s LEFT JOIN account a ON a.id = s.made_by LEFT JOIN person p ON p.id = a.person_id
WHERE s.id > 0;
