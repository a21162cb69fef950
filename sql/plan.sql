-- Plans: documents read or typed in, their sections, citations, tasks.

-- ---------------------------------------------------------------- lists

-- Within one's scope: for those who write and correct. For pickers only what is being carried out is 'active'.
-- list: plan_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=p.unit_id
-- filter: id int: p.id = :id
-- filter: word ids: p.id IN (:word)
-- filter: state text: CASE p.state WHEN 'issued' THEN 'active' ELSE p.state END = :state
-- order: name: p.sort_key blob, p.id int
SELECT p.id, p.title, p.version, p.state, p.unit_id
FROM plan p
WHERE p.id > 0;

-- What everybody may read and refer to.
-- list: plan_issued
-- out: id int, label text, version int, state text
-- filter: id int: p.id = :id
-- filter: word ids: p.id IN (:word)
-- filter: state text: CASE p.state WHEN 'issued' THEN 'active' ELSE p.state END = :state
-- order: name: p.sort_key blob, p.id int
SELECT p.id, p.title, p.version, p.state
FROM plan p
WHERE p.state <> 'draft' AND p.state <> 'dropped';

-- list: plan_any
-- out: id int, label text, version int, state text
-- filter: id int: p.id = :id
-- order: id: p.id int
SELECT p.id, p.title, p.version, p.state
FROM plan p
WHERE p.id > 0;

-- list: plan_list
-- out: id int, title text, sign text, dated date?, issuer text, unit_id int, unit_name text, year int, state text, tasks int
-- filter: state text: p.state = :state
-- filter: year int: p.year = :year
-- filter: unit int: p.unit_id = :unit
-- filter: carries_out int: p.carries_out = :carries_out
-- filter: document int: p.id IN (SELECT t.plan_id FROM plan_citation t WHERE t.document_id = :document)
-- filter: q ids: p.id IN (:q)
-- order: newest: COALESCE(p.dated, '') text, p.id int
-- order: name: p.sort_key blob, p.id int
SELECT p.id, p.title, COALESCE(p.number, '…') || '/' || COALESCE(p.notation, '…'), p.dated, COALESCE(p.issuer, ''), p.unit_id,
       u.name, p.year, p.state, (SELECT count(*) FROM plan_task t WHERE t.plan_id = p.id AND t.wanted = 1)
FROM plan p LEFT JOIN unit u ON u.id = p.unit_id
WHERE p.state <> 'draft' AND p.state <> 'dropped';

-- list: plan_draft_list
-- out: id int, title text, sign text, dated date?, unit_id int, unit_name text, made_ms int, made_name text?, state text
-- scope: unit=p.unit_id
-- filter: unit int: p.unit_id = :unit
-- filter: state text: p.state = :state
-- order: newest: p.id int
SELECT p.id, p.title, COALESCE(p.number, '…') || '/' || COALESCE(p.notation, '…'), p.dated, p.unit_id, u.name, p.made_ms,
       (SELECT q.name FROM account a JOIN person q ON q.id = a.person_id WHERE a.id = p.made_by), p.state
FROM plan p JOIN unit u ON u.id = p.unit_id
WHERE p.state = 'draft';

-- list: plan_section_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=p.unit_id
-- filter: id int: s.id = :id
-- filter: plan int: s.plan_id = :plan
-- order: id: s.id int
SELECT s.id, s.path, s.version, p.state, p.unit_id
FROM plan_section s JOIN plan p ON p.id = s.plan_id
WHERE s.id > 0;

-- list: plan_citation_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=p.unit_id
-- filter: id int: t.id = :id
-- order: id: t.id int
SELECT t.id, t.text, t.version, p.state, p.unit_id
FROM plan_citation t JOIN plan p ON p.id = t.plan_id
WHERE t.id > 0;

-- list: plan_task_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=p.unit_id
-- filter: id int: t.id = :id
-- order: id: t.id int
SELECT t.id, t.text, t.version, p.state, p.unit_id
FROM plan_task t JOIN plan p ON p.id = t.plan_id
WHERE t.id > 0;

-- What the forms of editing begin with.
-- list: plan_view
-- out: id int, title text, type text, number text?, notation text?, dated date?, place text?, parent text?, issuer text?,
--   signer_post text?, signer_name text?, recipients text, unit_id int, carries_out int?, replaces_id int?, state text, version int
-- filter: id int: p.id = :id
-- order: id: p.id int
SELECT p.id, p.title, p.type, p.number, p.notation, p.dated, p.place, p.parent, p.issuer, p.signer_post, p.signer_name,
       p.recipients, p.unit_id, p.carries_out, p.replaces_id, p.state, p.version
FROM plan p
WHERE p.id > 0;

-- list: plan_section_view
-- out: id int, path text, label text, title text, text text, plan_id int, plan_title text
-- scope: unit=p.unit_id
-- filter: id int: s.id = :id
-- order: id: s.id int
SELECT s.id, s.path, s.label, s.title, s.text, s.plan_id, p.title
FROM plan_section s JOIN plan p ON p.id = s.plan_id
WHERE s.id > 0;

-- list: plan_citation_view
-- out: id int, text text, type text?, sign text?, dated date?, year int?, issuer text?, title text?, plan_id int, plan_title text
-- scope: unit=p.unit_id
-- filter: id int: t.id = :id
-- order: id: t.id int
SELECT t.id, t.text, t.type, t.sign, t.dated, NULLIF(t.year, 0), t.issuer, t.title, t.plan_id, p.title
FROM plan_citation t JOIN plan p ON p.id = t.plan_id
WHERE t.id > 0;

-- list: plan_task_view
-- out: id int, text text, owner text?, unit_id int?, unit_name text?, all_units int, kind text, unwanted int, plan_id int, plan_title text
-- scope: unit=p.unit_id
-- filter: id int: t.id = :id
-- order: id: t.id int
SELECT t.id, t.text, t.owner, t.unit_id, u.name, t.all_units, t.kind, 1 - t.wanted, t.plan_id, p.title
FROM plan_task t JOIN plan p ON p.id = t.plan_id LEFT JOIN unit u ON u.id = t.unit_id
WHERE t.id > 0;

-- ---------------------------------------------------------------- one plan

-- name: plan_get one
-- in: id int
-- out: id int, version int, state text, unit_id int, unit_name text, type text, number text?, notation text?, dated date?,
--   place text?, parent text?, issuer text?, title text, signer_post text?, signer_name text?, recipients text, year int,
--   carries_out int?, carries_title text?, replaces_id int?, replaces_title text?, document_id int?, file_id int?,
--   source_kind text, source_text text, noisy int, made_ms int, made_name text?, confirmed_ms int?, confirmed_name text?,
--   closed_ms int?, reason text
SELECT p.id, p.version, p.state, p.unit_id, u.name, p.type, p.number, p.notation, p.dated, p.place, p.parent, p.issuer,
       p.title, p.signer_post, p.signer_name, p.recipients, p.year, p.carries_out, o.title, p.replaces_id, r.title,
       p.document_id, p.file_id, p.source_kind, p.source_text, p.noisy, p.made_ms,
       (SELECT q.name FROM account a JOIN person q ON q.id = a.person_id WHERE a.id = p.made_by), p.confirmed_ms,
       (SELECT q.name FROM account a JOIN person q ON q.id = a.person_id WHERE a.id = p.confirmed_by), p.closed_ms, p.reason
FROM plan p JOIN unit u ON u.id = p.unit_id LEFT JOIN plan o ON o.id = p.carries_out
     LEFT JOIN plan r ON r.id = p.replaces_id
WHERE p.id = :id;

-- name: plan_add id
-- in: unit int, type text, number text?, notation text?, dated date?, place text?, parent text?, issuer text?, title text,
--   sort_key blob, key_version int, identity text, signer_post text?, signer_name text?, recipients text, year int,
--   carries_out int?, source_kind text, source_text text, source_hash blob?, noisy int, by int?, now int
-- out: id int
INSERT INTO plan (unit_id, type, number, notation, dated, place, parent, issuer, title, sort_key, key_version, identity,
    signer_post, signer_name, recipients, year, carries_out, source_kind, source_text, source_hash, noisy, made_by, made_ms)
VALUES (:unit, :type, :number, :notation, :dated, :place, :parent, :issuer, :title, :sort_key, :key_version, :identity,
    :signer_post, :signer_name, :recipients, :year, :carries_out, :source_kind, :source_text, :source_hash, :noisy, :by, :now)
RETURNING id;

-- name: plan_set exec
-- in: id int, unit int, type text, number text?, notation text?, dated date?, place text?, parent text?, issuer text?,
--   title text, sort_key blob, key_version int, identity text, signer_post text?, signer_name text?, recipients text,
--   year int, carries_out int?, replaces int?
UPDATE plan SET unit_id = :unit, type = :type, number = :number, notation = :notation, dated = :dated, place = :place,
    parent = :parent, issuer = :issuer, title = :title, sort_key = :sort_key, key_version = :key_version,
    identity = :identity, signer_post = :signer_post, signer_name = :signer_name, recipients = :recipients, year = :year,
    carries_out = :carries_out, replaces_id = :replaces, version = version + 1
WHERE id = :id;

-- name: plan_file_set exec
-- in: id int, file int
UPDATE plan SET file_id = :file WHERE id = :id;

-- name: plan_file_place exec
-- in: file int, plan int, unit int
UPDATE file SET object_id = :plan, unit_id = :unit WHERE id = :file;

-- name: plan_file_hash one
-- in: file int
-- out: hash blob
SELECT hash FROM file WHERE id = :file;

-- name: plan_document_set exec
-- in: id int, document int?
UPDATE plan SET document_id = :document WHERE id = :id;

-- name: plan_confirm exec
-- in: id int, reason text, by int?, now int
UPDATE plan SET state = 'issued', reason = :reason, confirmed_by = :by, confirmed_ms = :now, version = version + 1 WHERE id = :id;

-- What was made of a plan, dropped movements and plans aside: nothing of it may change under them.
-- name: plan_hangs one
-- in: id int
-- out: movements int, tasks int, plans int, answers int
SELECT (SELECT count(*) FROM movement m WHERE m.plan_id = :id AND m.state <> 'dropped'),
       (SELECT count(*) FROM task t WHERE t.plan_id = :id),
       (SELECT count(*) FROM plan p WHERE p.state <> 'dropped' AND p.carries_out = :id)
           + (SELECT count(*) FROM plan p WHERE p.state <> 'dropped' AND p.replaces_id = :id),
       (SELECT count(*) FROM movement_unit x WHERE x.plan_id = :id);

-- name: plan_reopen exec
-- in: id int, reason text
UPDATE plan SET state = 'draft', reason = :reason, confirmed_by = NULL, confirmed_ms = NULL, version = version + 1
WHERE id = :id AND state = 'issued';

-- What a confirmation ended comes back when that is taken back.
-- name: plan_revive exec
-- in: id int, ended int
UPDATE plan SET state = 'issued', reason = '', closed_ms = NULL, version = version + 1
WHERE id = :id AND state = 'closed' AND closed_ms = :ended;

-- name: plan_drop exec
-- in: id int, reason text, now int
UPDATE plan SET state = 'dropped', reason = :reason, closed_ms = :now, version = version + 1 WHERE id = :id;

-- name: plan_close exec
-- in: id int, reason text, now int
UPDATE plan SET state = 'closed', reason = :reason, closed_ms = :now, version = version + 1
WHERE id = :id AND state = 'issued';

-- name: plan_replaces_set exec
-- in: id int, replaces int
UPDATE plan SET replaces_id = :replaces, version = version + 1 WHERE id = :id;

-- The same file, or the same document, among those that were not dropped.
-- name: plan_same_source many
-- in: hash blob
-- out: id int, title text, unit_id int, state text
SELECT id, title, unit_id, state FROM plan WHERE source_hash = :hash AND state <> 'dropped' ORDER BY id LIMIT 1;

-- name: plan_same_identity many
-- in: identity text, but int
-- out: id int, title text, unit_id int, state text
SELECT id, title, unit_id, state FROM plan WHERE identity = :identity AND state <> 'dropped' AND id <> :but ORDER BY id LIMIT 1;

-- name: plan_by_sign many
-- in: number text, notation text, year int, but int
-- out: id int, title text
SELECT id, title FROM plan WHERE state = 'issued' AND year = :year AND number = :number AND notation = :notation AND id <> :but
ORDER BY id LIMIT 2;

-- name: plan_replaced_by many
-- in: id int
-- out: id int, title text, state text
SELECT id, title, state FROM plan WHERE replaces_id = :id AND state IN ('issued', 'closed') ORDER BY id LIMIT 5;

-- name: plan_carried_out_by many
-- in: id int
-- out: id int, title text, unit_name text, state text
SELECT p.id, p.title, u.name, p.state FROM plan p JOIN unit u ON u.id = p.unit_id
WHERE p.carries_out = :id AND p.state IN ('issued', 'closed') ORDER BY p.id LIMIT 200;

-- What was made of a plan: its movements, and whether tasks were given.
-- name: plan_movements many
-- in: id int
-- out: id int, title text
SELECT id, title FROM movement WHERE plan_id = :id AND state NOT IN ('draft', 'dropped') ORDER BY id LIMIT 50;

-- name: plan_tasks_given one
-- in: id int
-- out: n int
SELECT count(*) FROM task WHERE plan_id = :id;

-- name: plan_keys_old many
-- in: after int
-- out: id int, title text
SELECT id, title FROM plan WHERE id > :after ORDER BY id LIMIT 500;

-- name: plan_keys_set exec
-- in: id int, sort_key blob, key_version int
UPDATE plan SET sort_key = :sort_key, key_version = :key_version WHERE id = :id;

-- ---------------------------------------------------------------- findings

-- name: plan_sections_of many
-- in: plan int
-- out: id int, parent_id int?, no int, depth int, label text, path text, title text, text text, from_line int, to_line int,
--   repaired int
SELECT id, parent_id, no, depth, label, path, title, text, from_line, to_line, repaired FROM plan_section
WHERE plan_id = :plan ORDER BY no;

-- name: plan_section_get one
-- in: id int
-- out: id int, plan_id int, parent_id int?, no int, depth int, label text, path text, title text, text text, from_line int, to_line int
SELECT id, plan_id, parent_id, no, depth, label, path, title, text, from_line, to_line FROM plan_section WHERE id = :id;

-- name: plan_section_add id
-- in: plan int, parent int?, no int, depth int, label text, path text, title text, text text, from_line int, to_line int,
--   repaired int
-- out: id int
INSERT INTO plan_section (plan_id, parent_id, no, depth, label, path, title, text, from_line, to_line, repaired)
VALUES (:plan, :parent, :no, :depth, :label, :path, :title, :text, :from_line, :to_line, :repaired)
RETURNING id;

-- name: plan_section_set exec
-- in: id int, label text, title text, text text
UPDATE plan_section SET version = version + 1, label = :label, title = :title, text = :text, repaired = 0 WHERE id = :id;

-- name: plan_section_place exec
-- in: id int, no int, depth int, path text, parent int?
UPDATE plan_section SET no = :no, depth = :depth, path = :path, parent_id = :parent WHERE id = :id;

-- name: plan_section_drop exec
-- in: id int
DELETE FROM plan_section WHERE id = :id;

-- name: plan_section_free exec
-- in: id int, parent int?
UPDATE plan_task SET section_id = :parent WHERE section_id = :id;

-- name: plan_citations_of many
-- in: plan int
-- out: id int, no int, text text, type text?, sign text?, dated date?, issuer text?, title text?, place text?, year int, times int,
--   replaced int, repaired int, line int, document_id int?, document_name text?
SELECT t.id, t.no, t.text, t.type, t.sign, t.dated, t.issuer, t.title, t.place, t.year, t.times, t.replaced, t.repaired, t.line,
       t.document_id, d.name
FROM plan_citation t LEFT JOIN document d ON d.id = t.document_id
WHERE t.plan_id = :plan ORDER BY t.no;

-- name: plan_citation_get one
-- in: id int
-- out: id int, plan_id int, no int, text text, type text?, sign text?, dated date?, issuer text?, title text?, year int, line int
SELECT id, plan_id, no, text, type, sign, dated, issuer, title, year, line FROM plan_citation WHERE id = :id;

-- name: plan_citation_add id
-- in: plan int, no int, text text, type text?, sign text?, dated date?, issuer text?, title text?, place text?, year int, times int,
--   replaced int, repaired int, line int, document int?
-- out: id int
INSERT INTO plan_citation (plan_id, no, text, type, sign, dated, issuer, title, place, year, times, replaced, repaired, line, document_id)
VALUES (:plan, :no, :text, :type, :sign, :dated, :issuer, :title, :place, :year, :times, :replaced, :repaired, :line, :document)
RETURNING id;

-- name: plan_citation_set exec
-- in: id int, type text?, sign text?, dated date?, issuer text?, title text?, year int, document int?
UPDATE plan_citation SET version = version + 1, type = :type, sign = :sign, dated = :dated, issuer = :issuer, title = :title, year = :year,
       document_id = :document, repaired = 0
WHERE id = :id;

-- name: plan_citation_link exec
-- in: id int, document int?
UPDATE plan_citation SET document_id = :document WHERE id = :id;

-- name: plan_citation_drop exec
-- in: id int
DELETE FROM plan_citation WHERE id = :id;

-- name: plan_tasks_of many
-- in: plan int
-- out: id int, section_id int?, path text?, no int, owner text?, unit_id int?, unit_name text?, all_units int, kind text, text text, line int, wanted int,
--   repaired int
SELECT t.id, t.section_id, s.path, t.no, t.owner, t.unit_id, u.name, t.all_units, t.kind, t.text, t.line, t.wanted, t.repaired
FROM plan_task t LEFT JOIN plan_section s ON s.id = t.section_id LEFT JOIN unit u ON u.id = t.unit_id
WHERE t.plan_id = :plan ORDER BY t.no;

-- name: plan_task_get one
-- in: id int
-- out: id int, plan_id int, section_id int?, no int, owner text?, unit_id int?, all_units int, kind text, text text, line int, wanted int
SELECT id, plan_id, section_id, no, owner, unit_id, all_units, kind, text, line, wanted FROM plan_task WHERE id = :id;

-- name: plan_task_add id
-- in: plan int, section int?, no int, owner text?, unit int?, all_units int, kind text, text text, line int, wanted int, repaired int
-- out: id int
INSERT INTO plan_task (plan_id, section_id, no, owner, unit_id, all_units, kind, text, line, wanted, repaired)
VALUES (:plan, :section, :no, :owner, :unit, :all_units, :kind, :text, :line, :wanted, :repaired)
RETURNING id;

-- name: plan_task_set exec
-- in: id int, owner text?, unit int?, all_units int, kind text, text text, wanted int
UPDATE plan_task SET version = version + 1, owner = :owner, unit_id = :unit, all_units = :all_units, kind = :kind, text = :text, wanted = :wanted,
       repaired = 0
WHERE id = :id;

-- name: plan_task_drop exec
-- in: id int
DELETE FROM plan_task WHERE id = :id;

-- name: plan_next one
-- in: plan int
-- out: section int, citation int, task int
SELECT (SELECT COALESCE(max(no), 0) + 1 FROM plan_section WHERE plan_id = :plan),
       (SELECT COALESCE(max(no), 0) + 1 FROM plan_citation WHERE plan_id = :plan),
       (SELECT COALESCE(max(no), 0) + 1 FROM plan_task WHERE plan_id = :plan);

-- name: plan_remarks_of many
-- in: plan int
-- out: line int, text text
SELECT line, text FROM plan_remark WHERE plan_id = :plan ORDER BY no;

-- name: plan_remark_add exec
-- in: plan int, no int, line int, text text
INSERT INTO plan_remark (plan_id, no, line, text) VALUES (:plan, :no, :line, :text);

-- For matching owners' words.
-- name: plan_units many
-- in: top int
-- out: id int, parent_id int?, name text, short_name text
SELECT id, parent_id, name, short_name FROM unit WHERE state = 'active' AND id >= :top ORDER BY tree_no, id LIMIT 5000;
