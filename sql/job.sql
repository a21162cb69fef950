-- The queue of jobs, the timetable, outgoing mail, notices.

-- ---------------------------------------------------------------- queue

-- A job that is due, or one whose run has given no sign of life since :stale. A run of
-- this very process is never taken over: its beats may only be held up by its own writing.
-- name: job_claim one write
-- in: me text, now int, stale int
-- out: id int, op text, title text, input text, account_id int?, approved_by int?, attempts int, cancel int
-- sqlite:
UPDATE job SET state = 'running', claimed_by = :me, attempts = attempts + 1, began_ms = :now
WHERE id = coalesce(
    (SELECT id FROM job WHERE state = 'waiting' AND run_ms <= :now ORDER BY run_ms, id LIMIT 1),
    (SELECT j.id FROM job j JOIN job_beat b ON b.job_id = j.id
     WHERE j.state = 'running' AND j.claimed_by <> :me AND b.beat_ms < :stale ORDER BY j.run_ms, j.id LIMIT 1))
RETURNING id, op, title, input, account_id, approved_by, attempts, cancel;
-- postgres:
UPDATE job SET state = 'running', claimed_by = :me, attempts = attempts + 1, began_ms = :now
WHERE id = coalesce(
    (SELECT id FROM job WHERE state = 'waiting' AND run_ms <= :now
     ORDER BY run_ms, id LIMIT 1 FOR UPDATE SKIP LOCKED),
    (SELECT j.id FROM job j JOIN job_beat b ON b.job_id = j.id
     WHERE j.state = 'running' AND j.claimed_by <> :me AND b.beat_ms < :stale
     ORDER BY j.run_ms, j.id LIMIT 1 FOR UPDATE OF j SKIP LOCKED))
RETURNING id, op, title, input, account_id, approved_by, attempts, cancel;

-- Asked before the claim, so that an idle server writes nothing.
-- name: job_due one
-- in: me text, now int, stale int
-- out: due int
SELECT CASE WHEN (SELECT id FROM job WHERE state = 'waiting' AND run_ms <= :now ORDER BY run_ms LIMIT 1) > 0
              OR EXISTS (SELECT 1 FROM job j JOIN job_beat b ON b.job_id = j.id
                         WHERE j.state = 'running' AND j.claimed_by <> :me AND b.beat_ms < :stale)
       THEN 1 ELSE 0 END;

-- name: job_beat_begin exec
-- in: id int, now int
INSERT INTO job_beat (job_id, beat_ms) VALUES (:id, :now)
ON CONFLICT (job_id) DO UPDATE SET beat_ms = excluded.beat_ms, done = 0, total = 0, say = '';

-- name: job_beat exec
-- in: id int, now int, done int, total int, say text
UPDATE job_beat SET beat_ms = :now, done = :done, total = :total, say = :say WHERE job_id = :id;

-- name: job_mine one
-- in: id int
-- out: state text, claimed_by text, attempts int, cancel int
SELECT state, claimed_by, attempts, cancel FROM job WHERE id = :id;

-- name: job_done exec
-- in: id int, me text, attempt int, now int, result text, facts text, link text, file int?
UPDATE job SET state = 'done', ended_ms = :now, result = :result, facts = :facts, link = :link, file_id = :file,
       error = ''
WHERE id = :id AND state = 'running' AND claimed_by = :me AND attempts = :attempt;

-- name: job_ended exec
-- in: id int, me text, attempt int, state text, now int, error text
UPDATE job SET state = :state, ended_ms = :now, error = :error
WHERE id = :id AND state = 'running' AND claimed_by = :me AND attempts = :attempt;

-- Back into the queue: after a failure that may pass (:attempts stays), or unharmed.
-- name: job_again exec
-- in: id int, me text, attempt int, attempts int, run int, error text
UPDATE job SET state = 'waiting', claimed_by = '', attempts = :attempts, run_ms = :run, error = :error
WHERE id = :id AND state = 'running' AND claimed_by = :me AND attempts = :attempt;

-- name: job_cancel_waiting exec
-- in: id int, now int
UPDATE job SET state = 'cancelled', cancel = 1, ended_ms = :now WHERE id = :id AND state = 'waiting';

-- name: job_cancel_running exec
-- in: id int
UPDATE job SET cancel = 1 WHERE id = :id AND state = 'running';

-- name: job_retry exec
-- in: id int, now int
UPDATE job SET state = 'waiting', claimed_by = '', cancel = 0, attempts = 0, run_ms = :now, ended_ms = NULL, error = ''
WHERE id = :id AND state IN ('failed', 'cancelled');

-- name: job_view one
-- in: id int
-- out: id int, op text, title text, state text, account text?, person text?, attempts int, run_ms int, cancel int, made_ms int, began_ms int?, ended_ms int?, result text, facts text, link text, file_id int?, error text, done int?, total int?, say text?
SELECT j.id, j.op, j.title, j.state, a.name, p.name, j.attempts, j.run_ms, j.cancel, j.made_ms, j.began_ms,
       j.ended_ms, j.result, j.facts, j.link, j.file_id, j.error, b.done, b.total, b.say
FROM job j
LEFT JOIN account a ON a.id = j.account_id
LEFT JOIN person p ON p.id = a.person_id
LEFT JOIN job_beat b ON b.job_id = j.id
WHERE j.id = :id;

-- list: job_object
-- out: id int, label text, state text, person int?
-- scope: person=a.person_id
-- filter: id int: j.id = :id
-- order: id: j.id int
SELECT j.id, j.title, j.state, a.person_id
FROM job j LEFT JOIN account a ON a.id = j.account_id
WHERE j.id > 0;

-- list: job_list
-- out: id int, title text, state text, percent int?, say text?, made_ms int, ended_ms int?, result text, error text, account text?
-- scope: person=a.person_id
-- filter: state text: j.state = :state
-- order: id: j.id int
SELECT j.id, j.title, j.state, CASE WHEN b.total > 0 THEN b.done * 100 / b.total END, b.say, j.made_ms, j.ended_ms,
       j.result, j.error, a.name
FROM job j
LEFT JOIN account a ON a.id = j.account_id
LEFT JOIN job_beat b ON b.job_id = j.id
WHERE j.id > 0;

-- name: job_beat_purge exec
-- in: before int
DELETE FROM job_beat WHERE job_id IN (SELECT id FROM job WHERE ended_ms < :before);

-- name: job_purge exec
-- in: before int
DELETE FROM job WHERE ended_ms < :before;

-- A job of the timetable that still waits or runs is not asked for twice.
-- name: job_pending one
-- in: op text
-- out: pending int
SELECT CASE WHEN EXISTS (SELECT 1 FROM job WHERE state IN ('waiting', 'running') AND op = :op AND account_id IS NULL)
       THEN 1 ELSE 0 END;

-- ---------------------------------------------------------------- timetable

-- name: schedule_all many
-- out: name text, next_ms int, last_ms int, holder text
SELECT name, next_ms, last_ms, holder FROM schedule ORDER BY name;

-- name: schedule_add exec
-- in: name text, next int, now int
INSERT INTO schedule (name, next_ms, last_ms) VALUES (:name, :next, :now) ON CONFLICT (name) DO NOTHING;

-- Moves on only what still stands where it was seen: of several instances one succeeds.
-- name: schedule_take exec
-- in: name text, seen int, next int, now int
UPDATE schedule SET next_ms = :next, last_ms = :now WHERE name = :name AND next_ms = :seen;

-- What happens every few seconds is done by one holder, who keeps the row for a while.
-- name: schedule_hold exec
-- in: name text, me text, now int, until int
UPDATE schedule SET holder = :me, next_ms = :until, last_ms = :now
WHERE name = :name AND (holder = :me OR next_ms <= :now);

-- The clock was set back: what stands further ahead than it ever would is due again as by the clock of now.
-- name: schedule_pull exec
-- in: name text, next int, now int, far int
UPDATE schedule SET next_ms = :next, last_ms = :now WHERE name = :name AND next_ms > :far;

-- name: job_pull exec
-- in: now int, far int
UPDATE job SET run_ms = :now WHERE state = 'waiting' AND run_ms > :far;

-- name: job_beat_pull exec
-- in: now int, far int
UPDATE job_beat SET beat_ms = :now WHERE job_id IN (SELECT j.id FROM job j WHERE j.state = 'running') AND beat_ms > :far;

-- name: mail_pull exec
-- in: now int, far int
UPDATE mail SET next_ms = :now WHERE state = 'waiting' AND next_ms > :far;

-- ---------------------------------------------------------------- outbox

-- name: mail_add exec
-- in: key text, to_address text, subject text, body text, now int
INSERT INTO mail (key, to_address, subject, body, next_ms, made_ms)
VALUES (:key, :to_address, :subject, :body, :now, :now)
ON CONFLICT (key) DO NOTHING;

-- name: mail_due one
-- in: now int
-- out: id int, key text, message_id text, to_address text, subject text, body text, attempts int, next_ms int, made_ms int
SELECT id, key, message_id, to_address, subject, body, attempts, next_ms, made_ms
FROM mail WHERE state = 'waiting' AND next_ms <= :now ORDER BY next_ms, id LIMIT 1;

-- Claimed until :until; should the sender die in between, it is sent again then.
-- name: mail_claim exec
-- in: id int, seen int, until int, message_id text
UPDATE mail SET attempts = attempts + 1, next_ms = :until, message_id = :message_id
WHERE id = :id AND state = 'waiting' AND next_ms = :seen;

-- name: mail_sent exec
-- in: id int, now int
UPDATE mail SET state = 'sent', ended_ms = :now, error = '' WHERE id = :id AND state = 'waiting';

-- name: mail_failed exec
-- in: id int, now int, error text
UPDATE mail SET state = 'failed', ended_ms = :now, error = :error WHERE id = :id AND state = 'waiting';

-- name: mail_later exec
-- in: id int, next int, error text
UPDATE mail SET next_ms = :next, error = :error WHERE id = :id AND state = 'waiting';

-- name: mail_retry exec
-- in: id int, now int
UPDATE mail SET state = 'waiting', attempts = 0, next_ms = :now, ended_ms = NULL, error = ''
WHERE id = :id AND state IN ('waiting', 'failed');

-- name: mail_purge exec
-- in: before int
DELETE FROM mail WHERE ended_ms < :before;

-- name: mail_counts one
-- out: waiting int, failed int
SELECT (SELECT count(*) FROM mail WHERE state = 'waiting'), (SELECT count(*) FROM mail WHERE state = 'failed');

-- list: mail_object
-- out: id int, label text, state text
-- filter: id int: m.id = :id
-- order: id: m.id int
SELECT m.id, m.subject, m.state FROM mail m WHERE m.id > 0;

-- list: mail_list
-- out: id int, to_address text, subject text, state text, attempts int, next_ms int?, made_ms int, ended_ms int?, error text
-- filter: state text: m.state = :state
-- order: id: m.id int
SELECT m.id, m.to_address, m.subject, m.state, m.attempts, CASE WHEN m.state = 'waiting' THEN m.next_ms END, m.made_ms,
       m.ended_ms, m.error
FROM mail m WHERE m.id > 0;

-- name: mail_settings many
-- out: key text, value text
SELECT key, value FROM setting WHERE key >= 'smtp.' AND key < 'smtp/' ORDER BY key;

-- name: mail_own_address one
-- in: account int
-- out: email text?
SELECT p.email FROM account a LEFT JOIN person p ON p.id = a.person_id WHERE a.id = :account;

-- ---------------------------------------------------------------- notices

-- The same words once, until they have been read.
-- name: notice_add exec
-- in: account int, text text, link text, now int
INSERT INTO notice (account_id, text, link, made_ms)
SELECT a.id, :text, :link, :now FROM account a
WHERE a.id = :account AND NOT EXISTS
    (SELECT 1 FROM notice n WHERE n.account_id = a.id AND n.read_ms IS NULL AND n.text = :text AND n.link = :link);

-- name: notice_admins many
-- in: today date
-- out: account int
SELECT DISTINCT a.id
FROM role_grant g JOIN account a ON a.person_id = g.person_id
WHERE g.role = 'admin' AND g.valid_from <= :today AND g.valid_to > :today AND a.state = 'active'
ORDER BY a.id;

-- name: role_addresses many
-- in: role text, today date
-- out: account int, email text
SELECT DISTINCT a.id, p.email
FROM role_grant g JOIN account a ON a.person_id = g.person_id JOIN person p ON p.id = g.person_id
WHERE g.role = :role AND g.valid_from <= :today AND g.valid_to > :today AND a.state = 'active'
ORDER BY a.id;

-- name: notice_unread one
-- in: account int
-- out: n int
SELECT count(*) FROM notice WHERE account_id = :account AND read_ms IS NULL;

-- name: notice_link one
-- in: id int
-- out: link text
SELECT link FROM notice WHERE id = :id;

-- name: notice_read exec
-- in: id int, now int
UPDATE notice SET read_ms = :now WHERE id = :id AND read_ms IS NULL;

-- name: notice_read_all exec
-- in: account int, now int
UPDATE notice SET read_ms = :now WHERE account_id = :account AND read_ms IS NULL;

-- name: notice_purge exec
-- in: before int
DELETE FROM notice WHERE made_ms < :before;

-- list: notice_object
-- out: id int, label text, state text, person int?
-- scope: person=a.person_id
-- filter: id int: n.id = :id
-- order: id: n.id int
SELECT n.id, n.text, CASE WHEN n.read_ms IS NULL THEN 'unread' ELSE 'read' END, a.person_id
FROM notice n JOIN account a ON a.id = n.account_id
WHERE n.id > 0;

-- list: notice_list
-- out: id int, text text, made_ms int, state text
-- scope: person=a.person_id
-- filter: state text: CASE WHEN n.read_ms IS NULL THEN 'unread' ELSE 'read' END = :state
-- order: id: n.id int
SELECT n.id, n.text, n.made_ms, CASE WHEN n.read_ms IS NULL THEN 'unread' ELSE 'read' END
FROM notice n JOIN account a ON a.id = n.account_id
WHERE n.id > 0;

-- ---------------------------------------------------------------- purges

-- name: session_purge exec
-- in: before int
DELETE FROM session WHERE ends_ms < :before;
