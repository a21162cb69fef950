-- Papers: templates of the office, what was made, its versions.

-- name: paper_text_find one
-- in: hash blob
-- out: id int
SELECT id FROM paper_text WHERE hash = :hash;

-- name: paper_text_add id
-- in: hash blob, text text, body text, common text, now int
-- out: id int
INSERT INTO paper_text (hash, text, body, common, kept_ms) VALUES (:hash, :text, :body, :common, :now) RETURNING id;

-- name: paper_text_get one
-- in: id int
-- out: text text, body text, common text
SELECT text, body, common FROM paper_text WHERE id = :id;

-- The version in use on a day: the last one dated no later.
-- name: paper_template_used one
-- in: kind text, on date
-- out: id int, no int, name text, body text, valid_from date
SELECT id, no, name, body, valid_from FROM paper_template
WHERE kind = :kind AND valid_from <= :on ORDER BY valid_from DESC, id DESC LIMIT 1;

-- name: paper_template_get one
-- in: id int
-- out: id int, kind text, no int, name text, body text, reason text, valid_from date, made_ms int, made_by text?
SELECT t.id, t.kind, t.no, t.name, t.body, t.reason, t.valid_from, t.made_ms, coalesce(p.name, a.name)
FROM paper_template t LEFT JOIN account a ON a.id = t.made_by LEFT JOIN person p ON p.id = a.person_id
WHERE t.id = :id;

-- name: paper_template_all many
-- in: kind text
-- out: id int, no int, name text, body text, reason text, valid_from date, made_ms int, made_by text?
SELECT t.id, t.no, t.name, t.body, t.reason, t.valid_from, t.made_ms, coalesce(p.name, a.name)
FROM paper_template t LEFT JOIN account a ON a.id = t.made_by LEFT JOIN person p ON p.id = a.person_id
WHERE t.kind = :kind ORDER BY t.no DESC LIMIT 200;

-- name: paper_template_last one
-- in: kind text
-- out: no int
SELECT coalesce((SELECT no FROM paper_template WHERE kind = :kind ORDER BY no DESC LIMIT 1), 0);

-- name: paper_template_add id
-- in: kind text, no int, name text, body text, reason text, valid_from date, account int?, now int
-- out: id int
INSERT INTO paper_template (kind, no, name, body, reason, valid_from, made_by, made_ms)
VALUES (:kind, :no, :name, :body, :reason, :valid_from, :account, :now) RETURNING id;

-- name: paper_add id
-- in: kind text, title text, object text, object_id int, unit int?, person int?, text int, template int?, missing int, account int?, now int
-- out: id int
INSERT INTO paper (kind, title, object, object_id, unit_id, person_id, text_id, template_id, missing, made_by, made_ms, changed_ms)
VALUES (:kind, :title, :object, :object_id, :unit, :person, :text, :template, :missing, :account, :now, :now)
RETURNING id;

-- name: paper_version_add exec
-- in: paper int, no int, data text, note text, account int?, now int
INSERT INTO paper_version (paper_id, no, data, note, made_by, made_ms) VALUES (:paper, :no, :data, :note, :account, :now);

-- name: paper_get one
-- in: id int
-- out: id int, version int, kind text, title text, object text, object_id int, unit_id int?, person_id int?, text_id int, template_no int?, missing int, state text, reason text, made_ms int, made_by text?, changed_ms int, final_ms int?, final_by text?, data text
SELECT p.id, p.version, p.kind, p.title, p.object, p.object_id, p.unit_id, p.person_id, p.text_id, t.no, p.missing, p.state, p.reason,
       p.made_ms, coalesce(hp.name, ha.name), p.changed_ms, p.final_ms, coalesce(fp.name, fa.name), v.data
FROM paper p JOIN paper_version v ON v.paper_id = p.id AND v.no = p.version
LEFT JOIN paper_template t ON t.id = p.template_id
LEFT JOIN account ha ON ha.id = p.made_by LEFT JOIN person hp ON hp.id = ha.person_id
LEFT JOIN account fa ON fa.id = p.final_by LEFT JOIN person fp ON fp.id = fa.person_id
WHERE p.id = :id;

-- name: paper_data_of one
-- in: id int, no int
-- out: data text
SELECT data FROM paper_version WHERE paper_id = :id AND no = :no;

-- name: paper_versions many
-- in: id int
-- out: no int, note text, made_ms int, made_by text?
SELECT v.no, v.note, v.made_ms, coalesce(p.name, a.name)
FROM paper_version v LEFT JOIN account a ON a.id = v.made_by LEFT JOIN person p ON p.id = a.person_id
WHERE v.paper_id = :id ORDER BY v.no DESC LIMIT 100;

-- name: paper_edited exec
-- in: id int, title text, missing int, now int
UPDATE paper SET version = version + 1, title = :title, missing = :missing, changed_ms = :now WHERE id = :id AND state = 'draft';

-- A change of state is a version too: its data stand there again.
-- name: paper_state exec
-- in: id int, state text, reason text, account int?, final int?, now int
UPDATE paper SET version = version + 1, state = :state, reason = :reason, changed_ms = :now, final_by = :account, final_ms = :final
WHERE id = :id AND state = 'draft';

-- name: paper_typing_put exec
-- in: paper int, account int, version int, boxes text, now int
INSERT INTO paper_typing (paper_id, account_id, version, boxes, typed_ms) VALUES (:paper, :account, :version, :boxes, :now)
ON CONFLICT (paper_id, account_id) DO UPDATE SET version = excluded.version, boxes = excluded.boxes, typed_ms = excluded.typed_ms;

-- name: paper_typing_of one
-- in: paper int, account int
-- out: version int, boxes text, typed_ms int
SELECT version, boxes, typed_ms FROM paper_typing WHERE paper_id = :paper AND account_id = :account;

-- name: paper_typing_others many
-- in: paper int, account int, since int
-- out: name text, typed_ms int
SELECT coalesce(p.name, a.name), t.typed_ms
FROM paper_typing t JOIN account a ON a.id = t.account_id LEFT JOIN person p ON p.id = a.person_id
WHERE t.paper_id = :paper AND t.account_id <> :account AND t.typed_ms >= :since ORDER BY t.typed_ms DESC LIMIT 5;

-- name: paper_typing_drop exec
-- in: paper int, account int
DELETE FROM paper_typing WHERE paper_id = :paper AND account_id = :account;

-- Saved, finished or dropped long ago is no more than old text.
-- name: paper_typing_clear exec
-- in: paper int
DELETE FROM paper_typing WHERE paper_id = :paper;

-- name: paper_of many
-- in: object text, object_id int
-- out: id int, kind text, title text, state text, missing int
SELECT id, kind, title, state, missing FROM paper
WHERE object = :object AND object_id = :object_id AND state <> 'dropped' ORDER BY id LIMIT 200;

-- list: paper_object
-- out: id int, label text, version int, state text, person int?, unit int?
-- scope: unit=COALESCE(p.unit_id,h.unit_id) person=p.person_id
-- filter: id int: p.id = :id
-- filter: state text: CASE WHEN p.state = 'dropped' THEN p.state ELSE 'active' END = :state
-- order: id: p.id int
SELECT p.id, p.title, p.version, p.state, p.person_id, COALESCE(p.unit_id, h.unit_id)
FROM paper p LEFT JOIN person h ON h.id = p.person_id
WHERE p.id > 0;

-- list: paper_list
-- out: id int, title text, kind text, state text, missing int, version int, changed_ms int, made_by text?
-- scope: unit=COALESCE(p.unit_id,h.unit_id) person=p.person_id
-- filter: kind text: p.kind = :kind
-- filter: state text: p.state = :state
-- filter: person int: p.object = 'person' AND p.object_id = :person
-- filter: unit int: p.object = 'unit' AND p.object_id = :unit
-- filter: movement int: p.object = 'movement' AND p.object_id = :movement
-- filter: plan int: p.object = 'plan' AND p.object_id = :plan
-- filter: task int: p.object = 'task' AND p.object_id = :task
-- filter: initiative int: p.object = 'initiative' AND p.object_id = :initiative
-- filter: dossier int: p.object = 'dossier' AND p.object_id = :dossier
-- filter: round int: p.object = 'round' AND p.object_id = :round
-- filter: meeting int: p.object = 'meeting' AND p.object_id = :meeting
-- filter: decision int: p.object = 'decision' AND p.object_id = :decision
-- filter: submission int: p.object = 'submission' AND p.object_id = :submission
-- filter: registration int: p.object = 'registration' AND p.object_id = :registration
-- filter: pact int: p.object = 'pact' AND p.object_id = :pact
-- filter: statistics int: p.object = 'statistics' AND p.object_id = :statistics
-- order: newest: p.id int
SELECT p.id, p.title, p.kind, p.state, p.missing, p.version, p.changed_ms, coalesce(hp.name, a.name)
FROM paper p LEFT JOIN person h ON h.id = p.person_id
LEFT JOIN account a ON a.id = p.made_by LEFT JOIN person hp ON hp.id = a.person_id
WHERE p.id > 0;

-- Where a paper about it is seen.
-- name: paper_place one
-- in: object text, id int
-- out: unit_id int?
SELECT CASE WHEN :object = 'movement' THEN (SELECT holder_id FROM movement WHERE id = :id)
            WHEN :object = 'plan' THEN (SELECT unit_id FROM plan WHERE id = :id)
            WHEN :object = 'task' THEN (SELECT holder_id FROM task WHERE id = :id) END;

-- ---------------------------------------------------------------- what the record says for a report

-- name: paper_person one
-- in: id int
-- out: name text, gender text, birth date?, post_title text, unit_name text?, unit_id int?
SELECT p.name, p.gender, p.birth, p.post_title, u.name, p.unit_id
FROM person p LEFT JOIN unit u ON u.id = p.unit_id WHERE p.id = :id;

-- name: paper_unit one
-- in: id int
-- out: name text, parent_name text?
SELECT u.name, p.name FROM unit u LEFT JOIN unit p ON p.id = u.parent_id WHERE u.id = :id;

-- name: paper_unit_figures one
-- in: unit int, year int
-- out: members int?, women int?, targets int?, targets_met int?
SELECT members, women, targets, targets_met FROM unit_year WHERE unit_id = :unit AND year = :year;

-- name: paper_unit_people one
-- in: unit int, today date
-- out: n int, women int
SELECT count(*), coalesce(CAST(sum(CASE WHEN p.gender = 'nu' THEN 1 ELSE 0 END) AS bigint), 0)
FROM person p JOIN unit_below b ON b.below_id = p.unit_id AND b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today
WHERE p.state = 'active';

-- name: paper_person_ratings many
-- in: person int, from int, to int
-- out: year int, level text, sign text, dated date?, issuer text
SELECT year, level, sign, dated, issuer FROM rating
WHERE person_id = :person AND year >= :from AND year <= :to AND subject = 'person' AND quarter = 0 AND state = 'valid'
ORDER BY year LIMIT 100;

-- name: paper_unit_ratings many
-- in: unit int, from int, to int
-- out: year int, level text, sign text, dated date?, issuer text
SELECT year, level, sign, dated, issuer FROM rating
WHERE unit_id = :unit AND year >= :from AND year <= :to AND subject = 'unit' AND quarter = 0 AND state = 'valid'
ORDER BY year LIMIT 100;

-- name: paper_initiatives many
-- in: person int, from int, to int
-- out: year int, title text, kind text, scope text, share int, sign text?, dated date?, issuer text?
SELECT i.year, i.title, i.kind, i.scope, a.share, s.sign, s.dated, s.issuer
FROM initiative_author a JOIN initiative i ON i.id = a.initiative_id
LEFT JOIN initiative_scope s ON s.initiative_id = i.id AND s.scope = i.scope
WHERE a.person_id = :person AND i.state = 'recognised' AND i.year >= :from AND i.year <= :to
ORDER BY i.year, i.id LIMIT 100;

-- name: paper_person_awards many
-- in: person int
-- out: year int, code text, title text, type text, sign text, dated date?, issuer text, achievement text
SELECT year, code, title, type, sign, dated, issuer, achievement FROM award
WHERE person_id = :person AND subject = 'person' AND state = 'valid' ORDER BY year, id LIMIT 300;

-- name: paper_unit_awards many
-- in: unit int
-- out: year int, code text, title text, type text, sign text, dated date?, issuer text, achievement text
SELECT year, code, title, type, sign, dated, issuer, achievement FROM award
WHERE unit_id = :unit AND subject = 'unit' AND state = 'valid' ORDER BY year, id LIMIT 300;

-- name: paper_deeds many
-- in: person int?, unit int?, from int, to int
-- out: year int, kind text, title text, sign text, dated date?, issuer text
SELECT year, kind, title, sign, dated, issuer FROM deed
WHERE ((subject = 'person' AND person_id = :person) OR (subject = 'unit' AND unit_id = :unit))
  AND year >= :from AND year <= :to AND state = 'valid'
ORDER BY year, id LIMIT 100;

-- name: paper_services many
-- in: person int
-- out: title text, post text, valid_from date, valid_to date
SELECT title, post, valid_from, valid_to FROM service WHERE person_id = :person AND state = 'valid' ORDER BY valid_from, id LIMIT 100;

-- name: paper_movement one
-- in: id int
-- out: title text, slogan text, holder_id int, unit_name text, goal text, subjects text, content text, criteria text, measures text, launching text, reviewing text, begins date, ends date, units int, answered int, tasks int, done int
SELECT m.title, m.slogan, m.holder_id, u.name, m.goal, m.subjects, m.content, m.criteria, m.measures, m.launching, m.reviewing, m.begins, m.ends,
       (SELECT count(*) FROM movement_unit x WHERE x.movement_id = m.id),
       (SELECT count(*) FROM movement_unit x WHERE x.movement_id = m.id AND x.state = 'answered'),
       (SELECT count(*) FROM task t WHERE t.movement_id = m.id AND t.state <> 'dropped'),
       (SELECT count(*) FROM task t WHERE t.movement_id = m.id AND t.state = 'done')
FROM movement m LEFT JOIN unit u ON u.id = m.holder_id WHERE m.id = :id;

-- name: paper_movement_tasks many
-- in: movement int
-- out: title text, unit_name text, measured_in text, planned_milli int?, reached_milli int?, percent int
SELECT t.title, u.name, t.measured_in, t.planned_milli, t.reached_milli, CASE WHEN t.state = 'done' THEN 100 ELSE t.percent END
FROM task t JOIN unit u ON u.id = t.holder_id
WHERE t.movement_id = :movement AND t.parent_id IS NULL AND t.state IN ('open', 'done') ORDER BY t.due, t.id LIMIT 300;

-- name: paper_movement_reviews many
-- in: movement int
-- out: kind text, held_on date?, result text
SELECT kind, held_on, result FROM movement_review WHERE movement_id = :movement AND state = 'held' ORDER BY held_on, id;

-- Of everybody in and below a unit today, whatever it was for.
-- name: paper_awards_below many
-- in: unit int, from int, to int, today date
-- out: code text, collectives int, persons int, workers int
SELECT a.code, CAST(sum(CASE WHEN a.subject = 'unit' THEN 1 ELSE 0 END) AS bigint),
       CAST(sum(CASE WHEN a.subject = 'person' THEN 1 ELSE 0 END) AS bigint),
       CAST(sum(CASE WHEN a.rank = 'worker' THEN 1 ELSE 0 END) AS bigint)
FROM award_ranked a LEFT JOIN person p ON p.id = a.person_id
JOIN unit_below b ON b.below_id = COALESCE(p.unit_id, a.unit_id) AND b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today
WHERE a.year >= :from AND a.year <= :to AND a.state = 'valid'
GROUP BY a.code ORDER BY a.code;

-- ---------------------------------------------------------------- a year of a unit and all below it

-- name: paper_year_counts one
-- in: unit int, from date, to date
-- out: units int, plans int, guidance int, trainings int, meetings int, decisions int, exemplars int
SELECT (SELECT count(*) FROM unit_below b JOIN unit u ON u.id = b.below_id
        WHERE b.unit_id = :unit AND b.below_id <> :unit AND b.valid_from <= :to AND b.valid_to > :to AND u.state = 'active'),
       (SELECT count(*) FROM plan p WHERE p.state IN ('issued', 'closed') AND COALESCE(p.dated, '') BETWEEN :from AND :to AND p.unit_id IN
        (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :unit AND b.valid_from <= :to AND b.valid_to > :to)),
       (SELECT count(*) FROM document g JOIN unit t ON t.id = :unit AND t.parent_id IS NULL
        WHERE g.class = 'guidance' AND g.state = 'kept' AND g.signed_on BETWEEN :from AND :to),
       (SELECT count(*) FROM training g WHERE g.state = 'done' AND g.held_on BETWEEN :from AND :to AND g.unit_id IN
        (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :unit AND b.valid_from <= :to AND b.valid_to > :to)),
       (SELECT count(*) FROM meeting m JOIN council k ON k.id = m.council_id WHERE m.state = 'closed' AND m.held_on BETWEEN :from AND :to AND k.unit_id IN
        (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :unit AND b.valid_from <= :to AND b.valid_to > :to)),
       (SELECT count(*) FROM decision d WHERE d.kind = 'award' AND d.state IN ('signed', 'published') AND d.dated BETWEEN :from AND :to AND d.unit_id IN
        (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :unit AND b.valid_from <= :to AND b.valid_to > :to)),
       (SELECT count(*) FROM exemplar e WHERE e.state = 'published' AND e.published_on BETWEEN :from AND :to AND e.unit_id IN
        (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :unit AND b.valid_from <= :to AND b.valid_to > :to));

-- name: paper_year_fund one
-- in: year int
-- out: income int, spent int
SELECT COALESCE(CAST(sum(CASE WHEN amount > 0 AND kind = 'income' THEN amount ELSE 0 END) AS bigint), 0),
       COALESCE(CAST(-sum(CASE WHEN kind <> 'income' THEN amount ELSE 0 END) AS bigint), 0)
FROM fund_entry WHERE year = :year;

-- name: paper_year_movements many
-- in: unit int, from date, to date
-- out: title text, begins date, ends date, units int, answered int, tasks int, done int
SELECT m.title, m.begins, m.ends,
       (SELECT count(*) FROM movement_unit x WHERE x.movement_id = m.id),
       (SELECT count(*) FROM movement_unit x WHERE x.movement_id = m.id AND x.state = 'answered'),
       (SELECT count(*) FROM task t WHERE t.movement_id = m.id AND t.state <> 'dropped'),
       (SELECT count(*) FROM task t WHERE t.movement_id = m.id AND t.state = 'done')
FROM movement m
WHERE m.begins <= :to AND m.ends > :from AND m.state IN ('launched', 'interim', 'reviewed', 'closed') AND m.holder_id IN
      (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :unit AND b.valid_from <= :to AND b.valid_to > :to)
ORDER BY m.begins, m.id LIMIT 60;

-- Tasks due in the time, by who has to do them; of one movement, or of the unit and all below it (:movement 0).
-- name: paper_task_units many
-- in: unit int, movement int, from date, to date, today date
-- out: name text, tasks int, done int, percent int
SELECT u.name, count(*), CAST(sum(CASE WHEN t.state = 'done' THEN 1 ELSE 0 END) AS bigint),
       CAST(sum(CASE WHEN t.state = 'done' THEN 100 ELSE t.percent END) AS bigint) / count(*)
FROM unit_below b JOIN task t ON t.holder_id = b.below_id JOIN unit u ON u.id = t.holder_id
WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today AND t.state IN ('open', 'done')
  AND (t.movement_id = :movement OR (:movement = 0 AND t.due >= :from AND t.due <= :to))
GROUP BY u.id, u.name, u.sort_key ORDER BY u.sort_key, u.id LIMIT 60;

-- name: paper_year_exemplars many
-- in: unit int, from date, to date
-- out: title text, name text?
SELECT e.title, COALESCE(p.name, u.name, NULLIF(e.household, ''))
FROM exemplar e LEFT JOIN person p ON p.id = e.person_id LEFT JOIN unit u ON u.id = e.about_unit_id
WHERE e.state = 'published' AND e.published_on BETWEEN :from AND :to AND e.unit_id IN
      (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :unit AND b.valid_from <= :to AND b.valid_to > :to)
ORDER BY e.published_on, e.id LIMIT 100;

-- ---------------------------------------------------------------- a plan as a paper

-- name: paper_plan one
-- in: id int
-- out: number text?, notation text?, dated date?, place text?, parent text?, issuer text?, title text, signer_post text?, signer_name text?, recipients text, source_text text
SELECT number, notation, dated, place, parent, issuer, title, signer_post, signer_name, recipients, source_text FROM plan WHERE id = :id;

-- name: paper_plan_sections many
-- in: id int
-- out: id int, title text, text text, above text?
SELECT s.id, s.title, s.text, a.title
FROM plan_section s LEFT JOIN plan_section a ON a.id = s.parent_id WHERE s.plan_id = :id ORDER BY s.no LIMIT 500;

-- name: paper_plan_tasks many
-- in: id int
-- out: section_id int?, owner text?, text text
SELECT section_id, owner, text FROM plan_task WHERE plan_id = :id ORDER BY no LIMIT 300;

-- ---------------------------------------------------------------- registers of a year

-- What went out with a number: decisions, plans, guidance, submissions.
-- name: paper_register_out many
-- in: from date, to date
-- out: sign text, dated date, about text, signer text?, recipients text
SELECT d.sign, d.dated, CASE WHEN d.kind = 'correct' THEN 'Quyết định đính chính: ' WHEN d.kind = 'cancel' THEN 'Quyết định hủy, thu hồi: ' ELSE 'Quyết định khen thưởng: ' END || d.title, p.name, ''
FROM decision d LEFT JOIN person p ON p.id = d.signer_id
WHERE d.state IN ('signed', 'published') AND d.dated BETWEEN :from AND :to
UNION ALL
SELECT COALESCE(l.number || '/' || l.notation, ''), l.dated, l.type || ' ' || l.title, l.signer_name, l.recipients
FROM plan l WHERE l.state IN ('issued', 'closed') AND COALESCE(l.dated, '') BETWEEN :from AND :to
UNION ALL
SELECT g.sign, g.signed_on, g.type || ' ' || g.title, NULL, ''
FROM document g WHERE g.class = 'guidance' AND g.state = 'kept' AND g.signed_on BETWEEN :from AND :to
UNION ALL
SELECT s.sign, s.dated, 'Tờ trình ' || s.title, NULL, s.goes_to
FROM submission s WHERE s.state IN ('sent', 'answered') AND s.dated BETWEEN :from AND :to
ORDER BY 2, 1 LIMIT 5000;

-- What came in as far as the program knows: decisions of those above, on what was submitted to them.
-- name: paper_register_in many
-- in: from date, to date
-- out: sign text, dated date, issuer text, about text
SELECT DISTINCT l.sign, l.dated, l.issuer, s.title FROM submission_line l JOIN submission s ON s.id = l.submission_id
WHERE l.sign <> '' AND l.dated BETWEEN :from AND :to ORDER BY l.dated, l.sign, l.issuer, s.title LIMIT 5000;

-- name: paper_register_certificates many
-- in: year int
-- out: golden int, name text?, post_title text, unit_name text?, code text, title text, sign text, dated date?, token text, serial text, state text, given_on date?, reason text
SELECT c.golden, COALESCE(p.name, CASE WHEN a.subject = 'unit' THEN u.name END, NULLIF(a.household, ''), m.name),
       COALESCE(NULLIF(a.post_title, ''), p.post_title, ''), CASE WHEN a.subject = 'person' THEN w.name END, a.code, a.title, a.sign, a.dated, c.token,
       c.serial, c.state, c.given_on, c.reason
FROM certificate c JOIN award a ON a.id = c.award_id LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = a.unit_id
LEFT JOIN unit w ON w.id = COALESCE(a.unit_id, p.unit_id) LEFT JOIN unmatched m ON m.id = a.unmatched_id
WHERE c.year = :year ORDER BY c.id LIMIT 10000;

-- ---------------------------------------------------------------- merging, personal data

-- name: paper_of_person many
-- in: person int
-- out: id int
SELECT id FROM paper WHERE person_id = :person ORDER BY id;

-- name: paper_move exec
-- in: id int, person int
UPDATE paper SET person_id = :person, object_id = CASE WHEN object = 'person' THEN :person ELSE object_id END WHERE id = :id;

-- list: privacy_paper
-- out: id int, kind text, title text, state text, made_ms int, data text?
-- filter: person int: p.person_id = :person
-- order: id: p.id int
SELECT p.id, p.kind, p.title, p.state, p.made_ms, v.data
FROM paper p LEFT JOIN paper_version v ON v.paper_id = p.id AND v.no = p.version
WHERE p.id > 0;

-- name: paper_erase exec
-- in: person int
UPDATE paper SET title = 'Đã xóa', reason = '' WHERE person_id = :person;

-- name: paper_erase_typing exec
-- in: person int
DELETE FROM paper_typing WHERE id IN (
    SELECT t.id FROM paper p JOIN paper_typing t ON t.paper_id = p.id WHERE p.person_id = :person
    UNION SELECT t.id FROM account a JOIN paper_typing t ON t.account_id = a.id WHERE a.person_id = :person);

-- name: paper_erase_data exec
-- in: person int
UPDATE paper_version SET data = '{}', note = '' WHERE paper_id IN (SELECT p.id FROM paper p WHERE p.person_id = :person);

-- ---------------------------------------------------------------- many at once

-- name: paper_people many
-- in: unit int, today date, limit int
-- out: id int
SELECT p.id FROM unit_below b JOIN person p ON p.unit_id = b.below_id
WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today AND p.state = 'active'
ORDER BY p.unit_id, p.sort_key, p.id LIMIT :limit;

-- name: paper_draft_of one
-- in: kind text, person int
-- out: id int
SELECT id FROM paper WHERE person_id = :person AND kind = :kind AND state = 'draft' ORDER BY id LIMIT 1;

-- name: paper_pack_ids many
-- in: kind text, unit int, today date, state text, limit int
-- out: id int
SELECT p.id FROM paper p LEFT JOIN person h ON h.id = p.person_id
WHERE p.kind = :kind AND p.state <> 'dropped' AND (:state = '' OR p.state = :state)
  AND COALESCE(p.unit_id, h.unit_id) IN (SELECT b.below_id FROM unit_below b
      WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today)
ORDER BY p.id LIMIT :limit;

-- name: paper_pack one
-- in: id int
-- out: title text, text_id int, data text
SELECT p.title, p.text_id, v.data FROM paper p JOIN paper_version v ON v.paper_id = p.id AND v.no = p.version WHERE p.id = :id;
