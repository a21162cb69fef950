-- The ground: office, units and people with their history, accounts, the journal,
-- files, jobs and mail. Dates are ISO text, periods half-open [valid_from, valid_to),
-- an open end is 9999-12-31, instants are milliseconds since 1970 UTC.

-- Settings of the office; `example` once set to 'yes' can never be changed or removed.
CREATE TABLE setting (
    key      TEXT PRIMARY KEY,
    value    TEXT NOT NULL,
    set_ms   {{int}} NOT NULL
) {{strict}};

-- sqlite:
CREATE TRIGGER setting_example_kept BEFORE UPDATE ON setting WHEN OLD.key = 'example'
BEGIN SELECT RAISE(ABORT, 'setting_example_kept'); END;
CREATE TRIGGER setting_example_stays BEFORE DELETE ON setting WHEN OLD.key = 'example'
BEGIN SELECT RAISE(ABORT, 'setting_example_kept'); END;
-- postgres:
CREATE FUNCTION setting_example_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.key = 'example' THEN RAISE EXCEPTION 'setting_example_kept' USING ERRCODE = 'check_violation'; END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER setting_example_kept BEFORE UPDATE OR DELETE ON setting
    FOR EACH ROW EXECUTE FUNCTION setting_example_kept();
-- both:

-- Public holidays (Bộ luật Lao động 2019, Điều 112) and swapped working days.
CREATE TABLE holiday (
    day       TEXT PRIMARY KEY CHECK (length(day) = 10),
    kind      TEXT NOT NULL CHECK (kind IN ('holiday', 'worked')),
    name      TEXT NOT NULL,
    source    TEXT NOT NULL,
    confirmed {{int}} NOT NULL CHECK (confirmed IN (0, 1))
) {{strict}};

-- ---------------------------------------------------------------- organisation

-- The lower half is derived: what holds today, refreshed by org whenever a unit changes
-- and each midnight, so that lists need no look into the history.
CREATE TABLE unit (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    created_ms {{int}} NOT NULL,
    parent_id  {{int}} REFERENCES unit (id),
    kind       TEXT NOT NULL DEFAULT '',
    code       TEXT NOT NULL DEFAULT '',
    name       TEXT NOT NULL DEFAULT '',
    short_name TEXT NOT NULL DEFAULT '',
    sort_key   {{blob}} NOT NULL,
    state      TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'active', 'closed')),
    depth      {{int}} NOT NULL DEFAULT 0,
    tree_no    {{int}} NOT NULL DEFAULT 0
) {{strict}};
CREATE INDEX unit_name ON unit (sort_key, id);
CREATE INDEX unit_tree ON unit (tree_no, id);
CREATE INDEX unit_parent ON unit (parent_id, tree_no, id);

-- What a unit is called and whom it belongs to, by date.
CREATE TABLE unit_version (
    id         {{id}},
    unit_id    {{int}} NOT NULL REFERENCES unit (id),
    parent_id  {{int}} REFERENCES unit (id),
    kind       TEXT NOT NULL,
    code       TEXT NOT NULL DEFAULT '',
    name       TEXT NOT NULL CHECK (name <> ''),
    short_name TEXT NOT NULL DEFAULT '',
    position   {{int}} NOT NULL DEFAULT 0,
    valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
    valid_to   TEXT NOT NULL CHECK (length(valid_to) = 10 AND valid_to > valid_from)
) {{strict}};
CREATE INDEX unit_version_unit ON unit_version (unit_id, valid_from);
CREATE INDEX unit_version_parent ON unit_version (parent_id, valid_from);
-- A list of units asks for each name whether it is taken.
CREATE INDEX unit_version_name ON unit_version (name, valid_from);
{{no_overlap:unit_version:unit_id}}

CREATE TABLE unit_event (
    id      {{id}},
    kind    TEXT NOT NULL CHECK (kind IN ('create', 'rename', 'move', 'merge', 'split', 'close')),
    on_date TEXT NOT NULL CHECK (length(on_date) = 10),
    basis   TEXT NOT NULL DEFAULT '',
    note    TEXT NOT NULL DEFAULT '',
    made_ms {{int}} NOT NULL
) {{strict}};
CREATE INDEX unit_event_date ON unit_event (on_date, id);

-- `from` units end or change in the event, `to` units come out of it.
CREATE TABLE unit_event_part (
    event_id {{int}} NOT NULL REFERENCES unit_event (id),
    unit_id  {{int}} NOT NULL REFERENCES unit (id),
    side     TEXT NOT NULL CHECK (side IN ('from', 'to')),
    PRIMARY KEY (event_id, unit_id, side)
) {{strict}};
CREATE INDEX unit_event_part_unit ON unit_event_part (unit_id, event_id);

-- Closure of the tree by date, each unit itself included; a unit that was merged or
-- split has its successors below it, so that grants and history follow. Derived:
-- rebuilt by org whenever a unit changes.
CREATE TABLE unit_below (
    unit_id    {{int}} NOT NULL,
    below_id   {{int}} NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT NOT NULL,
    PRIMARY KEY (unit_id, below_id, valid_from)
) {{strict}};
CREATE INDEX unit_below_up ON unit_below (below_id, unit_id);

CREATE TABLE person (
    id          {{id}},
    version     {{int}} NOT NULL DEFAULT 1,
    name        TEXT NOT NULL CHECK (name <> ''),
    sort_key    {{blob}} NOT NULL,
    fold        TEXT NOT NULL,
    key_version {{int}} NOT NULL,
    gender      TEXT NOT NULL DEFAULT '' CHECK (gender IN ('', 'nam', 'nu')),
    birth       TEXT CHECK (length(birth) = 10),
    cadre       TEXT NOT NULL,
    email       TEXT NOT NULL DEFAULT '',
    phone       TEXT NOT NULL DEFAULT '',
    state       TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'left', 'merged', 'erased')),
    merged_into {{int}} REFERENCES person (id),
    -- The main post as of today; derived from post, refreshed with it and each midnight.
    unit_id     {{int}} REFERENCES unit (id),
    post_title  TEXT NOT NULL DEFAULT '',
    created_ms  {{int}} NOT NULL
) {{strict}};
CREATE INDEX person_name ON person (sort_key, id);
CREATE INDEX person_unit ON person (unit_id, sort_key, id);
CREATE INDEX person_left ON person (sort_key, id) WHERE state = 'left';
CREATE INDEX person_merged ON person (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX person_count ON person (state, unit_id, cadre, gender);

CREATE TABLE post (
    id         {{id}},
    person_id  {{int}} NOT NULL REFERENCES person (id),
    unit_id    {{int}} NOT NULL REFERENCES unit (id),
    title      TEXT NOT NULL,
    main       {{int}} NOT NULL CHECK (main IN (0, 1)),
    basis      TEXT NOT NULL DEFAULT '',
    valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
    valid_to   TEXT NOT NULL CHECK (length(valid_to) = 10 AND valid_to > valid_from)
) {{strict}};
CREATE INDEX post_person ON post (person_id, valid_from);
CREATE INDEX post_unit ON post (unit_id, valid_from);

-- CCCD and other identifiers: sealed, found by a keyed hash, never by name.
CREATE TABLE person_identifier (
    id         {{id}},
    person_id  {{int}} NOT NULL REFERENCES person (id),
    kind       TEXT NOT NULL CHECK (kind IN ('cccd', 'cmnd', 'staff', 'passport')),
    sealed     {{blob}} NOT NULL,
    lookup     {{blob}} NOT NULL,
    valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
    valid_to   TEXT NOT NULL CHECK (length(valid_to) = 10 AND valid_to > valid_from)
) {{strict}};
CREATE INDEX person_identifier_person ON person_identifier (person_id, kind);
{{no_overlap:person_identifier:lookup}}

-- The key that personal values in the journal are sealed with; gone, they are gone.
CREATE TABLE person_key (
    person_id {{int}} PRIMARY KEY REFERENCES person (id),
    sealed    {{blob}} NOT NULL
) {{strict}};

CREATE TABLE person_merge (
    id        {{id}},
    kept_id   {{int}} NOT NULL REFERENCES person (id),
    gone_id   {{int}} NOT NULL REFERENCES person (id),
    reason    TEXT NOT NULL,
    moved     TEXT NOT NULL,
    made_ms   {{int}} NOT NULL,
    undone_ms {{int}}
) {{strict}};
CREATE INDEX person_merge_kept ON person_merge (kept_id);
CREATE INDEX person_merge_gone ON person_merge (gone_id);

-- Signing on behalf: KT. (ký thay), TL. (thừa lệnh), TUQ. (thừa ủy quyền), NĐ 30/2020 Điều 13.
CREATE TABLE delegation (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    giver_id   {{int}} NOT NULL REFERENCES person (id),
    taker_id   {{int}} NOT NULL REFERENCES person (id),
    kind       TEXT NOT NULL CHECK (kind IN ('KT', 'TL', 'TUQ')),
    field      TEXT NOT NULL,
    basis      TEXT NOT NULL,
    valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
    valid_to   TEXT NOT NULL CHECK (length(valid_to) = 10 AND valid_to >= valid_from)
) {{strict}};
CREATE INDEX delegation_giver ON delegation (giver_id, valid_from);
CREATE INDEX delegation_taker ON delegation (taker_id, valid_from);
CREATE INDEX delegation_date ON delegation (valid_from, id);

-- ---------------------------------------------------------------- accounts

CREATE TABLE account (
    id             {{id}},
    version        {{int}} NOT NULL DEFAULT 1,
    person_id      {{int}} REFERENCES person (id),
    name           TEXT NOT NULL UNIQUE,
    password_hash  TEXT NOT NULL DEFAULT '',
    password_ms    {{int}} NOT NULL DEFAULT 0,
    must_change    {{int}} NOT NULL DEFAULT 1,
    totp_sealed    {{blob}},
    totp_last_step {{int}} NOT NULL DEFAULT 0,
    -- A second factor that its owner has not proved yet, and since when.
    pending_sealed {{blob}},
    pending_ms     {{int}} NOT NULL DEFAULT 0,
    failures       {{int}} NOT NULL DEFAULT 0,
    locked_ms      {{int}} NOT NULL DEFAULT 0,
    vote_barred    {{int}} NOT NULL DEFAULT 0,
    state          TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'disabled')),
    last_seen_ms   {{int}} NOT NULL DEFAULT 0,
    enabled_ms     {{int}} NOT NULL DEFAULT 0,
    created_ms     {{int}} NOT NULL
) {{strict}};
CREATE INDEX account_person ON account (person_id);
CREATE INDEX account_seen ON account (state, last_seen_ms);
CREATE INDEX account_pending ON account (pending_ms) WHERE pending_ms > 0;

CREATE TABLE password_old (
    id         {{id}},
    account_id {{int}} NOT NULL REFERENCES account (id),
    hash       TEXT NOT NULL,
    set_ms     {{int}} NOT NULL
) {{strict}};
CREATE INDEX password_old_account ON password_old (account_id, id);

CREATE TABLE recovery_code (
    account_id {{int}} NOT NULL REFERENCES account (id),
    hash       {{blob}} NOT NULL,
    used_ms    {{int}},
    PRIMARY KEY (account_id, hash)
) {{strict}};

CREATE TABLE session (
    id         {{id}},
    hash       {{blob}} NOT NULL UNIQUE,
    account_id {{int}} NOT NULL REFERENCES account (id),
    began_ms   {{int}} NOT NULL,
    seen_ms    {{int}} NOT NULL,
    ends_ms    {{int}} NOT NULL,
    idle_ms    {{int}} NOT NULL,
    second     {{int}} NOT NULL DEFAULT 0,
    remote     TEXT NOT NULL,
    agent      TEXT NOT NULL,
    ended_ms   {{int}}
) {{strict}};
CREATE INDEX session_account ON session (account_id, began_ms, id);
CREATE INDEX session_age ON session (ends_ms);

CREATE TABLE api_token (
    id         {{id}},
    account_id {{int}} NOT NULL REFERENCES account (id),
    hash       {{blob}} NOT NULL UNIQUE,
    label      TEXT NOT NULL,
    ops        TEXT NOT NULL,
    made_ms    {{int}} NOT NULL,
    ends_ms    {{int}} NOT NULL,
    used_ms    {{int}} NOT NULL DEFAULT 0,
    revoked_ms {{int}}
) {{strict}};
CREATE INDEX api_token_account ON api_token (account_id, made_ms, id);
CREATE INDEX api_token_ends ON api_token (ends_ms);

-- Who may what, where, from when to when.
CREATE TABLE role_grant (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    person_id  {{int}} NOT NULL REFERENCES person (id),
    role       TEXT NOT NULL,
    unit_id    {{int}} NOT NULL REFERENCES unit (id),
    basis      TEXT NOT NULL DEFAULT '',
    valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
    valid_to   TEXT NOT NULL CHECK (length(valid_to) = 10 AND valid_to >= valid_from)
) {{strict}};
CREATE INDEX role_grant_person ON role_grant (person_id, valid_from);
CREATE INDEX role_grant_unit ON role_grant (unit_id, valid_from);
CREATE INDEX role_grant_role ON role_grant (role, id);

-- What waits for a second person.
CREATE TABLE approval (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    op         TEXT NOT NULL,
    title      TEXT NOT NULL,
    input      TEXT NOT NULL,
    summary    TEXT NOT NULL,
    object_id  {{int}},
    object_version {{int}},
    person_id  {{int}} REFERENCES person (id),
    asked_by   {{int}} NOT NULL REFERENCES account (id),
    asked_ms   {{int}} NOT NULL,
    state      TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'refused', 'lapsed')),
    decided_by {{int}} REFERENCES account (id),
    decided_ms {{int}},
    reason     TEXT NOT NULL DEFAULT ''
) {{strict}};
CREATE INDEX approval_state ON approval (state, id);
CREATE INDEX approval_due ON approval (state, asked_ms);
CREATE INDEX approval_person ON approval (person_id);
CREATE INDEX approval_typed ON approval (decided_ms) WHERE input <> '{}';

-- One answer per key: the same button pressed twice does its work once.
CREATE TABLE idempotency (
    account_id {{int}} NOT NULL,
    op         TEXT NOT NULL,
    key        TEXT NOT NULL,
    input_hash {{blob}} NOT NULL,
    result     TEXT NOT NULL,
    made_ms    {{int}} NOT NULL,
    PRIMARY KEY (account_id, op, key)
) {{strict}};
CREATE INDEX idempotency_age ON idempotency (made_ms);

-- Tries and requests by key and window; shared by all instances.
CREATE TABLE counter (
    key       TEXT NOT NULL,
    window_ms {{int}} NOT NULL,
    n         {{int}} NOT NULL,
    PRIMARY KEY (key, window_ms)
) {{strict}};
CREATE INDEX counter_age ON counter (window_ms);

-- ---------------------------------------------------------------- journal

-- One line a change, written in the changing transaction. Personal values in
-- `detail` are sealed under person_key.
CREATE TABLE journal (
    id         {{id}},
    at_ms      {{int}} NOT NULL,
    account_id {{int}},
    origin     TEXT NOT NULL,
    request    TEXT NOT NULL,
    op         TEXT NOT NULL,
    object     TEXT NOT NULL,
    object_id  {{int}},
    person_id  {{int}},
    unit_id    {{int}},
    detail     TEXT NOT NULL
) {{strict}};
CREATE INDEX journal_time ON journal (at_ms, id);
CREATE INDEX journal_object ON journal (object, object_id, at_ms, id);
CREATE INDEX journal_account ON journal (account_id, at_ms, id);
CREATE INDEX journal_person ON journal (person_id, at_ms, id);
CREATE INDEX journal_op ON journal (op, at_ms, id);
{{append_only:journal}}

-- The seal: committed lines in the order the sealer met them, each hash over the
-- one before and the line.
CREATE TABLE journal_chain (
    seq        {{int}} PRIMARY KEY,
    journal_id {{int}} NOT NULL UNIQUE,
    hash       {{blob}} NOT NULL
) {{strict}};
{{append_only:journal_chain}}

-- Each head names the one before, so that none can be taken out.
CREATE TABLE journal_head (
    seq       {{int}} PRIMARY KEY,
    prev_seq  {{int}} NOT NULL,
    at_ms     {{int}} NOT NULL,
    hash      {{blob}} NOT NULL,
    key_id    {{int}} NOT NULL,
    signature {{blob}} NOT NULL
) {{strict}};
{{append_only:journal_head}}

-- Incidents with personal data and with the system; the 72 hours of Luật 91/2025/QH15, Điều 23
-- run from found_ms.
CREATE TABLE incident (
    id          {{id}},
    version     {{int}} NOT NULL DEFAULT 1,
    title       TEXT NOT NULL CHECK (title <> ''),
    kind        TEXT NOT NULL CHECK (kind IN ('leak', 'loss', 'change', 'access', 'other')),
    what        TEXT NOT NULL,
    data        TEXT NOT NULL DEFAULT '',
    people      {{int}} NOT NULL DEFAULT 0,
    measures    TEXT NOT NULL DEFAULT '',
    found_ms    {{int}} NOT NULL,
    due_ms      {{int}} NOT NULL,
    reported_ms {{int}},
    report_no   TEXT NOT NULL DEFAULT '',
    closed_ms   {{int}},
    state       TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'reported', 'closed'))
) {{strict}};
CREATE INDEX incident_time ON incident (found_ms, id);

-- PostgreSQL: what the serving account may do, beside the owner who migrates. It adds to the
-- journal and reads it; it cannot change, cut or unguard it. Called anew after each migration.
-- postgres:
CREATE FUNCTION thidua_app_grants() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = 'thidua_app') THEN RETURN 0; END IF;
    GRANT USAGE ON SCHEMA public TO thidua_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO thidua_app;
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO thidua_app;
    REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER
        ON journal, journal_chain, journal_head, schema_version FROM thidua_app;
    REVOKE INSERT ON schema_version FROM thidua_app;
    REVOKE EXECUTE ON FUNCTION thidua_app_grants() FROM PUBLIC;
    RETURN 1;
END $$;
-- both:

-- ---------------------------------------------------------------- files

-- files:
-- `whole` once all chunks are there: until then, and while nothing refers to it, a content is
-- only kept for a day after stored_ms.
CREATE TABLE IF NOT EXISTS {{files}}file_body (
    hash      {{blob}} PRIMARY KEY,
    size      {{int}} NOT NULL,
    stored_ms {{int}} NOT NULL,
    whole     {{int}} NOT NULL DEFAULT 0 CHECK (whole IN (0, 1))
) {{strict}};

CREATE TABLE IF NOT EXISTS {{files}}file_chunk (
    hash  {{blob}} NOT NULL,
    no    {{int}} NOT NULL,
    bytes {{blob}} NOT NULL,
    PRIMARY KEY (hash, no)
) {{strict}};
-- both:

-- `guarded`: reached only through the operations of the module that keeps it. `unit_id` is empty for
-- what is of a person: that lies where the person is on the day.
CREATE TABLE file (
    id        {{id}},
    hash      {{blob}} NOT NULL,
    name      TEXT NOT NULL,
    type      TEXT NOT NULL,
    size      {{int}} NOT NULL,
    object    TEXT NOT NULL,
    object_id {{int}} NOT NULL,
    unit_id   {{int}} REFERENCES unit (id),
    person_id {{int}} REFERENCES person (id),
    added_by  {{int}} REFERENCES account (id),
    added_ms  {{int}} NOT NULL,
    guarded   {{int}} NOT NULL DEFAULT 0 CHECK (guarded IN (0, 1)),
    state     TEXT NOT NULL DEFAULT 'kept' CHECK (state IN ('kept', 'removed')),
    CHECK (unit_id IS NULL OR person_id IS NULL)
) {{strict}};
CREATE INDEX file_object ON file (object, object_id, id);
CREATE INDEX file_hash ON file (hash);
CREATE INDEX file_person ON file (person_id);

-- The package of a year (docs/archive.md). It holds what `roles` see of the office: who reads it later holds them all, or made it.
CREATE TABLE archive (
    id       {{id}},
    year     {{int}} NOT NULL CHECK (year BETWEEN 1945 AND 2200),
    file_id  {{int}} NOT NULL REFERENCES file (id),
    roles    {{int}} NOT NULL,
    evidence {{int}} NOT NULL CHECK (evidence IN (0, 1)),
    files    {{int}} NOT NULL,
    left_out {{int}} NOT NULL,
    sums     TEXT NOT NULL CHECK (length(sums) = 64),
    state    TEXT NOT NULL DEFAULT 'here' CHECK (state IN ('here', 'removed')),
    made_by  {{int}} REFERENCES account (id),
    made_ms  {{int}} NOT NULL
) {{strict}};
CREATE INDEX archive_year ON archive (year, id);
CREATE INDEX archive_file ON archive (file_id);
CREATE INDEX archive_made ON archive (made_by) WHERE made_by IS NOT NULL;

-- ---------------------------------------------------------------- jobs and mail

-- `claimed_by` and `attempts` together name one run of a job; every step of that run checks
-- them, so that a run which lost its job changes nothing any more.
CREATE TABLE job (
    id          {{id}},
    op          TEXT NOT NULL,
    title       TEXT NOT NULL,
    input       TEXT NOT NULL,
    account_id  {{int}} REFERENCES account (id),
    approved_by {{int}} REFERENCES account (id),
    state       TEXT NOT NULL DEFAULT 'waiting'
                CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    attempts    {{int}} NOT NULL DEFAULT 0,
    run_ms      {{int}} NOT NULL,
    claimed_by  TEXT NOT NULL DEFAULT '',
    cancel      {{int}} NOT NULL DEFAULT 0 CHECK (cancel IN (0, 1)),
    made_ms     {{int}} NOT NULL,
    began_ms    {{int}},
    ended_ms    {{int}},
    result      TEXT NOT NULL DEFAULT '',
    facts       TEXT NOT NULL DEFAULT '{}',
    link        TEXT NOT NULL DEFAULT '',
    file_id     {{int}} REFERENCES file (id),
    error       TEXT NOT NULL DEFAULT ''
) {{strict}};
CREATE INDEX job_due ON job (state, run_ms, id);
CREATE INDEX job_account ON job (account_id, id);
CREATE INDEX job_ended ON job (ended_ms);
CREATE INDEX job_file ON job (file_id);

-- Signs of life and progress of a run. Beside `job`, because a run's own transaction may
-- be open for long and ends with a change of its row there.
CREATE TABLE job_beat (
    job_id  {{int}} PRIMARY KEY REFERENCES job (id),
    beat_ms {{int}} NOT NULL,
    done    {{int}} NOT NULL DEFAULT 0,
    total   {{int}} NOT NULL DEFAULT 0,
    say     TEXT NOT NULL DEFAULT ''
) {{strict}};

-- What leaves the process waits here until its transaction has committed. `key` names
-- the occasion; `message_id` is set before the first try and stays.
CREATE TABLE mail (
    id         {{id}},
    key        TEXT NOT NULL UNIQUE,
    message_id TEXT NOT NULL DEFAULT '',
    to_address TEXT NOT NULL,
    subject    TEXT NOT NULL,
    body       TEXT NOT NULL,
    state      TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')),
    attempts   {{int}} NOT NULL DEFAULT 0,
    next_ms    {{int}} NOT NULL,
    error      TEXT NOT NULL DEFAULT '',
    made_ms    {{int}} NOT NULL,
    ended_ms   {{int}}
) {{strict}};
CREATE INDEX mail_due ON mail (state, next_ms, id);
CREATE INDEX mail_ended ON mail (ended_ms);

-- When each entry of the timetable is due next. Whoever moves `next_ms` on does the work.
CREATE TABLE schedule (
    name    TEXT PRIMARY KEY,
    next_ms {{int}} NOT NULL,
    last_ms {{int}} NOT NULL,
    holder  TEXT NOT NULL DEFAULT ''
) {{strict}};

CREATE TABLE notice (
    id         {{id}},
    account_id {{int}} NOT NULL REFERENCES account (id),
    text       TEXT NOT NULL,
    link       TEXT NOT NULL DEFAULT '',
    made_ms    {{int}} NOT NULL,
    read_ms    {{int}}
) {{strict}};
CREATE INDEX notice_account ON notice (account_id, id);
CREATE INDEX notice_unread ON notice (account_id, id) WHERE read_ms IS NULL;
CREATE INDEX notice_age ON notice (made_ms);

-- ---------------------------------------------------------------- search

-- What can be found. `fold` is the folded title, empty when it is longer than 200 characters. `fresh`: not yet in
-- search_bits; `said`: folded words of the title, a new line, those of the note, and `said_unit`, as they stand there.
CREATE TABLE search_item (
    kind       TEXT NOT NULL,
    object_id  {{int}} NOT NULL,
    title      TEXT NOT NULL,
    note       TEXT NOT NULL,
    fold       TEXT NOT NULL,
    sort_key   {{blob}} NOT NULL,
    unit_id    {{int}},
    person_id  {{int}},
    said       TEXT NOT NULL DEFAULT '',
    said_unit  {{int}},
    fresh      {{int}} NOT NULL DEFAULT 1 CHECK (fresh IN (0, 1)),
    PRIMARY KEY (kind, object_id)
) {{strict}};
CREATE INDEX search_item_order ON search_item (kind, sort_key, object_id);
CREATE INDEX search_item_fold ON search_item (kind, fold);
CREATE INDEX search_item_person ON search_item (person_id);
CREATE INDEX search_item_fresh ON search_item (kind, object_id) WHERE fresh = 1;

-- Sets of object ids in blocks, one for each term: what several words have in common is a few operations on bits,
-- however common each is. `term`: p:beginning of a word, t:word of the title, g:trigram of the title, u:unit,
-- o: places in the order. `bits`: see index/bits.h and index/order.c.
CREATE TABLE search_bits (
    kind  TEXT NOT NULL,
-- sqlite:
    term  TEXT NOT NULL,
-- postgres:
    term  TEXT COLLATE "C" NOT NULL,
-- both:
    block {{int}} NOT NULL,
    bits  {{blob}} NOT NULL,
    PRIMARY KEY (kind, term, block)
) {{strict}};

-- ---------------------------------------------------------------- import

-- A table of people on its way in. What the file said is kept sealed in blocks of rows until the
-- import has ended, at most a week.
CREATE TABLE import (
    id            {{id}},
    version       {{int}} NOT NULL DEFAULT 1,
    state         TEXT NOT NULL DEFAULT 'uploaded' CHECK (state IN
                  ('uploaded', 'read', 'matched', 'checked', 'running', 'done', 'failed', 'dropped')),
    kind          TEXT NOT NULL,
    file_id       {{int}} NOT NULL REFERENCES file (id),
    file_name     TEXT NOT NULL,
    unit_id       {{int}} NOT NULL REFERENCES unit (id),
    sheet         TEXT NOT NULL DEFAULT '',
    sheets        TEXT NOT NULL DEFAULT '',
    encoding      TEXT NOT NULL DEFAULT '',
    head_row      {{int}} NOT NULL DEFAULT 0,
    row_count     {{int}} NOT NULL DEFAULT 0,
    new_count     {{int}} NOT NULL DEFAULT 0,
    edit_count    {{int}} NOT NULL DEFAULT 0,
    same_count    {{int}} NOT NULL DEFAULT 0,
    bad_count     {{int}} NOT NULL DEFAULT 0,
    warn_count    {{int}} NOT NULL DEFAULT 0,
    default_choice TEXT NOT NULL DEFAULT '',
    default_since TEXT CHECK (length(default_since) = 10),
    default_unit  {{int}} REFERENCES unit (id),
    mode          TEXT NOT NULL DEFAULT '' CHECK (mode IN ('', 'all', 'good')),
    skip_doubles  {{int}} NOT NULL DEFAULT 0 CHECK (skip_doubles IN (0, 1)),
    say           TEXT NOT NULL DEFAULT '',
    job_id        {{int}},
    made_by       {{int}} REFERENCES account (id),
    made_ms       {{int}} NOT NULL,
    ended_ms      {{int}}
) {{strict}};
CREATE INDEX import_age ON import (made_ms);

CREATE TABLE import_column (
    import_id {{int}} NOT NULL REFERENCES import (id),
    no        {{int}} NOT NULL,
    title     TEXT NOT NULL,
    field     TEXT NOT NULL,
    PRIMARY KEY (import_id, no)
) {{strict}};

CREATE TABLE import_block (
    import_id {{int}} NOT NULL REFERENCES import (id),
    no        {{int}} NOT NULL,
    last_row  {{int}} NOT NULL,
    sealed    {{blob}} NOT NULL,
    done      {{int}} NOT NULL DEFAULT 0,
    PRIMARY KEY (import_id, no)
) {{strict}};

-- What is wrong or odd with a row: column -1 is the row as a whole. Never holds a cell's value.
CREATE TABLE import_fault (
    import_id {{int}} NOT NULL REFERENCES import (id),
    level     TEXT NOT NULL CHECK (level IN ('bad', 'warn')),
    row_no    {{int}} NOT NULL,
    no        {{int}} NOT NULL,
    col       {{int}} NOT NULL,
    say       TEXT NOT NULL,
    PRIMARY KEY (import_id, level, row_no, no)
) {{strict}};

-- Units that the file names and the organisation does not have, and what to take for them.
CREATE TABLE import_unit (
    import_id {{int}} NOT NULL REFERENCES import (id),
    fold      TEXT NOT NULL,
    name      TEXT NOT NULL,
    rows      {{int}} NOT NULL,
    since     TEXT NOT NULL CHECK (length(since) = 10),
    unit_id   {{int}} REFERENCES unit (id),
    parent_id {{int}} REFERENCES unit (id),
    PRIMARY KEY (import_id, fold)
) {{strict}};
