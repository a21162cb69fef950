-- The public is asked: periods, who is in question, comments and their answers.

-- list: comment_period_object
-- out: id int, label text, version int, state text, unit int?
-- scope: unit=c.holder_id
-- filter: id int: c.id = :id
-- order: id: c.id int
SELECT c.id, c.title, c.version, c.state, c.holder_id FROM comment_period c WHERE c.id > 0;

-- list: comment_period_list
-- out: id int, title text, unit_name text?, begins date, ends date, items int, comments int, waiting int, state text, version int
-- scope: unit=c.holder_id
-- filter: state text: c.state = :state
-- filter: year int: c.begins <= CAST(:year AS TEXT) || '-12-31' AND c.ends >= CAST(:year AS TEXT) || '-01-01'
-- order: newest: c.id int
SELECT c.id, c.title, u.name, c.begins, c.ends, (SELECT count(*) FROM comment_item i WHERE i.period_id = c.id),
       (SELECT count(*) FROM comment x WHERE x.period_id = c.id),
       (SELECT count(*) FROM comment x WHERE x.period_id = c.id AND x.state <> 'hidden' AND x.answer = ''), c.state, c.version
FROM comment_period c LEFT JOIN unit u ON u.id = c.holder_id
WHERE c.id > 0;

-- list: comment_period_view
-- out: id int, title text, about text, unit_id int, unit_name text?, begins date, ends date, comments int, shown int, waiting int, result text, closed_ms int?, made_by text?, state text, version int
-- scope: unit=c.holder_id
-- filter: id int: c.id = :id
-- order: id: c.id int
SELECT c.id, c.title, c.about, c.holder_id, u.name, c.begins, c.ends, (SELECT count(*) FROM comment x WHERE x.period_id = c.id),
       (SELECT count(*) FROM comment x WHERE x.period_id = c.id AND x.state = 'shown'),
       (SELECT count(*) FROM comment x WHERE x.period_id = c.id AND x.state <> 'hidden' AND x.answer = ''),
       c.result, c.closed_ms, COALESCE(p.name, a.name), c.state, c.version
FROM comment_period c LEFT JOIN unit u ON u.id = c.holder_id LEFT JOIN account a ON a.id = c.made_by LEFT JOIN person p ON p.id = a.person_id
WHERE c.id > 0;

-- name: comment_period_add id
-- in: unit int, dossier int?, title text, about text, begins date, ends date, account int?, now int
-- out: id int
INSERT INTO comment_period (unit_id, holder_id, dossier_id, title, about, begins, ends, made_by, made_ms)
VALUES (:unit, :unit, :dossier, :title, :about, :begins, :ends, :account, :now) RETURNING id;

-- name: comment_period_get one
-- in: id int
-- out: id int, state text, holder_id int, dossier_id int?, title text, about text, begins date, ends date, result text
SELECT id, state, holder_id, dossier_id, title, about, begins, ends, result FROM comment_period WHERE id = :id;

-- name: comment_period_end exec
-- in: id int, state text, result text, now int
UPDATE comment_period SET state = :state, result = :result, closed_ms = :now, version = version + 1 WHERE id = :id;

-- name: comment_item_add id
-- in: period int, exemplar int?, nominee int?, person int?, name text, what text
-- out: id int
INSERT INTO comment_item (period_id, exemplar_id, nominee_id, person_id, name, what) VALUES (:period, :exemplar, :nominee, :person, :name, :what) RETURNING id;

-- name: comment_items many
-- in: period int
-- out: id int, exemplar_id int?, name text, what text
SELECT id, exemplar_id, name, what FROM comment_item WHERE period_id = :period ORDER BY id;

-- list: comment_item_list
-- out: id int, name text, what text, comments int
-- scope: unit=c.holder_id
-- filter: period int: i.period_id = :period
-- order: id: i.id int
SELECT i.id, i.name, i.what, (SELECT count(*) FROM comment x WHERE x.item_id = i.id)
FROM comment_item i LEFT JOIN comment_period c ON c.id = i.period_id
WHERE i.id > 0;

-- name: comment_exemplar one
-- in: id int
-- out: title text, name text?, person_id int?, state text
SELECT e.title, COALESCE(p.name, CASE WHEN e.subject = 'unit' THEN t.name END, e.household), e.person_id, e.state
FROM exemplar e LEFT JOIN person p ON p.id = e.person_id LEFT JOIN unit t ON t.id = e.about_unit_id
WHERE e.id = :id;

-- ---------------------------------------------------------------- comments

-- list: comment_object
-- out: id int, label text, version int, state text, unit int?
-- scope: unit=c.holder_id
-- filter: id int: x.id = :id
-- order: id: x.id int
SELECT x.id, c.title, x.version, x.state, c.holder_id FROM comment x LEFT JOIN comment_period c ON c.id = x.period_id WHERE x.id > 0;

-- list: comment_list
-- out: id int, period_id int, period_title text, about text?, author text, text text, contact int, state text, answer text, reason text, made_ms int, version int
-- scope: unit=c.holder_id
-- filter: period int: x.period_id = :period
-- filter: state text: x.state = :state
-- filter: answered text: CASE WHEN x.answer = '' THEN 'no' ELSE 'yes' END = :answered
-- order: newest: x.id int
SELECT x.id, x.period_id, c.title, i.name, x.author, x.text, CASE WHEN x.contact IS NULL THEN 0 ELSE 1 END, x.state, x.answer, x.reason, x.made_ms, x.version
FROM comment x LEFT JOIN comment_period c ON c.id = x.period_id LEFT JOIN comment_item i ON i.id = x.item_id
WHERE x.id > 0;

-- list: comment_view
-- out: id int, period_id int, period_title text, about text?, author text, text text, contact int, state text, answer text, answered_by text?, answered_ms int?, reason text, made_ms int, version int
-- scope: unit=c.holder_id
-- filter: id int: x.id = :id
-- order: id: x.id int
SELECT x.id, x.period_id, c.title, i.name, x.author, x.text, CASE WHEN x.contact IS NULL THEN 0 ELSE 1 END, x.state, x.answer, COALESCE(p.name, a.name), x.answered_ms, x.reason,
       x.made_ms, x.version
FROM comment x LEFT JOIN comment_period c ON c.id = x.period_id LEFT JOIN comment_item i ON i.id = x.item_id
LEFT JOIN account a ON a.id = x.answered_by LEFT JOIN person p ON p.id = a.person_id
WHERE x.id > 0;

-- name: comment_add id
-- in: period int, item int?, author text, text text, on date, now int
-- out: id int
INSERT INTO comment (period_id, item_id, author, text, made_on, made_ms) VALUES (:period, :item, :author, :text, :on, :now) RETURNING id;

-- name: comment_seal exec
-- in: id int, contact blob?
UPDATE comment SET contact = :contact WHERE id = :id;

-- name: comment_get one
-- in: id int
-- out: id int, state text, period_id int, text text, contact blob?, answer text
SELECT id, state, period_id, text, contact, answer FROM comment WHERE id = :id;

-- name: comment_item_get one
-- in: id int, period int
-- out: id int
SELECT id FROM comment_item WHERE id = :id AND period_id = :period;

-- How many came in today, as far as it matters.
-- name: comment_today one
-- in: on date, most int
-- out: n int
SELECT count(*) FROM (SELECT x.id FROM comment x WHERE x.made_on = :on LIMIT :most) capped;

-- name: comment_counts one
-- in: period int
-- out: total int, shown int, hidden int, waiting int
SELECT count(*), count(CASE WHEN state = 'shown' THEN 1 END), count(CASE WHEN state = 'hidden' THEN 1 END),
       count(CASE WHEN state <> 'hidden' AND answer = '' THEN 1 END)
FROM comment WHERE period_id = :period;

-- name: comment_state exec
-- in: id int, state text, reason text
UPDATE comment SET state = :state, reason = :reason, version = version + 1 WHERE id = :id;

-- name: comment_answer exec
-- in: id int, answer text, account int?, now int
UPDATE comment SET answer = :answer, answered_by = :account, answered_ms = :now, version = version + 1 WHERE id = :id;

-- name: comment_sealed_after many
-- in: after int
-- out: id int, contact blob
SELECT id, contact FROM comment WHERE id > :after AND contact IS NOT NULL ORDER BY id LIMIT 500;

-- ---------------------------------------------------------------- what a stranger reads

-- list: public_periods
-- out: id int, title text, begins date, ends date, items int, comments int, state text
-- filter: state text: CASE WHEN c.state = 'open' AND c.ends < :today THEN 'over' WHEN c.state = 'open' AND c.begins > :today THEN 'soon' ELSE c.state END = :state
-- order: newest: c.id int
SELECT c.id, c.title, c.begins, c.ends, (SELECT count(*) FROM comment_item i WHERE i.period_id = c.id),
       (SELECT count(*) FROM comment x WHERE x.period_id = c.id AND x.state <> 'hidden'),
       CASE WHEN c.state = 'open' AND c.ends < :today THEN 'over' WHEN c.state = 'open' AND c.begins > :today THEN 'soon' ELSE c.state END
FROM comment_period c
WHERE c.id > 0 AND COALESCE(c.state, '') <> 'dropped' AND (SELECT s.value FROM setting s WHERE s.key = 'public.comments') = '1';

-- name: public_periods_open many
-- in: today date
-- out: id int, title text, ends date, items int
SELECT c.id, c.title, c.ends, (SELECT count(*) FROM comment_item i WHERE i.period_id = c.id) FROM comment_period c
WHERE c.state = 'open' AND c.begins <= :today AND c.ends >= :today
ORDER BY c.ends, c.id LIMIT 5;

-- name: public_period one
-- in: id int
-- out: id int, state text, title text, about text, begins date, ends date, result text
SELECT c.id, c.state, c.title, c.about, c.begins, c.ends, c.result FROM comment_period c
WHERE c.id = :id AND c.state <> 'dropped' AND (SELECT s.value FROM setting s WHERE s.key = 'public.comments') = '1';

-- name: public_comments many
-- in: period int
-- out: id int, about text?, author text, text text, answer text, made_on date
SELECT x.id, i.name, x.author, x.text, x.answer, x.made_on FROM comment x LEFT JOIN comment_item i ON i.id = x.item_id
WHERE x.period_id = :period AND x.state = 'shown' ORDER BY x.id DESC LIMIT 200;

-- list: privacy_comment_item
-- out: id int, title text, name text, what text, begins date, ends date
-- filter: person int: i.person_id = :person
-- order: id: i.id int
SELECT i.id, c.title, i.name, i.what, c.begins, c.ends FROM comment_item i LEFT JOIN comment_period c ON c.id = i.period_id WHERE i.id > 0;

-- name: privacy_erase_comment_items exec
-- in: person int
UPDATE comment_item SET name = 'Đã xóa', what = '' WHERE person_id = :person;

-- name: comment_item_of many
-- in: person int
-- out: id int
SELECT id FROM comment_item WHERE person_id = :person ORDER BY id;

-- name: comment_item_move exec
-- in: id int, person int
UPDATE comment_item SET person_id = :person WHERE id = :id;

-- name: example_period one
-- out: id int
SELECT id FROM comment_period WHERE state = 'open' ORDER BY id LIMIT 1;

-- name: example_comment one
-- in: period int
-- out: id int
SELECT id FROM comment WHERE period_id = :period ORDER BY id DESC LIMIT 1;
