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

-- How many objects have a word that begins so, counted to a limit; and the word itself in the title.
-- name: search_word_count one
-- in: word text, kind text, cap int
-- out: n int
SELECT count(*) FROM (SELECT 1 AS one FROM search_word
    WHERE word >= :word AND word < :word || '{' AND kind = :kind LIMIT :cap) capped;

-- name: search_title_word_count one
-- in: word text, kind text, cap int
-- out: n int
SELECT count(*) FROM (SELECT 1 AS one FROM search_word
    WHERE word = :word AND kind = :kind AND place = 0 LIMIT :cap) capped;

-- How far a walk in order may go.
-- name: search_walk_end one
-- in: kind text, steps int
-- out: sort_key blob
SELECT sort_key FROM search_item WHERE kind = :kind ORDER BY sort_key, object_id LIMIT 1 OFFSET :steps;

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

-- The caller knows what is rare and says how to go: from the objects of one word (`from`,
-- `title`; one of each for each kind), or through all in order up to a place (`upto`); the other words are looked up
-- for each. The sums in the scope keep planners from going by unit; search_near goes so.
-- list: search_found
-- out: id int, title text, note text
-- scope: unit=(i.unit_id+0) person=(i.person_id+0)
-- filter: kind text: i.kind = :kind
-- filter: has1 text: (SELECT count(*) FROM search_word w WHERE w.kind = i.kind AND w.object_id = i.object_id AND w.word >= :has1 AND w.word < :has1 || '{') > 0
-- filter: has2 text: (SELECT count(*) FROM search_word w WHERE w.kind = i.kind AND w.object_id = i.object_id AND w.word >= :has2 AND w.word < :has2 || '{') > 0
-- filter: has3 text: (SELECT count(*) FROM search_word w WHERE w.kind = i.kind AND w.object_id = i.object_id AND w.word >= :has3 AND w.word < :has3 || '{') > 0
-- filter: has4 text: (SELECT count(*) FROM search_word w WHERE w.kind = i.kind AND w.object_id = i.object_id AND w.word >= :has4 AND w.word < :has4 || '{') > 0
-- filter: is1 text: (SELECT count(*) FROM search_word w WHERE w.kind = i.kind AND w.object_id = i.object_id AND w.word = :is1 AND w.place = 0) > 0
-- filter: is2 text: (SELECT count(*) FROM search_word w WHERE w.kind = i.kind AND w.object_id = i.object_id AND w.word = :is2 AND w.place = 0) > 0
-- filter: is3 text: (SELECT count(*) FROM search_word w WHERE w.kind = i.kind AND w.object_id = i.object_id AND w.word = :is3 AND w.place = 0) > 0
-- filter: is4 text: (SELECT count(*) FROM search_word w WHERE w.kind = i.kind AND w.object_id = i.object_id AND w.word = :is4 AND w.place = 0) > 0
-- filter: id int: i.object_id = :id
-- filter: same text: i.fold = :same
-- filter: upto blob: i.sort_key <= :upto
-- filter: from_unit text: i.object_id IN (SELECT object_id FROM search_word WHERE kind = 'unit' AND word >= :from_unit AND word < :from_unit || '{')
-- filter: title_unit text: i.object_id IN (SELECT object_id FROM search_word WHERE kind = 'unit' AND word = :title_unit AND place = 0)
-- filter: from_person text: i.object_id IN (SELECT object_id FROM search_word WHERE kind = 'person' AND word >= :from_person AND word < :from_person || '{')
-- filter: title_person text: i.object_id IN (SELECT object_id FROM search_word WHERE kind = 'person' AND word = :title_person AND place = 0)
-- filter: from_document text: i.object_id IN (SELECT object_id FROM search_word WHERE kind = 'document' AND word >= :from_document AND word < :from_document || '{')
-- filter: title_document text: i.object_id IN (SELECT object_id FROM search_word WHERE kind = 'document' AND word = :title_document AND place = 0)
-- filter: from_plan text: i.object_id IN (SELECT object_id FROM search_word WHERE kind = 'plan' AND word >= :from_plan AND word < :from_plan || '{')
-- filter: title_plan text: i.object_id IN (SELECT object_id FROM search_word WHERE kind = 'plan' AND word = :title_plan AND place = 0)
-- order: name: i.sort_key blob, i.object_id int
SELECT i.object_id, i.title, i.note
FROM search_item i
WHERE i.object_id > 0;

-- By the scope, which the caller has counted and found small. The order is one that no index has, or planners
-- would walk through everybody in order.
-- list: search_near
-- out: id int, title text, note text
-- scope: unit=i.unit_id person=i.person_id
-- filter: kind text: i.kind = :kind
-- filter: has1 text: (SELECT count(*) FROM search_word w WHERE w.kind = i.kind AND w.object_id = i.object_id AND w.word >= :has1 AND w.word < :has1 || '{') > 0
-- filter: has2 text: (SELECT count(*) FROM search_word w WHERE w.kind = i.kind AND w.object_id = i.object_id AND w.word >= :has2 AND w.word < :has2 || '{') > 0
-- filter: has3 text: (SELECT count(*) FROM search_word w WHERE w.kind = i.kind AND w.object_id = i.object_id AND w.word >= :has3 AND w.word < :has3 || '{') > 0
-- filter: has4 text: (SELECT count(*) FROM search_word w WHERE w.kind = i.kind AND w.object_id = i.object_id AND w.word >= :has4 AND w.word < :has4 || '{') > 0
-- filter: is1 text: (SELECT count(*) FROM search_word w WHERE w.kind = i.kind AND w.object_id = i.object_id AND w.word = :is1 AND w.place = 0) > 0
-- filter: is2 text: (SELECT count(*) FROM search_word w WHERE w.kind = i.kind AND w.object_id = i.object_id AND w.word = :is2 AND w.place = 0) > 0
-- filter: is3 text: (SELECT count(*) FROM search_word w WHERE w.kind = i.kind AND w.object_id = i.object_id AND w.word = :is3 AND w.place = 0) > 0
-- filter: is4 text: (SELECT count(*) FROM search_word w WHERE w.kind = i.kind AND w.object_id = i.object_id AND w.word = :is4 AND w.place = 0) > 0
-- order: name: coalesce(i.sort_key, i.sort_key) blob, i.object_id int
SELECT i.object_id, i.title, i.note
FROM search_item i
WHERE i.object_id > 0;
