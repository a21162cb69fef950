-- Initiatives and studies: what, by whom, how far recognised.

-- list: initiative_list
-- out: id int, title text, kind text, year int, unit_id int?, unit_name text?, authors int, scope text, state text, used int
-- scope: unit=i.unit_id
-- filter: unit int: i.unit_id = :unit
-- filter: kind text: i.kind = :kind
-- filter: scope text: i.scope = :scope
-- filter: year int: i.year = :year
-- filter: state text: i.state = :state
-- order: time: i.year int, i.id int
-- order: title: i.sort_key blob, i.id int
SELECT i.id, i.title, i.kind, i.year, i.unit_id, u.name, (SELECT count(*) FROM initiative_author t WHERE t.initiative_id = i.id), i.scope,
       i.state, (SELECT count(*) FROM award a WHERE a.initiative_id = i.id AND a.state = 'valid')
FROM initiative i LEFT JOIN unit u ON u.id = i.unit_id
WHERE i.id > 0;

-- An author sees it by being one, a unit by having filed it.
-- list: initiative_stored
-- out: id int, title text, text text, unit_id int?, year int, filed date?
-- filter: id int: i.id = :id
-- order: id: i.id int
SELECT i.id, i.title, i.text, i.unit_id, i.year, i.filed_on
FROM initiative i
WHERE i.id > 0;

-- list: initiative_view
-- out: id int, title text, kind text, text text, year int, unit_id int?, unit_name text?, filed_on date?, scope text, state text, reason text,
--   source text
-- scope: unit=i.unit_id person=t.person_id
-- filter: id int: i.id = :id
-- order: id: i.id int, t.id int
SELECT i.id, i.title, i.kind, i.text, i.year, i.unit_id, u.name, i.filed_on, i.scope, i.state, i.reason, i.source
FROM initiative i JOIN initiative_author t ON t.initiative_id = i.id LEFT JOIN unit u ON u.id = i.unit_id
WHERE i.id > 0;

-- list: initiative_object
-- out: id int, label text, version int, state text, unit int?
-- scope: unit=i.unit_id person=t.person_id
-- filter: id int: i.id = :id
-- filter: word text: i.fold >= :word AND i.fold < :word || '{'
-- order: id: i.id int, t.id int
SELECT i.id, i.title, i.version, i.state, i.unit_id
FROM initiative i JOIN initiative_author t ON t.initiative_id = i.id
WHERE i.id > 0;

-- list: author_list
-- out: id int, initiative_id int, title text, kind text, year int, person_id int?, person_name text, share int, scope text, state text, mark text
-- scope: unit=COALESCE(p.unit_id,i.unit_id) person=t.person_id
-- filter: person int: t.person_id = :person
-- filter: initiative int: t.initiative_id = :initiative
-- order: time: t.id int
SELECT t.id, i.id, i.title, i.kind, i.year, t.person_id, COALESCE(p.name, m.name), t.share, i.scope, i.state,
       CASE WHEN t.person_id IS NULL THEN 'unmatched' ELSE '' END
FROM initiative_author t JOIN initiative i ON i.id = t.initiative_id LEFT JOIN person p ON p.id = t.person_id
LEFT JOIN unmatched m ON m.id = t.unmatched_id
WHERE t.id > 0;

-- list: initiative_scope_list
-- out: id int, initiative_id int, scope text, sign text, dated date?, issuer text
-- scope: unit=i.unit_id
-- filter: initiative int: s.initiative_id = :initiative
-- order: time: s.id int
SELECT s.id, s.initiative_id, s.scope, s.sign, s.dated, s.issuer
FROM initiative_scope s JOIN initiative i ON i.id = s.initiative_id
WHERE s.id > 0;

-- name: initiative_add id
-- in: kind text, title text, sort_key blob, fold text, text text, unit int?, year int, filed date?, state text, source text, now int
-- out: id int
INSERT INTO initiative (kind, title, sort_key, fold, text, unit_id, year, filed_on, state, source, made_ms)
VALUES (:kind, :title, :sort_key, :fold, :text, :unit, :year, :filed, :state, :source, :now)
RETURNING id;

-- name: initiative_set exec
-- in: id int, title text, sort_key blob, fold text, text text, unit int?, year int, filed date?
UPDATE initiative SET title = :title, sort_key = :sort_key, fold = :fold, text = :text, unit_id = :unit, year = :year, filed_on = :filed,
       version = version + 1
WHERE id = :id;

-- name: initiative_get one
-- in: id int
-- out: id int, kind text, title text, year int, unit_id int?, scope text, state text
SELECT id, kind, title, year, unit_id, scope, state FROM initiative WHERE id = :id;

-- name: initiative_state exec
-- in: id int, state text, scope text, reason text
UPDATE initiative SET state = :state, scope = :scope, reason = :reason, version = version + 1 WHERE id = :id;

-- name: initiative_same many
-- in: fold text, year int
-- out: id int, title text
SELECT id, title FROM initiative WHERE fold = :fold AND year = :year AND state <> 'cancelled' ORDER BY id;

-- name: initiative_scope_add id
-- in: initiative int, scope text, sign text, dated date?, issuer text
-- out: id int
INSERT INTO initiative_scope (initiative_id, scope, sign, dated, issuer) VALUES (:initiative, :scope, :sign, :dated, :issuer)
RETURNING id;

-- name: initiative_scopes many
-- in: initiative int
-- out: id int, scope text, sign text, dated date?, issuer text
SELECT id, scope, sign, dated, issuer FROM initiative_scope WHERE initiative_id = :initiative ORDER BY id;

-- name: initiative_author_add id
-- in: initiative int, person int?, unmatched int?, share int
-- out: id int
INSERT INTO initiative_author (initiative_id, person_id, unmatched_id, share) VALUES (:initiative, :person, :unmatched, :share)
RETURNING id;

-- name: initiative_author_has one
-- in: initiative int, person int
-- out: id int, share int
SELECT id, share FROM initiative_author WHERE initiative_id = :initiative AND person_id = :person ORDER BY id LIMIT 1;

-- name: initiative_authors many
-- in: initiative int
-- out: id int, person_id int?, unmatched_id int?, share int
SELECT id, person_id, unmatched_id, share FROM initiative_author WHERE initiative_id = :initiative ORDER BY id;

-- name: initiative_authors_drop exec
-- in: initiative int
DELETE FROM initiative_author WHERE initiative_id = :initiative;

-- name: author_of many
-- in: person int
-- out: id int
SELECT id FROM initiative_author WHERE person_id = :person ORDER BY id;

-- name: author_move exec
-- in: id int, person int
UPDATE initiative_author SET person_id = :person WHERE id = :id;

-- name: initiative_keys_old many
-- in: after int
-- out: id int, title text
SELECT id, title FROM initiative WHERE id > :after ORDER BY id LIMIT 500;

-- name: initiative_keys_set exec
-- in: id int, sort_key blob, fold text
UPDATE initiative SET sort_key = :sort_key, fold = :fold WHERE id = :id;
