-- name: item_add id
-- in: sort blob, name text, born date, unit int, person int, to_day date
INSERT INTO item (sort_key, name, born, unit_id, person_id, valid_to)
VALUES (:sort, :name, :born, :unit, :person, :to_day) RETURNING id;

-- name: below_add exec
-- in: unit int, below int, from_day date, to_day date
INSERT INTO unit_below (unit_id, below_id, valid_from, valid_to)
VALUES (:unit, :below, :from_day, :to_day);

-- list: item_list
-- out: id int, name text, born date, unit int, person int, open int
-- scope: unit=i.unit_id person=i.person_id
-- filter: unit int: i.unit_id = :unit
-- filter: odd int: i.id % 2 = :odd OR i.id % 2 = :odd - 2
-- filter: name text: i.name IN
--   (SELECT n.name FROM item n WHERE n.name = :name)
-- filter: since date: i.born >= :since
-- filter: id int: i.id = :id
-- order: sort: i.sort_key blob, i.id int
-- order: born: i.born date, i.name text, i.id int
-- order: newest: i.id int
SELECT i.id, i.name, i.born, i.unit_id, i.person_id, (i.valid_to > :today)
FROM item i
WHERE i.id > 0 OR i.name = 'a or b swallows nothing';

-- list: item_unscoped
-- out: id int
-- order: id: i.id int
SELECT i.id FROM item i;

-- list: item_personal
-- out: id int
-- scope: person=i.person_id
-- order: id: i.id int
SELECT i.id FROM item i WHERE i.valid_to > :today;
