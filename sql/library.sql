-- The library of legal documents.

-- Candidates for a citation; an office has a handful for each key.
-- name: document_by_sign many
-- in: key text
-- out: id int, year int, issuer_key text, title_key text, signed_on date?, valid_from date?, valid_to date?
SELECT id, year, issuer_key, title_key, signed_on, valid_from, valid_to FROM document
WHERE sign_key = :key AND state = 'kept' ORDER BY year, id LIMIT 100;

-- name: document_by_title many
-- in: key text
-- out: id int, year int, issuer_key text, signed_on date?, valid_from date?, valid_to date?
SELECT id, year, issuer_key, signed_on, valid_from, valid_to FROM document
WHERE title_key = :key AND state = 'kept' ORDER BY id LIMIT 100;

-- name: document_by_id one
-- in: id int
-- out: id int, class text, type text, sign text, issuer text, signed_on date?, title text, name text, valid_from date?,
--   valid_to date?, source text, confirmed int, note text, file_id int?, state text
SELECT id, class, type, sign, issuer, signed_on, title, name, valid_from, valid_to, source, confirmed, note, file_id,
       state
FROM document WHERE id = :id;

-- name: document_add id
-- in: class text, type text, sign text, sign_key text, issuer text, issuer_key text, issuer_fold text, signed_on date?,
--   year int, title text, title_key text, name text, sort_key blob, key_version int, valid_from date?, valid_to date?, source text,
--   confirmed int, note text, state text, now int
-- out: id int
INSERT INTO document (class, type, sign, sign_key, issuer, issuer_key, issuer_fold, signed_on, year, title, title_key,
    name, sort_key, key_version, valid_from, valid_to, source, confirmed, note, state, added_ms)
VALUES (:class, :type, :sign, :sign_key, :issuer, :issuer_key, :issuer_fold, :signed_on, :year, :title, :title_key,
    :name, :sort_key, :key_version, :valid_from, :valid_to, :source, :confirmed, :note, :state, :now)
RETURNING id;

-- What is changed waits to be confirmed again.
-- name: document_set exec
-- in: id int, class text, type text, sign text, sign_key text, issuer text, issuer_key text, issuer_fold text,
--   signed_on date?, year int, title text, title_key text, name text, sort_key blob, key_version int, valid_from date?,
--   valid_to date?, source text, note text, state text
UPDATE document SET class = :class, type = :type, sign = :sign, sign_key = :sign_key, issuer = :issuer,
    issuer_key = :issuer_key, issuer_fold = :issuer_fold, signed_on = :signed_on, year = :year, title = :title, title_key = :title_key, name = :name,
    sort_key = :sort_key, key_version = :key_version, valid_from = :valid_from, valid_to = :valid_to, source = :source,
    note = :note, state = :state, confirmed = 0, confirmed_by = NULL, confirmed_ms = NULL, version = version + 1
WHERE id = :id;

-- name: document_file_set exec
-- in: id int, file int?
UPDATE document SET file_id = :file, version = version + 1 WHERE id = :id;

-- name: document_confirm exec
-- in: id int, source text, by int?, now int
UPDATE document SET confirmed = 1, source = :source, confirmed_by = :by, confirmed_ms = :now, version = version + 1
WHERE id = :id;

-- name: document_state_set exec
-- in: id int, state text
UPDATE document SET state = :state, version = version + 1 WHERE id = :id;

-- A relation told that it ends on a day.
-- name: document_end exec
-- in: id int, on date
UPDATE document SET valid_to = :on, confirmed = 0, confirmed_by = NULL, confirmed_ms = NULL, version = version + 1
WHERE id = :id AND valid_to IS NULL AND (valid_from IS NULL OR valid_from < :on);

-- What still refers to it, as counts.
-- name: document_held one
-- in: id int
-- out: relations int, readings int, plans int, movements int, trainings int
SELECT (SELECT count(*) FROM document_relation r WHERE r.from_id = :id)
     + (SELECT count(*) FROM document_relation r WHERE r.to_id = :id),
       (SELECT count(*) FROM reading g WHERE g.document_id = :id),
       (SELECT count(*) FROM plan_citation c WHERE c.document_id = :id),
       (SELECT count(*) FROM movement m WHERE m.document_id = :id),
       (SELECT count(*) FROM training_document x WHERE x.document_id = :id);

-- name: document_keys_old many
-- in: after int
-- out: id int, type text, sign text, issuer text, signed_on date?, title text, state text
SELECT id, type, sign, issuer, signed_on, title, state FROM document WHERE id > :after ORDER BY id LIMIT 500;

-- name: document_keys_set exec
-- in: id int, sign_key text, issuer_key text, issuer_fold text, title_key text, name text, sort_key blob, key_version int
UPDATE document SET sign_key = :sign_key, issuer_key = :issuer_key, issuer_fold = :issuer_fold, title_key = :title_key, name = :name,
    sort_key = :sort_key, key_version = :key_version
WHERE id = :id;

-- ---------------------------------------------------------------- lists

-- list: document_object
-- out: id int, label text, version int, state text
-- filter: id int: d.id = :id
-- filter: word ids: d.id IN (:word)
-- order: name: d.sort_key blob, d.id int
SELECT d.id, d.name, d.version, d.state
FROM document d
WHERE d.state = 'kept';

-- What people can be given to read: what has ended is found, and not offered.
-- list: document_in_force
-- out: id int, label text, version int, state text
-- filter: id int: d.id = :id
-- filter: word ids: d.id IN (:word)
-- filter: state text: CASE WHEN d.valid_to IS NOT NULL AND d.valid_to <= :today THEN 'ended' ELSE 'active' END = :state
-- order: name: d.sort_key blob, d.id int
SELECT d.id, d.name, d.version, d.state
FROM document d
WHERE d.state = 'kept';

-- list: document_list
-- out: id int, name text, title text, class text, issuer text, signed_on date?, valid_from date?, valid_to date?,
--   validity text, confirmed text
-- filter: class text: d.class = :class
-- filter: type text: d.type = :type
-- filter: issuer text: d.issuer_fold LIKE '%' || :issuer || '%'
-- filter: on date: d.valid_from <= :on AND (d.valid_to IS NULL OR d.valid_to > :on)
-- filter: validity text: CASE WHEN d.valid_to <= :today THEN 'expired' WHEN d.valid_from IS NULL THEN 'unknown' WHEN d.valid_from > :today THEN 'not_yet' ELSE 'in_force' END = :validity
-- filter: confirmed text: d.confirmed = CASE WHEN :confirmed = 'confirmed' THEN 1 ELSE 0 END
-- filter: q ids: d.id IN (:q)
-- order: name: d.sort_key blob, d.id int
-- order: newest: COALESCE(d.signed_on, '') text, d.id int
SELECT d.id, d.name, d.title, d.class, d.issuer, d.signed_on, d.valid_from, d.valid_to,
       CASE WHEN d.valid_to <= :today THEN 'expired' WHEN d.valid_from IS NULL THEN 'unknown'
            WHEN d.valid_from > :today THEN 'not_yet' ELSE 'in_force' END,
       CASE WHEN d.confirmed = 1 THEN 'confirmed' ELSE 'unconfirmed' END
FROM document d
WHERE d.state = 'kept';

-- list: document_view
-- out: id int, name text, title text, class text, type text, sign text, issuer text, signed_on date?, valid_from date?,
--   valid_to date?, validity text, confirmed text, confirmed_name text?, confirmed_ms int?, source text, note text,
--   file_name text?, version int
-- filter: id int: d.id = :id
-- order: id: d.id int
SELECT d.id, d.name, d.title, d.class, d.type, d.sign, d.issuer, d.signed_on, d.valid_from, d.valid_to,
       CASE WHEN d.valid_to <= :today THEN 'expired' WHEN d.valid_from IS NULL THEN 'unknown'
            WHEN d.valid_from > :today THEN 'not_yet' ELSE 'in_force' END,
       CASE WHEN d.confirmed = 1 THEN 'confirmed' ELSE 'unconfirmed' END,
       COALESCE(p.name, a.name), d.confirmed_ms, d.source, d.note, f.name, d.version
FROM document d LEFT JOIN account a ON a.id = d.confirmed_by LEFT JOIN person p ON p.id = a.person_id
     LEFT JOIN file f ON f.id = d.file_id
WHERE d.id > 0 AND d.state NOT IN ('draft', 'removed');

-- Out of force, and still used by work that goes on.
-- list: document_stale
-- out: id int, name text, title text, valid_to date, instead text?, instead_id int?, plans int, movements int, readings int
-- order: ends: d.valid_to text, d.id int
SELECT d.id, d.name, d.title, d.valid_to,
       (SELECT n.name FROM document_relation r JOIN document n ON n.id = r.from_id
        WHERE r.to_id = d.id AND r.kind IN ('replaces', 'repeals') ORDER BY r.kind DESC, r.id DESC LIMIT 1),
       (SELECT r.from_id FROM document_relation r
        WHERE r.to_id = d.id AND r.kind IN ('replaces', 'repeals') ORDER BY r.kind DESC, r.id DESC LIMIT 1),
       (SELECT count(*) FROM plan_citation c JOIN plan p ON p.id = c.plan_id
        WHERE c.document_id = d.id AND p.state IN ('draft', 'issued')),
       (SELECT count(*) FROM movement m WHERE m.document_id = d.id AND m.state IN ('draft', 'launched', 'interim', 'reviewed')),
       (SELECT count(*) FROM reading g WHERE g.document_id = d.id AND g.state = 'open')
FROM document d
WHERE d.state = 'kept' AND d.valid_to <= :today
  AND ((SELECT 1 FROM plan_citation c JOIN plan p ON p.id = c.plan_id
        WHERE c.document_id = d.id AND p.state IN ('draft', 'issued') LIMIT 1) = 1
       OR (SELECT 1 FROM movement m WHERE m.document_id = d.id AND m.state IN ('draft', 'launched', 'interim', 'reviewed') LIMIT 1) = 1
       OR (SELECT 1 FROM reading g WHERE g.document_id = d.id AND g.state = 'open' LIMIT 1) = 1);

-- ---------------------------------------------------------------- relations

-- list: relation_object
-- out: id int, label text
-- filter: id int: r.id = :id
-- order: id: r.id int
SELECT r.id, f.name
FROM document_relation r JOIN document f ON f.id = r.from_id
WHERE r.id > 0;

-- Always of one document: both ways, as a sentence "A amends B".
-- list: relation_list
-- out: id int, from_id int, from_name text, kind text, to_id int, to_name text, from_date date?, note text
-- filter: document int: (r.from_id = :document OR r.to_id = :document)
-- filter: from int: r.from_id = :from
-- filter: to int: r.to_id = :to
-- filter: kind text: r.kind = :kind
-- order: id: r.id int
SELECT r.id, r.from_id, f.name, r.kind, r.to_id, t.name, r.from_date, r.note
FROM document_relation r JOIN document f ON f.id = r.from_id JOIN document t ON t.id = r.to_id
WHERE r.id > 0;

-- Plans of the office and of its units that cite a document; drafts are their writers' alone.
-- list: document_plans
-- out: id int, plan_id int, title text, sign text, dated date?, unit_name text, place text?, times int, state text
-- filter: document int: t.document_id = :document
-- order: newest: t.id int
SELECT t.id, t.plan_id, p.title, COALESCE(p.number, '…') || '/' || COALESCE(p.notation, '…'), p.dated, u.name, t.place,
       t.times, p.state
FROM plan_citation t JOIN plan p ON p.id = t.plan_id LEFT JOIN unit u ON u.id = p.unit_id
WHERE t.id > 0 AND p.state NOT IN ('draft', 'dropped');

-- list: document_movements
-- out: id int, title text, state text, unit_name text, begins date, ends date
-- filter: document int: m.document_id = :document
-- order: newest: m.id int
SELECT m.id, m.title, m.state, u.name, m.begins, m.ends
FROM movement m LEFT JOIN unit u ON u.id = m.holder_id
WHERE m.id > 0 AND m.state NOT IN ('draft', 'dropped');

-- name: relation_add id
-- in: from_id int, to_id int, kind text, from_date date?, note text
-- out: id int
INSERT INTO document_relation (from_id, to_id, kind, from_date, note)
VALUES (:from_id, :to_id, :kind, :from_date, :note)
RETURNING id;

-- name: relation_get one
-- in: id int
-- out: from_id int, to_id int, kind text
SELECT from_id, to_id, kind FROM document_relation WHERE id = :id;

-- name: relation_there one
-- in: from_id int, to_id int, kind text
-- out: id int
SELECT id FROM document_relation WHERE from_id = :from_id AND to_id = :to_id AND kind = :kind;

-- name: relation_drop exec
-- in: id int
DELETE FROM document_relation WHERE id = :id;

-- ---------------------------------------------------------------- guidance of the office itself

-- list: guidance_object
-- out: id int, label text, version int, state text
-- filter: id int: d.id = :id
-- order: id: d.id int
SELECT d.id, d.title, d.version, CASE WHEN d.state = 'kept' THEN 'issued' ELSE d.state END
FROM document d
WHERE d.class = 'guidance';

-- list: guidance_list
-- out: id int, title text, type text, sign text, signed_on date?, state text
-- filter: state text: d.state = CASE WHEN :state = 'issued' THEN 'kept' ELSE :state END
-- order: id: d.id int
SELECT d.id, d.title, d.type, d.sign, d.signed_on, CASE WHEN d.state = 'kept' THEN 'issued' ELSE d.state END
FROM document d
WHERE d.class = 'guidance';

-- list: guidance_view
-- out: id int, title text, type text, sign text, issuer text, signed_on date?, valid_from date?, note text, file_name text?,
--   state text, version int
-- filter: id int: d.id = :id
-- order: id: d.id int
SELECT d.id, d.title, d.type, d.sign, d.issuer, d.signed_on, d.valid_from, d.note, f.name,
       CASE WHEN d.state = 'kept' THEN 'issued' ELSE d.state END, d.version
FROM document d LEFT JOIN file f ON f.id = d.file_id
WHERE d.class = 'guidance';
