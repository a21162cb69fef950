-- Tasks: who does what by when, reports of progress, counts by unit, reminders.

-- list: task_object
-- out: id int, label text, version int, state text, person int?, unit int
-- scope: unit=t.holder_id person=t.person_id
-- filter: id int: t.id = :id
-- filter: word ids: t.id IN (:word)
-- filter: state text: CASE t.state WHEN 'open' THEN 'active' ELSE t.state END = :state
-- order: newest: t.id int
SELECT t.id, t.title, t.version, t.state, t.person_id, t.holder_id
FROM task t
WHERE t.id > 0;

-- `state` late is open and past due; within: open and due up to that day.
-- list: task_list
-- out: id int, title text, kind text, unit_id int, unit_name text, person_id int?, person_name text?, due date, percent int, now text, state text, done_on date?, movement_id int?, movement_title text?, measure text, planned text?, reached text?, measured_in text, reason text
-- scope: unit=t.holder_id person=t.person_id
-- filter: state text: t.state = CASE :state WHEN 'late' THEN 'open' ELSE :state END AND t.due < CASE :state WHEN 'late' THEN :today ELSE '9999-12-31' END
-- filter: within date: t.state = 'open' AND t.due >= :today AND t.due <= :within
-- filter: kind text: t.kind = :kind
-- filter: movement int: t.movement_id = :movement
-- filter: plan int: t.plan_id = :plan
-- filter: parent int: t.parent_id = :parent
-- filter: unit int: t.holder_id = :unit
-- filter: below int: t.holder_id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :below AND b.valid_from <= :today AND b.valid_to > :today)
-- filter: person int: t.person_id = :person
-- filter: from date: t.due >= :from
-- filter: to date: t.due <= :to
-- filter: q ids: t.id IN (:q)
-- order: due: t.due text, t.id int
-- order: name: t.sort_key blob, t.id int
-- order: newest: t.id int
SELECT t.id, t.title, t.kind, t.holder_id, u.name, t.person_id, p.name, t.due, t.percent,
       CASE WHEN t.state = 'open' AND t.due < :today THEN 'late' ELSE t.state END, t.state, t.done_on, t.movement_id,
       m.title, t.measure,
       CASE WHEN t.planned_milli % 1000 = 0 THEN CAST(t.planned_milli / 1000 AS TEXT)
            ELSE CAST(t.planned_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + t.planned_milli % 1000 AS TEXT), 2), '0') END,
       CASE WHEN t.reached_milli % 1000 = 0 THEN CAST(t.reached_milli / 1000 AS TEXT)
            ELSE CAST(t.reached_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + t.reached_milli % 1000 AS TEXT), 2), '0') END,
       t.measured_in, t.reason
FROM task t JOIN unit u ON u.id = t.holder_id
LEFT JOIN person p ON p.id = t.person_id
LEFT JOIN movement m ON m.id = t.movement_id
WHERE t.id > 0;

-- list: task_view
-- out: id int, title text, text text, kind text, now text, percent int, due date, begins date?, unit_id int, unit_name text, was_id int?, was_name text?, giver_id int, giver_name text, person_id int?, person_name text?, movement_id int?, movement_title text?, plan_id int?, plan_title text?, parent_id int?, parent_title text?, measure text, planned text?, reached text?, measured_in text, done_on date?, reason text, before_parts text?, version int
-- scope: unit=t.holder_id person=t.person_id
-- filter: id int: t.id = :id
-- order: id: t.id int
SELECT t.id, t.title, t.text, t.kind, CASE WHEN t.state = 'open' AND t.due < :today THEN 'late' ELSE t.state END,
       t.percent, t.due, t.begins, t.holder_id, u.name, CASE WHEN t.unit_id <> t.holder_id THEN t.unit_id END,
       CASE WHEN t.unit_id <> t.holder_id THEN w.name END, t.giver_id, g.name, t.person_id, p.name, t.movement_id,
       m.title, t.plan_id, k.title, t.parent_id, up.title, t.measure,
       CASE WHEN t.planned_milli % 1000 = 0 THEN CAST(t.planned_milli / 1000 AS TEXT)
            ELSE CAST(t.planned_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + t.planned_milli % 1000 AS TEXT), 2), '0') END,
       CASE WHEN t.reached_milli % 1000 = 0 THEN CAST(t.reached_milli / 1000 AS TEXT)
            ELSE CAST(t.reached_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + t.reached_milli % 1000 AS TEXT), 2), '0') END,
       t.measured_in, t.done_on, t.reason,
       CASE WHEN t.base_percent > 0 THEN CAST(t.base_percent AS TEXT) || '%' END, t.version
FROM task t JOIN unit u ON u.id = t.holder_id JOIN unit w ON w.id = t.unit_id JOIN unit g ON g.id = t.giver_id
LEFT JOIN person p ON p.id = t.person_id
LEFT JOIN movement m ON m.id = t.movement_id
LEFT JOIN plan k ON k.id = t.plan_id
LEFT JOIN task up ON up.id = t.parent_id
WHERE t.id > 0;

-- name: task_get one
-- in: id int
-- out: id int, state text, kind text, title text, holder_id int, unit_id int, giver_id int, person_id int?, movement_id int?, plan_id int?, parent_id int?, percent int, base_percent int, planned_milli int?, reached_milli int?, begins date?, due date, done_on date?, reason text, version int
SELECT id, state, kind, title, holder_id, unit_id, giver_id, person_id, movement_id, plan_id, parent_id, percent,
       base_percent, planned_milli, reached_milli, begins, due, done_on, reason, version
FROM task WHERE id = :id;

-- name: task_add id
-- in: kind text, title text, sort_key blob, key_version int, text text, unit int, giver int, person int?, movement int?, plan int?, plan_task int?, parent int?, measure text, measured_in text, planned int?, begins date?, due date, reason text, account int?, now int
-- out: id int
INSERT INTO task (kind, title, sort_key, key_version, text, unit_id, holder_id, giver_id, person_id, movement_id, plan_id,
    plan_task_id, parent_id, measure, measured_in, planned_milli, begins, due, reason, made_by, made_ms)
VALUES (:kind, :title, :sort_key, :key_version, :text, :unit, :unit, :giver, :person, :movement, :plan,
    :plan_task, :parent, :measure, :measured_in, :planned, :begins, :due, :reason, :account, :now)
RETURNING id;

-- A new due day is reminded of anew.
-- name: task_set exec
-- in: id int, kind text, title text, sort_key blob, key_version int, text text, unit int, movement int?, measure text, measured_in text, planned int?, begins date?, due date, reason text
UPDATE task SET kind = :kind, title = :title, sort_key = :sort_key, key_version = :key_version, text = :text,
    unit_id = CASE WHEN holder_id = :unit THEN unit_id ELSE :unit END, holder_id = :unit, movement_id = :movement,
    measure = :measure, measured_in = :measured_in, planned_milli = :planned, begins = :begins,
    reminded_on = CASE WHEN due = :due THEN reminded_on END, due = :due, reason = :reason, version = version + 1
WHERE id = :id;

-- name: task_person_set exec
-- in: id int, person int?
UPDATE task SET person_id = :person, version = version + 1 WHERE id = :id;

-- name: task_progress_set exec
-- in: id int, percent int, reached int?
UPDATE task SET percent = :percent, reached_milli = coalesce(:reached, reached_milli), version = version + 1
WHERE id = :id;

-- name: task_state_set exec
-- in: id int, state text, percent int, done_on date?, reason text
UPDATE task SET state = :state, percent = :percent, done_on = :done_on, reason = :reason, version = version + 1
WHERE id = :id;

-- What was reported of a task before it got its first part; the parts share what is left.
-- name: task_base_set exec
-- in: id int, base int
UPDATE task SET base_percent = :base, version = version + 1 WHERE id = :id;

-- The open part that is due last.
-- name: task_last_part many
-- in: id int
-- out: title text, due date
SELECT title, due FROM task WHERE parent_id = :id AND state = 'open' ORDER BY due DESC, id DESC LIMIT 1;

-- `percent` is of the parts alone (task_of_parts() in work.c).
-- name: task_parts one
-- in: id int
-- out: all_parts int, open int, percent int
SELECT count(*), CAST(coalesce(sum(CASE WHEN state = 'open' THEN 1 ELSE 0 END), 0) AS bigint),
       CAST(coalesce(sum(CASE state WHEN 'done' THEN 100 WHEN 'open' THEN percent ELSE 0 END) /
                nullif(sum(CASE WHEN state = 'dropped' THEN 0 ELSE 1 END), 0), 0) AS bigint)
FROM task WHERE parent_id = :id;

-- name: task_depth one
-- in: id int
-- out: depth int
WITH RECURSIVE above (id, depth) AS (
    SELECT t.parent_id, 1 FROM task t WHERE t.id = :id
    UNION ALL
    SELECT t.parent_id, a.depth + 1 FROM above a JOIN task t ON t.id = a.id WHERE a.depth < 20)
SELECT max(depth) FROM above;

-- Tasks of a unit with one due day, to find what comes a second time.
-- name: task_due_of_unit many
-- in: unit int, due date
-- out: id int, title text
SELECT id, title FROM task WHERE holder_id = :unit AND state IN ('open', 'done') AND due = :due ORDER BY id;

-- name: movement_running many
-- out: id int, title text
SELECT id, title FROM movement WHERE state IN ('launched', 'interim', 'reviewed') ORDER BY id;

-- name: task_open_of_movement one
-- in: movement int
-- out: n int
SELECT count(*) FROM task WHERE movement_id = :movement AND state = 'open';

-- name: task_from_plan_find one
-- in: plan_task int, unit int
-- out: id int
SELECT id FROM task WHERE plan_task_id = :plan_task AND unit_id = :unit;

-- Rows of a plan that some unit was given already.
-- name: task_given_of_plan many
-- in: plan int
-- out: plan_task_id int
SELECT DISTINCT plan_task_id FROM task WHERE plan_id = :plan AND plan_task_id IS NOT NULL ORDER BY plan_task_id;

-- name: units_there_below many
-- in: unit int, on date
-- out: id int
SELECT b.below_id FROM unit_below b
JOIN unit_version v ON v.unit_id = b.below_id AND v.valid_from <= :on AND v.valid_to > :on
WHERE b.unit_id = :unit AND b.below_id <> :unit AND b.valid_from <= :on AND b.valid_to > :on
ORDER BY b.below_id;

-- name: accounts_of_person many
-- in: person int
-- out: account int
SELECT id FROM account WHERE person_id = :person AND state = 'active' ORDER BY id;

-- name: task_keys_old many
-- in: after int
-- out: id int, title text, unit_id int, person_id int?
SELECT id, title, unit_id, person_id FROM task WHERE id > :after ORDER BY id LIMIT 500;

-- name: task_key_set exec
-- in: id int, sort_key blob, key_version int
UPDATE task SET sort_key = :sort_key, key_version = :key_version WHERE id = :id;

-- ---------------------------------------------------------------- reports

-- name: task_report_add id
-- in: task int, kind text, percent int, reached int?, note text, file int?, account int?, now int
-- out: id int
INSERT INTO task_report (task_id, kind, percent, reached_milli, note, file_id, made_by, made_ms)
VALUES (:task, :kind, :percent, :reached, :note, :file, :account, :now)
RETURNING id;

-- name: task_report_get one
-- in: id int
-- out: file_id int?
SELECT file_id FROM task_report WHERE id = :id;

-- name: task_evidence one
-- in: task int
-- out: n int
SELECT count(*) FROM task_report r JOIN file f ON f.id = r.file_id AND f.state = 'kept' WHERE r.task_id = :task;

-- list: task_report_object
-- out: id int, label text, state text, person int?, unit int
-- scope: unit=t.holder_id person=t.person_id
-- filter: id int: r.id = :id
-- order: id: r.id int
SELECT r.id, t.title, r.kind, t.person_id, t.holder_id
FROM task_report r JOIN task t ON t.id = r.task_id
WHERE r.id > 0;

-- list: task_report_list
-- out: id int, task_id int, task_title text, kind text, percent int, reached text?, note text, file_name text?, made_ms int, made_by text?
-- scope: unit=t.holder_id person=t.person_id
-- filter: task int: r.task_id = :task
-- order: newest: r.id int
SELECT r.id, r.task_id, t.title, r.kind, r.percent,
       CASE WHEN r.reached_milli % 1000 = 0 THEN CAST(r.reached_milli / 1000 AS TEXT)
            ELSE CAST(r.reached_milli / 1000 AS TEXT) || ',' || rtrim(substr(CAST(1000 + r.reached_milli % 1000 AS TEXT), 2), '0') END,
       r.note, f.name, r.made_ms, coalesce(p.name, a.name)
FROM task_report r JOIN task t ON t.id = r.task_id
LEFT JOIN file f ON f.id = r.file_id AND f.state = 'kept'
LEFT JOIN account a ON a.id = r.made_by
LEFT JOIN person p ON p.id = a.person_id
WHERE r.id > 0;

-- ---------------------------------------------------------------- board

-- Counts come from the index task_holder alone; what is done or dropped is counted by the year of its due day.
-- list: task_board
-- out: id int, name text, parent_id int?, open int, late int, soon int, done int, dropped int
-- scope: unit=u.id
-- filter: below int: u.id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :below AND b.valid_from <= :today AND b.valid_to > :today)
-- order: tree: u.tree_no int, u.id int
-- order: name: u.sort_key blob, u.id int
SELECT u.id, u.name, u.parent_id,
       (SELECT count(*) FROM task t WHERE t.holder_id = u.id AND t.state = 'open'),
       (SELECT count(*) FROM task t WHERE t.holder_id = u.id AND t.state = 'open' AND t.due < :today),
       (SELECT count(*) FROM task t WHERE t.holder_id = u.id AND t.state = 'open' AND t.due >= :today AND t.due <= :week),
       (SELECT count(*) FROM task t WHERE t.holder_id = u.id AND t.state = 'done'
           AND t.due >= substr(:today, 1, 4) || '-01-01' AND t.due <= substr(:today, 1, 4) || '-12-31'),
       (SELECT count(*) FROM task t WHERE t.holder_id = u.id AND t.state = 'dropped'
           AND t.due >= substr(:today, 1, 4) || '-01-01' AND t.due <= substr(:today, 1, 4) || '-12-31')
FROM unit u
WHERE u.state = 'active';

-- ---------------------------------------------------------------- reminders

-- Open tasks that are due up to a day and were not looked at today.
-- name: task_remind_due many
-- in: after date, after_id int, upto date, today date
-- out: id int, title text, holder_id int, unit_name text, person_id int?, due date, percent int, reminded_on date?, made_ms int
SELECT t.id, t.title, t.holder_id, u.name, t.person_id, t.due, t.percent, t.reminded_on, t.made_ms
FROM task t JOIN unit u ON u.id = t.holder_id
WHERE t.state = 'open' AND (t.due, t.id) > (:after, :after_id) AND t.due <= :upto
  AND (t.reminded_on IS NULL OR t.reminded_on < :today)
ORDER BY t.due, t.id LIMIT 1000;

-- name: task_reminded exec
-- in: id int, today date
UPDATE task SET reminded_on = :today WHERE id = :id;

-- Those with a grant over the unit, the nearest first.
-- name: unit_answerable many
-- in: unit int, today date
-- out: account int, person int, email text, role text, depth int
SELECT DISTINCT a.id, p.id, p.email, g.role, u.depth
FROM unit_below b
JOIN role_grant g ON g.unit_id = b.unit_id AND g.role IN ('unit_head', 'unit_clerk', 'head', 'standing')
    AND g.valid_from <= :today AND g.valid_to > :today
JOIN unit u ON u.id = g.unit_id
JOIN account a ON a.person_id = g.person_id AND a.state = 'active'
JOIN person p ON p.id = a.person_id
WHERE b.below_id = :unit AND b.valid_from <= :today AND b.valid_to > :today
ORDER BY u.depth DESC, a.id;

-- name: person_address one
-- in: person int
-- out: account int?, email text
SELECT (SELECT min(a.id) FROM account a WHERE a.person_id = p.id AND a.state = 'active'), p.email
FROM person p WHERE p.id = :person;

-- ---------------------------------------------------------------- people

-- name: task_of_person many
-- in: person int
-- out: id int
SELECT id FROM task WHERE person_id = :person ORDER BY id;

-- name: task_move exec
-- in: id int, person int
UPDATE task SET person_id = :person WHERE id = :id;

-- name: task_open_of_person one
-- in: person int
-- out: n int
SELECT count(*) FROM task WHERE person_id = :person AND state = 'open';

-- list: privacy_task
-- out: id int, title text, unit_name text, state text, percent int, due date, done_on date?
-- filter: person int: t.person_id = :person
-- order: id: t.id int
SELECT t.id, t.title, u.name, t.state, t.percent, t.due, t.done_on
FROM task t JOIN unit u ON u.id = t.holder_id
WHERE t.id > 0;

-- name: task_search_person exec
-- in: id int, person int?
UPDATE search_item SET person_id = :person WHERE kind = 'task' AND object_id = :id;
