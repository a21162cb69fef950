-- The library of legal documents: what is cited, what was read by whom.

-- Identity is (sign_key, issuer_key, year): most citations bear no date, and administrative signs come
-- again every year. Laws are often cited without sign; then the folded title stands in title_key.
-- `source` says where the facts come from; until `confirmed` the page shows them as not checked
-- (confirmed_by is NULL for what the program brought along). `draft` is guidance of the office itself
-- that has no number yet; `removed` was entered by mistake.
CREATE TABLE document (
    id           {{id}},
    version      {{int}} NOT NULL DEFAULT 1,
    class        TEXT NOT NULL CHECK (class IN ('law', 'party', 'office', 'guidance')),
    type         TEXT NOT NULL,
    sign         TEXT NOT NULL DEFAULT '',
    sign_key     TEXT NOT NULL DEFAULT '',
    issuer       TEXT NOT NULL DEFAULT '',
    issuer_key   TEXT NOT NULL DEFAULT '',
    issuer_fold  TEXT NOT NULL DEFAULT '',
    signed_on    TEXT CHECK (length(signed_on) = 10),
    year         {{int}} NOT NULL DEFAULT 0,
    title        TEXT NOT NULL CHECK (title <> ''),
    title_key    TEXT NOT NULL,
    name         TEXT NOT NULL,
    sort_key     {{blob}} NOT NULL,
    key_version  {{int}} NOT NULL,
    valid_from   TEXT CHECK (length(valid_from) = 10),
    valid_to     TEXT CHECK (length(valid_to) = 10 AND valid_to > valid_from),
    source       TEXT NOT NULL DEFAULT '',
    confirmed    {{int}} NOT NULL DEFAULT 0 CHECK (confirmed IN (0, 1)),
    confirmed_by {{int}} REFERENCES account (id),
    confirmed_ms {{int}},
    note         TEXT NOT NULL DEFAULT '',
    file_id      {{int}} REFERENCES file (id),
    state        TEXT NOT NULL DEFAULT 'kept' CHECK (state IN ('draft', 'kept', 'removed')),
    added_ms     {{int}} NOT NULL
) {{strict}};
CREATE INDEX document_sign ON document (sign_key, year, id);
CREATE INDEX document_title ON document (title_key, id);
CREATE INDEX document_name ON document (state, sort_key, id);
CREATE INDEX document_ends ON document (state, valid_to, id);
CREATE INDEX document_guidance ON document (class, id);
CREATE INDEX document_date ON document (state, (COALESCE(signed_on, '')), id);

-- from_id does this to to_id, from a day on when it is known.
CREATE TABLE document_relation (
    id         {{id}},
    from_id    {{int}} NOT NULL REFERENCES document (id),
    to_id      {{int}} NOT NULL REFERENCES document (id),
    kind       TEXT NOT NULL CHECK (kind IN ('amends', 'replaces', 'repeals', 'guides', 'consolidates', 'carries_out')),
    from_date  TEXT CHECK (length(from_date) = 10),
    note       TEXT NOT NULL DEFAULT '',
    CHECK (from_id <> to_id)
) {{strict}};
CREATE UNIQUE INDEX document_relation_once ON document_relation (from_id, to_id, kind);
CREATE INDEX document_relation_to ON document_relation (to_id, kind);

-- A document given to a unit and all below it to be read, while it is open: to those who have a post
-- there when it is given, and to those who come later.
CREATE TABLE reading (
    id          {{id}},
    version     {{int}} NOT NULL DEFAULT 1,
    document_id {{int}} NOT NULL REFERENCES document (id),
    unit_id     {{int}} NOT NULL REFERENCES unit (id),
    ask         TEXT NOT NULL DEFAULT '',
    due         TEXT NOT NULL CHECK (length(due) = 10),
    given_by    {{int}} REFERENCES account (id),
    given_ms    {{int}} NOT NULL,
    state       TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    closed_ms   {{int}}
) {{strict}};
CREATE INDEX reading_due ON reading (state, due, id);
CREATE INDEX reading_document ON reading (document_id, id);
CREATE INDEX reading_unit ON reading (unit_id, id);

-- `unit_id` is where the person sits now, `due` the person's own last day (later for who came later).
-- `excused`: left or moved out before reading; not counted.
CREATE TABLE reader (
    id              {{id}},
    reading_id      {{int}} NOT NULL REFERENCES reading (id),
    person_id       {{int}} NOT NULL REFERENCES person (id),
    unit_id         {{int}} NOT NULL REFERENCES unit (id),
    due             TEXT NOT NULL CHECK (length(due) = 10),
    state           TEXT NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'opened', 'acknowledged', 'excused')),
    opened_ms       {{int}},
    acknowledged_ms {{int}},
    reminded_on     TEXT CHECK (length(reminded_on) = 10)
) {{strict}};
CREATE UNIQUE INDEX reader_once ON reader (reading_id, person_id);
CREATE INDEX reader_person ON reader (person_id, due, id);
CREATE INDEX reader_unit ON reader (unit_id, state, due, id);
CREATE INDEX reader_state ON reader (reading_id, state, due, id);
