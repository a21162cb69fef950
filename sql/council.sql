-- Councils, members by date, meetings, what is talked about, who takes part.

-- ---------------------------------------------------------------- councils

-- list: council_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=c.unit_id
-- filter: id int: c.id = :id
-- filter: state text: c.state = :state
-- order: id: c.id int
SELECT c.id, c.name, c.version, c.state, c.unit_id FROM council c WHERE c.id > 0;

-- list: council_list
-- out: id int, name text, kind text, unit_name text, sign text, dated date, members int, quorum text, state text, version int
-- scope: unit=c.unit_id
-- filter: kind text: c.kind = :kind
-- filter: state text: c.state = :state
-- order: id: c.id int
SELECT c.id, c.name, c.kind, u.name, c.sign, c.dated,
       (SELECT count(*) FROM council_member m WHERE m.council_id = c.id AND m.valid_from <= :today AND m.valid_to > :today),
       c.quorum, c.state, c.version
FROM council c LEFT JOIN unit u ON u.id = c.unit_id WHERE c.id > 0;

-- list: council_view
-- out: id int, name text, kind text, unit_id int, unit_name text, sign text, dated date, ended_on date?, quorum text, counting text, lower_rule text, rank text, state text, version int
-- scope: unit=c.unit_id
-- filter: id int: c.id = :id
-- order: id: c.id int
SELECT c.id, c.name, c.kind, c.unit_id, u.name, c.sign, c.dated, c.ended_on, c.quorum, c.counting, c.lower_rule, c.rank, c.state, c.version
FROM council c LEFT JOIN unit u ON u.id = c.unit_id WHERE c.id > 0;

-- name: council_get one
-- in: id int
-- out: name text, kind text, unit_id int, dated date, quorum text, counting text, lower_rule text, rank text, state text
SELECT name, kind, unit_id, dated, quorum, counting, lower_rule, rank, state FROM council WHERE id = :id;

-- name: council_add id
-- in: kind text, name text, unit int, sign text, dated date, quorum text, counting text, lower_rule text, rank text, now int
-- out: id int
INSERT INTO council (kind, name, unit_id, sign, dated, quorum, counting, lower_rule, rank, made_ms)
VALUES (:kind, :name, :unit, :sign, :dated, :quorum, :counting, :lower_rule, :rank, :now) RETURNING id;

-- name: council_set exec
-- in: id int, name text, sign text, dated date, quorum text, counting text, lower_rule text, rank text
UPDATE council SET name = :name, sign = :sign, dated = :dated, quorum = :quorum, counting = :counting,
    lower_rule = :lower_rule, rank = :rank, version = version + 1 WHERE id = :id;

-- name: council_ended exec
-- in: id int, on date
UPDATE council SET state = 'ended', ended_on = :on, version = version + 1 WHERE id = :id;

-- name: council_members_end exec
-- in: council int, on date
UPDATE council_member SET valid_to = :on, version = version + 1
WHERE council_id = :council AND valid_from < :on AND valid_to > :on;

-- name: council_meetings_ahead one
-- in: council int
-- out: n int
SELECT count(*) FROM meeting WHERE council_id = :council AND state IN ('draft', 'invited', 'open');

-- ---------------------------------------------------------------- members

-- list: council_member_object
-- out: id int, label text, version int, state text, person int, unit int
-- scope: unit=c.unit_id person=m.person_id
-- filter: id int: m.id = :id
-- order: id: m.id int
SELECT m.id, p.name, m.version, CASE WHEN m.valid_to > :today THEN 'active' ELSE 'ended' END, m.person_id, c.unit_id
FROM council_member m JOIN council c ON c.id = m.council_id JOIN person p ON p.id = m.person_id WHERE m.id > 0;

-- list: council_member_list
-- out: id int, council_id int, council_name text, person_id int, person_name text, post text?, role text, valid_from date, valid_to date, state text, basis text, may text, version int
-- scope: unit=c.unit_id person=m.person_id
-- filter: council int: m.council_id = :council
-- filter: person int: m.person_id = :person
-- filter: state text: CASE WHEN m.valid_from <= :today AND m.valid_to > :today THEN 'active' WHEN m.valid_from > :today THEN 'planned' ELSE 'ended' END = :state
-- order: since: m.valid_from text, m.id int
SELECT m.id, m.council_id, c.name, m.person_id, p.name, p.post_title, m.role, m.valid_from, m.valid_to,
       CASE WHEN m.valid_from <= :today AND m.valid_to > :today THEN 'active' WHEN m.valid_from > :today THEN 'planned' ELSE 'ended' END,
       m.basis,
       CASE WHEN (SELECT 1 FROM role_grant g JOIN account a ON a.person_id = g.person_id AND a.state = 'active'
                  WHERE g.person_id = m.person_id AND g.role IN ('council', 'head', 'standing') AND g.valid_from <= :today AND g.valid_to > :today LIMIT 1) = 1
            THEN 'yes' ELSE 'no' END, m.version
FROM council_member m JOIN council c ON c.id = m.council_id LEFT JOIN person p ON p.id = m.person_id WHERE m.id > 0;

-- Does somebody have an account and the role to vote?
-- name: council_may one
-- in: person int, on date
-- out: grants int
SELECT count(*) FROM role_grant g JOIN account a ON a.person_id = g.person_id AND a.state = 'active'
WHERE g.person_id = :person AND g.role IN ('council', 'head', 'standing') AND g.valid_from <= :on AND g.valid_to > :on;

-- name: council_member_add id
-- in: council int, person int, role text, basis text, from date, to date
-- out: id int
INSERT INTO council_member (council_id, person_id, role, basis, valid_from, valid_to)
VALUES (:council, :person, :role, :basis, :from, :to) RETURNING id;

-- name: council_member_get one
-- in: id int
-- out: council_id int, person_id int, role text, valid_from date, valid_to date
SELECT council_id, person_id, role, valid_from, valid_to FROM council_member WHERE id = :id;

-- name: council_member_end exec
-- in: id int, on date
UPDATE council_member SET valid_to = :on, version = version + 1 WHERE id = :id;

-- Another chair or secretary at any day of that time.
-- name: council_role_meets one
-- in: council int, role text, from date, to date
-- out: n int
SELECT count(*) FROM council_member WHERE council_id = :council AND role = :role AND valid_from < :to AND valid_to > :from;

-- name: council_members_on many
-- in: council int, on date
-- out: person_id int, name text, role text
SELECT m.person_id, p.name, m.role
FROM council_member m JOIN person p ON p.id = m.person_id
WHERE m.council_id = :council AND m.valid_from <= :on AND m.valid_to > :on
ORDER BY CASE m.role WHEN 'chair' THEN 0 WHEN 'deputy' THEN 1 WHEN 'member' THEN 2 ELSE 3 END, p.sort_key, m.person_id;

-- name: council_member_of many
-- in: person int
-- out: id int
SELECT id FROM council_member WHERE person_id = :person ORDER BY id;

-- name: council_member_move exec
-- in: id int, to int
UPDATE council_member SET person_id = :to, version = version + 1 WHERE id = :id;

-- ---------------------------------------------------------------- meetings

-- list: meeting_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=c.unit_id
-- filter: id int: m.id = :id
-- order: id: m.id int
SELECT m.id, m.title, m.version, m.state, c.unit_id FROM meeting m JOIN council c ON c.id = m.council_id WHERE m.id > 0;

-- list: meeting_list
-- out: id int, title text, council_id int, council_name text, held_on date, at_time text, mode text, place text, items int, state text, version int
-- scope: unit=c.unit_id
-- filter: council int: m.council_id = :council
-- filter: state text: m.state = :state
-- filter: mode text: m.mode = :mode
-- filter: year int: m.held_on >= CAST(:year AS TEXT) || '-01-01' AND m.held_on <= CAST(:year AS TEXT) || '-12-31'
-- order: day: m.held_on text, m.id int
SELECT m.id, m.title, m.council_id, c.name, m.held_on, m.at_time, m.mode, m.place,
       (SELECT count(*) FROM meeting_item i WHERE i.meeting_id = m.id AND i.state <> 'removed'), m.state, m.version
FROM meeting m LEFT JOIN council c ON c.id = m.council_id WHERE m.id > 0;

-- list: meeting_view
-- out: id int, title text, mode text, held_on date, at_time text, place text, content text, result text, version int
-- scope: unit=c.unit_id
-- filter: id int: m.id = :id
-- order: id: m.id int
SELECT m.id, m.title, m.mode, m.held_on, m.at_time, m.place, m.content, m.result, m.version
FROM meeting m JOIN council c ON c.id = m.council_id WHERE m.id > 0;

-- name: meeting_get one
-- in: id int
-- out: id int, state text, council_id int, council_name text, unit_id int, unit_name text, kind text, title text, mode text, held_on date, at_time text, place text, content text, result text, reason text, members int, quorum text, counting text, lower_rule text, rank text, invited_ms int?, opened_ms int?, closed_ms int?, version int
SELECT m.id, m.state, m.council_id, c.name, c.unit_id, u.name, c.kind, m.title, m.mode, m.held_on, m.at_time, m.place, m.content, m.result,
       m.reason, m.members, CASE WHEN m.quorum = '' THEN c.quorum ELSE m.quorum END, CASE WHEN m.counting = '' THEN c.counting ELSE m.counting END,
       CASE WHEN m.lower_rule = '' THEN c.lower_rule ELSE m.lower_rule END, CASE WHEN m.rank = '' THEN c.rank ELSE m.rank END, m.invited_ms, m.opened_ms, m.closed_ms, m.version
FROM meeting m JOIN council c ON c.id = m.council_id JOIN unit u ON u.id = c.unit_id WHERE m.id = :id;

-- name: meeting_add id
-- in: council int, title text, mode text, held_on date, at_time text, place text, content text, account int?, now int
-- out: id int
INSERT INTO meeting (council_id, title, mode, held_on, at_time, place, content, made_by, made_ms)
VALUES (:council, :title, :mode, :held_on, :at_time, :place, :content, :account, :now) RETURNING id;

-- name: meeting_set exec
-- in: id int, title text, mode text, held_on date, at_time text, place text, content text
UPDATE meeting SET title = :title, mode = :mode, held_on = :held_on, at_time = :at_time, place = :place, content = :content,
    version = version + 1 WHERE id = :id;

-- name: meeting_invited exec
-- in: id int, members int, quorum text, counting text, lower_rule text, rank text, now int
UPDATE meeting SET state = 'invited', members = :members, quorum = :quorum, counting = :counting, lower_rule = :lower_rule, rank = :rank,
    invited_ms = :now, version = version + 1 WHERE id = :id;

-- name: meeting_opened exec
-- in: id int, now int
UPDATE meeting SET state = 'open', opened_ms = :now, version = version + 1 WHERE id = :id;

-- name: meeting_closed exec
-- in: id int, result text, now int
UPDATE meeting SET state = 'closed', result = :result, closed_ms = :now, version = version + 1 WHERE id = :id;

-- name: meeting_cancelled exec
-- in: id int, reason text
UPDATE meeting SET state = 'cancelled', reason = :reason, version = version + 1 WHERE id = :id;

-- name: meeting_touch exec
-- in: id int
UPDATE meeting SET version = version + 1 WHERE id = :id;

-- ---------------------------------------------------------------- the agenda

-- list: meeting_item_object
-- out: id int, label text, version int, state text, unit int
-- scope: unit=c.unit_id
-- filter: id int: i.id = :id
-- order: id: i.id int
SELECT i.id, i.title, i.version,
       CASE WHEN i.state = 'open' AND m.state IN ('draft', 'invited', 'open') THEN 'open' ELSE 'ended' END, c.unit_id
FROM meeting_item i JOIN meeting m ON m.id = i.meeting_id JOIN council c ON c.id = m.council_id WHERE i.id > 0;

-- list: meeting_item_list
-- out: id int, meeting_id int, position int, title text, code text, lower_code text, state text, version int
-- scope: unit=c.unit_id
-- filter: meeting int: i.meeting_id = :meeting
-- order: place: i.meeting_id int, i.position int, i.id int
SELECT i.id, i.meeting_id, i.position, i.title, i.code, i.lower_code, i.state, i.version
FROM meeting_item i LEFT JOIN meeting m ON m.id = i.meeting_id LEFT JOIN council c ON c.id = m.council_id WHERE i.state <> 'removed';

-- name: meeting_items many
-- in: meeting int
-- out: id int, position int, title text, note text, person_id int?, unit_id int?, nominee_id int?, initiative_id int?, code text, lower_code text, state text
SELECT id, position, title, note, person_id, unit_id, nominee_id, initiative_id, code, lower_code, state
FROM meeting_item WHERE meeting_id = :meeting AND state <> 'removed' ORDER BY position, id;

-- Whom each matter is about, as papers name them.
-- name: meeting_subjects many
-- in: meeting int
-- out: item_id int, name text, about text
SELECT i.id, COALESCE(p.name, u.name, i.title),
       CASE WHEN p.id IS NULL THEN '' WHEN p.post_title = '' THEN COALESCE(w.name, '')
            ELSE p.post_title || COALESCE(', ' || w.name, '') END
FROM meeting_item i LEFT JOIN person p ON p.id = i.person_id LEFT JOIN unit w ON w.id = p.unit_id LEFT JOIN unit u ON u.id = i.unit_id
WHERE i.meeting_id = :meeting AND i.state <> 'removed' ORDER BY i.position, i.id;

-- name: meeting_item_get one
-- in: id int
-- out: meeting_id int, meeting_state text, title text, person_id int?, unit_id int?, nominee_id int?, code text, state text
SELECT i.meeting_id, m.state, i.title, i.person_id, i.unit_id, i.nominee_id, i.code, i.state
FROM meeting_item i JOIN meeting m ON m.id = i.meeting_id WHERE i.id = :id;

-- name: meeting_item_last one
-- in: meeting int
-- out: position int
SELECT coalesce(max(position), 0) FROM meeting_item WHERE meeting_id = :meeting;

-- name: meeting_item_add id
-- in: meeting int, position int, title text, note text, person int?, unit int?, nominee int?, code text, lower text
-- out: id int
INSERT INTO meeting_item (meeting_id, position, title, note, person_id, unit_id, nominee_id, code, lower_code)
VALUES (:meeting, :position, :title, :note, :person, :unit, :nominee, :code, :lower) RETURNING id;

-- Accepted, of the office or below it, on no agenda that is still ahead. One of no unit is the top unit's.
-- name: meeting_initiatives_ready many
-- in: unit int, today date, limit int
-- out: id int, title text
SELECT i.id, i.title
FROM initiative i
WHERE i.state = 'accepted'
  AND (SELECT 1 FROM unit_below b WHERE b.unit_id = :unit AND b.valid_from <= :today AND b.valid_to > :today
       AND b.below_id = COALESCE(i.unit_id, (SELECT u.id FROM unit u WHERE u.id = :unit AND u.parent_id IS NULL)) LIMIT 1) = 1
  AND (SELECT 1 FROM meeting_item x JOIN meeting m ON m.id = x.meeting_id
       WHERE x.initiative_id = i.id AND x.state = 'open' AND m.state IN ('draft', 'invited', 'open') LIMIT 1) IS NULL
ORDER BY i.filed_on, i.id LIMIT :limit;

-- On the agenda and not concluded.
-- name: meeting_initiatives_left many
-- in: meeting int
-- out: id int, title text
SELECT i.id, i.title FROM meeting_item x JOIN initiative i ON i.id = x.initiative_id
WHERE x.meeting_id = :meeting AND x.state = 'open' AND i.state = 'accepted' ORDER BY x.position, x.id;

-- name: meeting_item_initiative id
-- in: meeting int, position int, title text, initiative int
-- out: id int
INSERT INTO meeting_item (meeting_id, position, title, initiative_id) VALUES (:meeting, :position, :title, :initiative) RETURNING id;

-- name: meeting_item_about one
-- in: meeting int, initiative int
-- out: id int
SELECT id FROM meeting_item WHERE initiative_id = :initiative AND meeting_id = :meeting AND state = 'open' ORDER BY id LIMIT 1;

-- Sheets of the members who were there, or wrote, are not out of the matter and did not become authors since.
-- name: meeting_sheets one
-- in: meeting int, item int, initiative int
-- out: n int, agrees int, points int
SELECT count(*), CAST(coalesce(sum(s.agrees), 0) AS bigint), CAST(coalesce(sum(s.novelty + s.effect + s.reach), 0) AS bigint)
FROM initiative_score s JOIN attendance a ON a.meeting_id = :meeting AND a.person_id = s.person_id AND a.state IN ('room', 'online', 'written')
WHERE s.initiative_id = :initiative
  AND (SELECT 1 FROM recusal r WHERE r.item_id = :item AND r.person_id = s.person_id AND r.state <> 'kept' LIMIT 1) IS NULL
  AND (SELECT 1 FROM initiative_author t WHERE t.initiative_id = :initiative AND t.person_id = s.person_id LIMIT 1) IS NULL;

-- Is somebody today in a council for initiatives of the office that this one is of, or below?
-- name: initiative_seat one
-- in: person int?, initiative int, today date
-- out: n int
SELECT count(*)
FROM council_member m JOIN council c ON c.id = m.council_id AND c.kind = 'initiative' AND c.state = 'active'
JOIN initiative i ON i.id = :initiative
WHERE m.person_id = :person AND m.valid_from <= :today AND m.valid_to > :today
  AND (i.unit_id IS NULL OR (SELECT 1 FROM unit_below b WHERE b.unit_id = c.unit_id AND b.below_id = i.unit_id
                             AND b.valid_from <= :today AND b.valid_to > :today LIMIT 1) = 1);

-- In a meeting that is still ahead: what was left undecided in one that is over binds nobody.
-- name: initiative_out_of one
-- in: person int?, initiative int
-- out: n int
SELECT count(*)
FROM meeting_item i JOIN meeting m ON m.id = i.meeting_id AND m.state IN ('draft', 'invited', 'open')
JOIN recusal r ON r.item_id = i.id AND r.person_id = :person AND r.state <> 'kept'
WHERE i.initiative_id = :initiative AND i.state <> 'removed';

-- name: meeting_item_state exec
-- in: id int, state text
UPDATE meeting_item SET state = :state, version = version + 1 WHERE id = :id;

-- name: meeting_item_of_person many
-- in: person int
-- out: id int
SELECT id FROM meeting_item WHERE person_id = :person ORDER BY id;

-- name: meeting_item_move exec
-- in: id int, to int
UPDATE meeting_item SET person_id = :to, version = version + 1 WHERE id = :id;

-- A running ballot over it.
-- name: meeting_item_voting one
-- in: item int
-- out: n int, open int
SELECT count(*), coalesce(CAST(sum(CASE WHEN b.state = 'open' THEN 1 ELSE 0 END) AS bigint), 0)
FROM ballot_item x JOIN ballot b ON b.id = x.ballot_id
WHERE x.item_id = :item AND b.state IN ('keys', 'open');

-- Concluded as fit, in a dossier that is before the council, on no agenda that is still ahead. `dossier` 0: of all.
-- name: meeting_nominees_ready many
-- in: unit int, dossier int, today date, limit int
-- out: id int, name text, code text, person_id int?, unit_id int?
SELECT n.id, n.name, n.code, n.person_id, n.unit_id
FROM nominee n JOIN dossier d ON d.id = n.dossier_id
JOIN unit_below b ON b.unit_id = :unit AND b.below_id = d.holder_id AND b.valid_from <= :today AND b.valid_to > :today
WHERE n.state = 'cleared' AND d.state = 'council' AND (:dossier = 0 OR d.id = :dossier)
  AND (SELECT 1 FROM meeting_item i JOIN meeting m ON m.id = i.meeting_id
       WHERE i.nominee_id = n.id AND i.state = 'open' AND m.state IN ('draft', 'invited', 'open') LIMIT 1) IS NULL
ORDER BY n.code, n.sort_key, n.id LIMIT :limit;

-- What the rooms and the bodies that were asked said, for the sheet of one nominee.
-- name: council_sheet_lines many
-- in: nominee int
-- out: unit_name text, topic text, says text, note text
SELECT u.name, x.topic, l.says, l.note
FROM appraisal_line l JOIN appraisal x ON x.id = l.appraisal_id JOIN unit u ON u.id = x.holder_id
WHERE l.nominee_id = :nominee AND x.state <> 'dropped' ORDER BY l.id;

-- name: council_sheet_opinions many
-- in: nominee int
-- out: addressee text, answer text
SELECT addressee, answer FROM opinion WHERE nominee_id = :nominee AND state <> 'dropped' ORDER BY id;

-- ---------------------------------------------------------------- who takes part

-- list: attendance_object
-- out: id int, label text, version int, state text, person int, unit int
-- scope: unit=c.unit_id person=a.person_id
-- filter: id int: a.id = :id
-- order: id: a.id int
SELECT a.id, p.name, a.version, CASE WHEN m.state IN ('invited', 'open') THEN 'open' ELSE 'ended' END, a.person_id, c.unit_id
FROM attendance a JOIN meeting m ON m.id = a.meeting_id JOIN council c ON c.id = m.council_id
JOIN person p ON p.id = a.person_id WHERE a.id > 0;

-- list: attendance_list
-- out: id int, meeting_id int, title text, held_on date, person_id int, person_name text, role text, state text, note text, version int
-- scope: unit=c.unit_id person=a.person_id
-- filter: meeting int: a.meeting_id = :meeting
-- filter: person int: a.person_id = :person
-- filter: state text: a.state = :state
-- order: id: a.id int
SELECT a.id, a.meeting_id, m.title, m.held_on, a.person_id, p.name, a.role, a.state, a.note, a.version
FROM attendance a LEFT JOIN meeting m ON m.id = a.meeting_id LEFT JOIN council c ON c.id = m.council_id
LEFT JOIN person p ON p.id = a.person_id WHERE a.id > 0;

-- name: attendance_of many
-- in: meeting int
-- out: id int, person_id int, name text, post text, role text, state text, note text, account_id int?, email text
SELECT a.id, a.person_id, p.name, p.post_title, a.role, a.state, a.note, x.id, p.email
FROM attendance a JOIN person p ON p.id = a.person_id
LEFT JOIN account x ON x.person_id = a.person_id AND x.state = 'active'
WHERE a.meeting_id = :meeting ORDER BY a.id;

-- name: attendance_mine one
-- in: meeting int, person int
-- out: id int, role text, state text
SELECT id, role, state FROM attendance WHERE meeting_id = :meeting AND person_id = :person;

-- name: attendance_add id
-- in: meeting int, person int, role text
-- out: id int
INSERT INTO attendance (meeting_id, person_id, role) VALUES (:meeting, :person, :role) RETURNING id;

-- name: attendance_get one
-- in: id int
-- out: meeting_id int, person_id int, state text, meeting_state text
SELECT a.meeting_id, a.person_id, a.state, m.state FROM attendance a JOIN meeting m ON m.id = a.meeting_id WHERE a.id = :id;

-- name: attendance_mark exec
-- in: id int, state text, note text
UPDATE attendance SET state = :state, note = :note, version = version + 1 WHERE id = :id;

-- ---------------------------------------------------------------- recusal

-- list: recusal_object
-- out: id int, label text, state text, person int, unit int
-- scope: unit=c.unit_id person=r.person_id
-- filter: id int: r.id = :id
-- order: id: r.id int
SELECT r.id, p.name, CASE WHEN m.state IN ('draft', 'invited', 'open') THEN r.state ELSE 'ended' END, r.person_id, c.unit_id
FROM recusal r JOIN meeting_item i ON i.id = r.item_id JOIN meeting m ON m.id = i.meeting_id
JOIN council c ON c.id = m.council_id JOIN person p ON p.id = r.person_id WHERE r.id > 0;

-- name: recusals_of many
-- in: meeting int
-- out: id int, item_id int, person_id int, name text, why text, state text, note text
SELECT r.id, r.item_id, r.person_id, p.name, r.why, r.state, r.note
FROM meeting_item i JOIN recusal r ON r.item_id = i.id JOIN person p ON p.id = r.person_id
WHERE i.meeting_id = :meeting AND i.state <> 'removed' ORDER BY r.item_id, r.id;

-- name: recusal_get one
-- in: id int
-- out: item_id int, person_id int, why text, state text, meeting_id int, item_state text
SELECT r.item_id, r.person_id, r.why, r.state, i.meeting_id, i.state FROM recusal r JOIN meeting_item i ON i.id = r.item_id WHERE r.id = :id;

-- name: recusal_find one
-- in: item int, person int
-- out: id int, why text, state text
SELECT id, why, state FROM recusal WHERE item_id = :item AND person_id = :person;

-- name: recusal_add id
-- in: item int, person int, why text, state text, note text, now int
-- out: id int
INSERT INTO recusal (item_id, person_id, why, state, note, made_ms) VALUES (:item, :person, :why, :state, :note, :now)
ON CONFLICT (item_id, person_id) DO UPDATE SET why = :why, state = :state, note = :note, version = recusal.version + 1
RETURNING id;

-- name: recusal_set exec
-- in: id int, state text, note text
UPDATE recusal SET state = :state, note = :note, version = version + 1 WHERE id = :id;

-- Members of the council who head a unit that is this one or above it: with that role there, or by the post
-- (as the list of who answers for a unit). Who leads the whole office heads everybody, and is not proposed for it.
-- name: recusal_heads many
-- in: meeting int, unit int, on date
-- out: person_id int
SELECT a.person_id
FROM attendance a
JOIN role_grant g ON g.person_id = a.person_id AND g.role = 'unit_head' AND g.valid_from <= :on AND g.valid_to > :on
JOIN unit_below b ON b.unit_id = g.unit_id AND b.below_id = :unit AND b.valid_from <= :on AND b.valid_to > :on
WHERE a.meeting_id = :meeting
UNION
SELECT a.person_id
FROM attendance a
JOIN post o ON o.person_id = a.person_id AND o.main = 1 AND o.valid_from <= :on AND o.valid_to > :on
JOIN unit_below b ON b.unit_id = o.unit_id AND b.below_id = :unit AND b.valid_from <= :on AND b.valid_to > :on
JOIN unit_version v ON v.unit_id = o.unit_id AND v.parent_id IS NOT NULL AND v.kind <> 'board' AND v.valid_from <= :on AND v.valid_to > :on
WHERE a.meeting_id = :meeting
  AND (o.title LIKE 'Trưởng %' OR o.title LIKE 'Giám đốc%' OR o.title LIKE 'Chánh Văn phòng%' OR o.title LIKE 'Hiệu trưởng%')
ORDER BY 1;

-- name: recusal_authors many
-- in: meeting int, initiative int
-- out: person_id int
SELECT a.person_id FROM attendance a JOIN initiative_author x ON x.person_id = a.person_id
WHERE a.meeting_id = :meeting AND x.initiative_id = :initiative ORDER BY a.person_id;

-- name: unit_now_name one
-- in: id int
-- out: name text
SELECT name FROM unit WHERE id = :id;

-- name: person_unit_of one
-- in: id int
-- out: name text, unit_id int?
SELECT name, unit_id FROM person WHERE id = :id;

-- ---------------------------------------------------------------- questions

-- list: meeting_question_object
-- out: id int, label text, state text, unit int
-- scope: unit=c.unit_id
-- filter: id int: q.id = :id
-- order: id: q.id int
SELECT q.id, i.title, CASE WHEN m.state IN ('draft', 'invited', 'open') THEN 'open' ELSE 'ended' END, c.unit_id
FROM meeting_question q JOIN meeting_item i ON i.id = q.item_id JOIN meeting m ON m.id = i.meeting_id
JOIN council c ON c.id = m.council_id WHERE q.id > 0;

-- name: meeting_questions many
-- in: meeting int
-- out: id int, item_id int, name text, question text, answer text, asked_ms int
SELECT q.id, q.item_id, p.name, q.question, q.answer, q.asked_ms
FROM meeting_item i JOIN meeting_question q ON q.item_id = i.id JOIN person p ON p.id = q.person_id
WHERE i.meeting_id = :meeting ORDER BY q.item_id, q.id;

-- name: meeting_question_get one
-- in: id int
-- out: item_id int, person_id int
SELECT item_id, person_id FROM meeting_question WHERE id = :id;

-- name: meeting_question_add id
-- in: item int, person int, question text, now int
-- out: id int
INSERT INTO meeting_question (item_id, person_id, question, asked_ms) VALUES (:item, :person, :question, :now) RETURNING id;

-- name: meeting_question_answer exec
-- in: id int, answer text, account int?, now int
UPDATE meeting_question SET answer = :answer, answered_ms = :now, answered_by = :account, version = version + 1 WHERE id = :id;

-- ---------------------------------------------------------------- what is held about one person

-- list: privacy_council_member
-- out: id int, council text, role text, valid_from date, valid_to date
-- filter: person int: m.person_id = :person
-- order: id: m.id int
SELECT m.id, c.name, m.role, m.valid_from, m.valid_to
FROM council_member m JOIN council c ON c.id = m.council_id
WHERE m.id > 0;

-- list: privacy_meeting_item
-- out: id int, title text, code text, state text
-- filter: person int: i.person_id = :person
-- order: id: i.id int
SELECT i.id, i.title, i.code, i.state FROM meeting_item i WHERE i.id > 0;

-- list: privacy_attendance
-- out: id int, meeting_id int, role text, state text, note text
-- filter: person int: a.person_id = :person
-- order: id: a.id int
SELECT a.id, a.meeting_id, a.role, a.state, a.note FROM attendance a WHERE a.id > 0;

-- list: privacy_recusal
-- out: id int, item_id int, why text, state text, note text
-- filter: person int: r.person_id = :person
-- order: id: r.id int
SELECT r.id, r.item_id, r.why, r.state, r.note FROM recusal r WHERE r.id > 0;

-- list: privacy_meeting_question
-- out: id int, item_id int, question text, answer text, asked_ms int
-- filter: person int: q.person_id = :person
-- order: id: q.id int
SELECT q.id, q.item_id, q.question, q.answer, q.asked_ms FROM meeting_question q WHERE q.id > 0;

-- list: privacy_ballot_voter
-- out: id int, ballot_id int, way text, voted int
-- filter: person int: v.person_id = :person
-- order: id: v.id int
SELECT v.id, v.ballot_id, v.way, v.voted FROM ballot_voter v WHERE v.id > 0;

-- Signed opinions, not secret.
-- list: privacy_ballot_written
-- out: id int, ballot_id int, place int, choice text
-- filter: person int: w.person_id = :person
-- order: id: w.id int
SELECT w.id, w.ballot_id, w.place, w.choice FROM ballot_written w WHERE w.id > 0;

-- list: privacy_ballot_board
-- out: id int, ballot_id int, place int
-- filter: person int: b.person_id = :person
-- order: id: b.id int
SELECT b.id, b.ballot_id, b.place FROM ballot_board b WHERE b.id > 0;

-- ---------------------------------------------------------------- the example office

-- name: example_council one
-- out: id int, unit_id int
SELECT id, unit_id FROM council WHERE kind = 'award' ORDER BY id LIMIT 1;
