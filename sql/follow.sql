-- What goes on after a unit was merged or split: its successor answers for it (src/app/org/follow.c).

-- name: follow_units many
-- in: today date
-- out: from_id int, to_id int
SELECT f.unit_id, min(t.unit_id)
FROM unit_event e
JOIN unit_event_part f ON f.event_id = e.id AND f.side = 'from'
JOIN unit_event_part t ON t.event_id = e.id AND t.side = 'to'
JOIN unit u ON u.id = f.unit_id
WHERE e.kind IN ('merge', 'split') AND f.unit_id <> t.unit_id AND e.on_date <= :today AND u.state = 'closed'
GROUP BY f.unit_id ORDER BY max(e.on_date), f.unit_id;

-- name: follow_movement exec
-- in: from int, to int
UPDATE movement SET holder_id = :to, version = version + 1
WHERE holder_id = :from AND state IN ('draft', 'launched', 'interim', 'reviewed', 'kept');

-- name: follow_coverage exec
-- in: from int, to int
UPDATE movement_unit SET holder_id = :to, version = version + 1
WHERE holder_id = :from AND movement_id IN (SELECT m.id FROM movement m WHERE m.state IN ('launched', 'interim', 'reviewed'));

-- name: follow_task exec
-- in: from int, to int
UPDATE task SET holder_id = :to, version = version + 1 WHERE holder_id = :from AND state = 'open';

-- name: follow_giver exec
-- in: from int, to int
UPDATE task SET giver_id = :to, version = version + 1 WHERE giver_id = :from AND state = 'open';

-- name: follow_search exec
-- in: from int, to int
UPDATE search_item SET unit_id = :to
WHERE unit_id = :from AND (
    (kind = 'task' AND object_id IN (SELECT t.id FROM task t WHERE t.holder_id = :to AND t.state = 'open')) OR
    (kind = 'movement' AND object_id IN (SELECT m.id FROM movement m WHERE m.holder_id = :to)));
