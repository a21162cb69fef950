-- Indexes that the test of plans asked for (tests/unit/plans_test.c).
CREATE INDEX approval_typed ON approval (decided_ms) WHERE input <> '{}';
CREATE INDEX account_pending ON account (pending_ms) WHERE pending_ms > 0;
CREATE INDEX reading_unit ON reading (unit_id, id);
