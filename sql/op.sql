-- What the gate keeps: idempotency, approvals, settings.

-- name: idempotency_find one
-- in: account int, op text, key text
-- out: input_hash blob, result text
SELECT input_hash, result FROM idempotency WHERE account_id = :account AND op = :op AND key = :key;

-- name: idempotency_add exec
-- in: account int, op text, key text, input_hash blob, result text, now int
INSERT INTO idempotency (account_id, op, key, input_hash, result, made_ms)
VALUES (:account, :op, :key, :input_hash, :result, :now);

-- name: idempotency_purge exec
-- in: before int
DELETE FROM idempotency WHERE made_ms < :before;

-- name: approval_add id
-- in: op text, title text, input text, summary text, object int?, version int?, person int?, account int, now int
-- out: id int
INSERT INTO approval (op, title, input, summary, object_id, object_version, person_id, asked_by, asked_ms)
VALUES (:op, :title, :input, :summary, :object, :version, :person, :account, :now)
RETURNING id;

-- name: job_add id
-- in: op text, title text, input text, account int?, approved int?, now int
-- out: id int
INSERT INTO job (op, title, input, account_id, approved_by, run_ms, made_ms)
VALUES (:op, :title, :input, :account, :approved, :now, :now)
RETURNING id;

-- name: setting_get one
-- in: key text
-- out: value text
SELECT value FROM setting WHERE key = :key;

-- name: setting_put exec
-- in: key text, value text, now int
INSERT INTO setting (key, value, set_ms) VALUES (:key, :value, :now)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, set_ms = excluded.set_ms;
