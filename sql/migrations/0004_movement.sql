-- Movements (Luật Thi đua, khen thưởng 2022, Điều 16-18) and the tasks through which they are carried out.

-- Throughout: `unit_id` is whose it was when it was made and never changes; `holder_id` is who answers
-- for it today, the successor once that unit was merged or split (src/app/org/follow.c).

-- The five contents of Điều 17: (1) goal … measures; (2) launching; (3) checking; (4) spreading;
-- (5) reviewing. A movement of an upper level (`level` other than office and unit) is kept to be linked
-- to, never launched here. `lacking`: why it was launched without all five. 'interim': a sơ kết was held;
-- 'reviewed': the tổng kết was.
CREATE TABLE movement (
    id           {{id}},
    version      {{int}} NOT NULL DEFAULT 1,
    state        TEXT NOT NULL DEFAULT 'draft' CHECK (state IN
                 ('draft', 'launched', 'interim', 'reviewed', 'closed', 'dropped', 'kept')),
    form         TEXT NOT NULL CHECK (form IN ('regular', 'theme')),
    level        TEXT NOT NULL CHECK (level IN ('nation', 'province', 'bloc', 'office', 'unit')),
    unit_id      {{int}} NOT NULL REFERENCES unit (id),
    holder_id    {{int}} NOT NULL REFERENCES unit (id),
    title        TEXT NOT NULL CHECK (title <> ''),
    sort_key     {{blob}} NOT NULL,
    key_version  {{int}} NOT NULL,
    slogan       TEXT NOT NULL DEFAULT '',
    upper_id     {{int}} REFERENCES movement (id),
    plan_id      {{int}} REFERENCES plan (id),
    document_id  {{int}} REFERENCES document (id),
    goal         TEXT NOT NULL DEFAULT '',
    reach        TEXT NOT NULL DEFAULT '',
    subjects     TEXT NOT NULL DEFAULT '',
    content      TEXT NOT NULL DEFAULT '',
    criteria     TEXT NOT NULL DEFAULT '',
    measures     TEXT NOT NULL DEFAULT '',
    launching    TEXT NOT NULL DEFAULT '',
    checking     TEXT NOT NULL DEFAULT '',
    spreading    TEXT NOT NULL DEFAULT '',
    reviewing    TEXT NOT NULL DEFAULT '',
    begins       TEXT NOT NULL CHECK (length(begins) = 10),
    ends         TEXT NOT NULL CHECK (length(ends) = 10 AND ends > begins),
    lacking      TEXT NOT NULL DEFAULT '',
    reason       TEXT NOT NULL DEFAULT '',
    made_by      {{int}} REFERENCES account (id),
    made_ms      {{int}} NOT NULL,
    launched_by  {{int}} REFERENCES account (id),
    launched_ms  {{int}},
    closed_ms    {{int}}
) {{strict}};
CREATE INDEX movement_state ON movement (state, id);
CREATE INDEX movement_holder ON movement (holder_id, state, begins, id);
CREATE INDEX movement_begins ON movement (begins, id);
CREATE INDEX movement_name ON movement (sort_key, id);
CREATE INDEX movement_upper ON movement (upper_id);
CREATE INDEX movement_plan ON movement (plan_id);
CREATE INDEX movement_document ON movement (document_id);

-- Coverage: every unit in scope on the day of launching, with what it did since. plan_id is the unit's
-- own implementing plan.
CREATE TABLE movement_unit (
    id          {{id}},
    version     {{int}} NOT NULL DEFAULT 1,
    movement_id {{int}} NOT NULL REFERENCES movement (id),
    unit_id     {{int}} NOT NULL REFERENCES unit (id),
    holder_id   {{int}} NOT NULL REFERENCES unit (id),
    state       TEXT NOT NULL DEFAULT 'told' CHECK (state IN ('told', 'opened', 'answered')),
    told_ms     {{int}} NOT NULL,
    opened_ms   {{int}},
    opened_by   {{int}} REFERENCES account (id),
    answered_ms {{int}},
    answered_by {{int}} REFERENCES account (id),
    answer      TEXT NOT NULL DEFAULT '',
    plan_id     {{int}} REFERENCES plan (id)
) {{strict}};
CREATE UNIQUE INDEX movement_unit_once ON movement_unit (movement_id, unit_id);
CREATE INDEX movement_unit_holder ON movement_unit (holder_id, state, movement_id);
CREATE INDEX movement_unit_plan ON movement_unit (plan_id);

-- Sơ kết (interim, any number) and tổng kết (final, one).
CREATE TABLE movement_review (
    id          {{id}},
    version     {{int}} NOT NULL DEFAULT 1,
    movement_id {{int}} NOT NULL REFERENCES movement (id),
    kind        TEXT NOT NULL CHECK (kind IN ('interim', 'final')),
    due         TEXT NOT NULL CHECK (length(due) = 10),
    held_on     TEXT CHECK (length(held_on) = 10),
    result      TEXT NOT NULL DEFAULT '',
    file_id     {{int}} REFERENCES file (id),
    state       TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'held', 'dropped'))
) {{strict}};
CREATE INDEX movement_review_of ON movement_review (movement_id, due, id);
CREATE INDEX movement_review_due ON movement_review (state, due, id);
CREATE INDEX movement_review_order ON movement_review (due, id);
CREATE UNIQUE INDEX movement_review_final ON movement_review (movement_id) WHERE kind = 'final' AND state <> 'dropped';

-- Amounts are thousandths, so that 95,5 % is exact. Late is no state: it is due < today while open.
-- `giver_id` is the unit that gave the task and alone may change it. `reminded_on`: reminders up to that
-- day have gone out.
CREATE TABLE task (
    id            {{id}},
    version       {{int}} NOT NULL DEFAULT 1,
    state         TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dropped')),
    kind          TEXT NOT NULL CHECK (kind IN ('professional', 'party', 'policy', 'digital', 'reform', 'emulation')),
    title         TEXT NOT NULL CHECK (title <> ''),
    sort_key      {{blob}} NOT NULL,
    key_version   {{int}} NOT NULL,
    text          TEXT NOT NULL DEFAULT '',
    unit_id       {{int}} NOT NULL REFERENCES unit (id),
    holder_id     {{int}} NOT NULL REFERENCES unit (id),
    giver_id      {{int}} NOT NULL REFERENCES unit (id),
    person_id     {{int}} REFERENCES person (id),
    movement_id   {{int}} REFERENCES movement (id),
    plan_id       {{int}} REFERENCES plan (id),
    plan_task_id  {{int}} REFERENCES plan_task (id),
    parent_id     {{int}} REFERENCES task (id),
    measure       TEXT NOT NULL DEFAULT '',
    measured_in   TEXT NOT NULL DEFAULT '',
    planned_milli {{int}},
    reached_milli {{int}},
    percent       {{int}} NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
    -- What was reported before the first part was made: the parts share the rest.
    base_percent  {{int}} NOT NULL DEFAULT 0 CHECK (base_percent BETWEEN 0 AND 100),
    begins        TEXT CHECK (length(begins) = 10),
    due           TEXT NOT NULL CHECK (length(due) = 10),
    done_on       TEXT CHECK (length(done_on) = 10),
    reason        TEXT NOT NULL DEFAULT '',
    reminded_on   TEXT CHECK (length(reminded_on) = 10),
    made_by       {{int}} REFERENCES account (id),
    made_ms       {{int}} NOT NULL
) {{strict}};
CREATE INDEX task_due ON task (due, id);
CREATE INDEX task_state ON task (state, due, id);
CREATE INDEX task_holder ON task (holder_id, state, due, id);
CREATE INDEX task_kind ON task (kind, due, id);
CREATE INDEX task_person ON task (person_id, state, due, id);
CREATE INDEX task_movement ON task (movement_id, state, due, id);
CREATE INDEX task_parent ON task (parent_id, state, due, id) WHERE parent_id IS NOT NULL;
CREATE INDEX task_plan ON task (plan_id);
CREATE UNIQUE INDEX task_from_plan ON task (plan_task_id, unit_id);
CREATE INDEX task_name ON task (sort_key, id);
CREATE INDEX task_giver ON task (giver_id);

-- Every report of progress stays, with its evidence.
CREATE TABLE task_report (
    id            {{id}},
    task_id       {{int}} NOT NULL REFERENCES task (id),
    kind          TEXT NOT NULL DEFAULT 'progress' CHECK (kind IN ('progress', 'done', 'dropped', 'reopened')),
    percent       {{int}} NOT NULL CHECK (percent BETWEEN 0 AND 100),
    reached_milli {{int}},
    note          TEXT NOT NULL DEFAULT '',
    file_id       {{int}} REFERENCES file (id),
    made_by       {{int}} REFERENCES account (id),
    made_ms       {{int}} NOT NULL
) {{strict}};
CREATE INDEX task_report_of ON task_report (task_id, id);
