-- Exemplars (điển hình tiên tiến) and what the public is asked. docs/exemplar.md, docs/public.md.

-- As with movements, `unit_id` is whose proposal it was and `holder_id` who answers for it today; `about_unit_id` is the collective that it is about.
-- `consent`: how the person or household agreed to being shown (Luật Bảo vệ dữ liệu cá nhân); without it nothing is published.
CREATE TABLE exemplar (
    id            {{id}},
    version       {{int}} NOT NULL DEFAULT 1,
    state         TEXT NOT NULL DEFAULT 'proposed' CHECK (state IN
                  ('proposed', 'chosen', 'approved', 'published', 'withdrawn', 'refused', 'dropped')),
    unit_id       {{int}} NOT NULL REFERENCES unit (id),
    holder_id     {{int}} NOT NULL REFERENCES unit (id),
    year          {{int}} NOT NULL CHECK (year BETWEEN 1945 AND 2200),
    month         {{int}} NOT NULL CHECK (month BETWEEN 1 AND 12),
    subject       TEXT NOT NULL CHECK (subject IN ('person', 'unit', 'household')),
    person_id     {{int}} REFERENCES person (id),
    about_unit_id {{int}} REFERENCES unit (id),
    household     TEXT NOT NULL DEFAULT '',
    title         TEXT NOT NULL CHECK (title <> ''),
    story         TEXT NOT NULL,
    deed_id       {{int}} REFERENCES deed (id),
    reason        TEXT NOT NULL DEFAULT '',
    consent       TEXT NOT NULL DEFAULT '',
    approved_by   {{int}} REFERENCES account (id),
    approved_ms   {{int}},
    published_on  TEXT CHECK (length(published_on) = 10),
    changed_ms    {{int}} NOT NULL,
    made_by       {{int}} REFERENCES account (id),
    made_ms       {{int}} NOT NULL,
    CHECK (CASE subject WHEN 'person' THEN person_id WHEN 'unit' THEN about_unit_id ELSE CASE WHEN household <> '' THEN 1 END END IS NOT NULL)
) {{strict}};
CREATE INDEX exemplar_time ON exemplar (year, month, id);
CREATE INDEX exemplar_state ON exemplar (state, id);
CREATE INDEX exemplar_holder ON exemplar (holder_id, year, month, id);
CREATE INDEX exemplar_person ON exemplar (person_id, id) WHERE person_id IS NOT NULL;
CREATE INDEX exemplar_about ON exemplar (about_unit_id, id) WHERE about_unit_id IS NOT NULL;
CREATE INDEX exemplar_deed ON exemplar (deed_id) WHERE deed_id IS NOT NULL;
CREATE INDEX exemplar_published ON exemplar (published_on, id) WHERE published_on IS NOT NULL;

-- `caption` is what a reader who does not see the picture gets, too.
CREATE TABLE exemplar_picture (
    id          {{id}},
    version     {{int}} NOT NULL DEFAULT 1,
    exemplar_id {{int}} NOT NULL REFERENCES exemplar (id),
    file_id     {{int}} NOT NULL REFERENCES file (id),
    caption     TEXT NOT NULL CHECK (caption <> ''),
    made_ms     {{int}} NOT NULL
) {{strict}};
CREATE INDEX exemplar_picture_of ON exemplar_picture (exemplar_id, id);
CREATE INDEX exemplar_picture_file ON exemplar_picture (file_id);

-- What became of it. `shown`: the public reads it, too, while the exemplar is published.
CREATE TABLE exemplar_note (
    id          {{id}},
    exemplar_id {{int}} NOT NULL REFERENCES exemplar (id),
    on_date     TEXT NOT NULL CHECK (length(on_date) = 10),
    text        TEXT NOT NULL CHECK (text <> ''),
    shown       {{int}} NOT NULL CHECK (shown IN (0, 1)),
    made_by     {{int}} REFERENCES account (id),
    made_ms     {{int}} NOT NULL
) {{strict}};
CREATE INDEX exemplar_note_of ON exemplar_note (exemplar_id, on_date, id);

-- The public is asked (lấy ý kiến nhân dân) about exemplars or about the nominees of a dossier, from a day to a day, both included.
-- `result`: what came of it, said when it was closed. `dossier_id`: where the result goes.
CREATE TABLE comment_period (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    state      TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed', 'dropped')),
    unit_id    {{int}} NOT NULL REFERENCES unit (id),
    holder_id  {{int}} NOT NULL REFERENCES unit (id),
    dossier_id {{int}} REFERENCES dossier (id),
    title      TEXT NOT NULL CHECK (title <> ''),
    about      TEXT NOT NULL DEFAULT '',
    begins     TEXT NOT NULL CHECK (length(begins) = 10),
    ends       TEXT NOT NULL CHECK (length(ends) = 10 AND ends >= begins),
    result     TEXT NOT NULL DEFAULT '',
    closed_ms  {{int}},
    made_by    {{int}} REFERENCES account (id),
    made_ms    {{int}} NOT NULL
) {{strict}};
CREATE INDEX comment_period_state ON comment_period (state, ends, id);
CREATE INDEX comment_period_holder ON comment_period (holder_id, id);
CREATE INDEX comment_period_dossier ON comment_period (dossier_id) WHERE dossier_id IS NOT NULL;

-- Who is in question. `name` and `what` are what the public reads, as on the day it was asked.
CREATE TABLE comment_item (
    id          {{id}},
    period_id   {{int}} NOT NULL REFERENCES comment_period (id),
    exemplar_id {{int}} REFERENCES exemplar (id),
    nominee_id  {{int}} REFERENCES nominee (id),
    person_id   {{int}} REFERENCES person (id),
    name        TEXT NOT NULL CHECK (name <> ''),
    what        TEXT NOT NULL DEFAULT ''
) {{strict}};
CREATE INDEX comment_item_of ON comment_item (period_id, id);
CREATE INDEX comment_item_exemplar ON comment_item (exemplar_id) WHERE exemplar_id IS NOT NULL;
CREATE INDEX comment_item_nominee ON comment_item (nominee_id) WHERE nominee_id IS NOT NULL;
CREATE INDEX comment_item_person ON comment_item (person_id) WHERE person_id IS NOT NULL;

-- `author`: as the writer wants to be named in public, '' without a name. `contact`: sealed, for the standing body and the inspector alone.
CREATE TABLE comment (
    id          {{id}},
    version     {{int}} NOT NULL DEFAULT 1,
    state       TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'shown', 'hidden')),
    period_id   {{int}} NOT NULL REFERENCES comment_period (id),
    item_id     {{int}} REFERENCES comment_item (id),
    author      TEXT NOT NULL DEFAULT '',
    text        TEXT NOT NULL CHECK (text <> ''),
    contact     {{blob}},
    answer      TEXT NOT NULL DEFAULT '',
    reason      TEXT NOT NULL DEFAULT '',
    answered_by {{int}} REFERENCES account (id),
    answered_ms {{int}},
    made_on     TEXT NOT NULL CHECK (length(made_on) = 10),
    made_ms     {{int}} NOT NULL
) {{strict}};
CREATE INDEX comment_of ON comment (period_id, state, id);
CREATE INDEX comment_day ON comment (made_on, id);
CREATE INDEX comment_state ON comment (state, id);
CREATE INDEX comment_item_id ON comment (item_id) WHERE item_id IS NOT NULL;
CREATE INDEX comment_sealed ON comment (id) WHERE contact IS NOT NULL;
