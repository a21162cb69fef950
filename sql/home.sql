-- Figures for the start page.

-- From the index alone; an office has a few hundred combinations.
-- name: home_people many
-- out: unit_id int, cadre text, gender text, n int
SELECT unit_id, cadre, gender, count(*) FROM person
WHERE state = 'active' AND unit_id IS NOT NULL
GROUP BY unit_id, cadre, gender ORDER BY unit_id, cadre, gender;

-- name: home_units many
-- out: id int, parent_id int?, name text, short_name text
SELECT id, parent_id, name, short_name FROM unit WHERE id > 0 ORDER BY id;

-- Who heads a unit: with that role here, else by the post. What the head of each unit answers for this year: movements, reading, tasks. Each count is of one
-- unit by an index; a movement that came to two units since merged counts once.
-- list: responsibility
-- out: id int, name text, head text?, launched int, told int, opened int, answered int, to_read int, acknowledged int, open int, late int, done int
-- scope: unit=u.id
-- filter: below int: u.id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :below AND b.valid_from <= :today AND b.valid_to > :today)
-- order: tree: u.tree_no int, u.id int
-- order: name: u.sort_key blob, u.id int
SELECT u.id, u.name,
       coalesce((SELECT min(p.name) FROM role_grant g JOIN person p ON p.id = g.person_id
        WHERE g.unit_id = u.id AND g.role = 'unit_head' AND g.valid_from <= :today AND g.valid_to > :today),
                (SELECT min(p.name) FROM post o JOIN person p ON p.id = o.person_id AND p.state = 'active'
        WHERE o.unit_id = u.id AND o.main = 1 AND o.valid_from <= :today AND o.valid_to > :today
           AND (o.title LIKE 'Trưởng %' OR o.title LIKE 'Giám đốc%' OR o.title LIKE 'Chánh Văn phòng%' OR o.title LIKE 'Hiệu trưởng%'))),
       (SELECT count(*) FROM movement m WHERE m.holder_id = u.id AND m.state IN ('launched', 'interim', 'reviewed', 'closed')
           AND m.begins <= substr(:today, 1, 4) || '-12-31' AND m.ends >= substr(:today, 1, 4) || '-01-01'),
       (SELECT count(*) FROM movement_unit x JOIN movement m ON m.id = x.movement_id
        WHERE x.holder_id = u.id AND m.begins <= substr(:today, 1, 4) || '-12-31' AND m.ends >= substr(:today, 1, 4) || '-01-01'
           AND NOT EXISTS (SELECT 1 FROM movement_unit y WHERE y.movement_id = x.movement_id AND y.holder_id = u.id AND y.id < x.id)),
       (SELECT count(*) FROM movement_unit x JOIN movement m ON m.id = x.movement_id
        WHERE x.holder_id = u.id AND x.state <> 'told' AND m.begins <= substr(:today, 1, 4) || '-12-31' AND m.ends >= substr(:today, 1, 4) || '-01-01'
           AND NOT EXISTS (SELECT 1 FROM movement_unit y WHERE y.movement_id = x.movement_id AND y.holder_id = u.id AND y.id < x.id AND y.state <> 'told')),
       (SELECT count(*) FROM movement_unit x JOIN movement m ON m.id = x.movement_id
        WHERE x.holder_id = u.id AND x.state = 'answered' AND m.begins <= substr(:today, 1, 4) || '-12-31' AND m.ends >= substr(:today, 1, 4) || '-01-01'
           AND NOT EXISTS (SELECT 1 FROM movement_unit y WHERE y.movement_id = x.movement_id AND y.holder_id = u.id AND y.id < x.id AND y.state = 'answered')),
       (SELECT count(*) FROM reader r WHERE r.unit_id = u.id AND r.state IN ('asked', 'opened', 'acknowledged')
           AND r.due >= substr(:today, 1, 4) || '-01-01'),
       (SELECT count(*) FROM reader r WHERE r.unit_id = u.id AND r.state = 'acknowledged'
           AND r.due >= substr(:today, 1, 4) || '-01-01'),
       (SELECT count(*) FROM task t WHERE t.holder_id = u.id AND t.state = 'open'),
       (SELECT count(*) FROM task t WHERE t.holder_id = u.id AND t.state = 'open' AND t.due < :today),
       (SELECT count(*) FROM task t WHERE t.holder_id = u.id AND t.state = 'done'
           AND t.due >= substr(:today, 1, 4) || '-01-01' AND t.due <= substr(:today, 1, 4) || '-12-31')
FROM unit u
WHERE u.state = 'active';
