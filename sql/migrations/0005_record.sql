-- What is known about people and units year by year, and the ledger of awards. All the facts that the
-- law asks about come from here.

-- A person or unit that a list names and the organisation does not have (or not by a number): what was
-- said about them is kept under this row until somebody says who they are.
CREATE TABLE unmatched (
    id          {{id}},
    version     {{int}} NOT NULL DEFAULT 1,
    kind        TEXT NOT NULL CHECK (kind IN ('person', 'unit')),
    name        TEXT NOT NULL CHECK (name <> ''),
    fold        TEXT NOT NULL,
    sort_key    {{blob}} NOT NULL,
    unit_name   TEXT NOT NULL DEFAULT '',
    birth       TEXT CHECK (length(birth) = 10),
    number_kind TEXT NOT NULL DEFAULT '' CHECK (number_kind IN ('', 'cccd', 'cmnd')),
    sealed      {{blob}},
    lookup      {{blob}},
    source      TEXT NOT NULL DEFAULT '',
    state       TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'matched', 'dropped')),
    person_id   {{int}} REFERENCES person (id),
    unit_id     {{int}} REFERENCES unit (id),
    reason      TEXT NOT NULL DEFAULT '',
    made_ms     {{int}} NOT NULL
) {{strict}};
CREATE INDEX unmatched_state ON unmatched (state, sort_key, id);
CREATE INDEX unmatched_name ON unmatched (sort_key, id);
CREATE INDEX unmatched_fold ON unmatched (fold, kind);
CREATE INDEX unmatched_lookup ON unmatched (lookup);
CREATE INDEX unmatched_person ON unmatched (person_id);
CREATE INDEX unmatched_unit ON unmatched (unit_id);

-- Two records that may be one person. Only a person decides; what was found to be two stays so.
CREATE TABLE person_double (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    one_id     {{int}} NOT NULL REFERENCES person (id),
    other_id   {{int}} NOT NULL REFERENCES person (id),
    why        TEXT NOT NULL,
    state      TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'two')),
    reason     TEXT NOT NULL DEFAULT '',
    found_ms   {{int}} NOT NULL,
    CHECK (one_id < other_id)
) {{strict}};
CREATE UNIQUE INDEX person_double_once ON person_double (one_id, other_id);
CREATE INDEX person_double_other ON person_double (other_id);
CREATE INDEX person_double_state ON person_double (state, id);

-- Yearly rating (NĐ 90/2020 to 2025, NĐ 335/2025 from 2026); quarter 0 is the whole year. For a person
-- unit_id is where they were rated. From 2026 the score is common (30) and result (70). 'double': the same said twice by two records that became one.
CREATE TABLE rating (
    id           {{id}},
    version      {{int}} NOT NULL DEFAULT 1,
    subject      TEXT NOT NULL CHECK (subject IN ('person', 'unit')),
    person_id    {{int}} REFERENCES person (id),
    unit_id      {{int}} REFERENCES unit (id),
    unmatched_id {{int}} REFERENCES unmatched (id),
    year         {{int}} NOT NULL CHECK (year BETWEEN 1945 AND 2200),
    quarter      {{int}} NOT NULL DEFAULT 0 CHECK (quarter BETWEEN 0 AND 4),
    level        TEXT NOT NULL CHECK (level IN ('HTXSNV', 'HTTNV', 'HTNV', 'KHTNV')),
    score_centi  {{int}} CHECK (score_centi BETWEEN 0 AND 10000),
    common_centi {{int}} CHECK (common_centi BETWEEN 0 AND 3000),
    result_centi {{int}} CHECK (result_centi BETWEEN 0 AND 7000),
    sign         TEXT NOT NULL DEFAULT '',
    dated        TEXT CHECK (length(dated) = 10),
    issuer       TEXT NOT NULL DEFAULT '',
    state        TEXT NOT NULL DEFAULT 'valid' CHECK (state IN ('valid', 'cancelled', 'double')),
    reason       TEXT NOT NULL DEFAULT '',
    source       TEXT NOT NULL DEFAULT '',
    made_ms      {{int}} NOT NULL,
    CHECK (CASE WHEN unmatched_id IS NOT NULL THEN 1 WHEN subject = 'person' THEN person_id ELSE unit_id END IS NOT NULL)
) {{strict}};
CREATE UNIQUE INDEX rating_person_once ON rating (person_id, year, quarter) WHERE state = 'valid' AND subject = 'person';
CREATE UNIQUE INDEX rating_unit_once ON rating (unit_id, year, quarter) WHERE state = 'valid' AND subject = 'unit';
CREATE INDEX rating_person ON rating (person_id, year, id);
CREATE INDEX rating_unit ON rating (unit_id, year, id);
CREATE INDEX rating_unmatched ON rating (unmatched_id);
CREATE INDEX rating_year ON rating (year, id);

-- Years whose ratings are final: nothing is added or changed in them until the year is opened again.
CREATE TABLE rating_lock (
    year      {{int}} PRIMARY KEY,
    locked_ms {{int}} NOT NULL
) {{strict}};

CREATE TABLE discipline (
    id           {{id}},
    version      {{int}} NOT NULL DEFAULT 1,
    person_id    {{int}} REFERENCES person (id),
    unmatched_id {{int}} REFERENCES unmatched (id),
    form         TEXT NOT NULL CHECK (form IN ('reprimand', 'warning', 'lower_pay', 'demotion', 'removal', 'dismissal')),
    valid_from   TEXT NOT NULL CHECK (length(valid_from) = 10),
    valid_to     TEXT NOT NULL CHECK (length(valid_to) = 10 AND valid_to > valid_from),
    sign         TEXT NOT NULL DEFAULT '',
    dated        TEXT CHECK (length(dated) = 10),
    issuer       TEXT NOT NULL DEFAULT '',
    state        TEXT NOT NULL DEFAULT 'valid' CHECK (state IN ('valid', 'cancelled')),
    reason       TEXT NOT NULL DEFAULT '',
    source       TEXT NOT NULL DEFAULT '',
    made_ms      {{int}} NOT NULL,
    CHECK (CASE WHEN person_id IS NULL THEN unmatched_id ELSE 1 END IS NOT NULL)
) {{strict}};
CREATE INDEX discipline_person ON discipline (person_id, valid_from);
CREATE INDEX discipline_unmatched ON discipline (unmatched_id);
CREATE INDEX discipline_time ON discipline (valid_from, id);

-- Not considered for now (NĐ 152/2025 Điều 4 khoản 4). Why is sealed: others learn only that it is so.
CREATE TABLE hold (
    id           {{id}},
    version      {{int}} NOT NULL DEFAULT 1,
    subject      TEXT NOT NULL CHECK (subject IN ('person', 'unit')),
    person_id    {{int}} REFERENCES person (id),
    unit_id      {{int}} REFERENCES unit (id),
    kind         TEXT NOT NULL CHECK (kind IN ('discipline', 'inspection', 'complaint', 'press')),
    sealed       {{blob}},
    valid_from   TEXT NOT NULL CHECK (length(valid_from) = 10),
    valid_to     TEXT NOT NULL CHECK (length(valid_to) = 10 AND valid_to >= valid_from),
    made_ms      {{int}} NOT NULL,
    CHECK (CASE WHEN subject = 'person' THEN person_id ELSE unit_id END IS NOT NULL)
) {{strict}};
CREATE INDEX hold_person ON hold (person_id, valid_from);
CREATE INDEX hold_unit ON hold (unit_id, valid_from);
CREATE INDEX hold_time ON hold (valid_from, id);

-- Leave that counts otherwise than absence (maternity: NĐ 152/2025 Điều 4 khoản 5).
CREATE TABLE leave (
    id         {{id}},
    version    {{int}} NOT NULL DEFAULT 1,
    person_id  {{int}} NOT NULL REFERENCES person (id),
    kind       TEXT NOT NULL CHECK (kind IN ('maternity', 'sick', 'study', 'brave', 'unpaid')),
    valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
    valid_to   TEXT NOT NULL CHECK (length(valid_to) = 10 AND valid_to > valid_from),
    basis      TEXT NOT NULL DEFAULT '',
    state      TEXT NOT NULL DEFAULT 'valid' CHECK (state IN ('valid', 'cancelled')),
    reason     TEXT NOT NULL DEFAULT '',
    made_ms    {{int}} NOT NULL
) {{strict}};
CREATE INDEX leave_person ON leave (person_id, valid_from);
CREATE INDEX leave_time ON leave (valid_from, id);

-- Sáng kiến (NĐ 13/2012) and đề tài. `scope` is the widest of initiative_scope. `due_on`: by when the next step is due; `held_on`: when the
-- council met. `shown` 0: never filed, seen by its authors only.
CREATE TABLE initiative (
    id        {{id}},
    version   {{int}} NOT NULL DEFAULT 1,
    kind      TEXT NOT NULL CHECK (kind IN ('initiative', 'study')),
    title     TEXT NOT NULL CHECK (title <> ''),
    sort_key  {{blob}} NOT NULL,
    fold      TEXT NOT NULL,
    text      TEXT NOT NULL DEFAULT '',
    unit_id   {{int}} REFERENCES unit (id),
    year      {{int}} NOT NULL CHECK (year BETWEEN 1945 AND 2200),
    filed_on  TEXT CHECK (length(filed_on) = 10),
    effect    TEXT NOT NULL DEFAULT '',
    applied   TEXT NOT NULL DEFAULT '',
    due_on    TEXT CHECK (length(due_on) = 10),
    held_on   TEXT CHECK (length(held_on) = 10),
    shown     {{int}} NOT NULL DEFAULT 1,
    state     TEXT NOT NULL DEFAULT 'filed'
              CHECK (state IN ('draft', 'filed', 'accepted', 'returned', 'scored', 'recognised', 'refused', 'cancelled')),
    scope     TEXT NOT NULL DEFAULT '' CHECK (scope IN ('', 'office', 'province', 'nation')),
    reason    TEXT NOT NULL DEFAULT '',
    source    TEXT NOT NULL DEFAULT '',
    made_ms   {{int}} NOT NULL
) {{strict}};
CREATE INDEX initiative_year ON initiative (year, id);
CREATE INDEX initiative_name ON initiative (sort_key, id);
CREATE INDEX initiative_fold ON initiative (fold, year);
CREATE INDEX initiative_unit ON initiative (unit_id, year, id);
CREATE INDEX initiative_state ON initiative (state, year, id);

-- Shares in percent; all of one initiative make 100.
CREATE TABLE initiative_author (
    id            {{id}},
    initiative_id {{int}} NOT NULL REFERENCES initiative (id),
    person_id     {{int}} REFERENCES person (id),
    unmatched_id  {{int}} REFERENCES unmatched (id),
    share         {{int}} NOT NULL CHECK (share BETWEEN 1 AND 100),
    CHECK (CASE WHEN person_id IS NULL THEN unmatched_id ELSE 1 END IS NOT NULL)
) {{strict}};
CREATE INDEX initiative_author_of ON initiative_author (initiative_id, id);
CREATE INDEX initiative_author_person ON initiative_author (person_id, id);
CREATE INDEX initiative_author_unmatched ON initiative_author (unmatched_id);

-- Who recognised it how far: cơ sở, tỉnh, toàn quốc, each by a decision of its own.
CREATE TABLE initiative_scope (
    id            {{id}},
    initiative_id {{int}} NOT NULL REFERENCES initiative (id),
    scope         TEXT NOT NULL CHECK (scope IN ('office', 'province', 'nation')),
    sign          TEXT NOT NULL DEFAULT '',
    dated         TEXT CHECK (length(dated) = 10),
    issuer        TEXT NOT NULL DEFAULT ''
) {{strict}};
CREATE UNIQUE INDEX initiative_scope_once ON initiative_scope (initiative_id, scope);

-- The ledger. The period is that of the achievement, half-open. post_title is the one at that time.
CREATE TABLE award (
    id            {{id}},
    version       {{int}} NOT NULL DEFAULT 1,
    subject       TEXT NOT NULL CHECK (subject IN ('person', 'unit', 'household')),
    person_id     {{int}} REFERENCES person (id),
    unit_id       {{int}} REFERENCES unit (id),
    unmatched_id  {{int}} REFERENCES unmatched (id),
    household     TEXT NOT NULL DEFAULT '',
    post_title    TEXT NOT NULL DEFAULT '',
    code          TEXT NOT NULL CHECK (code IN ('LDTT', 'CSTDCS', 'CSTDT', 'CSTDTQ', 'TTLDTT', 'TTLDXS', 'CTDT',
                  'CTDCP', 'GK', 'BKT', 'BKTTG', 'HCLD3', 'HCLD2', 'HCLD1', 'KNC', 'CSTDB', 'XTB', 'TVH', 'GDVH', 'KHAC')),
    title         TEXT NOT NULL DEFAULT '',
    type          TEXT NOT NULL CHECK (type IN ('merit', 'sudden', 'theme', 'service', 'tenure', 'foreign')),
    year          {{int}} NOT NULL CHECK (year BETWEEN 1945 AND 2200),
    period_from   TEXT NOT NULL CHECK (length(period_from) = 10),
    period_to     TEXT NOT NULL CHECK (length(period_to) = 10 AND period_to > period_from),
    sign          TEXT NOT NULL DEFAULT '',
    dated         TEXT CHECK (length(dated) = 10),
    issuer        TEXT NOT NULL DEFAULT '',
    level         TEXT NOT NULL CHECK (level IN ('office', 'province', 'ministry', 'nation')),
    achievement   TEXT NOT NULL DEFAULT '',
    initiative_id {{int}} REFERENCES initiative (id),
    state         TEXT NOT NULL DEFAULT 'valid' CHECK (state IN ('valid', 'cancelled', 'double')),
    cancel_sign   TEXT NOT NULL DEFAULT '',
    cancel_dated  TEXT CHECK (length(cancel_dated) = 10),
    reason        TEXT NOT NULL DEFAULT '',
    source        TEXT NOT NULL DEFAULT '',
    made_ms       {{int}} NOT NULL,
    CHECK (CASE WHEN unmatched_id IS NOT NULL THEN 1 WHEN subject = 'person' THEN person_id
           WHEN subject = 'unit' THEN unit_id WHEN household <> '' THEN 1 END IS NOT NULL)
) {{strict}};
CREATE INDEX award_person ON award (person_id, code, period_from);
CREATE INDEX award_unit ON award (unit_id, code, period_from);
CREATE INDEX award_unmatched ON award (unmatched_id);
CREATE INDEX award_year ON award (year, id);
CREATE INDEX award_dated ON award (dated, id);
CREATE INDEX award_code ON award (code, year, id);
-- What the first public page counts, by the index alone.
CREATE INDEX award_public ON award (year, code) WHERE state = 'valid' AND sign <> '' AND dated IS NOT NULL;
CREATE INDEX award_household ON award (household, code);
CREATE INDEX award_initiative ON award (initiative_id);

-- What the law asks about a collective and a year; NULL is not known, or counted from the ledger.
CREATE TABLE unit_year (
    id               {{id}},
    version          {{int}} NOT NULL DEFAULT 1,
    unit_id          {{int}} NOT NULL REFERENCES unit (id),
    year             {{int}} NOT NULL CHECK (year BETWEEN 1945 AND 2200),
    members          {{int}} CHECK (members >= 0),
    women            {{int}} CHECK (women >= 0),
    targets          {{int}} CHECK (targets >= 0),
    targets_met      {{int}} CHECK (targets_met >= 0),
    targets_exceeded {{int}} CHECK (targets_exceeded >= 0),
    bloc             TEXT NOT NULL DEFAULT '',
    bloc_rank        {{int}} CHECK (bloc_rank >= 1),
    bloc_size        {{int}} CHECK (bloc_size >= 1),
    party_level      TEXT NOT NULL DEFAULT '' CHECK (party_level IN ('', 'HTXSNV', 'HTTNV', 'HTNV', 'KHTNV')),
    unions_level     TEXT NOT NULL DEFAULT '' CHECK (unions_level IN ('', 'HTXSNV', 'HTTNV', 'HTNV', 'KHTNV')),
    source           TEXT NOT NULL DEFAULT '',
    made_ms          {{int}} NOT NULL
) {{strict}};
CREATE UNIQUE INDEX unit_year_once ON unit_year (unit_id, year);
CREATE INDEX unit_year_time ON unit_year (year, id);

-- What was achieved and how far it reached (Luật Điều 73, 74, 75). Without the paper that confirms it, it does not count. The award that it
-- has served stands with it: one achievement, one award (Luật Điều 5 khoản 2). Reported when it happens (`on_date`, `effect`), it is 'valid'
-- once the head of the unit has confirmed it; `prompt_on`: by when a sudden one should be rewarded.
CREATE TABLE deed (
    id           {{id}},
    version      {{int}} NOT NULL DEFAULT 1,
    subject      TEXT NOT NULL CHECK (subject IN ('person', 'unit', 'household')),
    person_id    {{int}} REFERENCES person (id),
    unit_id      {{int}} REFERENCES unit (id),
    unmatched_id {{int}} REFERENCES unmatched (id),
    household    TEXT NOT NULL DEFAULT '',
    kind         TEXT NOT NULL CHECK (kind IN ('campaign', 'sudden', 'many', 'contribution', 'bravery', 'invention', 'labour', 'foreign')),
    title        TEXT NOT NULL CHECK (title <> ''),
    year         {{int}} NOT NULL CHECK (year BETWEEN 1945 AND 2200),
    scope        TEXT NOT NULL CHECK (scope IN ('office', 'province', 'nation')),
    sign         TEXT NOT NULL DEFAULT '',
    dated        TEXT CHECK (length(dated) = 10),
    issuer       TEXT NOT NULL DEFAULT '',
    award_id     {{int}} REFERENCES award (id),
    on_date      TEXT CHECK (length(on_date) = 10),
    effect       TEXT NOT NULL DEFAULT '',
    task_id      {{int}} REFERENCES task (id),
    prompt_on    TEXT CHECK (length(prompt_on) = 10),
    reported_by  {{int}} REFERENCES account (id),
    decided_by   {{int}} REFERENCES account (id),
    decided_ms   {{int}},
    state        TEXT NOT NULL DEFAULT 'valid' CHECK (state IN ('reported', 'valid', 'refused', 'cancelled')),
    reason       TEXT NOT NULL DEFAULT '',
    source       TEXT NOT NULL DEFAULT '',
    made_ms      {{int}} NOT NULL,
    CHECK (CASE WHEN unmatched_id IS NOT NULL THEN 1 WHEN subject = 'person' THEN person_id
           WHEN subject = 'unit' THEN unit_id WHEN household <> '' THEN 1 END IS NOT NULL)
) {{strict}};
CREATE INDEX deed_person ON deed (person_id, year, id);
CREATE INDEX deed_unit ON deed (unit_id, year, id);
CREATE INDEX deed_unmatched ON deed (unmatched_id);
CREATE INDEX deed_household ON deed (household, year);
CREATE INDEX deed_year ON deed (year, id);
CREATE INDEX deed_award ON deed (award_id);
CREATE INDEX deed_state ON deed (state, year, id);
CREATE INDEX deed_prompt ON deed (year, id) WHERE prompt_on IS NOT NULL;
CREATE INDEX deed_task ON deed (task_id) WHERE task_id IS NOT NULL;

-- Evidence of an achievement.
CREATE TABLE deed_file (
    id      {{id}},
    deed_id {{int}} NOT NULL REFERENCES deed (id),
    file_id {{int}} NOT NULL REFERENCES file (id)
) {{strict}};
CREATE INDEX deed_file_of ON deed_file (deed_id, id);

-- Time in posts that count for an award (quá trình cống hiến: Luật Điều 42 to 44), or in a field (Kỷ niệm chương: Điều 71). `post` is a key of
-- the rule files. valid_to far ahead: still held.
CREATE TABLE service (
    id           {{id}},
    version      {{int}} NOT NULL DEFAULT 1,
    person_id    {{int}} REFERENCES person (id),
    unmatched_id {{int}} REFERENCES unmatched (id),
    post         TEXT NOT NULL CHECK (post <> ''),
    title        TEXT NOT NULL DEFAULT '',
    valid_from   TEXT NOT NULL CHECK (length(valid_from) = 10),
    valid_to     TEXT NOT NULL CHECK (length(valid_to) = 10 AND valid_to > valid_from),
    sign         TEXT NOT NULL DEFAULT '',
    dated        TEXT CHECK (length(dated) = 10),
    issuer       TEXT NOT NULL DEFAULT '',
    state        TEXT NOT NULL DEFAULT 'valid' CHECK (state IN ('valid', 'cancelled')),
    reason       TEXT NOT NULL DEFAULT '',
    source       TEXT NOT NULL DEFAULT '',
    made_ms      {{int}} NOT NULL,
    CHECK (CASE WHEN person_id IS NULL THEN unmatched_id ELSE 1 END IS NOT NULL)
) {{strict}};
CREATE INDEX service_person ON service (person_id, valid_from);
CREATE INDEX service_unmatched ON service (unmatched_id);
CREATE INDEX service_time ON service (valid_from, id);

-- What the yearly statistics ask of awards: of which class the person was who got one.

-- The class of a post by how its title begins; the longest beginning counts, none: 'worker'. A new office begins with those of report/statistics.c.
CREATE TABLE post_rank (
    id     {{id}},
    begins TEXT NOT NULL UNIQUE CHECK (begins <> ''),
    rank   TEXT NOT NULL CHECK (rank IN ('leader', 'manager', 'entrepreneur', 'other', 'worker'))
) {{strict}};
CREATE INDEX post_rank_order ON post_rank (rank, begins, id);


-- `rank` of a collective or household is 'unit' or 'household'.
CREATE VIEW award_ranked AS
SELECT a.id, a.subject, a.person_id, a.unit_id, a.unmatched_id, a.household, a.post_title, a.code, a.title, a.level, a.year, a.sign, a.dated, a.state,
       CASE WHEN a.subject <> 'person' THEN a.subject
            ELSE COALESCE((SELECT r.rank FROM post_rank r
                           WHERE substr(COALESCE(NULLIF(a.post_title, ''), p.post_title, ''), 1, length(r.begins)) = r.begins
                           ORDER BY length(r.begins) DESC, r.id LIMIT 1), 'worker') END AS rank
FROM award a LEFT JOIN person p ON p.id = a.person_id;
