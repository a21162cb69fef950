-- Personal data: what is held about one person, erasing it, incidents.

-- One list for each table that holds something about a person; all are asked with filter `person`, once
-- for each of privacy_records_of().
-- Columns that end in _ms are instants. A new table with a reference to a person needs one here
-- and a row in src/app/admin/privacy_export.c; a test looks for tables that have none.

-- list: privacy_person
-- out: id int, name text, gender text, birth date?, cadre text, email text, phone text, state text,
--   merged_into int?, unit_name text?, post_title text, created_ms int
-- filter: person int: p.id = :person
-- order: id: p.id int
SELECT p.id, p.name, p.gender, p.birth, p.cadre, p.email, p.phone, p.state, p.merged_into, u.name, p.post_title,
       p.created_ms
FROM person p LEFT JOIN unit u ON u.id = p.unit_id
WHERE p.id > 0;

-- list: privacy_post
-- out: id int, unit_name text, title text, main int, basis text, valid_from date, valid_to date
-- filter: person int: q.person_id = :person
-- order: id: q.id int
SELECT q.id, u.name, q.title, q.main, q.basis, q.valid_from, q.valid_to
FROM post q JOIN unit u ON u.id = q.unit_id
WHERE q.id > 0;

-- list: privacy_identifier
-- out: id int, kind text, sealed blob, valid_from date, valid_to date
-- filter: person int: i.person_id = :person
-- order: id: i.id int
SELECT i.id, i.kind, i.sealed, i.valid_from, i.valid_to
FROM person_identifier i
WHERE i.id > 0;

-- list: privacy_merge
-- out: id int, kept_id int, gone_id int, reason text, made_ms int, undone_ms int?
-- filter: person int: (m.kept_id = :person OR (m.gone_id = :person AND m.undone_ms IS NOT NULL))
-- order: id: m.id int
SELECT m.id, m.kept_id, m.gone_id, m.reason, m.made_ms, m.undone_ms
FROM person_merge m
WHERE m.id > 0;

-- list: privacy_delegation
-- out: id int, giver text, taker text, kind text, field text, basis text, valid_from date, valid_to date
-- filter: person int: (d.giver_id = :person OR d.taker_id = :person)
-- order: id: d.id int
SELECT d.id, g.name, t.name, d.kind, d.field, d.basis, d.valid_from, d.valid_to
FROM delegation d JOIN person g ON g.id = d.giver_id JOIN person t ON t.id = d.taker_id
WHERE d.id > 0;

-- list: privacy_account
-- out: id int, name text, state text, password_ms int, last_seen_ms int, created_ms int
-- filter: person int: a.person_id = :person
-- order: id: a.id int
SELECT a.id, a.name, a.state, a.password_ms, a.last_seen_ms, a.created_ms
FROM account a
WHERE a.id > 0;

-- list: privacy_session
-- out: id int, account text, began_ms int, seen_ms int, ends_ms int, ended_ms int?, remote text, agent text
-- filter: person int: a.person_id = :person
-- order: id: s.id int
SELECT s.id, a.name, s.began_ms, s.seen_ms, s.ends_ms, s.ended_ms, s.remote, s.agent
FROM session s JOIN account a ON a.id = s.account_id
WHERE s.id > 0;

-- list: privacy_token
-- out: id int, label text, ops text, made_ms int, ends_ms int, used_ms int, revoked_ms int?
-- filter: person int: a.person_id = :person
-- order: id: k.id int
SELECT k.id, k.label, k.ops, k.made_ms, k.ends_ms, k.used_ms, k.revoked_ms
FROM api_token k JOIN account a ON a.id = k.account_id
WHERE k.id > 0;

-- list: privacy_notice
-- out: id int, text text, made_ms int, read_ms int?
-- filter: person int: a.person_id = :person
-- order: id: n.id int
SELECT n.id, n.text, n.made_ms, n.read_ms
FROM notice n JOIN account a ON a.id = n.account_id
WHERE n.id > 0;

-- list: privacy_grant
-- out: id int, role text, unit_name text, basis text, valid_from date, valid_to date
-- filter: person int: g.person_id = :person
-- order: id: g.id int
SELECT g.id, g.role, u.name, g.basis, g.valid_from, g.valid_to
FROM role_grant g LEFT JOIN unit u ON u.id = g.unit_id
WHERE g.id > 0;

-- list: privacy_approval
-- out: id int, title text, summary text, asked_ms int, state text, decided_ms int?, reason text
-- filter: person int: v.person_id = :person
-- order: id: v.id int
SELECT v.id, v.title, v.summary, v.asked_ms, v.state, v.decided_ms, v.reason
FROM approval v
WHERE v.id > 0;

-- list: privacy_file
-- out: id int, name text, type text, size int, object text, added_ms int, state text
-- filter: person int: f.person_id = :person
-- order: id: f.id int
SELECT f.id, f.name, f.type, f.size, f.object, f.added_ms, f.state
FROM file f
WHERE f.id > 0;

-- list: privacy_extract
-- out: id int, token text, awards int, made_ms int
-- filter: person int: x.person_id = :person
-- order: id: x.id int
SELECT x.id, x.token, (SELECT count(*) FROM award_extract_line l WHERE l.extract_id = x.id), x.made_ms
FROM award_extract x
WHERE x.id > 0;

-- list: privacy_reader
-- out: id int, document text, due date, state text, opened_ms int?, acknowledged_ms int?
-- filter: person int: r.person_id = :person
-- order: id: r.id int
SELECT r.id, d.name, r.due, r.state, r.opened_ms, r.acknowledged_ms
FROM reader r JOIN reading g ON g.id = r.reading_id JOIN document d ON d.id = g.document_id
WHERE r.id > 0;

-- list: privacy_attendee
-- out: id int, title text, held_on date, state text, note text
-- filter: person int: a.person_id = :person
-- order: id: a.id int
SELECT a.id, t.title, t.held_on, a.state, a.note
FROM attendee a JOIN training t ON t.id = a.training_id
WHERE a.id > 0;

-- list: privacy_journal
-- out: id int, at_ms int, account text?, op text, origin text, person_id int, detail text
-- filter: person int: j.person_id = :person
-- order: time: j.at_ms int, j.id int
SELECT j.id, j.at_ms, a.name, j.op, j.origin, j.person_id, j.detail
FROM journal j LEFT JOIN account a ON a.id = j.account_id
WHERE j.at_ms > 0;

-- list: privacy_award
-- out: id int, code text, title text, type text, year int, period_from date, period_to date, sign text, dated date?, issuer text,
--   achievement text, state text, reason text
-- filter: person int: a.person_id = :person
-- order: id: a.id int
SELECT a.id, a.code, a.title, a.type, a.year, a.period_from, a.period_to, a.sign, a.dated, a.issuer, a.achievement, a.state, a.reason
FROM award a
WHERE a.id > 0;

-- list: privacy_rating
-- out: id int, year int, quarter int, level text, score_centi int?, sign text, dated date?, issuer text, state text, reason text
-- filter: person int: r.person_id = :person
-- order: id: r.id int
SELECT r.id, r.year, r.quarter, r.level, r.score_centi, r.sign, r.dated, r.issuer, r.state, r.reason
FROM rating r
WHERE r.id > 0;

-- list: privacy_author
-- out: id int, title text, kind text, year int, share int, scope text, state text
-- filter: person int: t.person_id = :person
-- order: id: t.id int
SELECT t.id, i.title, i.kind, i.year, t.share, i.scope, i.state
FROM initiative_author t JOIN initiative i ON i.id = t.initiative_id
WHERE t.id > 0;

-- list: privacy_discipline
-- out: id int, form text, valid_from date, valid_to date, sign text, dated date?, issuer text, state text, reason text
-- filter: person int: d.person_id = :person
-- order: id: d.id int
SELECT d.id, d.form, d.valid_from, d.valid_to, d.sign, d.dated, d.issuer, d.state, d.reason
FROM discipline d
WHERE d.id > 0;

-- list: privacy_hold
-- out: id int, valid_from date, valid_to date
-- filter: person int: h.person_id = :person
-- order: id: h.id int
SELECT h.id, h.valid_from, h.valid_to
FROM hold h
WHERE h.id > 0;

-- list: privacy_leave
-- out: id int, kind text, valid_from date, valid_to date, basis text, state text
-- filter: person int: l.person_id = :person
-- order: id: l.id int
SELECT l.id, l.kind, l.valid_from, l.valid_to, l.basis, l.state
FROM leave l
WHERE l.id > 0;

-- list: privacy_deed
-- out: id int, kind text, title text, year int, scope text, sign text, dated date?, issuer text, state text, reason text
-- filter: person int: d.person_id = :person
-- order: id: d.id int
SELECT d.id, d.kind, d.title, d.year, d.scope, d.sign, d.dated, d.issuer, d.state, d.reason
FROM deed d
WHERE d.id > 0;

-- list: privacy_service
-- out: id int, post text, title text, valid_from date, valid_to date, sign text, dated date?, issuer text, state text, reason text
-- filter: person int: s.person_id = :person
-- order: id: s.id int
SELECT s.id, s.post, s.title, s.valid_from, s.valid_to, s.sign, s.dated, s.issuer, s.state, s.reason
FROM service s
WHERE s.id > 0;

-- list: privacy_unmatched
-- out: id int, name text, unit_name text, birth date?, source text, reason text
-- filter: person int: m.person_id = :person
-- order: id: m.id int
SELECT m.id, m.name, m.unit_name, m.birth, m.source, m.reason
FROM unmatched m
WHERE m.id > 0;

-- ---------------------------------------------------------------- erasing

-- What still holds a record: each is a sentence in privacy_erase.c.
-- name: privacy_holds one
-- in: person int, today date
-- out: grants int, delegations int, approvals int, holds int, last_day date
SELECT (SELECT count(*) FROM role_grant g WHERE g.person_id = :person AND g.valid_to > :today),
       (SELECT count(*) FROM delegation d WHERE (d.giver_id = :person OR d.taker_id = :person) AND d.valid_to > :today),
       (SELECT count(*) FROM approval v WHERE v.state = 'waiting' AND (v.person_id = :person OR v.asked_by IN
           (SELECT a.id FROM account a WHERE a.person_id = :person))),
       (SELECT count(*) FROM hold h WHERE h.person_id = :person AND h.valid_to > :today),
       COALESCE((SELECT max(q.valid_to) FROM post q WHERE q.person_id = :person), '1900-01-01');

-- Those who left so long ago that their record need not be kept any longer (the term `person` of the table of retention).
-- list: privacy_due
-- out: id int, name text, left_on date?, act text
-- order: name: p.sort_key blob, p.id int
-- sqlite:
SELECT p.id, p.name, (SELECT max(q.valid_to) FROM post q WHERE q.person_id = p.id), 'Xóa dữ liệu cá nhân'
FROM person p INDEXED BY person_left
WHERE p.state = 'left'
  AND COALESCE((SELECT max(q.valid_to) FROM post q WHERE q.person_id = p.id), '1900-01-01')
      <= date(:today, '-' || COALESCE((SELECT s.value FROM setting s WHERE s.key = 'keep.person'), '3650') || ' days');
-- postgres:
SELECT p.id, p.name, (SELECT max(q.valid_to) FROM post q WHERE q.person_id = p.id), 'Xóa dữ liệu cá nhân'
FROM person p
WHERE p.state = 'left'
  AND COALESCE((SELECT max(q.valid_to) FROM post q WHERE q.person_id = p.id), '1900-01-01')
      <= to_char(CAST(CAST(:today AS text) AS date) - CAST(COALESCE((SELECT s.value FROM setting s WHERE s.key = 'keep.person'), '3650')
                 AS integer), 'YYYY-MM-DD');

-- The record and all that were merged into it, at whatever distance.
-- name: privacy_records_of many
-- in: person int
-- out: id int
WITH RECURSIVE record (id) AS (
    SELECT p.id FROM person p WHERE p.id = :person
    UNION
    SELECT p.id FROM person p JOIN record r ON p.merged_into = r.id)
SELECT id FROM record ORDER BY 1;

-- name: privacy_erase_person exec
-- in: id int, name text, sort_key blob, fold text
UPDATE person SET name = :name, sort_key = :sort_key, fold = :fold, gender = '', birth = NULL, email = '', phone = '',
       state = 'erased', version = version + 1
WHERE id = :id;

-- name: privacy_erase_identifiers exec
-- in: person int
DELETE FROM person_identifier WHERE person_id = :person;

-- What a list called them, and words about them; results stay, without a name.
-- name: privacy_erase_unmatched exec
-- in: person int, name text, sort_key blob, fold text
UPDATE unmatched SET name = :name, sort_key = :sort_key, fold = :fold, unit_name = '', birth = NULL, sealed = NULL, lookup = NULL,
       number_kind = '', reason = '', version = version + 1
WHERE person_id = :person;

-- name: privacy_erase_holds exec
-- in: person int
UPDATE hold SET sealed = NULL, version = version + 1 WHERE person_id = :person;

-- name: privacy_erase_leaves exec
-- in: person int
UPDATE leave SET basis = '', reason = '', version = version + 1 WHERE person_id = :person;

-- What was achieved stays as a result, without the words about the person.
-- name: privacy_erase_deeds exec
-- in: person int
UPDATE deed SET title = 'Đã xóa', effect = '', reason = '', version = version + 1 WHERE person_id = :person;

-- name: privacy_erase_services exec
-- in: person int
UPDATE service SET title = '', reason = '', version = version + 1 WHERE person_id = :person;

-- name: privacy_erase_account exec
-- in: person int
UPDATE account SET name = 'da-xoa-' || id, password_hash = '', totp_sealed = NULL, state = 'disabled',
       version = version + 1
WHERE person_id = :person;

-- name: privacy_erase_sessions exec
-- in: person int, now int
UPDATE session SET remote = '', agent = '', ended_ms = COALESCE(ended_ms, :now)
WHERE account_id IN (SELECT a.id FROM account a WHERE a.person_id = :person);

-- name: privacy_erase_old_passwords exec
-- in: person int
DELETE FROM password_old WHERE account_id IN (SELECT a.id FROM account a WHERE a.person_id = :person);

-- name: privacy_erase_codes exec
-- in: person int
DELETE FROM recovery_code WHERE account_id IN (SELECT a.id FROM account a WHERE a.person_id = :person);

-- name: privacy_erase_tokens exec
-- in: person int, now int
UPDATE api_token SET label = '', revoked_ms = COALESCE(revoked_ms, :now)
WHERE account_id IN (SELECT a.id FROM account a WHERE a.person_id = :person);

-- name: privacy_erase_notices exec
-- in: person int
DELETE FROM notice WHERE account_id IN (SELECT a.id FROM account a WHERE a.person_id = :person);

-- name: privacy_erase_mail exec
-- in: address text
DELETE FROM mail WHERE to_address = :address AND state <> 'waiting';

-- What was answered with a name in it; the key still stops a second try.
-- name: privacy_erase_answers exec
-- in: word text
UPDATE idempotency SET result = '{}' WHERE result LIKE '%' || :word || '%';

-- What was asked stays; what was typed goes.
-- name: privacy_erase_approvals exec
-- in: person int
UPDATE approval SET input = '{}', summary = '' WHERE person_id = :person AND state <> 'waiting';

-- name: privacy_files_of many
-- in: person int
-- out: id int
SELECT id FROM file WHERE person_id = :person AND state = 'kept' ORDER BY id;

-- name: privacy_erase_file_names exec
-- in: person int
UPDATE file SET name = 'da-xoa' WHERE person_id = :person;

-- ---------------------------------------------------------------- serving its time

-- name: approval_input_purge exec
-- in: before int
UPDATE approval SET input = '{}' WHERE state IN ('done', 'refused', 'lapsed') AND decided_ms < :before AND input <> '{}';

-- name: api_token_purge exec
-- in: before int
DELETE FROM api_token WHERE ends_ms < :before;

-- ---------------------------------------------------------------- incidents

-- list: incident_list
-- out: id int, title text, kind text, found_ms int, due_ms int, reported_ms int?, people int, state text
-- filter: state text: i.state = :state
-- filter: kind text: i.kind = :kind
-- order: time: i.found_ms int, i.id int
SELECT i.id, i.title, i.kind, i.found_ms, i.due_ms, i.reported_ms, i.people, i.state
FROM incident i
WHERE i.found_ms > 0;

-- list: incident_object
-- out: id int, label text, version int, state text
-- filter: id int: i.id = :id
-- order: id: i.id int
SELECT i.id, i.title, i.version, i.state
FROM incident i
WHERE i.id > 0;

-- list: incident_view
-- out: id int, title text, kind text, what text, data text, people int, measures text, found_ms int, due_ms int,
--   reported_ms int?, report_no text, closed_ms int?, state text
-- filter: id int: i.id = :id
-- order: id: i.id int
SELECT i.id, i.title, i.kind, i.what, i.data, i.people, i.measures, i.found_ms, i.due_ms, i.reported_ms, i.report_no,
       i.closed_ms, i.state
FROM incident i
WHERE i.id > 0;

-- name: incident_add id
-- in: title text, kind text, what text, data text, people int, measures text, found int, due int
-- out: id int
INSERT INTO incident (title, kind, what, data, people, measures, found_ms, due_ms)
VALUES (:title, :kind, :what, :data, :people, :measures, :found, :due)
RETURNING id;

-- name: incident_report exec
-- in: id int, now int, no text
UPDATE incident SET state = 'reported', reported_ms = :now, report_no = :no, version = version + 1 WHERE id = :id;

-- name: incident_close exec
-- in: id int, now int, measures text
UPDATE incident SET state = 'closed', closed_ms = :now, measures = :measures, version = version + 1 WHERE id = :id;

-- name: incident_due one
-- in: id int
-- out: due_ms int
SELECT due_ms FROM incident WHERE id = :id;
