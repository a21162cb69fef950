-- The office beside the law: what people attest, what the office confirms and sets, verdicts as they were given.

-- What only people can judge ("nội bộ đoàn kết"), said by somebody with a name. `matter` is the key in the rule files.
CREATE TABLE attestation (
    id        {{id}},
    version   {{int}} NOT NULL DEFAULT 1,
    subject   TEXT NOT NULL CHECK (subject IN ('person', 'unit', 'household')),
    person_id {{int}} REFERENCES person (id),
    unit_id   {{int}} REFERENCES unit (id),
    household TEXT NOT NULL DEFAULT '',
    year      {{int}} NOT NULL CHECK (year BETWEEN 1945 AND 2200),
    matter    TEXT NOT NULL CHECK (matter <> ''),
    yes       {{int}} NOT NULL CHECK (yes IN (0, 1)),
    said_by   TEXT NOT NULL CHECK (said_by <> ''),
    basis     TEXT NOT NULL DEFAULT '',
    state     TEXT NOT NULL DEFAULT 'valid' CHECK (state IN ('valid', 'cancelled')),
    made_by   {{int}} REFERENCES account (id),
    made_ms   {{int}} NOT NULL,
    CHECK (CASE subject WHEN 'person' THEN person_id WHEN 'unit' THEN unit_id ELSE CASE WHEN household <> '' THEN 1 END END IS NOT NULL)
) {{strict}};
CREATE INDEX attestation_person ON attestation (person_id, year, matter);
CREATE INDEX attestation_unit ON attestation (unit_id, year, matter);
CREATE INDEX attestation_household ON attestation (household, year);
CREATE INDEX attestation_year ON attestation (year, id);

-- Confirmations of unconfirmed conditions, and values that the law leaves to the office or the province.
-- shipped_hash is that of the shipped text when it was said: another one now is a conflict.
CREATE TABLE law_overlay (
    id           {{id}},
    version      {{int}} NOT NULL DEFAULT 1,
    kind         TEXT NOT NULL CHECK (kind IN ('confirm', 'value')),
    key          TEXT NOT NULL CHECK (key <> ''),
    set_name     TEXT NOT NULL DEFAULT '',
    value_milli  {{int}},
    source       TEXT NOT NULL CHECK (source <> ''),
    reason       TEXT NOT NULL CHECK (reason <> ''),
    shipped_hash TEXT NOT NULL DEFAULT '',
    valid_from   TEXT NOT NULL CHECK (length(valid_from) = 10),
    valid_to     TEXT NOT NULL CHECK (length(valid_to) = 10 AND valid_to > valid_from),
    made_by      {{int}} REFERENCES account (id),
    made_ms      {{int}} NOT NULL,
    CHECK (kind <> 'value' OR value_milli IS NOT NULL)
) {{strict}};
{{no_overlap:law_overlay:kind,key,set_name}}
CREATE INDEX law_overlay_time ON law_overlay (valid_from, id);

-- The rule files as they were when something was decided by them.
CREATE TABLE law_version (
    hash    TEXT PRIMARY KEY CHECK (length(hash) = 64),
    files   TEXT NOT NULL,
    kept_ms {{int}} NOT NULL
) {{strict}};

-- An answer of the law with all that went into it; never changed. Of a dossier between two laws it has both answers; set_name and
-- verdict are then those of the more favourable one. `decided`: the day for which it was asked whether a later law is better.
CREATE TABLE law_verdict (
    id        {{id}},
    subject   TEXT NOT NULL CHECK (subject IN ('person', 'unit', 'household')),
    person_id {{int}} REFERENCES person (id),
    unit_id   {{int}} REFERENCES unit (id),
    household TEXT NOT NULL DEFAULT '',
    award     TEXT NOT NULL,
    type      TEXT NOT NULL,
    on_date   TEXT NOT NULL CHECK (length(on_date) = 10),
    received  TEXT NOT NULL CHECK (length(received) = 10),
    decided   TEXT NOT NULL CHECK (length(decided) = 10),
    year      {{int}} NOT NULL,
    set_name  TEXT NOT NULL,
    law_hash  TEXT NOT NULL REFERENCES law_version (hash),
    overlay   TEXT NOT NULL,
    facts     TEXT NOT NULL,
    answer    TEXT NOT NULL,
    verdict   TEXT NOT NULL CHECK (verdict IN ('eligible', 'ineligible', 'unknown', 'held', 'given')),
    made_by   {{int}} REFERENCES account (id),
    made_ms   {{int}} NOT NULL
) {{strict}};
CREATE INDEX law_verdict_person ON law_verdict (person_id, id);
CREATE INDEX law_verdict_unit ON law_verdict (unit_id, id);
CREATE INDEX law_verdict_award ON law_verdict (award, id);
{{append_only:law_verdict}}

-- Everybody judged at once, by the rules of that time, and every unit. `people`: of each person (unit) in a slice the id in eight bytes and
-- four bits an award in sixteen (0 not eligible, 1 not known, 2 eligible, 3 held, 4 given; awards by `place`), little-endian.
CREATE TABLE law_survey (
    id        {{id}},
    year      {{int}} NOT NULL,
    on_date   TEXT NOT NULL CHECK (length(on_date) = 10),
    received  TEXT NOT NULL CHECK (length(received) = 10),
    set_name  TEXT NOT NULL,
    law_hash  TEXT NOT NULL REFERENCES law_version (hash),
    overlay   TEXT NOT NULL,
    people    {{int}} NOT NULL DEFAULT 0,
    units     {{int}} NOT NULL DEFAULT 0,
    made_by   {{int}} REFERENCES account (id),
    made_ms   {{int}} NOT NULL
) {{strict}};
CREATE INDEX law_survey_year ON law_survey (year, id);
CREATE TABLE law_survey_slice (
    id        {{id}},
    survey_id {{int}} NOT NULL REFERENCES law_survey (id),
    subject   TEXT NOT NULL CHECK (subject IN ('person', 'unit')),
    first_id  {{int}} NOT NULL,
    last_id   {{int}} NOT NULL,
    people    {{blob}} NOT NULL
) {{strict}};
CREATE INDEX law_survey_slice_of ON law_survey_slice (survey_id, id);
CREATE INDEX law_survey_slice_ids ON law_survey_slice (subject, last_id, first_id);
CREATE TABLE law_survey_count (
    survey_id  {{int}} NOT NULL REFERENCES law_survey (id),
    subject    TEXT NOT NULL CHECK (subject IN ('person', 'unit')),
    place      {{int}} NOT NULL,
    award      TEXT NOT NULL,
    eligible   {{int}} NOT NULL,
    unknown    {{int}} NOT NULL,
    ineligible {{int}} NOT NULL,
    held       {{int}} NOT NULL,
    given      {{int}} NOT NULL,
    PRIMARY KEY (survey_id, subject, place)
) {{strict}};
