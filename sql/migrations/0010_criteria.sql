-- Criteria and scoring (bộ tiêu chí, chấm điểm). Amounts are thousandths of a point.

-- An edition of a set; editions of one set share `line`. What is published is not changed: a new edition follows it, and takes over
-- from its first day. `scale`: the points that the lines without bonus and minus make together.
CREATE TABLE criteria_set (
    id           {{id}},
    version      {{int}} NOT NULL DEFAULT 1,
    state        TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'published', 'replaced', 'dropped')),
    line         {{int}} NOT NULL DEFAULT 0,
    edition      {{int}} NOT NULL DEFAULT 1,
    unit_id      {{int}} NOT NULL REFERENCES unit (id),
    holder_id    {{int}} NOT NULL REFERENCES unit (id),
    title        TEXT NOT NULL CHECK (title <> ''),
    fold         TEXT NOT NULL,
    basis        TEXT NOT NULL DEFAULT '',
    scale        {{int}} NOT NULL CHECK (scale IN (100, 1000)),
    bonus_milli  {{int}},
    valid_from   TEXT NOT NULL CHECK (length(valid_from) = 10),
    valid_to     TEXT NOT NULL CHECK (length(valid_to) = 10 AND valid_to > valid_from),
    published_ms {{int}},
    made_by      {{int}} REFERENCES account (id),
    made_ms      {{int}} NOT NULL
) {{strict}};
CREATE INDEX criteria_set_line ON criteria_set (line, edition);
CREATE INDEX criteria_set_state ON criteria_set (state, id);
CREATE INDEX criteria_set_holder ON criteria_set (holder_id, id);

-- A content (kind 'content') has its lines below it by `place`. How a line counts: points as given; a share of the maximum (done of
-- planned); count times points; minus is taken off; an exclusion keeps a unit out of the ranking. `checker_id`: the unit that checks it;
-- NULL: the standing body. `from_id`: the line of the edition before.
CREATE TABLE criterion (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    set_id     {{int}} NOT NULL REFERENCES criteria_set (id),
    place      {{int}} NOT NULL,
    label      TEXT NOT NULL CHECK (label <> ''),
    title      TEXT NOT NULL CHECK (title <> ''),
    guide      TEXT NOT NULL DEFAULT '',
    kind       TEXT NOT NULL CHECK (kind IN ('content', 'points', 'share', 'count', 'bonus', 'minus', 'exclusion')),
    max_milli  {{int}},
    each_milli {{int}},
    checker_id {{int}} REFERENCES unit (id),
    from_id    {{int}} REFERENCES criterion (id)
) {{strict}};
CREATE INDEX criterion_set ON criterion (set_id, place, id);
CREATE INDEX criterion_checker ON criterion (checker_id) WHERE checker_id IS NOT NULL;
CREATE INDEX criterion_from ON criterion (from_id) WHERE from_id IS NOT NULL;

-- What an edition changed against the one before it, as units were told.
CREATE TABLE criteria_change (
    id     {{id}},
    set_id {{int}} NOT NULL REFERENCES criteria_set (id),
    label  TEXT NOT NULL,
    title  TEXT NOT NULL,
    what   TEXT NOT NULL CHECK (what IN ('new', 'gone', 'changed')),
    was    TEXT NOT NULL DEFAULT '',
    now    TEXT NOT NULL DEFAULT ''
) {{strict}};
CREATE INDEX criteria_change_set ON criteria_change (set_id, id);

-- A scoring: a bloc of units scores itself by a set, for a year, and is ranked.
CREATE TABLE scoring (
    id        {{id}},
    version   {{int}} NOT NULL DEFAULT 1,
    state     TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'final')),
    set_id    {{int}} NOT NULL REFERENCES criteria_set (id),
    unit_id   {{int}} NOT NULL REFERENCES unit (id),
    holder_id {{int}} NOT NULL REFERENCES unit (id),
    year      {{int}} NOT NULL CHECK (year BETWEEN 1945 AND 2200),
    bloc      TEXT NOT NULL CHECK (bloc <> ''),
    due       TEXT NOT NULL CHECK (length(due) = 10),
    made_by   {{int}} REFERENCES account (id),
    made_ms   {{int}} NOT NULL
) {{strict}};
CREATE INDEX scoring_set ON scoring (set_id, id);
CREATE INDEX scoring_holder ON scoring (holder_id, id);

-- One unit's sheet; sums are kept beside the lines. `lacks`: lines nobody has scored, `unchecked`: nobody has checked.
CREATE TABLE score_sheet (
    id            {{id}},
    version       {{int}} NOT NULL DEFAULT 1,
    state         TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'sent', 'returned', 'checked')),
    scoring_id    {{int}} NOT NULL REFERENCES scoring (id),
    unit_id       {{int}} NOT NULL REFERENCES unit (id),
    holder_id     {{int}} NOT NULL REFERENCES unit (id),
    self_milli    {{int}} NOT NULL DEFAULT 0,
    checked_milli {{int}} NOT NULL DEFAULT 0,
    lacks         {{int}} NOT NULL DEFAULT 0,
    unchecked     {{int}} NOT NULL DEFAULT 0,
    excluded      {{int}} NOT NULL DEFAULT 0,
    reason        TEXT NOT NULL DEFAULT '',
    sent_ms       {{int}}
) {{strict}};
CREATE UNIQUE INDEX score_sheet_once ON score_sheet (scoring_id, unit_id);
CREATE INDEX score_sheet_holder ON score_sheet (holder_id, id);
CREATE INDEX score_sheet_state ON score_sheet (state, id);
CREATE INDEX score_sheet_best ON score_sheet (scoring_id, checked_milli, id);
CREATE INDEX score_sheet_rank ON score_sheet (scoring_id, excluded, checked_milli);

-- NULL is missing, 0 is a score. `amount`, `planned`: what was counted.
CREATE TABLE score_line (
    id            {{id}},
    version       {{int}} NOT NULL DEFAULT 1,
    sheet_id      {{int}} NOT NULL REFERENCES score_sheet (id),
    criterion_id  {{int}} NOT NULL REFERENCES criterion (id),
    amount_milli  {{int}},
    planned_milli {{int}},
    self_milli    {{int}},
    note          TEXT NOT NULL DEFAULT '',
    file_id       {{int}} REFERENCES file (id),
    checked_milli {{int}},
    reason        TEXT NOT NULL DEFAULT '',
    checked_by    {{int}} REFERENCES account (id),
    checked_ms    {{int}}
) {{strict}};
CREATE UNIQUE INDEX score_line_once ON score_line (sheet_id, criterion_id);
CREATE INDEX score_line_criterion ON score_line (criterion_id, id);
