-- Units: identity, dated versions, events, closure.

-- list: unit_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=u.id
-- filter: id int: u.id = :id
-- filter: word ids: u.id IN (:word)
-- filter: state text: u.state = :state
-- order: tree: u.tree_no int, u.id int
SELECT u.id, u.name, u.version, u.state, u.id
FROM unit u
WHERE u.id > 0;

-- list: unit_list
-- out: id int, name text, short_name text, code text, kind text, parent_id int?, parent_name text?, state text, depth int, people int, since date?, basis text?
-- scope: unit=u.id
-- filter: state text: u.state = :state
-- filter: kind text: u.kind = :kind
-- filter: parent int: u.parent_id = :parent
-- filter: q ids: u.id IN (:q)
-- order: tree: u.tree_no int, u.id int
-- order: name: u.sort_key blob, u.id int
SELECT u.id, u.name, u.short_name, u.code, u.kind, u.parent_id, up.name, u.state, u.depth,
       (SELECT count(*) FROM person p WHERE p.unit_id = u.id AND p.state = 'active'),
       (SELECT min(v.valid_from) FROM unit_version v WHERE v.unit_id = u.id),
       (SELECT e.basis FROM unit_event_part t JOIN unit_event e ON e.id = t.event_id
        WHERE t.unit_id = u.id AND t.side = 'to' ORDER BY t.event_id LIMIT 1)
FROM unit u LEFT JOIN unit up ON up.id = u.parent_id
WHERE u.id > 0;

-- list: unit_view
-- out: id int, name text, short_name text, code text, kind text, parent_id int?, parent_name text?, state text, people int, people_below int, version int
-- scope: unit=u.id
-- filter: id int: u.id = :id
-- order: id: u.id int
SELECT u.id, u.name, u.short_name, u.code, u.kind, u.parent_id, up.name, u.state,
       (SELECT count(*) FROM person p WHERE p.unit_id = u.id AND p.state = 'active'),
       (SELECT count(*) FROM person p WHERE p.state = 'active' AND p.unit_id IN
           (SELECT b.below_id FROM unit_below b WHERE b.unit_id = u.id AND b.valid_from <= :today AND b.valid_to > :today)),
       u.version
FROM unit u LEFT JOIN unit up ON up.id = u.parent_id
WHERE u.id > 0;

-- list: unit_history
-- out: id int, unit_id int, name text, kind text, parent_name text?, valid_from date, valid_to date
-- scope: unit=v.unit_id
-- filter: unit int: v.unit_id = :unit
-- order: time: v.valid_from text, v.id int
SELECT v.id, v.unit_id, v.name, v.kind, p.name, v.valid_from, v.valid_to
FROM unit_version v LEFT JOIN unit p ON p.id = v.parent_id
WHERE v.id > 0;

-- list: unit_event_list
-- out: id int, kind text, on_date date, basis text, note text, unit_id int, unit_name text, side text
-- scope: unit=t.unit_id
-- filter: unit int: t.unit_id = :unit
-- order: time: e.on_date text, e.id int, t.unit_id int
SELECT e.id, e.kind, e.on_date, e.basis, e.note, t.unit_id, u.name, t.side
FROM unit_event e JOIN unit_event_part t ON t.event_id = e.id JOIN unit u ON u.id = t.unit_id
WHERE e.id > 0;

-- name: unit_add id
-- in: now int, sort_key blob
-- out: id int
INSERT INTO unit (created_ms, sort_key) VALUES (:now, :sort_key) RETURNING id;

-- name: unit_version_add id
-- in: unit int, parent int?, kind text, code text, name text, short_name text, position int, valid_from date, valid_to date
-- out: id int
INSERT INTO unit_version (unit_id, parent_id, kind, code, name, short_name, position, valid_from, valid_to)
VALUES (:unit, :parent, :kind, :code, :name, :short_name, :position, :valid_from, :valid_to)
RETURNING id;

-- name: unit_version_end exec
-- in: id int, on date
UPDATE unit_version SET valid_to = :on WHERE id = :id;

-- name: unit_version_correct exec
-- in: id int, kind text, code text, name text, short_name text, position int
UPDATE unit_version SET kind = :kind, code = :code, name = :name, short_name = :short_name, position = :position
WHERE id = :id;

-- name: unit_version_last one
-- in: unit int
-- out: id int, parent_id int?, kind text, code text, name text, short_name text, position int, valid_from date, valid_to date
SELECT id, parent_id, kind, code, name, short_name, position, valid_from, valid_to
FROM unit_version WHERE unit_id = :unit ORDER BY valid_from DESC LIMIT 1;

-- name: unit_version_all each
-- out: id int, unit_id int, parent_id int?, kind text, code text, name text, short_name text, position int, valid_from date, valid_to date
SELECT id, unit_id, parent_id, kind, code, name, short_name, position, valid_from, valid_to
FROM unit_version ORDER BY valid_from, unit_id;

-- name: unit_successors many
-- out: on_date date, from_id int, to_id int
SELECT e.on_date, f.unit_id, t.unit_id
FROM unit_event e
JOIN unit_event_part f ON f.event_id = e.id AND f.side = 'from'
JOIN unit_event_part t ON t.event_id = e.id AND t.side = 'to'
WHERE e.kind IN ('merge', 'split') AND f.unit_id <> t.unit_id
ORDER BY e.on_date, e.id;

-- name: unit_event_add id
-- in: kind text, on date, basis text, note text, now int
-- out: id int
INSERT INTO unit_event (kind, on_date, basis, note, made_ms) VALUES (:kind, :on, :basis, :note, :now) RETURNING id;

-- name: unit_event_part_add exec
-- in: event int, unit int, side text
INSERT INTO unit_event_part (event_id, unit_id, side) VALUES (:event, :unit, :side);

-- name: unit_bump exec
-- in: id int
UPDATE unit SET version = version + 1 WHERE id = :id;

-- name: unit_today_set exec
-- in: id int, parent int?, kind text, code text, name text, short_name text, sort_key blob, state text, depth int, tree_no int
UPDATE unit SET parent_id = :parent, kind = :kind, code = :code, name = :name, short_name = :short_name,
       sort_key = :sort_key, state = :state, depth = :depth, tree_no = :tree_no
WHERE id = :id;

-- name: unit_below_all each
-- out: unit_id int, below_id int, valid_from date, valid_to date
SELECT unit_id, below_id, valid_from, valid_to FROM unit_below ORDER BY unit_id, below_id, valid_from;

-- name: unit_below_drop exec
-- in: unit int, below int, valid_from date
DELETE FROM unit_below WHERE unit_id = :unit AND below_id = :below AND valid_from = :valid_from;

-- Whom a unit belongs to from a day on, one after the other.
-- name: unit_parents_after many
-- in: unit int, on date
-- out: parent_id int?
SELECT parent_id FROM unit_version WHERE unit_id = :unit AND valid_to > :on ORDER BY valid_from;

-- name: unit_below_add exec
-- in: unit int, below int, valid_from date, valid_to date
INSERT INTO unit_below (unit_id, below_id, valid_from, valid_to) VALUES (:unit, :below, :valid_from, :valid_to);

-- name: unit_below_has one
-- in: unit int, below int, on date
-- out: n int
SELECT count(*) FROM unit_below
WHERE unit_id = :unit AND below_id = :below AND valid_from <= :on AND valid_to > :on;

-- name: unit_children_on many
-- in: unit int, on date
-- out: version_id int, unit_id int, name text
SELECT id, unit_id, name FROM unit_version
WHERE parent_id = :unit AND valid_from <= :on AND valid_to > :on ORDER BY position, unit_id;

-- name: unit_children_after many
-- in: unit int, on date
-- out: unit_id int, name text
SELECT unit_id, name FROM unit_version WHERE parent_id = :unit AND valid_to > :on ORDER BY unit_id;

-- name: unit_by_name_on many
-- in: name text, on date
-- out: unit_id int, parent_id int?
SELECT unit_id, parent_id FROM unit_version WHERE name = :name AND valid_from <= :on AND valid_to > :on;

-- name: unit_tree_on many
-- in: on date
-- out: unit_id int, parent_id int?, kind text, code text, name text, short_name text, position int, people int
SELECT v.unit_id, v.parent_id, v.kind, v.code, v.name, v.short_name, v.position,
       (SELECT count(DISTINCT q.person_id) FROM post q
        WHERE q.unit_id = v.unit_id AND q.main = 1 AND q.valid_from <= :on AND q.valid_to > :on)
FROM unit_version v
WHERE v.valid_from <= :on AND v.valid_to > :on
ORDER BY v.position, v.unit_id;

-- name: unit_label one
-- in: id int
-- out: name text, state text
SELECT name, state FROM unit WHERE id = :id;
