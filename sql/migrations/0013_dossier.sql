-- Rounds, dossiers (hồ sơ đề nghị khen thưởng) and their nominees: from a unit's draft to what a council or a decision makes of it. docs/dossier.md.

-- As with movements, `unit_id` is whose it was and `holder_id` who answers for it today (src/app/org/follow.c).

-- A round (đợt xét) asks the units below `holder_id` for dossiers of one award type by a day; `codes`: the awards, "LDTT,CSTDCS".
CREATE TABLE award_round (
    id          {{id}},
    version     {{int}} NOT NULL DEFAULT 1,
    state       TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    unit_id     {{int}} NOT NULL REFERENCES unit (id),
    holder_id   {{int}} NOT NULL REFERENCES unit (id),
    movement_id {{int}} REFERENCES movement (id),
    type        TEXT NOT NULL CHECK (type IN ('merit', 'sudden', 'theme', 'service', 'tenure', 'foreign')),
    year        {{int}} NOT NULL CHECK (year BETWEEN 1945 AND 2200),
    title       TEXT NOT NULL CHECK (title <> ''),
    fold        TEXT NOT NULL,
    codes       TEXT NOT NULL DEFAULT '',
    note        TEXT NOT NULL DEFAULT '',
    due         TEXT NOT NULL CHECK (length(due) = 10),
    reminded_on TEXT CHECK (length(reminded_on) = 10),
    made_by     {{int}} REFERENCES account (id),
    made_ms     {{int}} NOT NULL
) {{strict}};
CREATE INDEX award_round_state ON award_round (state, id);
CREATE INDEX award_round_holder ON award_round (holder_id, id);
CREATE INDEX award_round_movement ON award_round (movement_id) WHERE movement_id IS NOT NULL;

-- The units that a round reached on the day it was opened. `nobody`: why the unit proposes nobody; "" while it has not said so.
CREATE TABLE award_round_unit (
    id        {{id}},
    version   {{int}} NOT NULL DEFAULT 1,
    round_id  {{int}} NOT NULL REFERENCES award_round (id),
    unit_id   {{int}} NOT NULL REFERENCES unit (id),
    holder_id {{int}} NOT NULL REFERENCES unit (id),
    nobody    TEXT NOT NULL DEFAULT ''
) {{strict}};
CREATE UNIQUE INDEX award_round_unit_once ON award_round_unit (round_id, unit_id);
CREATE INDEX award_round_unit_holder ON award_round_unit (holder_id, round_id);
CREATE INDEX award_round_unit_of ON award_round_unit (round_id, id);

-- `short`: trình tự, thủ tục đơn giản (Luật Điều 85). `received_on` fixes the rule set and stays what it was the first time, whatever is returned later.
-- `behalf`: entered by the standing body for a unit that does not use the program. `shown` 1: it was
-- sent once, and since then nominees see their own case. `due`: by when it should be decided (kịp thời), or the round's day.
CREATE TABLE dossier (
    id          {{id}},
    version     {{int}} NOT NULL DEFAULT 1,
    state       TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'sent', 'returned', 'withdrawn', 'received', 'appraising', 'council',
                'decided', 'refused', 'forwarded')),
    round_id    {{int}} REFERENCES award_round (id),
    unit_id     {{int}} NOT NULL REFERENCES unit (id),
    holder_id   {{int}} NOT NULL REFERENCES unit (id),
    type        TEXT NOT NULL CHECK (type IN ('merit', 'sudden', 'theme', 'service', 'tenure', 'foreign')),
    year        {{int}} NOT NULL CHECK (year BETWEEN 1945 AND 2200),
    short       {{int}} NOT NULL DEFAULT 0 CHECK (short IN (0, 1)),
    behalf      {{int}} NOT NULL DEFAULT 0 CHECK (behalf IN (0, 1)),
    shown       {{int}} NOT NULL DEFAULT 0 CHECK (shown IN (0, 1)),
    title       TEXT NOT NULL CHECK (title <> ''),
    fold        TEXT NOT NULL,
    basis       TEXT NOT NULL DEFAULT '',
    sign        TEXT NOT NULL DEFAULT '',
    dated       TEXT CHECK (length(dated) = 10),
    reason      TEXT NOT NULL DEFAULT '',
    sent_on     TEXT CHECK (length(sent_on) = 10),
    received_on TEXT CHECK (length(received_on) = 10),
    due         TEXT CHECK (length(due) = 10),
    made_by     {{int}} REFERENCES account (id),
    made_ms     {{int}} NOT NULL
) {{strict}};
CREATE INDEX dossier_state ON dossier (state, id);
CREATE INDEX dossier_round ON dossier (round_id, id);
CREATE INDEX dossier_open ON dossier (holder_id, id) WHERE state IN ('draft', 'returned', 'withdrawn');
CREATE INDEX dossier_holder ON dossier (holder_id, id);
CREATE INDEX dossier_year ON dossier (year, id);
CREATE INDEX dossier_made ON dossier (made_by) WHERE made_by IS NOT NULL;

-- Who is proposed for which award. `code` changes when the nominee is lowered; `asked_code` stays what the unit asked for. `first_year`..`year`: the achievement.
-- `verdict_id`: the check that was kept last (law_verdict); `verdict` its answer. A hold is asked when it matters, not stored.
CREATE TABLE nominee (
    id          {{id}},
    version     {{int}} NOT NULL DEFAULT 1,
    state       TEXT NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'removed', 'cleared', 'failed', 'passed', 'lost', 'awarded', 'refused', 'forwarded')),
    dossier_id  {{int}} NOT NULL REFERENCES dossier (id),
    subject     TEXT NOT NULL CHECK (subject IN ('person', 'unit', 'household')),
    person_id   {{int}} REFERENCES person (id),
    unit_id     {{int}} REFERENCES unit (id),
    household   TEXT NOT NULL DEFAULT '',
    name        TEXT NOT NULL CHECK (name <> ''),
    sort_key    {{blob}} NOT NULL,
    code        TEXT NOT NULL,
    asked_code  TEXT NOT NULL,
    first_year  {{int}},
    year        {{int}} NOT NULL CHECK (year BETWEEN 1945 AND 2200),
    summary     TEXT NOT NULL DEFAULT '',
    reason      TEXT NOT NULL DEFAULT '',
    verdict_id  {{int}} REFERENCES law_verdict (id),
    verdict     TEXT NOT NULL DEFAULT '',
    checked_ms  {{int}},
    paper_id    {{int}} REFERENCES paper (id),
    made_ms     {{int}} NOT NULL,
    CHECK (CASE subject WHEN 'person' THEN person_id WHEN 'unit' THEN unit_id ELSE CASE WHEN household <> '' THEN 1 END END IS NOT NULL)
) {{strict}};
CREATE INDEX nominee_of ON nominee (dossier_id, sort_key, id);
CREATE INDEX nominee_name ON nominee (sort_key, id);
CREATE INDEX nominee_person ON nominee (person_id, code, year) WHERE person_id IS NOT NULL;
CREATE INDEX nominee_unit ON nominee (unit_id, code, year) WHERE unit_id IS NOT NULL;
CREATE INDEX nominee_household ON nominee (household, code, year) WHERE household <> '';
CREATE INDEX nominee_state ON nominee (state, id);
CREATE INDEX nominee_verdict ON nominee (verdict_id) WHERE verdict_id IS NOT NULL;
CREATE INDEX nominee_paper ON nominee (paper_id) WHERE paper_id IS NOT NULL;

-- What the proposal rests on: one achievement supports one award (Luật Điều 5); an initiative of a title is none of a form.
CREATE TABLE nominee_ground (
    id            {{id}},
    nominee_id    {{int}} NOT NULL REFERENCES nominee (id),
    deed_id       {{int}} REFERENCES deed (id),
    initiative_id {{int}} REFERENCES initiative (id),
    CHECK (CASE WHEN deed_id IS NULL THEN initiative_id ELSE 1 END IS NOT NULL)
) {{strict}};
CREATE INDEX nominee_ground_of ON nominee_ground (nominee_id, id);
CREATE INDEX nominee_ground_deed ON nominee_ground (deed_id) WHERE deed_id IS NOT NULL;
CREATE INDEX nominee_ground_initiative ON nominee_ground (initiative_id) WHERE initiative_id IS NOT NULL;

-- Papers that the rule set asks for (law_need.line.key), of one nominee or of the whole dossier.
CREATE TABLE dossier_file (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    dossier_id {{int}} NOT NULL REFERENCES dossier (id),
    nominee_id {{int}} REFERENCES nominee (id),
    need       TEXT NOT NULL DEFAULT '',
    title      TEXT NOT NULL CHECK (title <> ''),
    file_id    {{int}} NOT NULL REFERENCES file (id),
    state      TEXT NOT NULL DEFAULT 'here' CHECK (state IN ('here', 'removed')),
    made_by    {{int}} REFERENCES account (id),
    made_ms    {{int}} NOT NULL
) {{strict}};
CREATE INDEX dossier_file_of ON dossier_file (dossier_id, id);
CREATE INDEX dossier_file_nominee ON dossier_file (nominee_id) WHERE nominee_id IS NOT NULL;
CREATE INDEX dossier_file_file ON dossier_file (file_id);

-- Opinions of other bodies (Thanh tra, Công an, Thuế, Sở KH&CN, cấp ủy). `answer` 'against' or a hold stands in the way until it is dealt with.
CREATE TABLE opinion (
    id          {{id}},
    version     {{int}} NOT NULL DEFAULT 1,
    state       TEXT NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'answered', 'dropped')),
    nominee_id  {{int}} NOT NULL REFERENCES nominee (id),
    body        TEXT NOT NULL CHECK (body IN ('inspectorate', 'police', 'tax', 'science', 'party', 'environment', 'insurance', 'other')),
    addressee   TEXT NOT NULL CHECK (addressee <> ''),
    question    TEXT NOT NULL DEFAULT '',
    asked_on    TEXT NOT NULL CHECK (length(asked_on) = 10),
    due         TEXT NOT NULL CHECK (length(due) = 10),
    answer      TEXT NOT NULL DEFAULT '' CHECK (answer IN ('', 'for', 'against', 'none')),
    said        TEXT NOT NULL DEFAULT '',
    sign        TEXT NOT NULL DEFAULT '',
    dated       TEXT CHECK (length(dated) = 10),
    file_id     {{int}} REFERENCES file (id),
    reason      TEXT NOT NULL DEFAULT '',
    made_by     {{int}} REFERENCES account (id),
    made_ms     {{int}} NOT NULL
) {{strict}};
CREATE INDEX opinion_of ON opinion (nominee_id, id);
CREATE INDEX opinion_state ON opinion (state, due, id);
CREATE INDEX opinion_file ON opinion (file_id) WHERE file_id IS NOT NULL;

-- Appraisal by several rooms in parallel, each its own lines.
CREATE TABLE appraisal (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    state      TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dropped')),
    dossier_id {{int}} NOT NULL REFERENCES dossier (id),
    unit_id    {{int}} NOT NULL REFERENCES unit (id),
    holder_id  {{int}} NOT NULL REFERENCES unit (id),
    topic      TEXT NOT NULL CHECK (topic <> ''),
    due        TEXT NOT NULL CHECK (length(due) = 10),
    said       TEXT NOT NULL DEFAULT '',
    done_by    {{int}} REFERENCES account (id),
    done_ms    {{int}},
    made_by    {{int}} REFERENCES account (id),
    made_ms    {{int}} NOT NULL
) {{strict}};
CREATE INDEX appraisal_of ON appraisal (dossier_id, id);
CREATE INDEX appraisal_holder ON appraisal (holder_id, state, due, id);
CREATE INDEX appraisal_due ON appraisal (state, due, id);
CREATE TABLE appraisal_line (
    id           {{id}},
    version      {{int}} NOT NULL DEFAULT 1,
    appraisal_id {{int}} NOT NULL REFERENCES appraisal (id),
    nominee_id   {{int}} NOT NULL REFERENCES nominee (id),
    says         TEXT NOT NULL CHECK (says IN ('fit', 'unfit', 'lower', 'unclear')),
    note         TEXT NOT NULL DEFAULT '',
    made_by      {{int}} REFERENCES account (id),
    made_ms      {{int}} NOT NULL
) {{strict}};
CREATE UNIQUE INDEX appraisal_line_once ON appraisal_line (appraisal_id, nominee_id);
CREATE INDEX appraisal_line_nominee ON appraisal_line (nominee_id);

-- A correction asked on named fields of one nominee; only these are opened, and only these are looked at again. `was`: all of the text that was
-- there when it was asked; of a report `before` and `after` are the lines that differ.
CREATE TABLE correction (
    id          {{id}},
    version     {{int}} NOT NULL DEFAULT 1,
    state       TEXT NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'made', 'accepted', 'dropped')),
    nominee_id  {{int}} NOT NULL REFERENCES nominee (id),
    field       TEXT NOT NULL CHECK (field IN ('summary', 'years', 'code', 'grounds', 'files', 'report', 'identity')),
    asks        TEXT NOT NULL CHECK (asks <> ''),
    answer      TEXT NOT NULL DEFAULT '',
    before      TEXT NOT NULL DEFAULT '',
    after       TEXT NOT NULL DEFAULT '',
    was         TEXT NOT NULL DEFAULT '',
    due         TEXT NOT NULL CHECK (length(due) = 10),
    asked_by    {{int}} REFERENCES account (id),
    asked_ms    {{int}} NOT NULL,
    made_by     {{int}} REFERENCES account (id),
    made_ms     {{int}}
) {{strict}};
CREATE INDEX correction_of ON correction (nominee_id, id);
CREATE INDEX correction_state ON correction (state, due, id);

-- What stood in a dossier when it went back to its unit, field by field, and what stands there when it is sent again; `sent_ms` NULL: not sent
-- yet, and `now` is empty. What did not change goes then. Of a report `was` and `now` are the lines that differ.
CREATE TABLE dossier_change (
    id         {{id}},
    dossier_id {{int}} NOT NULL REFERENCES dossier (id),
    nominee_id {{int}} REFERENCES nominee (id),
    field      TEXT NOT NULL CHECK (field <> ''),
    was        TEXT NOT NULL DEFAULT '',
    now        TEXT NOT NULL DEFAULT '',
    kept_ms    {{int}} NOT NULL,
    sent_ms    {{int}}
) {{strict}};
CREATE INDEX dossier_change_of ON dossier_change (dossier_id, id);
CREATE INDEX dossier_change_field ON dossier_change (field, id);
CREATE INDEX dossier_change_nominee ON dossier_change (nominee_id) WHERE nominee_id IS NOT NULL;

-- Every step of a dossier or of one nominee: who, when, why, from which state to which. The journal beside it is sealed; here what was
-- said about a person who is erased is emptied, and nothing else ever changes.
CREATE TABLE dossier_step (
    id         {{id}},
    dossier_id {{int}} NOT NULL REFERENCES dossier (id),
    nominee_id {{int}} REFERENCES nominee (id),
    step       TEXT NOT NULL CHECK (step <> ''),
    from_state TEXT NOT NULL DEFAULT '',
    to_state   TEXT NOT NULL DEFAULT '',
    said       TEXT NOT NULL DEFAULT '',
    account_id {{int}} REFERENCES account (id),
    at_ms      {{int}} NOT NULL
) {{strict}};
CREATE INDEX dossier_step_kind ON dossier_step (step, id);
CREATE INDEX dossier_step_of ON dossier_step (dossier_id, id);
CREATE INDEX dossier_step_nominee ON dossier_step (nominee_id) WHERE nominee_id IS NOT NULL;
-- sqlite:
CREATE TRIGGER dossier_step_append_only BEFORE UPDATE ON dossier_step
WHEN NEW.said <> '' OR NEW.id <> OLD.id OR NEW.dossier_id <> OLD.dossier_id OR NEW.nominee_id IS NOT OLD.nominee_id OR NEW.step <> OLD.step
  OR NEW.from_state <> OLD.from_state OR NEW.to_state <> OLD.to_state OR NEW.account_id IS NOT OLD.account_id OR NEW.at_ms <> OLD.at_ms
BEGIN SELECT RAISE(ABORT, 'dossier_step_append_only'); END;
CREATE TRIGGER dossier_step_no_delete BEFORE DELETE ON dossier_step
BEGIN SELECT RAISE(ABORT, 'dossier_step_append_only'); END;
-- postgres:
CREATE FUNCTION dossier_step_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' THEN RAISE EXCEPTION 'dossier_step_append_only'; END IF;
    IF NEW.said <> '' OR ROW(NEW.id, NEW.dossier_id, NEW.nominee_id, NEW.step, NEW.from_state, NEW.to_state, NEW.account_id, NEW.at_ms)
        IS DISTINCT FROM ROW(OLD.id, OLD.dossier_id, OLD.nominee_id, OLD.step, OLD.from_state, OLD.to_state, OLD.account_id, OLD.at_ms) THEN
        RAISE EXCEPTION 'dossier_step_append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dossier_step_append_only BEFORE UPDATE OR DELETE ON dossier_step FOR EACH ROW EXECUTE FUNCTION dossier_step_append_only();
CREATE TRIGGER dossier_step_no_truncate BEFORE TRUNCATE ON dossier_step FOR EACH STATEMENT EXECUTE FUNCTION dossier_step_append_only();
-- both:
