-- The journal and its seal.

-- name: journal_add id
-- in: at int, account int?, origin text, request text, op text, object text, object_id int?, person int?, unit int?, detail text
-- out: id int
INSERT INTO journal (at_ms, account_id, origin, request, op, object, object_id, person_id, unit_id, detail)
VALUES (:at, :account, :origin, :request, :op, :object, :object_id, :person, :unit, :detail)
RETURNING id;

-- name: person_key_find one
-- in: person int
-- out: sealed blob
SELECT sealed FROM person_key WHERE person_id = :person;

-- name: person_key_add exec
-- in: person int, sealed blob
INSERT INTO person_key (person_id, sealed) VALUES (:person, :sealed) ON CONFLICT (person_id) DO NOTHING;

-- name: person_key_drop exec
-- in: person int
DELETE FROM person_key WHERE person_id = :person;
