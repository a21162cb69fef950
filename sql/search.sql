-- The one search box: what it knows, and how it looks.

-- name: search_item_put exec
-- in: kind text, id int, title text, note text, fold text, sort_key blob, unit int?, person int?
INSERT INTO search_item (kind, object_id, title, note, fold, sort_key, unit_id, person_id)
VALUES (:kind, :id, :title, :note, :fold, :sort_key, :unit, :person)
ON CONFLICT (kind, object_id) DO UPDATE SET title = excluded.title, note = excluded.note, fold = excluded.fold,
    sort_key = excluded.sort_key, unit_id = excluded.unit_id, person_id = excluded.person_id;

-- name: search_item_drop exec
-- in: kind text, id int
DELETE FROM search_item WHERE kind = :kind AND object_id = :id;

-- name: search_word_drop exec
-- in: kind text, id int
DELETE FROM search_word WHERE kind = :kind AND object_id = :id;

-- name: search_gram_drop exec
-- in: kind text, id int
DELETE FROM search_gram WHERE kind = :kind AND object_id = :id;

-- name: search_word_add exec
-- in: word text, kind text, place int, id int
INSERT INTO search_word (word, kind, place, object_id) VALUES (:word, :kind, :place, :id);

-- name: search_gram_add exec
-- in: gram int, kind text, id int
INSERT INTO search_gram (gram, kind, object_id) VALUES (:gram, :kind, :id);

-- How many objects have a word that begins so, counted to a limit.
-- name: search_word_count one
-- in: word text, kind text, cap int
-- out: n int
SELECT count(*) FROM (SELECT 1 AS one FROM search_word
    WHERE word >= :word AND word < :word || '{' AND kind = :kind LIMIT :cap) capped;

-- name: search_gram_count one
-- in: gram int, cap int
-- out: n int
SELECT count(*) FROM (SELECT 1 AS one FROM search_gram WHERE gram = :gram LIMIT :cap) capped;

-- What shares most of a few rare trigrams; an unused place repeats another.
-- name: search_gram_near many
-- in: kind text, a int, b int, c int, d int, e int, f int, g int, h int, least int
-- out: object_id int, fold text
SELECT capped.object_id, i.fold
FROM (SELECT object_id, count(*) AS shared FROM search_gram
      WHERE gram IN (:a, :b, :c, :d, :e, :f, :g, :h) AND kind = :kind
      GROUP BY object_id HAVING count(*) >= :least
      ORDER BY shared DESC, object_id LIMIT 40) capped
JOIN search_item i ON i.kind = :kind AND i.object_id = capped.object_id
ORDER BY capped.shared DESC, capped.object_id;

-- By the objects of the rarest word, in the order of its index: the very word before longer ones, titles before notes.
-- Other words are looked up for each.
-- CROSS and the sums in the scope keep planners from going another way.
-- list: search_found
-- out: id int, title text, note text, fold text, sort_key blob
-- scope: unit=(i.unit_id+0) person=(i.person_id+0)
-- filter: kind text: w.kind = :kind
-- filter: from text: w.word >= :from AND w.word < :from || '{'
-- filter: has1 text: (SELECT 1 FROM search_word h WHERE h.kind = w.kind AND h.object_id = w.object_id AND h.word >= :has1 AND h.word < :has1 || '{' LIMIT 1) = 1
-- filter: has2 text: (SELECT 1 FROM search_word h WHERE h.kind = w.kind AND h.object_id = w.object_id AND h.word >= :has2 AND h.word < :has2 || '{' LIMIT 1) = 1
-- filter: has3 text: (SELECT 1 FROM search_word h WHERE h.kind = w.kind AND h.object_id = w.object_id AND h.word >= :has3 AND h.word < :has3 || '{' LIMIT 1) = 1
-- filter: has4 text: (SELECT 1 FROM search_word h WHERE h.kind = w.kind AND h.object_id = w.object_id AND h.word >= :has4 AND h.word < :has4 || '{' LIMIT 1) = 1
-- order: word: w.word text, w.place int, w.object_id int
SELECT i.object_id, i.title, i.note, i.fold, i.sort_key
FROM search_word w CROSS JOIN search_item i
WHERE i.kind = w.kind AND i.object_id = w.object_id;

-- By the scope, which the caller has counted and found small, or by what is given. The order is one that no index
-- has, or planners would walk through everybody in order.
-- list: search_near
-- out: id int, title text, note text, fold text, sort_key blob
-- scope: unit=i.unit_id person=i.person_id
-- filter: kind text: i.kind = :kind
-- filter: has1 text: (SELECT 1 FROM search_word h WHERE h.kind = i.kind AND h.object_id = i.object_id AND h.word >= :has1 AND h.word < :has1 || '{' LIMIT 1) = 1
-- filter: has2 text: (SELECT 1 FROM search_word h WHERE h.kind = i.kind AND h.object_id = i.object_id AND h.word >= :has2 AND h.word < :has2 || '{' LIMIT 1) = 1
-- filter: has3 text: (SELECT 1 FROM search_word h WHERE h.kind = i.kind AND h.object_id = i.object_id AND h.word >= :has3 AND h.word < :has3 || '{' LIMIT 1) = 1
-- filter: has4 text: (SELECT 1 FROM search_word h WHERE h.kind = i.kind AND h.object_id = i.object_id AND h.word >= :has4 AND h.word < :has4 || '{' LIMIT 1) = 1
-- filter: id int: i.object_id = :id
-- filter: same text: i.fold = :same
-- order: name: coalesce(i.sort_key, i.sort_key) blob, i.object_id int
SELECT i.object_id, i.title, i.note, i.fold, i.sort_key
FROM search_item i
WHERE i.object_id > 0;
