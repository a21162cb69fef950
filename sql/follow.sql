-- What goes on after a unit was merged or split: its successor answers for it (src/app/org/follow.c).

-- name: follow_units many
-- in: today date
-- out: from_id int, to_id int
SELECT f.unit_id, min(t.unit_id)
FROM unit_event e
JOIN unit_event_part f ON f.event_id = e.id AND f.side = 'from'
JOIN unit_event_part t ON t.event_id = e.id AND t.side = 'to'
JOIN unit u ON u.id = f.unit_id
WHERE e.kind IN ('merge', 'split') AND f.unit_id <> t.unit_id AND e.on_date <= :today AND u.state = 'closed'
GROUP BY f.unit_id ORDER BY max(e.on_date), f.unit_id;

-- name: follow_movement exec
-- in: from int, to int
UPDATE movement SET holder_id = :to, version = version + 1
WHERE holder_id = :from AND state IN ('draft', 'launched', 'interim', 'reviewed', 'kept');

-- name: follow_coverage exec
-- in: from int, to int
UPDATE movement_unit SET holder_id = :to, version = version + 1
WHERE holder_id = :from AND movement_id IN (SELECT m.id FROM movement m WHERE m.state IN ('launched', 'interim', 'reviewed'));

-- name: follow_task exec
-- in: from int, to int
UPDATE task SET holder_id = :to, version = version + 1 WHERE holder_id = :from AND state = 'open';

-- name: follow_giver exec
-- in: from int, to int
UPDATE task SET giver_id = :to, version = version + 1 WHERE giver_id = :from AND state = 'open';

-- name: follow_search exec
-- in: from int, to int
UPDATE search_item SET unit_id = :to
WHERE unit_id = :from AND (
    (kind = 'task' AND object_id IN (SELECT t.id FROM task t WHERE t.holder_id = :to AND t.state = 'open')) OR
    (kind = 'movement' AND object_id IN (SELECT m.id FROM movement m WHERE m.holder_id = :to)));

-- name: follow_round exec
-- in: from int, to int
UPDATE registration_round SET holder_id = :to, version = version + 1 WHERE holder_id = :from AND state = 'open';

-- name: follow_round_unit exec
-- in: from int, to int
UPDATE registration_unit SET holder_id = :to
WHERE holder_id = :from AND round_id IN (SELECT d.id FROM registration_round d WHERE d.state = 'open');

-- name: follow_registration exec
-- in: from int, to int
UPDATE registration SET holder_id = :to, version = version + 1
WHERE holder_id = :from AND round_id IN (SELECT d.id FROM registration_round d WHERE d.state = 'open');

-- name: follow_pact exec
-- in: from int, to int
UPDATE pact SET holder_id = :to, version = version + 1 WHERE holder_id = :from AND state IN ('draft', 'open');

-- name: follow_pact_party exec
-- in: from int, to int
UPDATE pact_party SET holder_id = :to, version = version + 1
WHERE holder_id = :from AND signed_ms IS NULL AND (SELECT c.state FROM pact c WHERE c.id = pact_party.pact_id) IN ('draft', 'open');

-- name: follow_criteria exec
-- in: from int, to int
UPDATE criteria_set SET holder_id = :to, version = version + 1 WHERE holder_id = :from AND state IN ('draft', 'published');

-- name: follow_scoring exec
-- in: from int, to int
UPDATE scoring SET holder_id = :to, version = version + 1 WHERE holder_id = :from AND state = 'open';

-- name: follow_sheet exec
-- in: from int, to int
UPDATE score_sheet SET holder_id = :to, version = version + 1
WHERE holder_id = :from AND (SELECT g.state FROM scoring g WHERE g.id = score_sheet.scoring_id) = 'open';

-- name: follow_checker exec
-- in: from int, to int
UPDATE criterion SET checker_id = :to WHERE checker_id = :from;

-- name: follow_award_round exec
-- in: from int, to int
UPDATE award_round SET holder_id = :to, version = version + 1 WHERE holder_id = :from AND state = 'open';

-- name: follow_award_round_unit exec
-- in: from int, to int
UPDATE award_round_unit SET holder_id = :to, version = version + 1
WHERE holder_id = :from AND round_id IN (SELECT r.id FROM award_round r WHERE r.state = 'open');

-- name: follow_dossier exec
-- in: from int, to int
UPDATE dossier SET holder_id = :to, version = version + 1 WHERE holder_id = :from AND state NOT IN ('decided', 'refused');

-- name: follow_appraisal exec
-- in: from int, to int
UPDATE appraisal SET holder_id = :to, version = version + 1 WHERE holder_id = :from AND state = 'open';

-- name: follow_exemplar exec
-- in: from int, to int
UPDATE exemplar SET holder_id = :to, version = version + 1 WHERE holder_id = :from AND state IN ('proposed', 'chosen', 'approved', 'published');

-- Where it was filed goes along: the new unit's council scores it. What was concluded stays where it was.
-- name: follow_initiative exec
-- in: from int, to int
UPDATE initiative SET unit_id = :to, version = version + 1
WHERE unit_id = :from AND state IN ('draft', 'filed', 'returned', 'accepted');

-- name: follow_period exec
-- in: from int, to int
UPDATE comment_period SET holder_id = :to, version = version + 1 WHERE holder_id = :from AND state = 'open';
