-- Initiatives and studies: what, by whom, how far recognised.

-- list: initiative_list
-- out: id int, title text, kind text, year int, unit_id int?, unit_name text?, authors int, scope text, due_on date?, state text, used int
-- scope: unit=i.unit_id
-- filter: unit int: i.unit_id = :unit
-- filter: kind text: i.kind = :kind
-- filter: scope text: i.scope = :scope
-- filter: year int: i.year = :year
-- filter: state text: i.state = :state
-- order: time: i.year int, i.id int
-- order: title: i.sort_key blob, i.id int
SELECT i.id, i.title, i.kind, i.year, i.unit_id, u.name, (SELECT count(*) FROM initiative_author t WHERE t.initiative_id = i.id), i.scope,
       i.due_on, i.state, (SELECT count(*) FROM award a WHERE a.initiative_id = i.id AND a.state = 'valid')
FROM initiative i LEFT JOIN unit u ON u.id = i.unit_id
WHERE i.id > 0 AND i.shown = 1;

-- An author sees it by being one, a unit by having filed it.
-- list: initiative_stored
-- out: id int, title text, text text, unit_id int?, year int, filed date?
-- filter: id int: i.id = :id
-- order: id: i.id int
SELECT i.id, i.title, i.text, i.unit_id, i.year, i.filed_on
FROM initiative i
WHERE i.id > 0;

-- list: initiative_view
-- out: id int, title text, kind text, text text, effect text, applied text, year int, unit_id int?, unit_name text?, filed_on date?, due_on date?, held_on date?, scope text, state text, reason text,
--   source text
-- scope: unit=i.unit_id*i.shown person=t.person_id
-- filter: id int: i.id = :id
-- order: id: i.id int, t.id int
SELECT i.id, i.title, i.kind, i.text, i.effect, i.applied, i.year, i.unit_id, u.name, i.filed_on, i.due_on, i.held_on, i.scope, i.state, i.reason, i.source
FROM initiative i JOIN initiative_author t ON t.initiative_id = i.id LEFT JOIN unit u ON u.id = i.unit_id
WHERE i.id > 0;

-- list: initiative_object
-- out: id int, label text, version int, state text, unit int?
-- scope: unit=i.unit_id*i.shown person=t.person_id
-- filter: id int: i.id = :id
-- filter: word text: i.fold >= :word AND i.fold < :word || '{'
-- order: id: i.id int, t.id int
SELECT i.id, i.title, i.version, i.state, i.unit_id
FROM initiative i JOIN initiative_author t ON t.initiative_id = i.id
WHERE i.id > 0;

-- list: author_list
-- out: id int, initiative_id int, title text, kind text, year int, person_id int?, person_name text, share int, scope text, state text, mark text
-- scope: unit=COALESCE(p.unit_id,i.unit_id)*i.shown person=t.person_id
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

-- name: initiative_author_names many
-- in: initiative int
-- out: name text, about text, share int
SELECT COALESCE(p.name, m.name), CASE WHEN p.id IS NULL THEN '' WHEN p.post_title = '' THEN COALESCE(u.name, '')
       ELSE p.post_title || COALESCE(', ' || u.name, '') END, t.share
FROM initiative_author t LEFT JOIN person p ON p.id = t.person_id LEFT JOIN unit u ON u.id = p.unit_id
LEFT JOIN unmatched m ON m.id = t.unmatched_id
WHERE t.initiative_id = :initiative ORDER BY t.id;

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

-- ---------------------------------------------------------------- filing, examining

-- list: initiative_mine
-- out: id int, title text, kind text, year int, share int, filed_on date?, due_on date?, scope text, state text, reason text
-- scope: person=t.person_id
-- filter: state text: i.state = :state
-- order: newest: t.id int
SELECT i.id, i.title, i.kind, i.year, t.share, i.filed_on, i.due_on, i.scope, i.state, i.reason
FROM initiative_author t JOIN initiative i ON i.id = t.initiative_id
WHERE t.id > 0 AND t.person_id IS NOT NULL;

-- name: initiative_draft id
-- in: kind text, title text, sort_key blob, fold text, text text, effect text, applied text, unit int?, year int, now int
-- out: id int
INSERT INTO initiative (kind, title, sort_key, fold, text, effect, applied, unit_id, year, state, shown, made_ms)
VALUES (:kind, :title, :sort_key, :fold, :text, :effect, :applied, :unit, :year, 'draft', 0, :now)
RETURNING id;

-- name: initiative_rewrite exec
-- in: id int, kind text, title text, sort_key blob, fold text, text text, effect text, applied text
UPDATE initiative SET kind = :kind, title = :title, sort_key = :sort_key, fold = :fold, text = :text, effect = :effect, applied = :applied,
    version = version + 1
WHERE id = :id;

-- name: initiative_text one
-- in: id int
-- out: id int, kind text, title text, text text, effect text, applied text, unit_id int?, year int, state text, due_on date?
SELECT id, kind, title, text, effect, applied, unit_id, year, state, due_on FROM initiative WHERE id = :id;

-- name: initiative_moved exec
-- in: id int, state text, reason text, filed date?, due date?, held date?, shown int
UPDATE initiative SET state = :state, reason = :reason, filed_on = coalesce(:filed, filed_on), due_on = :due, held_on = coalesce(:held, held_on),
    shown = :shown, version = version + 1
WHERE id = :id;

-- name: initiative_step_add id
-- in: initiative int, kind text, reason text, account int?, now int
-- out: id int
INSERT INTO initiative_step (initiative_id, kind, reason, made_by, made_ms) VALUES (:initiative, :kind, :reason, :account, :now) RETURNING id;

-- list: initiative_step_list
-- out: id int, initiative_id int, kind text, reason text, made_by text?, made_ms int
-- scope: unit=i.unit_id*i.shown person=t.person_id
-- filter: initiative int: s.initiative_id = :initiative
-- order: id: s.id int, t.id int
SELECT s.id, s.initiative_id, s.kind, s.reason, COALESCE(p.name, a.name), s.made_ms
FROM initiative_step s LEFT JOIN initiative i ON i.id = s.initiative_id
LEFT JOIN initiative_author t ON t.initiative_id = s.initiative_id
    AND t.id = (SELECT min(o.id) FROM initiative_author o WHERE o.initiative_id = s.initiative_id)
LEFT JOIN account a ON a.id = s.made_by LEFT JOIN person p ON p.id = a.person_id
WHERE s.id > 0;

-- name: initiative_sketch_drop exec
-- in: initiative int
DELETE FROM initiative_sketch WHERE initiative_id = :initiative;

-- name: initiative_sketch_add id
-- in: initiative int, hash int
-- out: id int
INSERT INTO initiative_sketch (initiative_id, hash) VALUES (:initiative, :hash) RETURNING id;

-- name: initiative_like many
-- in: initiative int
-- out: id int, n int
SELECT o.initiative_id, count(*)
FROM initiative_sketch s JOIN initiative_sketch o ON o.hash = s.hash AND o.initiative_id <> s.initiative_id
JOIN initiative i ON i.id = o.initiative_id AND i.shown = 1 AND i.state <> 'cancelled'
WHERE s.initiative_id = :initiative
GROUP BY o.initiative_id ORDER BY count(*) DESC, o.initiative_id LIMIT 50;

-- name: initiative_match_drop exec
-- in: initiative int
DELETE FROM initiative_match WHERE initiative_id = :initiative;

-- name: initiative_match_add id
-- in: initiative int, other int, percent int
-- out: id int
INSERT INTO initiative_match (initiative_id, other_id, percent) VALUES (:initiative, :other, :percent) RETURNING id;

-- list: initiative_match_list
-- out: id int, initiative_id int, other_id int, title text, year int, unit_name text?, percent int, state text
-- scope: unit=i.unit_id
-- filter: initiative int: m.initiative_id = :initiative
-- order: id: m.id int
SELECT m.id, m.initiative_id, m.other_id, o.title, o.year, u.name, m.percent, o.state
FROM initiative_match m LEFT JOIN initiative i ON i.id = m.initiative_id LEFT JOIN initiative o ON o.id = m.other_id
LEFT JOIN unit u ON u.id = o.unit_id
WHERE m.id > 0;

-- name: initiative_score_put id
-- in: initiative int, person int, novelty int, effect int, reach int, agrees int, note text, now int
-- out: id int
INSERT INTO initiative_score (initiative_id, person_id, novelty, effect, reach, agrees, note, made_ms)
VALUES (:initiative, :person, :novelty, :effect, :reach, :agrees, :note, :now)
ON CONFLICT (initiative_id, person_id) DO UPDATE SET novelty = excluded.novelty, effect = excluded.effect, reach = excluded.reach,
    agrees = excluded.agrees, note = excluded.note, made_ms = excluded.made_ms
RETURNING id;

-- name: initiative_score_mine one
-- in: initiative int, person int
-- out: novelty int, effect int, reach int, agrees int, note text
SELECT novelty, effect, reach, agrees, note FROM initiative_score WHERE initiative_id = :initiative AND person_id = :person;

-- name: initiative_scores_drop exec
-- in: initiative int
DELETE FROM initiative_score WHERE initiative_id = :initiative;

-- name: initiative_score_sum one
-- in: initiative int
-- out: n int, points int, agrees int
SELECT count(*), CAST(coalesce(sum(novelty + effect + reach), 0) AS bigint), CAST(coalesce(sum(agrees), 0) AS bigint)
FROM initiative_score WHERE initiative_id = :initiative;

-- By name only once it is concluded: a sheet is a vote, and who scores or decides is not led by it.
-- list: initiative_score_list
-- out: id int, initiative_id int, person_name text, novelty int, effect int, reach int, total int, agrees int, note text, made_ms int
-- scope: unit=i.unit_id
-- filter: initiative int: s.initiative_id = :initiative
-- order: id: s.id int
SELECT s.id, s.initiative_id, p.name, s.novelty, s.effect, s.reach, s.novelty + s.effect + s.reach, s.agrees, s.note, s.made_ms
FROM initiative_score s LEFT JOIN initiative i ON i.id = s.initiative_id JOIN person p ON p.id = s.person_id
WHERE s.id > 0 AND i.state NOT IN ('draft', 'filed', 'returned', 'accepted');

-- name: initiative_ask_add id
-- in: initiative int, scope text, sign text, dated date?
-- out: id int
INSERT INTO initiative_ask (initiative_id, scope, sign, dated) VALUES (:initiative, :scope, :sign, :dated) RETURNING id;

-- name: initiative_ask_open one
-- in: initiative int, scope text
-- out: id int
SELECT id FROM initiative_ask WHERE initiative_id = :initiative AND scope = :scope AND state = 'open' ORDER BY id LIMIT 1;

-- name: initiative_ask_end exec
-- in: initiative int, scope text, state text, reason text
UPDATE initiative_ask SET state = :state, reason = :reason, version = version + 1 WHERE initiative_id = :initiative AND scope = :scope AND state = 'open';

-- list: initiative_ask_list
-- out: id int, initiative_id int, title text, scope text, sign text, dated date?, state text, reason text
-- scope: unit=i.unit_id
-- filter: initiative int: k.initiative_id = :initiative
-- filter: state text: k.state = :state
-- order: id: k.id int
SELECT k.id, k.initiative_id, i.title, k.scope, k.sign, k.dated, k.state, k.reason
FROM initiative_ask k LEFT JOIN initiative i ON i.id = k.initiative_id
WHERE k.id > 0;

-- list: privacy_initiative_score
-- out: id int, title text, novelty int, effect int, reach int, agrees int, note text, made_ms int
-- filter: person int: s.person_id = :person
-- order: id: s.id int
SELECT s.id, i.title, s.novelty, s.effect, s.reach, s.agrees, s.note, s.made_ms
FROM initiative_score s JOIN initiative i ON i.id = s.initiative_id
WHERE s.id > 0;

-- name: initiative_unsketched many
-- in: after int
-- out: id int, title text, text text
SELECT i.id, i.title, i.text FROM initiative i
WHERE i.id > :after AND (SELECT 1 FROM initiative_sketch s WHERE s.initiative_id = i.id LIMIT 1) IS NULL ORDER BY i.id LIMIT 200;
