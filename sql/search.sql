-- The one search box: what it knows, and how it looks. Sets of ids: see index/index.h.

-- Fresh only when something is different: the whole tree of units is written again with each change of one.
-- name: search_item_put exec
-- in: kind text, id int, title text, note text, fold text, sort_key blob, unit int?, person int?
INSERT INTO search_item (kind, object_id, title, note, fold, sort_key, unit_id, person_id, fresh)
VALUES (:kind, :id, :title, :note, :fold, :sort_key, :unit, :person, 1)
ON CONFLICT (kind, object_id) DO UPDATE SET title = excluded.title, note = excluded.note, fold = excluded.fold,
    sort_key = excluded.sort_key, unit_id = excluded.unit_id, person_id = excluded.person_id, fresh = 1
WHERE search_item.title <> excluded.title OR search_item.note <> excluded.note OR search_item.fold <> excluded.fold
   OR search_item.sort_key <> excluded.sort_key OR search_item.unit_id IS DISTINCT FROM excluded.unit_id
   OR search_item.person_id IS DISTINCT FROM excluded.person_id;

-- name: search_item_said one
-- in: kind text, id int
-- out: said text, said_unit int?
SELECT said, said_unit FROM search_item WHERE kind = :kind AND object_id = :id;

-- name: search_item_drop exec
-- in: kind text, id int
DELETE FROM search_item WHERE kind = :kind AND object_id = :id;

-- Everything is settled anew: the rules of folding are others.
-- name: search_item_all_fresh exec
UPDATE search_item SET fresh = 1 WHERE fresh = 0;

-- name: search_fresh_some many
-- in: most int
-- out: kind text, id int, title text, note text, unit int?, said text, said_unit int?
SELECT kind, object_id, title, note, unit_id, said, said_unit FROM search_item
WHERE fresh = 1 ORDER BY kind, object_id LIMIT :most;

-- name: search_settled exec
-- in: kind text, id int, said text, unit int?
UPDATE search_item SET fresh = 0, said = :said, said_unit = :unit WHERE kind = :kind AND object_id = :id;

-- name: search_fresh_ids many
-- in: kind text, after int
-- out: id int
SELECT object_id FROM search_item WHERE kind = :kind AND object_id > :after AND fresh = 1 ORDER BY object_id LIMIT 5000;

-- name: search_of_person many
-- in: kind text, person int
-- out: id int
SELECT object_id FROM search_item WHERE person_id = :person AND kind = :kind;

-- name: search_bits_get one
-- in: kind text, term text, block int
-- out: bits blob
SELECT bits FROM search_bits WHERE kind = :kind AND term = :term AND block = :block;

-- name: search_bits_put exec
-- in: kind text, term text, block int, bits blob
INSERT INTO search_bits (kind, term, block, bits) VALUES (:kind, :term, :block, :bits)
ON CONFLICT (kind, term, block) DO UPDATE SET bits = excluded.bits;

-- name: search_bits_drop exec
-- in: kind text, term text, block int
DELETE FROM search_bits WHERE kind = :kind AND term = :term AND block = :block;

-- `terms` by db_texts().
-- name: search_bits_of many
-- in: kind text, terms text
-- out: term text, block int, bits blob
-- sqlite:
SELECT term, block, bits FROM search_bits WHERE kind = :kind AND term IN (SELECT value FROM json_each(:terms));
-- postgres:
SELECT term, block, bits FROM search_bits WHERE kind = :kind AND term = ANY(:terms::text[]);

-- Of `kinds` those that have each of the `count` terms somewhere, or something fresh.
-- name: search_kinds_with many
-- in: kinds text, terms text, count int
-- out: kind text
-- sqlite:
SELECT CAST(k.value AS TEXT) FROM json_each(:kinds) k
WHERE (SELECT count(DISTINCT b.term) FROM search_bits b
      WHERE b.kind = k.value AND b.term IN (SELECT value FROM json_each(:terms))) = :count
   OR EXISTS (SELECT 1 FROM search_item i WHERE i.kind = k.value AND i.object_id > 0 AND i.fresh = 1);
-- postgres:
SELECT k.kind FROM unnest(:kinds::text[]) AS k(kind)
WHERE (SELECT count(DISTINCT b.term) FROM search_bits b WHERE b.kind = k.kind AND b.term = ANY(:terms::text[])) = :count
   OR EXISTS (SELECT 1 FROM search_item i WHERE i.kind = k.kind AND i.object_id > 0 AND i.fresh = 1);

-- name: search_kind_after one
-- in: after text
-- out: kind text?
SELECT min(kind) FROM search_item WHERE kind > :after;

-- name: search_in_order each
-- in: kind text
-- out: id int
SELECT object_id FROM search_item WHERE kind = :kind ORDER BY sort_key, object_id;

-- The settled one that stands before it.
-- name: search_before one
-- in: kind text, id int
-- out: id int
SELECT b.object_id FROM search_item i
JOIN search_item b ON b.kind = i.kind AND (b.sort_key, b.object_id) < (i.sort_key, i.object_id) AND b.fresh = 0
WHERE i.kind = :kind AND i.object_id = :id
ORDER BY b.sort_key DESC, b.object_id DESC LIMIT 1;

-- The same, block by block.
-- name: search_grams_of many
-- in: kind text, terms text
-- out: block int, bits blob
-- sqlite:
SELECT block, bits FROM search_bits WHERE kind = :kind AND term IN (SELECT value FROM json_each(:terms)) ORDER BY block;
-- postgres:
SELECT block, bits FROM search_bits WHERE kind = :kind AND term = ANY(:terms::text[]) ORDER BY block;

-- Objects of the units below those given, `units` by db_ids().
-- name: search_bits_below many
-- in: kind text, units text, today date
-- out: block int, bits blob
-- sqlite:
SELECT s.block, s.bits FROM search_bits s
WHERE s.kind = :kind AND s.term IN (SELECT 'u:' || b.below_id FROM unit_below b
      WHERE b.unit_id IN (SELECT value FROM json_each(:units)) AND b.valid_from <= :today AND b.valid_to > :today);
-- postgres:
SELECT s.block, s.bits FROM search_bits s
WHERE s.kind = :kind AND s.term = ANY(ARRAY(SELECT 'u:' || b.below_id FROM unit_below b
      WHERE b.unit_id = ANY(:units::bigint[]) AND b.valid_from <= :today AND b.valid_to > :today));

-- The order by name is one that no index has, or planners would walk through everybody in order.
-- list: search_found
-- out: id int, title text, note text, fold text
-- scope: unit=i.unit_id person=i.person_id
-- filter: kind text: i.kind = :kind
-- filter: fresh int: i.fresh = 1 AND i.fresh = :fresh
-- filter: same text: i.fold = :same
-- filter: found ids: i.object_id IN (:found)
-- order: name: coalesce(i.sort_key, i.sort_key) blob, i.object_id int
-- order: id: i.object_id int
SELECT i.object_id, i.title, i.note, i.fold
FROM search_item i
WHERE i.kind <> '';
