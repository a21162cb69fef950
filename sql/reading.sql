-- Assigned reading: what is to be read by whom, and who has.

-- name: reader_of_person many
-- in: person int
-- out: id int
SELECT id FROM reader WHERE person_id = :person ORDER BY id;

-- Somebody who was asked under both records keeps one row; the other stays where it was.
-- name: reader_move exec
-- in: id int, to int
UPDATE reader SET person_id = :to WHERE id = :id AND NOT EXISTS
    (SELECT 1 FROM reader r WHERE r.reading_id = reader.reading_id AND r.person_id = :to);
