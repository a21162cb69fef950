-- Papers that were made, the office's own templates, certificates and the blanks they are printed on.

-- All that a template was when something was made by it: the shipped file, the office's body ('' for the shipped one),
-- the parts that all share. So a paper keeps its form whatever newer programs bring.
CREATE TABLE paper_text (
    id      {{id}},
    hash    {{blob}} NOT NULL UNIQUE,
    text    TEXT NOT NULL,
    body    TEXT NOT NULL,
    common  TEXT NOT NULL,
    kept_ms {{int}} NOT NULL
) {{strict}};

-- A version that the office made of a template; body '' is going back to the shipped one. Never changed: the next one follows.
CREATE TABLE paper_template (
    id         {{id}},
    kind       TEXT NOT NULL CHECK (kind <> ''),
    no         {{int}} NOT NULL CHECK (no >= 1),
    name       TEXT NOT NULL CHECK (name <> ''),
    body       TEXT NOT NULL,
    reason     TEXT NOT NULL CHECK (reason <> ''),
    valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
    made_by    {{int}} REFERENCES account (id),
    made_ms    {{int}} NOT NULL
) {{strict}};
CREATE UNIQUE INDEX paper_template_no ON paper_template (kind, no);
CREATE INDEX paper_template_used ON paper_template (kind, valid_from, id);
{{append_only:paper_template}}

-- A paper: what it is about, where it is seen (a unit, or a person and so that person's unit), and the version at hand.
CREATE TABLE paper (
    id          {{id}},
    version     {{int}} NOT NULL DEFAULT 1,
    kind        TEXT NOT NULL CHECK (kind <> ''),
    title       TEXT NOT NULL CHECK (title <> ''),
    object      TEXT NOT NULL CHECK (object <> ''),
    object_id   {{int}} NOT NULL,
    unit_id     {{int}} REFERENCES unit (id),
    person_id   {{int}} REFERENCES person (id),
    text_id     {{int}} NOT NULL REFERENCES paper_text (id),
    template_id {{int}} REFERENCES paper_template (id),
    missing     {{int}} NOT NULL DEFAULT 0 CHECK (missing >= 0),
    state       TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'final', 'dropped')),
    reason      TEXT NOT NULL DEFAULT '',
    made_by     {{int}} REFERENCES account (id),
    made_ms     {{int}} NOT NULL,
    changed_ms  {{int}} NOT NULL,
    final_by    {{int}} REFERENCES account (id),
    final_ms    {{int}},
    CHECK (CASE WHEN unit_id IS NULL THEN person_id ELSE 1 END IS NOT NULL)
) {{strict}};
CREATE INDEX paper_object ON paper (object, object_id, id);
CREATE INDEX paper_kind ON paper (kind, id);
CREATE INDEX paper_unit ON paper (unit_id, id);
CREATE INDEX paper_person ON paper (person_id, id);
CREATE INDEX paper_state ON paper (state, id);
CREATE INDEX paper_final ON paper (final_ms, id) WHERE final_ms IS NOT NULL;

-- Every state of its data, the last one is that of paper.version; nothing is written over.
CREATE TABLE paper_version (
    id       {{id}},
    paper_id {{int}} NOT NULL REFERENCES paper (id),
    no       {{int}} NOT NULL CHECK (no >= 1),
    data     TEXT NOT NULL,
    note     TEXT NOT NULL DEFAULT '',
    made_by  {{int}} REFERENCES account (id),
    made_ms  {{int}} NOT NULL
) {{strict}};
CREATE UNIQUE INDEX paper_version_no ON paper_version (paper_id, no);

-- What somebody types and has not saved, on which version: each box with its text. Gone when it is saved.
CREATE TABLE paper_typing (
    id         {{id}},
    paper_id   {{int}} NOT NULL REFERENCES paper (id),
    account_id {{int}} NOT NULL REFERENCES account (id),
    version    {{int}} NOT NULL,
    boxes      TEXT NOT NULL,
    typed_ms   {{int}} NOT NULL
) {{strict}};
CREATE UNIQUE INDEX paper_typing_whose ON paper_typing (paper_id, account_id);
CREATE INDEX paper_typing_account ON paper_typing (account_id);

-- Where the boxes of a blank stand for a unit, an award and a kind of recipient ('' and the top unit: any); the newest counts. The shift is what the
-- printer is off by, in hundredths of a millimetre.
CREATE TABLE cert_layout (
    id        {{id}},
    blank     TEXT NOT NULL CHECK (blank <> ''),
    unit_id   {{int}} NOT NULL REFERENCES unit (id),
    award     TEXT NOT NULL DEFAULT '',
    subject   TEXT NOT NULL DEFAULT '' CHECK (subject IN ('', 'person', 'unit', 'household')),
    body      TEXT NOT NULL CHECK (body <> ''),
    text_only {{int}} NOT NULL CHECK (text_only IN (0, 1)),
    shift_x   {{int}} NOT NULL DEFAULT 0 CHECK (abs(shift_x) <= 5000),
    shift_y   {{int}} NOT NULL DEFAULT 0 CHECK (abs(shift_y) <= 5000),
    made_by   {{int}} REFERENCES account (id),
    made_ms   {{int}} NOT NULL
) {{strict}};
CREATE INDEX cert_layout_of ON cert_layout (blank, unit_id, award, subject, id);

-- A certificate of a line of the ledger. `token` is the short number that the QR code carries and the public page asks for: random, so that nobody
-- counts through them. `golden` is the số sổ vàng of its year. `serial` is the number of the blank it was printed on.
CREATE TABLE certificate (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    award_id   {{int}} NOT NULL REFERENCES award (id),
    blank      TEXT NOT NULL CHECK (blank <> ''),
    token      TEXT NOT NULL UNIQUE CHECK (token <> ''),
    year       {{int}} NOT NULL,
    golden     {{int}} NOT NULL CHECK (golden >= 1),
    title      TEXT NOT NULL DEFAULT '',
    about      TEXT NOT NULL DEFAULT '',
    serial     TEXT NOT NULL DEFAULT '',
    state      TEXT NOT NULL DEFAULT 'made' CHECK (state IN ('made', 'printed', 'given', 'void')),
    reason     TEXT NOT NULL DEFAULT '',
    made_by    {{int}} REFERENCES account (id),
    made_ms    {{int}} NOT NULL,
    printed_ms {{int}},
    given_on   TEXT CHECK (length(given_on) = 10)
) {{strict}};
CREATE INDEX certificate_year ON certificate (year, id);
CREATE UNIQUE INDEX certificate_once ON certificate (award_id) WHERE state <> 'void';
CREATE INDEX certificate_award ON certificate (award_id);
CREATE INDEX certificate_state ON certificate (state, id);
CREATE INDEX certificate_blank ON certificate (blank, state);

-- An extract of awards: which lines of the ledger one person had when it was made. Its short number is of the same kind as that of a certificate.
CREATE TABLE award_extract (
    id        {{id}},
    token     TEXT NOT NULL UNIQUE CHECK (token <> ''),
    person_id {{int}} NOT NULL REFERENCES person (id),
    text_id   {{int}} NOT NULL REFERENCES paper_text (id),
    made_by   {{int}} REFERENCES account (id),
    made_ms   {{int}} NOT NULL
) {{strict}};
CREATE INDEX award_extract_text ON award_extract (text_id);
CREATE INDEX award_extract_person ON award_extract (person_id, id);
CREATE TABLE award_extract_line (
    extract_id {{int}} NOT NULL REFERENCES award_extract (id),
    award_id   {{int}} NOT NULL REFERENCES award (id),
    PRIMARY KEY (extract_id, award_id)
) {{strict}};
CREATE INDEX award_extract_line_award ON award_extract_line (award_id, extract_id);

-- Blanks that came in, and those that were spoiled; what certificates were printed on stands there.
CREATE TABLE blank_lot (
    id          {{id}},
    version     {{int}} NOT NULL DEFAULT 1,
    blank       TEXT NOT NULL CHECK (blank <> ''),
    received_on TEXT NOT NULL CHECK (length(received_on) = 10),
    count       {{int}} NOT NULL CHECK (count >= 1),
    first       TEXT NOT NULL DEFAULT '',
    last        TEXT NOT NULL DEFAULT '',
    source      TEXT NOT NULL DEFAULT '',
    made_by     {{int}} REFERENCES account (id),
    made_ms     {{int}} NOT NULL
) {{strict}};
CREATE INDEX blank_lot_of ON blank_lot (blank, id);
CREATE TABLE blank_spoiled (
    id             {{id}},
    blank          TEXT NOT NULL CHECK (blank <> ''),
    count          {{int}} NOT NULL CHECK (count >= 1),
    serial         TEXT NOT NULL DEFAULT '',
    certificate_id {{int}} REFERENCES certificate (id),
    on_date        TEXT NOT NULL CHECK (length(on_date) = 10),
    reason         TEXT NOT NULL CHECK (reason <> ''),
    made_by        {{int}} REFERENCES account (id),
    made_ms        {{int}} NOT NULL
) {{strict}};
CREATE INDEX blank_spoiled_of ON blank_spoiled (blank, id);
CREATE INDEX blank_spoiled_certificate ON blank_spoiled (certificate_id);
