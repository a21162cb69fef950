-- The secret ballot (docs/ballot.md). No statement joins a voter with a vote, for nothing does.

-- list: ballot_object
-- out: id int, label text, state text, unit int
-- scope: unit=c.unit_id
-- filter: id int: b.id = :id
-- order: id: b.id int
SELECT b.id, m.title, b.state, c.unit_id
FROM ballot b JOIN meeting m ON m.id = b.meeting_id JOIN council c ON c.id = m.council_id WHERE b.id > 0;

-- list: ballot_list
-- out: id int, meeting_id int, title text, held_on date, items int, voted int, voters int, state text
-- scope: unit=c.unit_id
-- filter: meeting int: b.meeting_id = :meeting
-- filter: state text: b.state = :state
-- order: id: b.id int
SELECT b.id, b.meeting_id, m.title, m.held_on, (SELECT count(*) FROM ballot_item i WHERE i.ballot_id = b.id),
       (SELECT count(*) FROM ballot_voter v WHERE v.ballot_id = b.id AND v.voted = 1),
       (SELECT count(*) FROM ballot_voter v WHERE v.ballot_id = b.id AND v.way <> 'none'), b.state
FROM ballot b LEFT JOIN meeting m ON m.id = b.meeting_id LEFT JOIN council c ON c.id = m.council_id WHERE b.id > 0;

-- name: ballot_running one
-- in: meeting int
-- out: n int, open int
SELECT count(*), coalesce(CAST(sum(CASE WHEN state = 'open' THEN 1 ELSE 0 END) AS bigint), 0)
FROM ballot WHERE meeting_id = :meeting AND state IN ('keys', 'open');

-- name: ballots_of many
-- in: meeting int
-- out: id int, state text, closed_ms int?
SELECT id, state, closed_ms FROM ballot WHERE meeting_id = :meeting ORDER BY id;

-- name: ballot_get one
-- in: id int
-- out: id int, state text, meeting_id int, room text, members int, public_key blob?, wraps blob?, box blob?, receipts text, digest text, reason text, opened_ms int?, closed_ms int?
SELECT id, state, meeting_id, room, members, public_key, wraps, box, receipts, digest, reason, opened_ms, closed_ms
FROM ballot WHERE id = :id;

-- name: ballot_add id
-- in: meeting int, room text
-- out: id int
INSERT INTO ballot (meeting_id, room) VALUES (:meeting, :room) RETURNING id;

-- name: ballot_item_add exec
-- in: ballot int, item int, place int
INSERT INTO ballot_item (ballot_id, item_id, place) VALUES (:ballot, :item, :place);

-- name: ballot_items many
-- in: ballot int
-- out: id int, item_id int, place int, title text, note text, code text, lower_code text, person_id int?, unit_id int?, nominee_id int?, item_state text, for_n int, against_n int, lower_n int, invalid_n int, members int, needed int, share int, more int, low_share int, low_more int, rule text, result text
SELECT x.id, x.item_id, x.place, i.title, i.note, i.code, i.lower_code, i.person_id, i.unit_id, i.nominee_id, i.state, x.for_n, x.against_n, x.lower_n,
       x.invalid_n, x.members, x.needed, x.share, x.more, x.low_share, x.low_more, x.rule, x.result
FROM ballot_item x JOIN meeting_item i ON i.id = x.item_id WHERE x.ballot_id = :ballot ORDER BY x.place;

-- name: ballot_board_add exec
-- in: ballot int, place int, person int
INSERT INTO ballot_board (ballot_id, place, person_id) VALUES (:ballot, :place, :person);

-- name: ballot_board_of many
-- in: ballot int
-- out: id int, place int, person_id int, name text, account_id int?, public_key blob?
SELECT b.id, b.place, b.person_id, p.name, a.id, b.public_key
FROM ballot_board b JOIN person p ON p.id = b.person_id
LEFT JOIN account a ON a.person_id = b.person_id AND a.state = 'active'
WHERE b.ballot_id = :ballot ORDER BY b.place;

-- name: ballot_board_key exec
-- in: ballot int, person int, key blob
UPDATE ballot_board SET public_key = :key WHERE ballot_id = :ballot AND person_id = :person AND public_key IS NULL;

-- name: ballot_opened exec
-- in: id int, members int, key blob, wraps blob, now int
UPDATE ballot SET state = 'open', members = :members, public_key = :key, wraps = :wraps, opened_ms = :now WHERE id = :id;

-- name: ballot_voter_add exec
-- in: ballot int, person int, way text
INSERT INTO ballot_voter (ballot_id, person_id, way) VALUES (:ballot, :person, :way);

-- name: ballot_voters many
-- in: ballot int
-- out: person_id int, name text, way text, voted int, account_id int?
SELECT v.person_id, p.name, v.way, v.voted, a.id
FROM ballot_voter v JOIN person p ON p.id = v.person_id
LEFT JOIN account a ON a.person_id = v.person_id AND a.state = 'active'
WHERE v.ballot_id = :ballot ORDER BY v.id;

-- name: ballot_voter_mine one
-- in: ballot int, person int
-- out: way text, voted int
SELECT way, voted FROM ballot_voter WHERE ballot_id = :ballot AND person_id = :person;

-- name: ballot_voted exec
-- in: ballot int, person int, way text
UPDATE ballot_voter SET voted = 1 WHERE ballot_id = :ballot AND person_id = :person AND way = :way AND voted = 0;

-- name: ballot_box_set exec
-- in: id int, box blob
UPDATE ballot SET box = :box WHERE id = :id;

-- name: ballot_written_add exec
-- in: ballot int, person int, place int, choice text, file int?
INSERT INTO ballot_written (ballot_id, person_id, place, choice, file_id) VALUES (:ballot, :person, :place, :choice, :file)
ON CONFLICT (ballot_id, person_id, place) DO UPDATE SET choice = :choice, file_id = coalesce(:file, ballot_written.file_id);

-- name: ballot_written_of many
-- in: ballot int
-- out: person_id int, name text, place int, choice text, file_id int?
SELECT w.person_id, p.name, w.place, w.choice, w.file_id
FROM ballot_written w JOIN person p ON p.id = w.person_id WHERE w.ballot_id = :ballot ORDER BY w.person_id, w.place;

-- name: ballot_paper_add exec
-- in: ballot int, person int, place int, yes int, no int, lower int, invalid int
INSERT INTO ballot_paper (ballot_id, person_id, place, for_n, against_n, lower_n, invalid_n)
VALUES (:ballot, :person, :place, :yes, :no, :lower, :invalid)
ON CONFLICT (ballot_id, person_id, place) DO UPDATE SET for_n = :yes, against_n = :no, lower_n = :lower, invalid_n = :invalid;

-- name: ballot_paper_of many
-- in: ballot int
-- out: person_id int, place int, for_n int, against_n int, lower_n int, invalid_n int
SELECT person_id, place, for_n, against_n, lower_n, invalid_n FROM ballot_paper WHERE ballot_id = :ballot ORDER BY person_id, place;

-- name: ballot_slip_add exec
-- in: id blob, ballot int, place int, choice text
INSERT INTO ballot_slip (id, ballot_id, place, choice) VALUES (:id, :ballot, :place, :choice);

-- name: ballot_slips many
-- in: ballot int
-- out: id blob, place int, choice text
SELECT id, place, choice FROM ballot_slip WHERE ballot_id = :ballot ORDER BY id;

-- name: ballot_item_result exec
-- in: id int, yes int, no int, lower int, invalid int, members int, needed int, share int, more int, low_share int, low_more int, rule text, result text
UPDATE ballot_item SET for_n = :yes, against_n = :no, lower_n = :lower, invalid_n = :invalid, members = :members,
    needed = :needed, share = :share, more = :more, low_share = :low_share, low_more = :low_more, rule = :rule, result = :result WHERE id = :id;

-- The digest as the journal had it when the ballot was closed: the first line counts, whatever came after.
-- name: ballot_line many
-- in: ballot int
-- out: detail text
SELECT detail FROM journal WHERE object = 'ballot' AND object_id = :ballot AND op = 'ballot.close' ORDER BY at_ms, id;

-- The box and the locked key go: what was sealed cannot be opened any more.
-- name: ballot_closed exec
-- in: id int, receipts text, digest text, now int
UPDATE ballot SET state = 'closed', box = NULL, wraps = NULL, receipts = :receipts, digest = :digest, closed_ms = :now WHERE id = :id;

-- name: ballot_dropped exec
-- in: id int, reason text
UPDATE ballot SET state = 'dropped', box = NULL, wraps = NULL, reason = :reason WHERE id = :id;

-- Ballots in which somebody has not voted on the screen, for the own list of things to do.
-- name: ballot_waiting many
-- in: person int
-- out: id int, title text
SELECT b.id, m.title
FROM ballot_voter v JOIN ballot b ON b.id = v.ballot_id JOIN meeting m ON m.id = b.meeting_id
WHERE v.person_id = :person AND v.way = 'screen' AND v.voted = 0 AND b.state = 'open' ORDER BY b.id;

-- name: keep_ballot_after many
-- in: after int
-- out: id int, box blob
SELECT id, box FROM ballot WHERE id > :after AND box IS NOT NULL ORDER BY id LIMIT 200;
