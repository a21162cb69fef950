-- Movements, their coverage by units, sơ kết and tổng kết.

-- For pickers only what can be linked to is 'active'.
-- list: movement_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=m.holder_id
-- filter: id int: m.id = :id
-- filter: word ids: m.id IN (:word)
-- filter: state text: CASE WHEN m.state IN ('launched', 'interim', 'reviewed', 'kept') THEN 'active' ELSE m.state END = :state
-- order: newest: m.id int
SELECT m.id, m.title, m.version, m.state, m.holder_id
FROM movement m
WHERE m.id > 0;

-- What tasks can be given in.
-- list: movement_under_way
-- out: id int, label text, version int, state text, unit int
-- scope: unit=m.holder_id
-- filter: id int: m.id = :id
-- filter: word ids: m.id IN (:word)
-- filter: state text: CASE WHEN m.state IN ('launched', 'interim', 'reviewed') THEN 'active' ELSE m.state END = :state
-- order: newest: m.id int
SELECT m.id, m.title, m.version, m.state, m.holder_id
FROM movement m
WHERE m.id > 0;

-- list: movement_list
-- out: id int, title text, form text, level text, state text, unit_id int, unit_name text, begins date, ends date, told int, answered int, upper_id int?, upper_title text?
-- scope: unit=m.holder_id
-- filter: form text: m.form = :form
-- filter: level text: m.level = :level
-- filter: state text: m.state = :state
-- filter: year int: m.begins <= CAST(:year AS TEXT) || '-12-31' AND m.ends >= CAST(:year AS TEXT) || '-01-01'
-- filter: begun int: CASE WHEN m.state IN ('launched', 'interim', 'reviewed', 'closed') THEN 1 ELSE 0 END = :begun
-- filter: unit int: m.holder_id = :unit
-- filter: upper int: m.upper_id = :upper
-- filter: plan int: m.plan_id = :plan
-- filter: q ids: m.id IN (:q)
-- order: newest: m.id int
-- order: name: m.sort_key blob, m.id int
-- order: begins: m.begins text, m.id int
SELECT m.id, m.title, m.form, m.level, m.state, m.holder_id, u.name, m.begins, m.ends,
       (SELECT count(*) FROM movement_unit x WHERE x.movement_id = m.id),
       (SELECT count(*) FROM movement_unit x WHERE x.movement_id = m.id AND x.state = 'answered'),
       m.upper_id, up.title
FROM movement m LEFT JOIN unit u ON u.id = m.holder_id LEFT JOIN movement up ON up.id = m.upper_id
WHERE m.id > 0 AND m.state NOT IN ('draft', 'dropped');

-- list: movement_drafts
-- out: id int, title text, form text, level text, state text, unit_id int, unit_name text, begins date, ends date, reason text
-- scope: unit=m.holder_id
-- filter: state text: m.state = :state
-- filter: plan int: m.plan_id = :plan
-- order: newest: m.id int
SELECT m.id, m.title, m.form, m.level, m.state, m.holder_id, u.name, m.begins, m.ends, m.reason
FROM movement m JOIN unit u ON u.id = m.holder_id
WHERE m.state IN ('draft', 'dropped');

-- list: movement_view
-- out: id int, title text, slogan text, form text, level text, state text, unit_id int, unit_name text, upper_id int?, upper_title text?, plan_id int?, plan_title text?, document_id int?, document_name text?, goal text, reach text, subjects text, content text, criteria text, measures text, launching text, checking text, spreading text, reviewing text, begins date, ends date, lacking text, reason text, launched_ms int?, launched_by text?, closed_ms int?, version int
-- scope: unit=m.holder_id
-- filter: id int: m.id = :id
-- order: id: m.id int
SELECT m.id, m.title, m.slogan, m.form, m.level, m.state, m.holder_id, u.name, m.upper_id, up.title, m.plan_id, k.title,
       m.document_id, d.name, m.goal, m.reach, m.subjects, m.content, m.criteria, m.measures, m.launching, m.checking, m.spreading,
       m.reviewing, m.begins, m.ends, m.lacking, m.reason, m.launched_ms, coalesce(p.name, a.name), m.closed_ms,
       m.version
FROM movement m LEFT JOIN unit u ON u.id = m.holder_id
LEFT JOIN movement up ON up.id = m.upper_id
LEFT JOIN plan k ON k.id = m.plan_id
LEFT JOIN document d ON d.id = m.document_id
LEFT JOIN account a ON a.id = m.launched_by
LEFT JOIN person p ON p.id = a.person_id
WHERE m.id > 0;

-- name: movement_get one
-- in: id int
-- out: id int, state text, form text, level text, holder_id int, title text, slogan text, upper_id int?, plan_id int?, goal text, reach text, subjects text, content text, criteria text, measures text, launching text, checking text, spreading text, reviewing text, begins date, ends date, lacking text, reason text, launched_ms int?, launched_by text?, closed_ms int?, unit_name text, upper_title text?, plan_title text?, version int, made_ms int, document_id int?, document_name text?
SELECT m.id, m.state, m.form, m.level, m.holder_id, m.title, m.slogan, m.upper_id, m.plan_id, m.goal, m.reach,
       m.subjects, m.content, m.criteria, m.measures, m.launching, m.checking, m.spreading, m.reviewing, m.begins,
       m.ends, m.lacking, m.reason, m.launched_ms, coalesce(p.name, a.name), m.closed_ms, u.name, up.title,
       k.title, m.version, m.made_ms, m.document_id, d.name
FROM movement m JOIN unit u ON u.id = m.holder_id
LEFT JOIN movement up ON up.id = m.upper_id
LEFT JOIN plan k ON k.id = m.plan_id
LEFT JOIN document d ON d.id = m.document_id
LEFT JOIN account a ON a.id = m.launched_by
LEFT JOIN person p ON p.id = a.person_id
WHERE m.id = :id;

-- name: movement_add id
-- in: state text, form text, level text, unit int, title text, sort_key blob, key_version int, slogan text, upper int?, plan int?, document int?, goal text, reach text, subjects text, content text, criteria text, measures text, launching text, checking text, spreading text, reviewing text, begins date, ends date, account int?, now int
-- out: id int
INSERT INTO movement (state, form, level, unit_id, holder_id, title, sort_key, key_version, slogan, upper_id, plan_id,
    document_id, goal, reach, subjects, content, criteria, measures, launching, checking, spreading, reviewing, begins, ends,
    made_by, made_ms)
VALUES (:state, :form, :level, :unit, :unit, :title, :sort_key, :key_version, :slogan, :upper, :plan,
    :document, :goal, :reach, :subjects, :content, :criteria, :measures, :launching, :checking, :spreading, :reviewing, :begins,
    :ends, :account, :now)
RETURNING id;

-- name: movement_set exec
-- in: id int, form text, title text, sort_key blob, key_version int, slogan text, upper int?, plan int?, document int?, goal text, reach text, subjects text, content text, criteria text, measures text, launching text, checking text, spreading text, reviewing text, begins date, ends date
UPDATE movement SET form = :form, title = :title, sort_key = :sort_key, key_version = :key_version, slogan = :slogan,
    upper_id = :upper, plan_id = :plan, document_id = :document, goal = :goal, reach = :reach, subjects = :subjects, content = :content,
    criteria = :criteria, measures = :measures, launching = :launching, checking = :checking, spreading = :spreading,
    reviewing = :reviewing, begins = :begins, ends = :ends, version = version + 1
WHERE id = :id;

-- name: movement_launched exec
-- in: id int, account int?, now int, lacking text
UPDATE movement SET state = 'launched', launched_by = :account, launched_ms = :now, lacking = :lacking,
    version = version + 1
WHERE id = :id AND state = 'draft';

-- name: movement_state_set exec
-- in: id int, state text, reason text
UPDATE movement SET state = :state, reason = :reason, version = version + 1 WHERE id = :id;

-- name: movement_closed exec
-- in: id int, now int
UPDATE movement SET state = 'closed', closed_ms = :now, version = version + 1 WHERE id = :id;

-- name: movement_links one
-- in: id int
-- out: n int
SELECT count(*) FROM movement WHERE upper_id = :id AND state <> 'dropped';

-- What stands above it, up to the nation: a movement never hangs on itself.
-- name: movement_above many
-- in: id int
-- out: id int
WITH RECURSIVE above (id, depth) AS (
    SELECT m.id, 0 FROM movement m WHERE m.id = :id
    UNION ALL
    SELECT m.upper_id, a.depth + 1 FROM above a JOIN movement m ON m.id = a.id
    WHERE m.upper_id IS NOT NULL AND a.depth < 20)
SELECT id FROM above ORDER BY depth;

-- name: unit_is_top one
-- in: unit int, today date
-- out: top int
SELECT count(*) FROM unit_version v
WHERE v.unit_id = :unit AND v.parent_id IS NULL AND v.valid_from <= :today AND v.valid_to > :today;

-- ---------------------------------------------------------------- coverage

-- Everything that is there below the launching unit on that day; that unit itself only when it is alone.
-- name: movement_cover exec
-- in: movement int, unit int, on date, now int
INSERT INTO movement_unit (movement_id, unit_id, holder_id, told_ms)
SELECT :movement, b.below_id, b.below_id, :now
FROM unit_below b
JOIN unit_version v ON v.unit_id = b.below_id AND v.valid_from <= :on AND v.valid_to > :on
JOIN unit t ON t.id = b.below_id
WHERE b.unit_id = :unit AND b.valid_from <= :on AND b.valid_to > :on
  AND (b.below_id <> :unit OR NOT EXISTS (
      SELECT 1 FROM unit_below o JOIN unit_version w ON w.unit_id = o.below_id AND w.valid_from <= :on AND w.valid_to > :on
      WHERE o.unit_id = :unit AND o.below_id <> :unit AND o.valid_from <= :on AND o.valid_to > :on))
ORDER BY t.tree_no, t.id;

-- Heads and clerks whose grants reach a covered unit.
-- name: movement_receivers many
-- in: movement int, today date
-- out: account int, email text, person int
SELECT DISTINCT a.id, p.email, p.id
FROM movement_unit x
JOIN unit_below b ON b.below_id = x.unit_id AND b.valid_from <= :today AND b.valid_to > :today
JOIN role_grant g ON g.unit_id = b.unit_id AND g.role IN ('unit_head', 'unit_clerk') AND g.valid_from <= :today
    AND g.valid_to > :today
JOIN account a ON a.person_id = g.person_id AND a.state = 'active'
JOIN person p ON p.id = a.person_id
WHERE x.movement_id = :movement
ORDER BY a.id;

-- name: movement_unreached many
-- in: movement int, today date
-- out: name text
SELECT u.name
FROM movement_unit x JOIN unit u ON u.id = x.unit_id
WHERE x.movement_id = :movement AND NOT EXISTS (
    SELECT 1 FROM unit_below b
    JOIN role_grant g ON g.unit_id = b.unit_id AND g.role IN ('unit_head', 'unit_clerk') AND g.valid_from <= :today
        AND g.valid_to > :today
    JOIN account a ON a.person_id = g.person_id AND a.state = 'active'
    WHERE b.below_id = x.unit_id AND b.valid_from <= :today AND b.valid_to > :today)
ORDER BY u.tree_no;

-- Covered units that the person answers for as head or clerk, and that nobody has opened it for: the own
-- one, or one below that has neither. A member who looks does not open it for the unit.
-- name: movement_unopened many
-- in: movement int, person int, today date
-- out: id int
SELECT x.id FROM movement_unit x
WHERE x.movement_id = :movement AND x.state = 'told' AND EXISTS (
    SELECT 1 FROM role_grant g JOIN unit_below b ON b.unit_id = g.unit_id AND b.below_id = x.holder_id
    JOIN unit u ON u.id = g.unit_id
    WHERE g.person_id = :person AND g.role IN ('unit_head', 'unit_clerk') AND g.valid_from <= :today AND g.valid_to > :today
      AND b.valid_from <= :today AND b.valid_to > :today AND NOT EXISTS (
        SELECT 1 FROM unit_below c JOIN unit w ON w.id = c.unit_id AND w.depth > u.depth
        JOIN role_grant n ON n.unit_id = c.unit_id AND n.role IN ('unit_head', 'unit_clerk') AND n.valid_from <= :today
            AND n.valid_to > :today
        WHERE c.below_id = x.holder_id AND c.valid_from <= :today AND c.valid_to > :today))
ORDER BY x.id;

-- name: movement_unit_opened exec
-- in: id int, account int?, now int
UPDATE movement_unit SET state = 'opened', opened_ms = :now, opened_by = :account, version = version + 1
WHERE id = :id AND state = 'told';

-- name: movement_unit_get one
-- in: id int
-- out: movement_id int, title text, holder_id int, unit_name text, movement_holder int, state text
SELECT x.movement_id, m.title, x.holder_id, u.name, m.holder_id, x.state
FROM movement_unit x JOIN movement m ON m.id = x.movement_id JOIN unit u ON u.id = x.holder_id
WHERE x.id = :id;

-- Who answers has opened it.
-- name: movement_unit_answered exec
-- in: id int, answer text, plan int?, account int?, now int
UPDATE movement_unit SET state = 'answered', answer = :answer, plan_id = :plan, answered_ms = :now,
    answered_by = :account, opened_ms = coalesce(opened_ms, :now), opened_by = coalesce(opened_by, :account),
    version = version + 1
WHERE id = :id;

-- name: plan_unit_of one
-- in: id int
-- out: unit_id int, state text, title text
SELECT unit_id, state, title FROM plan WHERE id = :id;

-- list: rollout_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=x.holder_id
-- filter: id int: x.id = :id
-- order: id: x.id int
SELECT x.id, m.title, x.version, CASE WHEN m.state IN ('launched', 'interim', 'reviewed') THEN x.state ELSE 'ended' END, x.holder_id
FROM movement_unit x JOIN movement m ON m.id = x.movement_id
WHERE x.id > 0;

-- plan_there: the unit's plan where it is for everybody; a draft is known to its writers.
-- list: rollout_list
-- out: id int, movement_id int, title text, unit_id int, unit_name text, now_id int?, now_name text?, state text, told_ms int, opened_ms int?, opened_by text?, answered_ms int?, answered_by text?, answer text, plan_id int?, plan_title text?, plan_there int?
-- out: version int
-- scope: unit=x.holder_id
-- filter: movement int: x.movement_id = :movement
-- filter: unit int: x.holder_id = :unit
-- filter: state text: x.state = :state
-- filter: plan text: CASE WHEN x.plan_id IS NULL THEN 'no' ELSE 'yes' END = :plan
-- filter: during int: m.begins <= CAST(:during AS TEXT) || '-12-31' AND m.ends >= CAST(:during AS TEXT) || '-01-01'
-- filter: waiting text: CASE WHEN x.state <> 'answered' AND m.state IN ('launched', 'interim', 'reviewed') THEN 'yes' ELSE 'no' END = :waiting
-- order: newest: x.id int
SELECT x.id, x.movement_id, m.title, x.unit_id, u.name, CASE WHEN x.holder_id <> x.unit_id THEN x.holder_id END,
       CASE WHEN x.holder_id <> x.unit_id THEN h.name END, x.state, x.told_ms, x.opened_ms, coalesce(op.name, oa.name),
       x.answered_ms, coalesce(ap.name, aa.name), x.answer, x.plan_id, k.title, CASE WHEN k.state IN ('issued', 'closed') THEN k.id END, x.version
FROM movement_unit x JOIN movement m ON m.id = x.movement_id LEFT JOIN unit u ON u.id = x.unit_id
LEFT JOIN unit h ON h.id = x.holder_id
LEFT JOIN account oa ON oa.id = x.opened_by LEFT JOIN person op ON op.id = oa.person_id
LEFT JOIN account aa ON aa.id = x.answered_by LEFT JOIN person ap ON ap.id = aa.person_id
LEFT JOIN plan k ON k.id = x.plan_id
WHERE x.id > 0;

-- ---------------------------------------------------------------- sơ kết, tổng kết

-- list: review_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=m.holder_id
-- filter: id int: r.id = :id
-- order: id: r.id int
SELECT r.id, m.title, r.version, CASE WHEN m.state IN ('launched', 'interim', 'reviewed') THEN r.state ELSE 'ended' END, m.holder_id
FROM movement_review r JOIN movement m ON m.id = r.movement_id
WHERE r.id > 0;

-- list: review_list
-- out: id int, movement_id int, title text, unit_name text, kind text, due date, held_on date?, result text, state text, file_id int?, file_name text?
-- out: version int
-- scope: unit=m.holder_id
-- filter: movement int: r.movement_id = :movement
-- filter: kind text: r.kind = :kind
-- filter: state text: r.state = CASE :state WHEN 'due' THEN 'planned' ELSE :state END AND r.due <= CASE :state WHEN 'due' THEN :today ELSE '9999-12-31' END
-- order: due: r.due text, r.id int
SELECT r.id, r.movement_id, m.title, u.name, r.kind, r.due, r.held_on, r.result, r.state, r.file_id, f.name, r.version
FROM movement_review r JOIN movement m ON m.id = r.movement_id LEFT JOIN unit u ON u.id = m.holder_id
LEFT JOIN file f ON f.id = r.file_id AND f.state = 'kept'
WHERE r.state <> 'dropped';

-- name: review_of many
-- in: movement int
-- out: id int, kind text, due date, held_on date?, result text, state text, file_id int?, file_name text?
SELECT r.id, r.kind, r.due, r.held_on, r.result, r.state, r.file_id, f.name
FROM movement_review r LEFT JOIN file f ON f.id = r.file_id AND f.state = 'kept'
WHERE r.movement_id = :movement AND r.state <> 'dropped'
ORDER BY r.due, r.id;

-- name: review_get one
-- in: id int
-- out: movement_id int, kind text, due date, state text, file_id int?, movement_state text, holder_id int, launched_ms int?
SELECT r.movement_id, r.kind, r.due, r.state, r.file_id, m.state, m.holder_id, m.launched_ms
FROM movement_review r JOIN movement m ON m.id = r.movement_id
WHERE r.id = :id;

-- name: review_add id
-- in: movement int, kind text, due date
-- out: id int
INSERT INTO movement_review (movement_id, kind, due) VALUES (:movement, :kind, :due) RETURNING id;

-- name: review_held exec
-- in: id int, on date, result text, file int?
UPDATE movement_review SET state = 'held', held_on = :on, result = :result, file_id = :file, version = version + 1
WHERE id = :id AND state = 'planned';

-- name: review_dropped exec
-- in: id int
UPDATE movement_review SET state = 'dropped', version = version + 1 WHERE id = :id AND state = 'planned';

-- ---------------------------------------------------------------- from a plan

-- The tổng kết outweighs any sơ kết that is written down after it.
-- name: movement_reviewed exec
-- in: id int, state text
UPDATE movement SET state = CASE WHEN state = 'reviewed' THEN state ELSE :state END, version = version + 1 WHERE id = :id;

-- name: plan_for_movement one
-- in: id int
-- out: title text, unit_id int, state text, year int, number text?, notation text?
SELECT title, unit_id, state, year, number, notation FROM plan WHERE id = :id;

-- ---------------------------------------------------------------- keys of order

-- name: movement_keys_old many
-- in: after int
-- out: id int, title text, found int
SELECT id, title, state NOT IN ('draft', 'dropped') FROM movement WHERE id > :after ORDER BY id LIMIT 500;

-- name: movement_key_set exec
-- in: id int, sort_key blob, key_version int
UPDATE movement SET sort_key = :sort_key, key_version = :key_version WHERE id = :id;

-- ---------------------------------------------------------------- the example office

-- name: example_movement_back exec
-- in: id int, at int
UPDATE movement SET launched_ms = :at, made_ms = :at WHERE id = :id;

-- name: example_coverage many
-- in: movement int
-- out: id int, unit_id int
SELECT id, holder_id FROM movement_unit WHERE movement_id = :movement ORDER BY id;

-- name: example_opened exec
-- in: id int, opened int, answered int?, answer text
UPDATE movement_unit SET opened_ms = :opened, answered_ms = :answered, answer = :answer,
    state = CASE WHEN :answered IS NULL THEN 'opened' ELSE 'answered' END WHERE id = :id;

-- name: example_movement one
-- out: id int
SELECT id FROM movement WHERE level = 'office' AND form = 'regular' AND state IN ('launched', 'interim') ORDER BY id LIMIT 1;
