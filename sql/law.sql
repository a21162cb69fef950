-- The law and the office: facts for the engine, attestations, overlay, verdicts kept.

-- ---------------------------------------------------------------- facts
-- Each for one person, for all who sit in a unit and below it today, or for all active with an id above `after` up to `to`; what is not asked for
-- is 0. By person.

-- NOT (… <> …): SQLite knows no numbers and would take the index on states, which is everybody at work, for each question about one person.
-- name: law_people each
-- in: person int, unit int, today date, after int, to int
-- out: id int, name text, gender text, cadre text, unit_name text?, post_title text
SELECT p.id, p.name, p.gender, p.cadre, u.name, p.post_title
FROM person p LEFT JOIN unit u ON u.id = p.unit_id
WHERE p.id IN (SELECT s.id FROM person s WHERE s.id = :person UNION ALL SELECT s.id FROM unit_below b JOIN person s ON s.unit_id = b.below_id AND NOT (s.state <> 'active') WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today
    UNION ALL SELECT s.id FROM person s WHERE s.id > :after AND s.id <= :to AND NOT (s.state <> 'active'))
ORDER BY p.id;

-- name: law_ratings each
-- in: person int, unit int, today date, after int, to int
-- out: person_id int, year int, level text, sign text, dated date?
SELECT r.person_id, r.year, r.level, r.sign, r.dated FROM rating r
WHERE r.person_id IN (SELECT s.id FROM person s WHERE s.id = :person UNION ALL SELECT s.id FROM unit_below b JOIN person s ON s.unit_id = b.below_id AND NOT (s.state <> 'active') WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today
    UNION ALL SELECT s.id FROM person s WHERE s.id > :after AND s.id <= :to AND NOT (s.state <> 'active'))
  AND r.subject = 'person' AND r.quarter = 0 AND r.state = 'valid'
ORDER BY r.person_id, r.year;

-- name: law_awards each
-- in: person int, unit int, today date, after int, to int
-- out: person_id int, code text, type text, period_to date, sign text, dated date?, state text
SELECT a.person_id, a.code, a.type, a.period_to, a.sign, a.dated, a.state FROM award a
WHERE a.person_id IN (SELECT s.id FROM person s WHERE s.id = :person UNION ALL SELECT s.id FROM unit_below b JOIN person s ON s.unit_id = b.below_id AND NOT (s.state <> 'active') WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today
    UNION ALL SELECT s.id FROM person s WHERE s.id > :after AND s.id <= :to AND NOT (s.state <> 'active'))
  AND a.subject = 'person' AND a.state <> 'double'
ORDER BY a.person_id, a.period_to, a.id;

-- name: law_initiatives each
-- in: person int, unit int, today date, after int, to int
-- out: person_id int, initiative_id int, kind text, year int, scope text, sign text?, dated date?, used text?, used_too text?
SELECT t.person_id, i.id, i.kind, i.year, i.scope, s.sign, s.dated,
       (SELECT max(a.code) FROM award a WHERE a.initiative_id = i.id AND a.person_id = t.person_id AND a.state = 'valid'),
       (SELECT min(a.code) FROM award a WHERE a.initiative_id = i.id AND a.person_id = t.person_id AND a.state = 'valid')
FROM initiative_author t JOIN initiative i ON i.id = t.initiative_id
LEFT JOIN initiative_scope s ON s.initiative_id = i.id AND s.scope = i.scope
WHERE t.person_id IN (SELECT s.id FROM person s WHERE s.id = :person UNION ALL SELECT s.id FROM unit_below b JOIN person s ON s.unit_id = b.below_id AND NOT (s.state <> 'active') WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today
    UNION ALL SELECT s.id FROM person s WHERE s.id > :after AND s.id <= :to AND NOT (s.state <> 'active'))
  AND i.state = 'recognised'
ORDER BY t.person_id, i.year, i.id;

-- name: law_disciplines each
-- in: person int, unit int, today date, after int, to int
-- out: person_id int, form text, valid_from date, valid_to date, sign text, dated date?
SELECT d.person_id, d.form, d.valid_from, d.valid_to, d.sign, d.dated FROM discipline d
WHERE d.person_id IN (SELECT s.id FROM person s WHERE s.id = :person UNION ALL SELECT s.id FROM unit_below b JOIN person s ON s.unit_id = b.below_id AND NOT (s.state <> 'active') WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today
    UNION ALL SELECT s.id FROM person s WHERE s.id > :after AND s.id <= :to AND NOT (s.state <> 'active'))
  AND d.state = 'valid'
ORDER BY d.person_id, d.valid_from;

-- name: law_holds each
-- in: person int, unit int, today date, after int, to int
-- out: person_id int, valid_from date, valid_to date
SELECT h.person_id, h.valid_from, h.valid_to FROM hold h
WHERE h.person_id IN (SELECT s.id FROM person s WHERE s.id = :person UNION ALL SELECT s.id FROM unit_below b JOIN person s ON s.unit_id = b.below_id AND NOT (s.state <> 'active') WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today
    UNION ALL SELECT s.id FROM person s WHERE s.id > :after AND s.id <= :to AND NOT (s.state <> 'active'))
  AND h.subject = 'person'
ORDER BY h.person_id, h.valid_from, h.id;

-- name: law_posts each
-- in: person int, unit int, today date, after int, to int
-- out: person_id int, valid_from date, valid_to date
SELECT q.person_id, q.valid_from, q.valid_to FROM post q
WHERE q.person_id IN (SELECT s.id FROM person s WHERE s.id = :person UNION ALL SELECT s.id FROM unit_below b JOIN person s ON s.unit_id = b.below_id AND NOT (s.state <> 'active') WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today
    UNION ALL SELECT s.id FROM person s WHERE s.id > :after AND s.id <= :to AND NOT (s.state <> 'active'))
ORDER BY q.person_id, q.valid_from, q.id;

-- name: law_leaves each
-- in: person int, unit int, today date, after int, to int
-- out: person_id int, kind text, valid_from date, valid_to date
SELECT l.person_id, l.kind, l.valid_from, l.valid_to FROM leave l
WHERE l.person_id IN (SELECT s.id FROM person s WHERE s.id = :person UNION ALL SELECT s.id FROM unit_below b JOIN person s ON s.unit_id = b.below_id AND NOT (s.state <> 'active') WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today
    UNION ALL SELECT s.id FROM person s WHERE s.id > :after AND s.id <= :to AND NOT (s.state <> 'active'))
  AND l.state = 'valid'
ORDER BY l.person_id, l.valid_from;

-- name: law_attestations each
-- in: person int, unit int, today date, after int, to int
-- out: person_id int, year int, matter text, yes int, said_by text
SELECT a.person_id, a.year, a.matter, a.yes, a.said_by FROM attestation a
WHERE a.person_id IN (SELECT s.id FROM person s WHERE s.id = :person UNION ALL SELECT s.id FROM unit_below b JOIN person s ON s.unit_id = b.below_id AND NOT (s.state <> 'active') WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today
    UNION ALL SELECT s.id FROM person s WHERE s.id > :after AND s.id <= :to AND NOT (s.state <> 'active'))
  AND a.state = 'valid'
ORDER BY a.person_id, a.year, a.matter, a.id;

-- `shown`: confirmed by the head, with evidence, of the office itself; what reaches further wants a document. What it proves the rules say (CHUNG_MINH_CO_SO).
-- name: law_deeds each
-- in: person int, unit int, today date, after int, to int
-- out: person_id int, kind text, title text, year int, scope text, sign text, dated date?, issuer text, used text?, shown int
SELECT d.person_id, d.kind, d.title, d.year, d.scope, d.sign, d.dated, d.issuer,
       (SELECT a.code FROM award a WHERE a.id = d.award_id AND a.state = 'valid'),
       CASE WHEN d.decided_ms IS NOT NULL AND d.scope = 'office' AND (SELECT 1 FROM deed_file f WHERE f.deed_id = d.id LIMIT 1) = 1 THEN 1 ELSE 0 END
FROM deed d
WHERE d.person_id IN (SELECT s.id FROM person s WHERE s.id = :person UNION ALL SELECT s.id FROM unit_below b JOIN person s ON s.unit_id = b.below_id AND NOT (s.state <> 'active') WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today
    UNION ALL SELECT s.id FROM person s WHERE s.id > :after AND s.id <= :to AND NOT (s.state <> 'active'))
  AND d.subject = 'person' AND d.state = 'valid'
ORDER BY d.person_id, d.year, d.id;

-- name: law_services each
-- in: person int, unit int, today date, after int, to int
-- out: person_id int, post text, title text, valid_from date, valid_to date, sign text, dated date?
SELECT v.person_id, v.post, v.title, v.valid_from, v.valid_to, v.sign, v.dated
FROM service v
WHERE v.person_id IN (SELECT s.id FROM person s WHERE s.id = :person UNION ALL SELECT s.id FROM unit_below b JOIN person s ON s.unit_id = b.below_id AND NOT (s.state <> 'active') WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today
    UNION ALL SELECT s.id FROM person s WHERE s.id > :after AND s.id <= :to AND NOT (s.state <> 'active'))
  AND v.state = 'valid'
ORDER BY v.person_id, v.valid_from, v.id;

-- Of a unit, or of a household by its name (the other 0 or '').
-- name: law_other_deeds many
-- in: unit int, household text
-- out: kind text, title text, year int, scope text, sign text, dated date?, issuer text, used text?, shown int
SELECT d.kind, d.title, d.year, d.scope, d.sign, d.dated, d.issuer,
       (SELECT a.code FROM award a WHERE a.id = d.award_id AND a.state = 'valid'),
       CASE WHEN d.decided_ms IS NOT NULL AND d.scope = 'office' AND (SELECT 1 FROM deed_file f WHERE f.deed_id = d.id LIMIT 1) = 1 THEN 1 ELSE 0 END
FROM deed d
WHERE d.id IN (SELECT k.id FROM deed k WHERE k.unit_id = :unit AND k.subject = 'unit' UNION ALL
               SELECT k.id FROM deed k WHERE k.household = :household AND k.household <> '')
  AND d.state = 'valid'
ORDER BY d.year, d.id;

-- name: law_household_awards many
-- in: household text
-- out: code text, type text, period_to date, sign text, dated date?, state text
SELECT code, type, period_to, sign, dated, state FROM award
WHERE household = :household AND household <> '' AND state <> 'double' ORDER BY period_to, id;

-- name: law_household_attestations many
-- in: household text
-- out: year int, matter text, yes int, said_by text
SELECT year, matter, yes, said_by FROM attestation
WHERE household = :household AND household <> '' AND state = 'valid' ORDER BY year, matter, id;

-- Households that have achieved something since a year.
-- name: law_households many
-- in: year int
-- out: household text
SELECT DISTINCT household FROM deed WHERE household > '' AND year >= :year AND state = 'valid' ORDER BY household;

-- name: law_unit_ratings many
-- in: unit int
-- out: year int, level text, sign text, dated date?
SELECT year, level, sign, dated FROM rating
WHERE unit_id = :unit AND subject = 'unit' AND quarter = 0 AND state = 'valid' ORDER BY year;

-- name: law_unit_awards many
-- in: unit int
-- out: code text, type text, period_to date, sign text, dated date?, state text
SELECT code, type, period_to, sign, dated, state FROM award
WHERE unit_id = :unit AND subject = 'unit' AND state <> 'double' ORDER BY period_to, id;

-- name: law_unit_holds many
-- in: unit int
-- out: valid_from date, valid_to date
SELECT valid_from, valid_to FROM hold WHERE unit_id = :unit AND subject = 'unit' ORDER BY valid_from, id;

-- name: law_unit_attestations many
-- in: unit int
-- out: year int, matter text, yes int, said_by text
SELECT year, matter, yes, said_by FROM attestation
WHERE unit_id = :unit AND subject = 'unit' AND state = 'valid' ORDER BY year, matter, id;

-- name: law_unit_years many
-- in: unit int
-- out: year int, members int?, women int?, targets int?, targets_exceeded int?, bloc text, bloc_rank int?
SELECT year, members, women, targets, targets_exceeded, bloc, bloc_rank FROM unit_year WHERE unit_id = :unit ORDER BY year;

-- Members on a day by their main posts in the unit and below it, and what they reached in a year.
-- name: law_unit_shares one
-- in: unit int, on date, year int, year_from date, year_to date
-- out: members int, women int, rated int, done int, ldtt int, cstdcs int, warned int
SELECT count(*), count(CASE WHEN p.gender = 'nu' THEN 1 END),
       count(CASE WHEN EXISTS (SELECT 1 FROM rating r WHERE r.person_id = p.id AND r.year = :year AND r.quarter = 0
           AND r.state = 'valid' AND r.subject = 'person') THEN 1 END),
       count(CASE WHEN EXISTS (SELECT 1 FROM rating r WHERE r.person_id = p.id AND r.year = :year AND r.quarter = 0
           AND r.state = 'valid' AND r.subject = 'person' AND r.level <> 'KHTNV') THEN 1 END),
       count(CASE WHEN EXISTS (SELECT 1 FROM award a WHERE a.person_id = p.id AND a.code = 'LDTT' AND a.state = 'valid'
           AND a.period_to > :year_from AND a.period_to <= :year_to) THEN 1 END),
       count(CASE WHEN EXISTS (SELECT 1 FROM award a WHERE a.person_id = p.id AND a.code = 'CSTDCS' AND a.state = 'valid'
           AND a.period_to > :year_from AND a.period_to <= :year_to) THEN 1 END),
       count(CASE WHEN EXISTS (SELECT 1 FROM discipline d WHERE d.person_id = p.id AND d.state = 'valid' AND d.form <> 'reprimand'
           AND d.valid_from < :year_to AND d.valid_to > :year_from) THEN 1 END)
FROM unit_below b JOIN post q ON q.unit_id = b.below_id AND q.main = 1 AND q.valid_from <= :on AND q.valid_to > :on
JOIN person p ON p.id = q.person_id
WHERE b.unit_id = :unit AND b.valid_from <= :on AND b.valid_to > :on;

-- name: law_unit_name one
-- in: unit int
-- out: name text
SELECT name FROM unit WHERE id = :unit;

-- Active units in a unit and below it, itself included.
-- name: law_units_below many
-- in: unit int, today date
-- out: id int
SELECT u.id FROM unit_below b JOIN unit u ON u.id = b.below_id AND u.state = 'active'
WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today ORDER BY u.id;

-- name: law_top_unit one
-- out: id int
SELECT id FROM unit WHERE parent_id IS NULL AND state = 'active' ORDER BY tree_no, id LIMIT 1;

-- How many members on a day were rated what in a year.
-- name: law_unit_levels one
-- in: unit int, on date, year int, public_employees int
-- out: members int, excellent int, good int, done int, failed int
SELECT count(*), count(CASE WHEN r.level = 'HTXSNV' THEN 1 END), count(CASE WHEN r.level = 'HTTNV' THEN 1 END),
       count(CASE WHEN r.level = 'HTNV' THEN 1 END), count(CASE WHEN r.level = 'KHTNV' THEN 1 END)
FROM unit_below b JOIN post q ON q.unit_id = b.below_id AND q.main = 1 AND q.valid_from <= :on AND q.valid_to > :on
JOIN person p ON p.id = q.person_id AND CASE WHEN p.cadre = 'public_employee' THEN 1 ELSE 0 END = :public_employees
LEFT JOIN rating r ON r.person_id = q.person_id AND r.year = :year AND r.quarter = 0 AND r.state = 'valid' AND r.subject = 'person'
WHERE b.unit_id = :unit AND b.valid_from <= :on AND b.valid_to > :on;

-- ---------------------------------------------------------------- what is given already

-- What somebody's award may rest on.
-- name: law_works_of many
-- in: person int
-- out: id int, year int, title text
SELECT i.id, i.year, i.title FROM initiative_author t JOIN initiative i ON i.id = t.initiative_id
WHERE t.person_id = :person AND i.state = 'recognised' ORDER BY i.year DESC, i.id DESC LIMIT 50;

-- name: law_deeds_of many
-- in: person int, unit int, household text
-- out: id int, year int, title text
SELECT k.id, k.year, k.title FROM (
    SELECT d.id, d.year, d.title FROM deed d WHERE d.person_id = :person AND d.subject = 'person' AND d.state = 'valid'
    UNION ALL SELECT d.id, d.year, d.title FROM deed d WHERE d.unit_id = :unit AND d.subject = 'unit' AND d.state = 'valid'
    UNION ALL SELECT d.id, d.year, d.title FROM deed d WHERE d.household = :household AND d.subject = 'household' AND d.state = 'valid'
        AND :household <> '') k
ORDER BY k.year DESC, k.id DESC LIMIT 50;

-- name: law_given_person many
-- in: person int
-- out: id int, code text, type text, period_from date, period_to date, initiative_id int?, deed_id int?, sign text, dated date?
SELECT a.id, a.code, a.type, a.period_from, a.period_to, a.initiative_id, (SELECT min(d.id) FROM deed d WHERE d.award_id = a.id), a.sign,
       a.dated
FROM award a WHERE a.person_id = :person AND a.subject = 'person' AND a.state = 'valid' ORDER BY a.period_to, a.id;

-- name: law_given_unit many
-- in: unit int
-- out: id int, code text, type text, period_from date, period_to date, initiative_id int?, deed_id int?, sign text, dated date?
SELECT a.id, a.code, a.type, a.period_from, a.period_to, a.initiative_id, (SELECT min(d.id) FROM deed d WHERE d.award_id = a.id), a.sign,
       a.dated
FROM award a WHERE a.unit_id = :unit AND a.subject = 'unit' AND a.state = 'valid' ORDER BY a.period_to, a.id;

-- name: law_given_household many
-- in: household text
-- out: id int, code text, type text, period_from date, period_to date, initiative_id int?, deed_id int?, sign text, dated date?
SELECT a.id, a.code, a.type, a.period_from, a.period_to, a.initiative_id, (SELECT min(d.id) FROM deed d WHERE d.award_id = a.id), a.sign,
       a.dated
FROM award a WHERE a.household = :household AND a.subject = 'household' AND a.state = 'valid' ORDER BY a.period_to, a.id;

-- ---------------------------------------------------------------- attestations

-- list: attestation_list
-- out: id int, subject text, person_id int?, person_name text?, unit_id int?, unit_name text?, year int, matter text, yes int, said_by text,
--   basis text, state text
-- out: version int
-- scope: unit=COALESCE(p.unit_id,a.unit_id) person=a.person_id
-- filter: person int: a.person_id = :person
-- filter: unit int: a.subject = 'unit' AND a.unit_id = :unit
-- filter: year int: a.year = :year
-- filter: matter text: a.matter = :matter
-- order: time: a.year int, a.id int
SELECT a.id, a.subject, a.person_id, COALESCE(p.name, CASE WHEN a.subject = 'household' THEN a.household END), COALESCE(p.unit_id, a.unit_id), u.name, a.year, a.matter, a.yes, a.said_by, a.basis, a.state, a.version
FROM attestation a LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = COALESCE(p.unit_id, a.unit_id)
WHERE a.id > 0;

-- list: attestation_object
-- out: id int, label text, version int, state text, person int?, unit int?
-- scope: unit=COALESCE(p.unit_id,a.unit_id) person=a.person_id
-- filter: id int: a.id = :id
-- order: id: a.id int
SELECT a.id, COALESCE(p.name, CASE WHEN a.subject = 'household' THEN a.household END, u.name), a.version, a.state, a.person_id,
       COALESCE(p.unit_id, a.unit_id)
FROM attestation a LEFT JOIN person p ON p.id = a.person_id LEFT JOIN unit u ON u.id = a.unit_id
WHERE a.id > 0;

-- name: attestation_add id
-- in: subject text, person int?, unit int?, household text, year int, matter text, yes int, said_by text, basis text, account int?, now int
-- out: id int
INSERT INTO attestation (subject, person_id, unit_id, household, year, matter, yes, said_by, basis, made_by, made_ms)
VALUES (:subject, :person, :unit, :household, :year, :matter, :yes, :said_by, :basis, :account, :now)
RETURNING id;

-- name: attestation_of_person many
-- in: person int, year int, matter text
-- out: id int
SELECT id FROM attestation
WHERE person_id = :person AND year = :year AND matter = :matter AND subject = 'person' AND state = 'valid' ORDER BY id;

-- name: attestation_of_unit many
-- in: unit int, year int, matter text
-- out: id int
SELECT id FROM attestation
WHERE unit_id = :unit AND year = :year AND matter = :matter AND subject = 'unit' AND state = 'valid' ORDER BY id;

-- name: attestation_of_household many
-- in: household text, year int, matter text
-- out: id int
SELECT id FROM attestation
WHERE household = :household AND year = :year AND matter = :matter AND subject = 'household' AND state = 'valid' ORDER BY id;

-- name: attestation_cancel exec
-- in: id int
UPDATE attestation SET state = 'cancelled', version = version + 1 WHERE id = :id;

-- name: attestation_of many
-- in: person int
-- out: id int
SELECT id FROM attestation WHERE person_id = :person ORDER BY id;

-- name: attestation_move exec
-- in: id int, person int
UPDATE attestation SET person_id = :person WHERE id = :id;

-- ---------------------------------------------------------------- overlay

-- list: law_overlay_list
-- out: id int, kind text, key text, set_name text, value text, source text, reason text, valid_from date, valid_to date, made_by text?, state text
-- out: version int
-- filter: kind text: o.kind = :kind
-- filter: key text: o.key = :key
-- order: time: o.valid_from text, o.id int
SELECT o.id, o.kind, o.key, o.set_name, CASE WHEN o.value_milli IS NULL THEN '' ELSE CAST(o.value_milli / 1000 AS TEXT) ||
       CASE WHEN o.value_milli % 1000 = 0 THEN '' ELSE ',' || rtrim(substr(CAST(1000 + o.value_milli % 1000 AS TEXT), 2, 3), '0') END END,
       o.source, o.reason, o.valid_from, o.valid_to, COALESCE(p.name, a.name),
       CASE WHEN o.valid_to <= :today THEN 'ended' WHEN o.valid_from > :today THEN 'planned' ELSE 'active' END, o.version
FROM law_overlay o LEFT JOIN account a ON a.id = o.made_by LEFT JOIN person p ON p.id = a.person_id
WHERE o.id > 0;

-- list: law_overlay_object
-- out: id int, label text, version int, state text
-- filter: id int: o.id = :id
-- order: id: o.id int
SELECT o.id, o.key, o.version,
       CASE WHEN o.valid_to <= :today THEN 'ended' WHEN o.valid_from > :today THEN 'planned' ELSE 'active' END
FROM law_overlay o
WHERE o.id > 0;

-- name: law_overlay_all many
-- out: id int, kind text, key text, set_name text, value_milli int?, source text, shipped_hash text, valid_from date, valid_to date
SELECT id, kind, key, set_name, value_milli, source, shipped_hash, valid_from, valid_to FROM law_overlay WHERE id > 0 ORDER BY id;

-- name: law_overlay_full many
-- out: kind text, key text, value_milli int?, source text, reason text, valid_from date, valid_to date
SELECT kind, key, value_milli, source, reason, valid_from, valid_to FROM law_overlay WHERE id > 0 ORDER BY valid_from DESC, id DESC;

-- name: law_overlay_add id
-- in: kind text, key text, set_name text, value int?, source text, reason text, hash text, valid_from date, valid_to date, account int?, now int
-- out: id int
INSERT INTO law_overlay (kind, key, set_name, value_milli, source, reason, shipped_hash, valid_from, valid_to, made_by, made_ms)
VALUES (:kind, :key, :set_name, :value, :source, :reason, :hash, :valid_from, :valid_to, :account, :now)
RETURNING id;

-- What runs on that day for the same key, or begins after it.
-- name: law_overlay_open many
-- in: kind text, key text, set_name text, on date
-- out: id int, valid_from date, valid_to date
SELECT id, valid_from, valid_to FROM law_overlay
WHERE kind = :kind AND key = :key AND set_name = :set_name AND valid_to > :on ORDER BY valid_from;

-- name: law_overlay_get one
-- in: id int
-- out: id int, kind text, key text, valid_from date, valid_to date
SELECT id, kind, key, valid_from, valid_to FROM law_overlay WHERE id = :id;

-- name: law_overlay_end exec
-- in: id int, on date
UPDATE law_overlay SET valid_to = :on, version = version + 1 WHERE id = :id;

-- name: law_overlay_drop exec
-- in: id int
DELETE FROM law_overlay WHERE id = :id;

-- ---------------------------------------------------------------- verdicts

-- name: law_version_keep exec
-- in: hash text, files text, now int
INSERT INTO law_version (hash, files, kept_ms) VALUES (:hash, :files, :now) ON CONFLICT (hash) DO NOTHING;

-- name: law_version_get one
-- in: hash text
-- out: files text
SELECT files FROM law_version WHERE hash = :hash;

-- name: law_verdict_add id
-- in: subject text, person int?, unit int?, household text, award text, type text, on date, received date, decided date, year int,
--   set_name text, hash text, overlay text, facts text, answer text, verdict text, account int?, now int
-- out: id int
INSERT INTO law_verdict (subject, person_id, unit_id, household, award, type, on_date, received, decided, year, set_name, law_hash, overlay,
    facts, answer, verdict, made_by, made_ms)
VALUES (:subject, :person, :unit, :household, :award, :type, :on, :received, :decided, :year, :set_name, :hash, :overlay, :facts, :answer, :verdict, :account, :now)
RETURNING id;

-- name: law_verdict_get one
-- in: id int
-- out: id int, subject text, person_id int?, unit_id int?, household text, award text, type text, on_date date, received date, decided date,
--   year int, set_name text, law_hash text, overlay text, facts text, answer text, verdict text, made_ms int
SELECT id, subject, person_id, unit_id, household, award, type, on_date, received, decided, year, set_name, law_hash, overlay, facts, answer,
       verdict, made_ms
FROM law_verdict WHERE id = :id;

-- list: law_verdict_list
-- out: id int, subject text, person_id int?, person_name text?, unit_id int?, unit_name text?, household text, award text, on_date date,
--   year int, set_name text, verdict text, law_hash text, made_ms int
-- scope: unit=COALESCE(p.unit_id,v.unit_id) person=v.person_id
-- filter: person int: v.person_id = :person
-- filter: unit int: v.subject = 'unit' AND v.unit_id = :unit
-- filter: award text: v.award = :award
-- filter: verdict text: v.verdict = :verdict
-- filter: year int: v.year = :year
-- order: newest: v.id int
SELECT v.id, v.subject, v.person_id, p.name, COALESCE(p.unit_id, v.unit_id), u.name, v.household, v.award, v.on_date, v.year, v.set_name,
       v.verdict, v.law_hash, v.made_ms
FROM law_verdict v LEFT JOIN person p ON p.id = v.person_id LEFT JOIN unit u ON u.id = COALESCE(p.unit_id, v.unit_id)
WHERE v.id > 0;

-- list: law_verdict_object
-- out: id int, label text, state text, person int?, unit int?
-- scope: unit=COALESCE(p.unit_id,v.unit_id) person=v.person_id
-- filter: id int: v.id = :id
-- order: id: v.id int
SELECT v.id, COALESCE(p.name, u.name, v.household), v.verdict, v.person_id, COALESCE(p.unit_id, v.unit_id)
FROM law_verdict v LEFT JOIN person p ON p.id = v.person_id LEFT JOIN unit u ON u.id = v.unit_id
WHERE v.id > 0;

-- list: privacy_attestation
-- out: id int, year int, matter text, yes int, said_by text, basis text, state text
-- filter: person int: a.person_id = :person
-- order: id: a.id int
SELECT a.id, a.year, a.matter, a.yes, a.said_by, a.basis, a.state
FROM attestation a
WHERE a.id > 0;

-- list: privacy_verdict
-- out: id int, award text, year int, on_date date, verdict text, facts text, answer text
-- filter: person int: v.person_id = :person
-- order: id: v.id int
SELECT v.id, v.award, v.year, v.on_date, v.verdict, v.facts, v.answer
FROM law_verdict v
WHERE v.id > 0;

-- ---------------------------------------------------------------- the whole office at once

-- name: law_slice_end one
-- in: after int, size int
-- out: last int?
SELECT max(k.id) FROM (SELECT p.id FROM person p WHERE p.id > :after AND p.state = 'active' ORDER BY p.id LIMIT :size) k;

-- name: law_survey_add id
-- in: year int, on date, received date, set_name text, hash text, overlay text, account int?, now int
-- out: id int
INSERT INTO law_survey (year, on_date, received, set_name, law_hash, overlay, made_by, made_ms)
VALUES (:year, :on, :received, :set_name, :hash, :overlay, :account, :now)
RETURNING id;

-- name: law_survey_people exec
-- in: id int, people int, units int
UPDATE law_survey SET people = :people, units = :units WHERE id = :id;

-- name: law_survey_slice_add exec
-- in: survey int, subject text, first int, last int, people blob
INSERT INTO law_survey_slice (survey_id, subject, first_id, last_id, people) VALUES (:survey, :subject, :first, :last, :people);

-- name: law_survey_count_add exec
-- in: survey int, subject text, place int, award text, eligible int, unknown int, ineligible int, held int, given int
INSERT INTO law_survey_count (survey_id, subject, place, award, eligible, unknown, ineligible, held, given)
VALUES (:survey, :subject, :place, :award, :eligible, :unknown, :ineligible, :held, :given);

-- name: law_survey_get one
-- in: id int
-- out: id int, year int, on_date date, received date, set_name text, law_hash text, people int, units int, made_ms int
SELECT id, year, on_date, received, set_name, law_hash, people, units, made_ms FROM law_survey WHERE id = :id;

-- name: law_survey_counts many
-- in: survey int
-- out: subject text, place int, award text, eligible int, unknown int, ineligible int, held int, given int
SELECT subject, place, award, eligible, unknown, ineligible, held, given FROM law_survey_count
WHERE survey_id = :survey ORDER BY subject, place;

-- One slice after another.
-- name: law_survey_slices many
-- in: survey int, after int
-- out: id int, subject text, first_id int, last_id int, people blob
SELECT id, subject, first_id, last_id, people FROM law_survey_slice WHERE survey_id = :survey AND id > :after ORDER BY id LIMIT 1;

-- name: law_names many
-- in: after int, to int
-- out: id int, name text, unit_name text?
SELECT p.id, p.name, u.name FROM person p LEFT JOIN unit u ON u.id = p.unit_id WHERE p.id > :after AND p.id <= :to ORDER BY p.id LIMIT 20000;

-- name: law_unit_names many
-- in: after int, to int
-- out: id int, name text, unit_name text?
SELECT u.id, u.name, p.name FROM unit u LEFT JOIN unit p ON p.id = u.parent_id WHERE u.id > :after AND u.id <= :to ORDER BY u.id LIMIT 20000;

-- Surveys that may hold a person: what they hold is in the slice.
-- name: law_survey_of many
-- in: person int
-- out: survey_id int, year int, on_date date, set_name text, made_ms int, people blob
SELECT k.survey_id, (SELECT s.year FROM law_survey s WHERE s.id = k.survey_id), (SELECT s.on_date FROM law_survey s WHERE s.id = k.survey_id),
       (SELECT s.set_name FROM law_survey s WHERE s.id = k.survey_id), (SELECT s.made_ms FROM law_survey s WHERE s.id = k.survey_id), k.people
FROM law_survey_slice k
WHERE k.subject = 'person' AND k.first_id <= :person AND k.last_id >= :person;

-- list: law_survey_list
-- out: id int, year int, on_date date, set_name text, people int, units int, made_ms int
-- filter: year int: s.year = :year
-- order: newest: s.id int
SELECT s.id, s.year, s.on_date, s.set_name, s.people, s.units, s.made_ms
FROM law_survey s
WHERE s.id > 0;

-- list: law_survey_object
-- out: id int, label text
-- filter: id int: s.id = :id
-- order: id: s.id int
SELECT s.id, CAST(s.year AS TEXT)
FROM law_survey s
WHERE s.id > 0;

-- ---------------------------------------------------------------- the example office

-- name: example_people many
-- out: id int, unit_id int, cadre text, gender text, since date
SELECT p.id, p.unit_id, p.cadre, p.gender,
       (SELECT min(q.valid_from) FROM post q WHERE q.person_id = p.id)
FROM person p WHERE p.state = 'active' AND p.unit_id IS NOT NULL AND EXISTS (SELECT 1 FROM post q WHERE q.person_id = p.id)
ORDER BY p.unit_id, p.id;
