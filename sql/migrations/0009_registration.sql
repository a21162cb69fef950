-- Registration for emulation (đăng ký thi đua) and pacts (giao ước). Management only: no condition of the law rests on it (Luật Điều 7).

-- As with movements, `unit_id` is whose it was and `holder_id` who answers for it today (src/app/org/follow.c).

-- A round asks the units below `holder_id`, and their people, to register by a day. `asks`: whom.
CREATE TABLE registration_round (
    id          {{id}},
    version     {{int}} NOT NULL DEFAULT 1,
    state       TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    unit_id     {{int}} NOT NULL REFERENCES unit (id),
    holder_id   {{int}} NOT NULL REFERENCES unit (id),
    movement_id {{int}} REFERENCES movement (id),
    year        {{int}} NOT NULL CHECK (year BETWEEN 1945 AND 2200),
    title       TEXT NOT NULL CHECK (title <> ''),
    fold        TEXT NOT NULL,
    note        TEXT NOT NULL DEFAULT '',
    asks        TEXT NOT NULL CHECK (asks IN ('both', 'unit', 'person')),
    due         TEXT NOT NULL CHECK (length(due) = 10),
    reminded_on TEXT CHECK (length(reminded_on) = 10),
    made_by     {{int}} REFERENCES account (id),
    made_ms     {{int}} NOT NULL
) {{strict}};
CREATE INDEX registration_round_state ON registration_round (state, id);
CREATE INDEX registration_round_holder ON registration_round (holder_id, id);
CREATE INDEX registration_round_movement ON registration_round (movement_id) WHERE movement_id IS NOT NULL;

-- The units that a round reached on the day it was opened.
CREATE TABLE registration_unit (
    id        {{id}},
    round_id  {{int}} NOT NULL REFERENCES registration_round (id),
    unit_id   {{int}} NOT NULL REFERENCES unit (id),
    holder_id {{int}} NOT NULL REFERENCES unit (id)
) {{strict}};
CREATE UNIQUE INDEX registration_unit_once ON registration_unit (round_id, unit_id);
CREATE INDEX registration_unit_holder ON registration_unit (holder_id, round_id);

-- `kind`: of a unit, a person's own, or entered for a person who does not use the program. `titles`: what registration_title says, in
-- words. `goes_to`: whom it was sent to. `shown` 0: a person's own that was never sent. Of one subject and round there is one that is not withdrawn (registration.c).
CREATE TABLE registration (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    round_id   {{int}} NOT NULL REFERENCES registration_round (id),
    kind       TEXT NOT NULL CHECK (kind IN ('unit', 'own', 'behalf')),
    person_id  {{int}} REFERENCES person (id),
    unit_id    {{int}} NOT NULL REFERENCES unit (id),
    holder_id  {{int}} NOT NULL REFERENCES unit (id),
    state      TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'sent', 'returned', 'approved', 'withdrawn')),
    goes_to    TEXT NOT NULL DEFAULT '' CHECK (goes_to IN ('', 'head', 'office')),
    pledge     TEXT NOT NULL DEFAULT '',
    titles     TEXT NOT NULL DEFAULT '',
    why        TEXT NOT NULL DEFAULT '',
    reason     TEXT NOT NULL DEFAULT '',
    sent_on    TEXT CHECK (length(sent_on) = 10),
    shown      {{int}} NOT NULL,
    made_by    {{int}} REFERENCES account (id),
    made_ms    {{int}} NOT NULL,
    CHECK (CASE WHEN kind = 'unit' THEN 1 ELSE person_id END IS NOT NULL)
) {{strict}};
CREATE INDEX registration_state ON registration (state, id);
CREATE INDEX registration_round_of ON registration (round_id, id);
CREATE INDEX registration_person ON registration (person_id, round_id) WHERE person_id IS NOT NULL;
CREATE INDEX registration_holder ON registration (holder_id, round_id, kind);

CREATE TABLE registration_title (
    id              {{id}},
    registration_id {{int}} NOT NULL REFERENCES registration (id),
    code            TEXT NOT NULL
) {{strict}};
CREATE UNIQUE INDEX registration_title_once ON registration_title (registration_id, code);

-- Amounts are thousandths.
CREATE TABLE registration_target (
    id              {{id}},
    registration_id {{int}} NOT NULL REFERENCES registration (id),
    what            TEXT NOT NULL CHECK (what <> ''),
    planned_milli   {{int}},
    measured_in     TEXT NOT NULL DEFAULT ''
) {{strict}};
CREATE INDEX registration_target_of ON registration_target (registration_id, id);

-- Every step: who, when, why.
CREATE TABLE registration_step (
    id              {{id}},
    registration_id {{int}} NOT NULL REFERENCES registration (id),
    kind            TEXT NOT NULL CHECK (kind IN ('sent', 'returned', 'approved', 'withdrawn', 'entered')),
    reason          TEXT NOT NULL DEFAULT '',
    made_by         {{int}} REFERENCES account (id),
    made_ms         {{int}} NOT NULL
) {{strict}};
CREATE INDEX registration_step_of ON registration_step (registration_id, id);

-- A pact between units of a bloc; its words stand still once it is open for signing.
CREATE TABLE pact (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    state      TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'open', 'signed', 'dropped')),
    unit_id    {{int}} NOT NULL REFERENCES unit (id),
    holder_id  {{int}} NOT NULL REFERENCES unit (id),
    year       {{int}} NOT NULL CHECK (year BETWEEN 1945 AND 2200),
    bloc       TEXT NOT NULL CHECK (bloc <> ''),
    title      TEXT NOT NULL CHECK (title <> ''),
    text       TEXT NOT NULL CHECK (text <> ''),
    reason     TEXT NOT NULL DEFAULT '',
    opened_ms  {{int}},
    signed_on  TEXT CHECK (length(signed_on) = 10),
    made_by    {{int}} REFERENCES account (id),
    made_ms    {{int}} NOT NULL
) {{strict}};
CREATE INDEX pact_holder ON pact (holder_id, id);
CREATE INDEX pact_year ON pact (year, id);

CREATE TABLE pact_party (
    id        {{id}},
    version   {{int}} NOT NULL DEFAULT 1,
    pact_id   {{int}} NOT NULL REFERENCES pact (id),
    unit_id   {{int}} NOT NULL REFERENCES unit (id),
    holder_id {{int}} NOT NULL REFERENCES unit (id),
    signed_by {{int}} REFERENCES account (id),
    signed_ms {{int}}
) {{strict}};
CREATE UNIQUE INDEX pact_party_once ON pact_party (pact_id, unit_id);
CREATE INDEX pact_party_holder ON pact_party (holder_id, pact_id);
