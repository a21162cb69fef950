-- Yearly facts: ratings, discipline, holds, leave, figures of a unit.

-- list: rating_list
-- out: id int, subject text, person_id int?, person_name text?, unit_id int?, unit_name text?, year int, quarter int, level text,
--   score text, sign text, dated date?, issuer text, mark text, state text, source text
-- out: version int
-- scope: unit=COALESCE(p.unit_id,r.unit_id) person=r.person_id
-- filter: person int: r.person_id = :person
-- filter: id int: r.id = :id
-- filter: line int: r.subject = 'unit' AND r.unit_id IN (WITH RECURSIVE before (id) AS (SELECT :line UNION SELECT f.unit_id FROM before JOIN unit_event_part t ON t.unit_id = before.id AND t.side = 'to' JOIN unit_event e ON e.id = t.event_id AND e.kind IN ('merge', 'split') JOIN unit_event_part f ON f.event_id = e.id AND f.side = 'from') SELECT id FROM before)
-- filter: below int: (p.unit_id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :below AND b.valid_from <= :today AND b.valid_to > :today) OR (p.unit_id IS NULL AND r.unit_id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :below AND b.valid_from <= :today AND b.valid_to > :today)))
-- filter: year int: r.year = :year
-- filter: level text: r.level = :level
-- filter: subject text: r.subject = :subject
-- filter: state text: :state = CASE WHEN r.state = 'valid' AND r.quarter = 0 AND EXISTS (SELECT 1 FROM rating_lock k WHERE k.year = r.year) THEN 'locked' ELSE r.state END
-- order: time: r.year int, r.id int
SELECT r.id, r.subject, r.person_id, COALESCE(p.name, CASE WHEN r.subject = 'person' THEN m.name END),
       r.unit_id, COALESCE(u.name, CASE WHEN r.subject = 'unit' THEN m.name END), r.year, r.quarter,
       r.level, CASE WHEN r.score_centi IS NULL THEN '' ELSE CAST(r.score_centi / 100 AS TEXT) || CASE WHEN r.score_centi % 100 = 0 THEN ''
       ELSE ',' || rtrim(substr(CAST(100 + r.score_centi % 100 AS TEXT), 2, 2), '0') END END, r.sign, r.dated, r.issuer,
       CASE WHEN CASE r.subject WHEN 'person' THEN r.person_id WHEN 'unit' THEN r.unit_id ELSE 0 END IS NULL THEN 'unmatched'
            WHEN r.subject = 'person' AND (SELECT 1 FROM person_identifier i WHERE i.person_id = r.person_id AND i.kind IN ('cccd', 'cmnd') LIMIT 1) IS NULL THEN 'no_number' ELSE '' END,
       CASE WHEN r.state = 'valid' AND r.quarter = 0 AND EXISTS (SELECT 1 FROM rating_lock k WHERE k.year = r.year) THEN 'locked' ELSE r.state END, r.source, r.version
FROM rating r LEFT JOIN person p ON p.id = r.person_id LEFT JOIN unit u ON u.id = r.unit_id LEFT JOIN unmatched m ON m.id = r.unmatched_id
WHERE r.id > 0;

-- list: rating_object
-- out: id int, label text, version int, state text, person int?, unit int?
-- scope: unit=COALESCE(p.unit_id,r.unit_id) person=r.person_id
-- filter: id int: r.id = :id
-- order: id: r.id int
SELECT r.id, COALESCE(p.name, u.name, m.name), r.version,
       CASE WHEN r.state = 'valid' AND r.quarter = 0 AND EXISTS (SELECT 1 FROM rating_lock k WHERE k.year = r.year) THEN 'locked' ELSE r.state END, r.person_id, COALESCE(p.unit_id, r.unit_id)
FROM rating r LEFT JOIN person p ON p.id = r.person_id LEFT JOIN unit u ON u.id = r.unit_id LEFT JOIN unmatched m ON m.id = r.unmatched_id
WHERE r.id > 0;

-- name: rating_get one
-- in: id int
-- out: id int, subject text, person_id int?, unit_id int?, unmatched_id int?, year int, quarter int, level text, state text
SELECT id, subject, person_id, unit_id, unmatched_id, year, quarter, level, state FROM rating WHERE id = :id;

-- name: rating_add id
-- in: subject text, person int?, unit int?, unmatched int?, year int, quarter int, level text, score int?, sign text, dated date?,
--   issuer text, source text, now int
-- out: id int
INSERT INTO rating (subject, person_id, unit_id, unmatched_id, year, quarter, level, score_centi, sign, dated, issuer, source, made_ms)
VALUES (:subject, :person, :unit, :unmatched, :year, :quarter, :level, :score, :sign, :dated, :issuer, :source, :now)
RETURNING id;

-- name: rating_set exec
-- in: id int, level text, score int?, sign text, dated date?, issuer text
UPDATE rating SET level = :level, score_centi = :score, sign = :sign, dated = :dated, issuer = :issuer, version = version + 1
WHERE id = :id;

-- name: rating_state exec
-- in: id int, state text, reason text
UPDATE rating SET state = :state, reason = :reason, version = version + 1 WHERE id = :id;

-- name: rating_of_person one
-- in: person int, year int, quarter int
-- out: id int, level text
SELECT id, level FROM rating
WHERE person_id = :person AND year = :year AND quarter = :quarter AND subject = 'person' AND state = 'valid';

-- name: rating_of_unit one
-- in: unit int, year int, quarter int
-- out: id int, level text
SELECT id, level FROM rating
WHERE unit_id = :unit AND year = :year AND quarter = :quarter AND subject = 'unit' AND state = 'valid';

-- name: rating_of_unmatched one
-- in: unmatched int, year int, quarter int
-- out: id int, level text
SELECT id, level FROM rating
WHERE unmatched_id = :unmatched AND year = :year AND quarter = :quarter AND state = 'valid' ORDER BY id LIMIT 1;

-- The two parts of the score (NĐ 335/2025: 30 and 70).
-- name: rating_parts exec
-- in: id int, common int?, result int?
UPDATE rating SET common_centi = :common, result_centi = :result WHERE id = :id;

-- People at work in a unit, with what they were given for that time.
-- name: rating_people many
-- in: unit int, year int, quarter int
-- out: id int, name text, level text?, common_centi int?, result_centi int?
SELECT p.id, p.name, r.level, r.common_centi, r.result_centi
FROM person p LEFT JOIN rating r ON r.person_id = p.id AND r.year = :year AND r.quarter = :quarter AND r.subject = 'person' AND r.state = 'valid'
WHERE p.unit_id = :unit AND p.state = 'active'
ORDER BY p.sort_key, p.id LIMIT 500;

-- Units with people at work who have no rating of that year, without those who are their heads.
-- name: rating_owed many
-- in: year int, today date
-- out: unit_id int, unit_name text, n int
SELECT u.id, u.name, count(*)
FROM person p JOIN unit u ON u.id = p.unit_id AND u.state = 'active'
WHERE p.state = 'active'
  AND NOT EXISTS (SELECT 1 FROM rating r WHERE r.person_id = p.id AND r.year = :year AND r.quarter = 0 AND r.subject = 'person' AND r.state = 'valid')
  AND NOT EXISTS (SELECT 1 FROM role_grant g JOIN unit_below b ON b.unit_id = g.unit_id AND b.below_id = p.unit_id AND b.valid_from <= :today AND b.valid_to > :today
      WHERE g.person_id = p.id AND g.role = 'unit_head' AND g.valid_from <= :today AND g.valid_to > :today)
GROUP BY u.id, u.name ORDER BY u.id;

-- Heads without a rating of that year, by the unit above the highest that they are the head of; without one above, by that unit itself.
-- name: rating_owed_heads many
-- in: year int, today date
-- out: unit_id int, unit_name text, none_above int, n int, first_unit int
SELECT a.id, a.name, CASE WHEN t.parent_id IS NULL THEN 1 ELSE 0 END, count(*), min(h.unit_id)
FROM (SELECT p.unit_id,
             (SELECT g.unit_id FROM role_grant g
              JOIN unit_below b ON b.unit_id = g.unit_id AND b.below_id = p.unit_id AND b.valid_from <= :today AND b.valid_to > :today
              JOIN unit u ON u.id = g.unit_id
              WHERE g.person_id = p.id AND g.role = 'unit_head' AND g.valid_from <= :today AND g.valid_to > :today
              ORDER BY u.depth, u.id LIMIT 1) AS top_id
      FROM person p
      WHERE p.state = 'active'
        AND NOT EXISTS (SELECT 1 FROM rating r WHERE r.person_id = p.id AND r.year = :year AND r.quarter = 0 AND r.subject = 'person' AND r.state = 'valid')) h
JOIN unit t ON t.id = h.top_id JOIN unit a ON a.id = COALESCE(t.parent_id, t.id)
GROUP BY a.id, a.name, CASE WHEN t.parent_id IS NULL THEN 1 ELSE 0 END ORDER BY a.id, 3;

-- name: rating_unit_levels many
-- in: unit int, today date, year int, quarter int
-- out: level text, employee int, n int
SELECT r.level, CASE WHEN p.cadre = 'public_employee' THEN 1 ELSE 0 END, count(*)
FROM unit_below b JOIN rating r ON r.unit_id = b.below_id AND r.year = :year LEFT JOIN person p ON p.id = r.person_id
WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today AND r.quarter = :quarter AND r.subject = 'person' AND r.state = 'valid'
GROUP BY r.level, CASE WHEN p.cadre = 'public_employee' THEN 1 ELSE 0 END ORDER BY r.level;

-- name: rating_lock_has one
-- in: year int
-- out: year int
SELECT year FROM rating_lock WHERE year = :year;

-- name: rating_lock_add exec
-- in: year int, now int
INSERT INTO rating_lock (year, locked_ms) VALUES (:year, :now) ON CONFLICT (year) DO NOTHING;

-- name: rating_lock_drop exec
-- in: year int
DELETE FROM rating_lock WHERE year = :year;

-- name: rating_year_levels many
-- in: year int
-- out: level text, n int
SELECT level, count(*) FROM rating WHERE year = :year AND state = 'valid' AND quarter = 0 AND subject = 'person' GROUP BY level ORDER BY level;

-- name: rating_of many
-- in: person int
-- out: id int
SELECT id FROM rating WHERE person_id = :person ORDER BY id;

-- name: rating_move exec
-- in: id int, person int
UPDATE rating SET person_id = :person WHERE id = :id;

-- Valid ones of the one for a time that the other has one for too.
-- name: rating_both many
-- in: person int, other int
-- out: id int
SELECT r.id FROM rating r
WHERE r.person_id = :person AND r.state = 'valid' AND r.subject = 'person'
  AND EXISTS (SELECT 1 FROM rating k WHERE k.person_id = :other AND k.year = r.year AND k.quarter = r.quarter
              AND k.state = 'valid' AND k.subject = 'person')
ORDER BY r.id;

-- ---------------------------------------------------------------- discipline

-- list: discipline_list
-- out: id int, person_id int?, person_name text, unit_id int?, unit_name text?, form text, valid_from date, valid_to date, sign text,
--   dated date?, issuer text, mark text, state text
-- out: version int
-- scope: unit=COALESCE(p.unit_id,0) person=d.person_id
-- filter: person int: d.person_id = :person
-- filter: below int: p.unit_id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :below AND b.valid_from <= :today AND b.valid_to > :today)
-- filter: form text: d.form = :form
-- filter: state text: d.state = :state
-- order: time: d.valid_from text, d.id int
SELECT d.id, d.person_id, COALESCE(p.name, m.name), p.unit_id, u.name, d.form, d.valid_from, d.valid_to, d.sign, d.dated, d.issuer,
       CASE WHEN d.person_id IS NULL THEN 'unmatched' ELSE '' END,
       CASE WHEN d.state <> 'valid' THEN d.state WHEN d.valid_to <= :today THEN 'ended' ELSE 'running' END, d.version
FROM discipline d LEFT JOIN person p ON p.id = d.person_id LEFT JOIN unit u ON u.id = p.unit_id
LEFT JOIN unmatched m ON m.id = d.unmatched_id
WHERE d.id > 0;

-- list: discipline_object
-- out: id int, label text, version int, state text, person int?, unit int?
-- scope: unit=COALESCE(p.unit_id,0) person=d.person_id
-- filter: id int: d.id = :id
-- order: id: d.id int
SELECT d.id, COALESCE(p.name, m.name), d.version,
       CASE WHEN d.state <> 'valid' THEN d.state WHEN d.valid_to <= :today THEN 'ended' ELSE 'running' END, d.person_id, p.unit_id
FROM discipline d LEFT JOIN person p ON p.id = d.person_id LEFT JOIN unmatched m ON m.id = d.unmatched_id
WHERE d.id > 0;

-- name: discipline_add id
-- in: person int?, unmatched int?, form text, valid_from date, valid_to date, sign text, dated date?, issuer text, source text, now int
-- out: id int
INSERT INTO discipline (person_id, unmatched_id, form, valid_from, valid_to, sign, dated, issuer, source, made_ms)
VALUES (:person, :unmatched, :form, :valid_from, :valid_to, :sign, :dated, :issuer, :source, :now)
RETURNING id;

-- name: discipline_same one
-- in: person int, form text, valid_from date, besides int
-- out: id int
SELECT id FROM discipline
WHERE person_id = :person AND form = :form AND valid_from = :valid_from AND state = 'valid' AND id <> :besides
ORDER BY id LIMIT 1;

-- name: discipline_same_unmatched one
-- in: unmatched int, form text, valid_from date
-- out: id int
SELECT id FROM discipline
WHERE unmatched_id = :unmatched AND form = :form AND valid_from = :valid_from AND state = 'valid' ORDER BY id LIMIT 1;

-- list: discipline_stored
-- out: id int, form text, from date, to date, sign text, dated date?, issuer text
-- filter: id int: d.id = :id
-- order: id: d.id int
SELECT d.id, d.form, d.valid_from, d.valid_to, d.sign, d.dated, d.issuer
FROM discipline d
WHERE d.id > 0;

-- name: discipline_get one
-- in: id int
-- out: id int, person_id int?, form text, valid_from date, valid_to date
SELECT id, person_id, form, valid_from, valid_to FROM discipline WHERE id = :id;

-- name: discipline_set exec
-- in: id int, form text, valid_from date, valid_to date, sign text, dated date?, issuer text
UPDATE discipline SET form = :form, valid_from = :valid_from, valid_to = :valid_to, sign = :sign, dated = :dated, issuer = :issuer,
       version = version + 1
WHERE id = :id;

-- name: discipline_state exec
-- in: id int, state text, reason text
UPDATE discipline SET state = :state, reason = :reason, version = version + 1 WHERE id = :id;

-- name: discipline_of many
-- in: person int
-- out: id int
SELECT id FROM discipline WHERE person_id = :person ORDER BY id;

-- name: discipline_move exec
-- in: id int, person int
UPDATE discipline SET person_id = :person WHERE id = :id;

-- ---------------------------------------------------------------- hold

-- No list says why: hold.reason does, one by one.
-- list: hold_list
-- out: id int, subject text, person_id int?, person_name text?, unit_id int?, unit_name text?, valid_from date, valid_to date, state text
-- out: version int
-- scope: unit=COALESCE(p.unit_id,h.unit_id) person=h.person_id
-- filter: person int: h.person_id = :person
-- filter: unit int: h.subject = 'unit' AND h.unit_id = :unit
-- filter: state text: :state = CASE WHEN h.valid_to <= :today THEN 'released' ELSE 'held' END
-- order: time: h.valid_from text, h.id int
SELECT h.id, h.subject, h.person_id, p.name, COALESCE(p.unit_id, h.unit_id), u.name, h.valid_from, h.valid_to,
       CASE WHEN h.valid_to <= :today THEN 'released' ELSE 'held' END, h.version
FROM hold h LEFT JOIN person p ON p.id = h.person_id LEFT JOIN unit u ON u.id = COALESCE(p.unit_id, h.unit_id)
WHERE h.id > 0;

-- list: hold_object
-- out: id int, label text, version int, state text, person int?, unit int?
-- scope: unit=COALESCE(p.unit_id,h.unit_id) person=h.person_id
-- filter: id int: h.id = :id
-- order: id: h.id int
SELECT h.id, COALESCE(p.name, u.name), h.version, CASE WHEN h.valid_to <= :today THEN 'released' ELSE 'held' END, h.person_id,
       COALESCE(p.unit_id, h.unit_id)
FROM hold h LEFT JOIN person p ON p.id = h.person_id LEFT JOIN unit u ON u.id = h.unit_id
WHERE h.id > 0;

-- name: hold_add id
-- in: subject text, person int?, unit int?, kind text, valid_from date, valid_to date, now int
-- out: id int
INSERT INTO hold (subject, person_id, unit_id, kind, valid_from, valid_to, made_ms)
VALUES (:subject, :person, :unit, :kind, :valid_from, :valid_to, :now)
RETURNING id;

-- For the same reason, from the same day on, the one that lasts longest; person or unit 0: not asked.
-- name: hold_same one
-- in: person int, unit int, kind text, from date
-- out: id int, valid_to date
SELECT h.id, h.valid_to FROM hold h
WHERE h.id IN (SELECT k.id FROM hold k WHERE k.person_id = :person UNION ALL SELECT k.id FROM hold k WHERE k.unit_id = :unit AND k.subject = 'unit')
  AND h.kind = :kind AND h.valid_from = :from
ORDER BY h.valid_to DESC, h.id LIMIT 1;

-- name: hold_seal exec
-- in: id int, sealed blob
UPDATE hold SET sealed = :sealed WHERE id = :id;

-- name: hold_get one
-- in: id int
-- out: id int, subject text, person_id int?, unit_id int?, kind text, sealed blob?, valid_from date, valid_to date
SELECT id, subject, person_id, unit_id, kind, sealed, valid_from, valid_to FROM hold WHERE id = :id;

-- name: hold_release exec
-- in: id int, on date
UPDATE hold SET valid_to = :on, version = version + 1 WHERE id = :id;

-- name: hold_of many
-- in: person int
-- out: id int
SELECT id FROM hold WHERE person_id = :person ORDER BY id;

-- name: hold_move exec
-- in: id int, person int
UPDATE hold SET person_id = :person WHERE id = :id;

-- ---------------------------------------------------------------- leave

-- list: leave_list
-- out: id int, person_id int, person_name text, unit_id int?, unit_name text?, kind text, valid_from date, valid_to date, basis text, state text
-- out: version int
-- scope: unit=p.unit_id person=l.person_id
-- filter: person int: l.person_id = :person
-- filter: below int: p.unit_id IN (SELECT b.below_id FROM unit_below b WHERE b.unit_id = :below AND b.valid_from <= :today AND b.valid_to > :today)
-- filter: kind text: l.kind = :kind
-- order: time: l.valid_from text, l.id int
SELECT l.id, l.person_id, p.name, p.unit_id, u.name, l.kind, l.valid_from, l.valid_to, l.basis, l.state, l.version
FROM leave l JOIN person p ON p.id = l.person_id LEFT JOIN unit u ON u.id = p.unit_id
WHERE l.id > 0;

-- list: leave_object
-- out: id int, label text, version int, state text, person int, unit int?
-- scope: unit=p.unit_id person=l.person_id
-- filter: id int: l.id = :id
-- order: id: l.id int
SELECT l.id, p.name, l.version, l.state, l.person_id, p.unit_id
FROM leave l JOIN person p ON p.id = l.person_id
WHERE l.id > 0;

-- name: leave_add id
-- in: person int, kind text, valid_from date, valid_to date, basis text, now int
-- out: id int
INSERT INTO leave (person_id, kind, valid_from, valid_to, basis, made_ms)
VALUES (:person, :kind, :valid_from, :valid_to, :basis, :now)
RETURNING id;

-- name: leave_meets one
-- in: person int, valid_from date, valid_to date, besides int
-- out: id int, valid_from date
SELECT id, valid_from FROM leave
WHERE person_id = :person AND state = 'valid' AND valid_from < :valid_to AND valid_to > :valid_from AND id <> :besides
ORDER BY valid_from LIMIT 1;

-- list: leave_stored
-- out: id int, kind text, from date, to date, basis text
-- filter: id int: l.id = :id
-- order: id: l.id int
SELECT l.id, l.kind, l.valid_from, l.valid_to, l.basis
FROM leave l
WHERE l.id > 0;

-- name: leave_get one
-- in: id int
-- out: id int, person_id int
SELECT id, person_id FROM leave WHERE id = :id;

-- name: leave_set exec
-- in: id int, kind text, valid_from date, valid_to date, basis text
UPDATE leave SET kind = :kind, valid_from = :valid_from, valid_to = :valid_to, basis = :basis, version = version + 1 WHERE id = :id;

-- name: leave_state exec
-- in: id int, state text, reason text
UPDATE leave SET state = :state, reason = :reason, version = version + 1 WHERE id = :id;

-- name: leave_of many
-- in: person int
-- out: id int
SELECT id FROM leave WHERE person_id = :person ORDER BY id;

-- name: leave_move exec
-- in: id int, person int
UPDATE leave SET person_id = :person WHERE id = :id;

-- ---------------------------------------------------------------- figures of a unit

-- list: unit_year_list
-- out: id int, unit_id int, unit_name text, year int, members int?, women int?, targets int?, targets_met int?, targets_exceeded int?,
--   bloc text, bloc_rank int?, bloc_size int?, party_level text, unions_level text, source text
-- out: version int
-- scope: unit=y.unit_id
-- filter: unit int: y.unit_id = :unit
-- filter: year int: y.year = :year
-- order: time: y.year int, y.id int
SELECT y.id, y.unit_id, u.name, y.year, y.members, y.women, y.targets, y.targets_met, y.targets_exceeded, y.bloc, y.bloc_rank,
       y.bloc_size, y.party_level, y.unions_level, y.source, y.version
FROM unit_year y LEFT JOIN unit u ON u.id = y.unit_id
WHERE y.id > 0;

-- list: unit_year_object
-- out: id int, label text, version int, unit int
-- scope: unit=y.unit_id
-- filter: id int: y.id = :id
-- order: id: y.id int
SELECT y.id, u.name, y.version, y.unit_id
FROM unit_year y LEFT JOIN unit u ON u.id = y.unit_id
WHERE y.id > 0;

-- name: unit_year_put id
-- in: unit int, year int, members int?, women int?, targets int?, targets_met int?, targets_exceeded int?, bloc text, bloc_rank int?,
--   bloc_size int?, party_level text, unions_level text, source text, now int
-- out: id int
INSERT INTO unit_year (unit_id, year, members, women, targets, targets_met, targets_exceeded, bloc, bloc_rank, bloc_size, party_level,
    unions_level, source, made_ms)
VALUES (:unit, :year, :members, :women, :targets, :targets_met, :targets_exceeded, :bloc, :bloc_rank, :bloc_size, :party_level,
    :unions_level, :source, :now)
ON CONFLICT (unit_id, year) DO UPDATE SET members = excluded.members, women = excluded.women, targets = excluded.targets,
    targets_met = excluded.targets_met, targets_exceeded = excluded.targets_exceeded, bloc = excluded.bloc,
    bloc_rank = excluded.bloc_rank, bloc_size = excluded.bloc_size, party_level = excluded.party_level,
    unions_level = excluded.unions_level, source = excluded.source, version = unit_year.version + 1
RETURNING id;

-- name: unit_year_drop exec
-- in: id int
DELETE FROM unit_year WHERE id = :id;
