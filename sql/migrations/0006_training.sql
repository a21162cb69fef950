-- Training of those who do the work of emulation and commendation (plan, part II.4).

CREATE TABLE training_topic (
    id       {{id}},
    name     TEXT NOT NULL CHECK (name <> ''),
    fold     TEXT NOT NULL,
    sort_key {{blob}} NOT NULL,
    state    TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'closed'))
) {{strict}};
CREATE UNIQUE INDEX training_topic_once ON training_topic (fold);
CREATE INDEX training_topic_name ON training_topic (sort_key, id);

-- Who must have attended a topic: those with a role, those of a unit, or both; `years` is how often
-- (1: each calendar year; 0: once). `role` '' is everybody of the unit, unit_id NULL the whole office.
CREATE TABLE training_need (
    id         {{id}},
    topic_id   {{int}} NOT NULL REFERENCES training_topic (id),
    role       TEXT NOT NULL DEFAULT '',
    unit_id    {{int}} REFERENCES unit (id),
    years      {{int}} NOT NULL CHECK (years BETWEEN 0 AND 10),
    basis      TEXT NOT NULL DEFAULT '',
    state      TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'closed'))
) {{strict}};
CREATE INDEX training_need_topic ON training_need (topic_id, id);

-- A session. `unit_id` holds it; half_hours is its length.
CREATE TABLE training (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    topic_id   {{int}} NOT NULL REFERENCES training_topic (id),
    title      TEXT NOT NULL CHECK (title <> ''),
    unit_id    {{int}} NOT NULL REFERENCES unit (id),
    held_on    TEXT NOT NULL CHECK (length(held_on) = 10),
    place      TEXT NOT NULL DEFAULT '',
    half_hours {{int}} NOT NULL CHECK (half_hours BETWEEN 1 AND 400),
    trainer    TEXT NOT NULL DEFAULT '',
    content    TEXT NOT NULL DEFAULT '',
    state      TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'done', 'cancelled')),
    reason     TEXT NOT NULL DEFAULT '',
    made_by    {{int}} REFERENCES account (id),
    made_ms    {{int}} NOT NULL
) {{strict}};
CREATE INDEX training_day ON training (held_on, id);
CREATE INDEX training_topic_day ON training (topic_id, held_on, id);

CREATE TABLE training_document (
    id          {{id}},
    training_id {{int}} NOT NULL REFERENCES training (id),
    document_id {{int}} NOT NULL REFERENCES document (id)
) {{strict}};
CREATE UNIQUE INDEX training_document_once ON training_document (training_id, document_id);
CREATE INDEX training_document_of ON training_document (document_id);

-- `unit_id` is where the person sat when invited.
CREATE TABLE attendee (
    id          {{id}},
    training_id {{int}} NOT NULL REFERENCES training (id),
    person_id   {{int}} NOT NULL REFERENCES person (id),
    unit_id     {{int}} NOT NULL REFERENCES unit (id),
    state       TEXT NOT NULL DEFAULT 'invited' CHECK (state IN ('invited', 'attended', 'absent', 'excused')),
    note        TEXT NOT NULL DEFAULT ''
) {{strict}};
CREATE UNIQUE INDEX attendee_once ON attendee (training_id, person_id);
CREATE INDEX attendee_person ON attendee (person_id, id);
CREATE INDEX attendee_unit ON attendee (unit_id, id);
