-- The library of legal documents.

-- Candidates for a citation; an office has a handful for each key.
-- name: document_by_sign many
-- in: key text
-- out: id int, year int, issuer_key text, title_key text, signed_on date?, valid_from date?, valid_to date?
SELECT id, year, issuer_key, title_key, signed_on, valid_from, valid_to FROM document
WHERE sign_key = :key AND state = 'kept' ORDER BY year, id LIMIT 100;

-- name: document_by_title many
-- in: key text
-- out: id int, year int, issuer_key text, signed_on date?, valid_from date?, valid_to date?
SELECT id, year, issuer_key, signed_on, valid_from, valid_to FROM document
WHERE title_key = :key AND state = 'kept' ORDER BY id LIMIT 100;

-- name: document_by_id one
-- in: id int
-- out: id int, class text, type text, sign text, issuer text, signed_on date?, title text, name text, valid_from date?,
--   valid_to date?, source text, confirmed int, note text, file_id int?, state text
SELECT id, class, type, sign, issuer, signed_on, title, name, valid_from, valid_to, source, confirmed, note, file_id,
       state
FROM document WHERE id = :id;

-- name: document_add id
-- in: class text, type text, sign text, sign_key text, issuer text, issuer_key text, signed_on date?, year int,
--   title text, title_key text, name text, sort_key blob, key_version int, valid_from date?, valid_to date?, source text,
--   confirmed int, note text, state text, now int
-- out: id int
INSERT INTO document (class, type, sign, sign_key, issuer, issuer_key, signed_on, year, title, title_key, name, sort_key,
    key_version, valid_from, valid_to, source, confirmed, note, state, added_ms)
VALUES (:class, :type, :sign, :sign_key, :issuer, :issuer_key, :signed_on, :year, :title, :title_key, :name, :sort_key,
    :key_version, :valid_from, :valid_to, :source, :confirmed, :note, :state, :now)
RETURNING id;

-- What is changed waits to be confirmed again.
-- name: document_set exec
-- in: id int, class text, type text, sign text, sign_key text, issuer text, issuer_key text, signed_on date?, year int,
--   title text, title_key text, name text, sort_key blob, key_version int, valid_from date?, valid_to date?, source text,
--   note text, state text
UPDATE document SET class = :class, type = :type, sign = :sign, sign_key = :sign_key, issuer = :issuer,
    issuer_key = :issuer_key, signed_on = :signed_on, year = :year, title = :title, title_key = :title_key, name = :name,
    sort_key = :sort_key, key_version = :key_version, valid_from = :valid_from, valid_to = :valid_to, source = :source,
    note = :note, state = :state, confirmed = 0, confirmed_by = NULL, confirmed_ms = NULL, version = version + 1
WHERE id = :id;
