-- Plans as documents: what was read, what a person confirmed.

-- A draft holds what the reader understood until somebody has corrected and confirmed it; then it is
-- issued. `identity` knows the same document again: sign, date, issuer and title, folded. `unit_id` is whose plan it is: the office's, or the unit's own that carries out another.
-- What the document does not show is NULL.
CREATE TABLE plan (
    id            {{id}},
    version       {{int}} NOT NULL DEFAULT 1,
    state         TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'issued', 'closed', 'dropped')),
    unit_id       {{int}} NOT NULL REFERENCES unit (id),
    type          TEXT NOT NULL DEFAULT 'Kế hoạch',
    number        TEXT,
    notation      TEXT,
    dated         TEXT CHECK (length(dated) = 10),
    place         TEXT,
    parent        TEXT,
    issuer        TEXT,
    title         TEXT NOT NULL DEFAULT '',
    sort_key      {{blob}} NOT NULL,
    key_version   {{int}} NOT NULL DEFAULT 1,
    identity      TEXT NOT NULL DEFAULT '',
    signer_post   TEXT,
    signer_name   TEXT,
    recipients    TEXT NOT NULL DEFAULT '',
    year          {{int}} NOT NULL DEFAULT 0,
    carries_out   {{int}} REFERENCES plan (id),
    replaces_id   {{int}} REFERENCES plan (id),
    document_id   {{int}} REFERENCES document (id),
    file_id       {{int}} REFERENCES file (id),
    source_kind   TEXT NOT NULL DEFAULT 'hand' CHECK (source_kind IN ('hand', 'txt', 'docx', 'pdf')),
    source_text   TEXT NOT NULL DEFAULT '',
    source_hash   {{blob}},
    noisy         {{int}} NOT NULL DEFAULT 0 CHECK (noisy IN (0, 1)),
    made_by       {{int}} REFERENCES account (id),
    made_ms       {{int}} NOT NULL,
    confirmed_by  {{int}} REFERENCES account (id),
    confirmed_ms  {{int}},
    closed_ms     {{int}},
    reason        TEXT NOT NULL DEFAULT ''
) {{strict}};
CREATE INDEX plan_state ON plan (state, id);
CREATE INDEX plan_year ON plan (year, id);
CREATE INDEX plan_date ON plan (COALESCE(dated, ''), id);
CREATE INDEX plan_identity ON plan (identity);
CREATE INDEX plan_replaces ON plan (replaces_id);
CREATE INDEX plan_unit ON plan (unit_id, year, id);
CREATE INDEX plan_name ON plan (sort_key, id);
CREATE INDEX plan_carries_out ON plan (carries_out);
CREATE INDEX plan_source ON plan (source_hash);

-- The tree in reading order; from_line and to_line (half-open, from 0) point into source_text.
CREATE TABLE plan_section (
    id        {{id}},
    version   {{int}} NOT NULL DEFAULT 1,
    plan_id   {{int}} NOT NULL REFERENCES plan (id),
    parent_id {{int}} REFERENCES plan_section (id),
    no        {{int}} NOT NULL,
    depth     {{int}} NOT NULL,
    label     TEXT NOT NULL,
    path      TEXT NOT NULL,
    title     TEXT NOT NULL,
    text      TEXT NOT NULL,
    from_line {{int}} NOT NULL,
    to_line   {{int}} NOT NULL,
    repaired  {{int}} NOT NULL DEFAULT 0 CHECK (repaired IN (0, 1))
) {{strict}};
CREATE UNIQUE INDEX plan_section_order ON plan_section (plan_id, no);
CREATE INDEX plan_section_parent ON plan_section (parent_id);

-- `text` as it stands in the document; `repaired` when the sign got its right form from the code lists.
CREATE TABLE plan_citation (
    id          {{id}},
    version     {{int}} NOT NULL DEFAULT 1,
    plan_id     {{int}} NOT NULL REFERENCES plan (id),
    no          {{int}} NOT NULL,
    text        TEXT NOT NULL,
    type        TEXT,
    sign        TEXT,
    dated       TEXT CHECK (length(dated) = 10),
    issuer      TEXT,
    title       TEXT,
    place       TEXT,
    year        {{int}} NOT NULL DEFAULT 0,
    times       {{int}} NOT NULL DEFAULT 1,
    replaced    {{int}} NOT NULL DEFAULT 0 CHECK (replaced IN (0, 1)),
    repaired    {{int}} NOT NULL DEFAULT 0 CHECK (repaired IN (0, 1)),
    line        {{int}} NOT NULL,
    document_id {{int}} REFERENCES document (id)
) {{strict}};
CREATE UNIQUE INDEX plan_citation_order ON plan_citation (plan_id, no);
CREATE INDEX plan_citation_document ON plan_citation (document_id);

-- Work that the plan charges somebody with; unit_id when the owner's words name a unit of the office,
-- all_units when they name every one ("Các phòng, ban, đơn vị"). `wanted`: to be made a task of.
CREATE TABLE plan_task (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    plan_id    {{int}} NOT NULL REFERENCES plan (id),
    section_id {{int}} REFERENCES plan_section (id),
    no         {{int}} NOT NULL,
    owner      TEXT,
    unit_id    {{int}} REFERENCES unit (id),
    all_units  {{int}} NOT NULL DEFAULT 0 CHECK (all_units IN (0, 1)),
    kind       TEXT NOT NULL DEFAULT 'professional'
               CHECK (kind IN ('professional', 'party', 'policy', 'digital', 'reform', 'emulation')),
    text       TEXT NOT NULL,
    line       {{int}} NOT NULL,
    wanted     {{int}} NOT NULL DEFAULT 1 CHECK (wanted IN (0, 1)),
    repaired   {{int}} NOT NULL DEFAULT 0 CHECK (repaired IN (0, 1))
) {{strict}};
CREATE UNIQUE INDEX plan_task_order ON plan_task (plan_id, no);
CREATE INDEX plan_task_unit ON plan_task (unit_id, plan_id);
CREATE INDEX plan_task_section ON plan_task (section_id);

-- What the reader had to say: left out, repaired, not understood. line -1: about the whole.
CREATE TABLE plan_remark (
    plan_id {{int}} NOT NULL REFERENCES plan (id),
    no      {{int}} NOT NULL,
    line    {{int}} NOT NULL,
    text    TEXT NOT NULL,
    PRIMARY KEY (plan_id, no)
) {{strict}};
