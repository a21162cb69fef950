-- Examining initiatives: what is like them, sheets of the council's members, requests upward, every step.

-- Sets of words in few numbers (minhash by bands): two texts that share one are compared.
CREATE TABLE initiative_sketch (
    id            {{id}},
    initiative_id {{int}} NOT NULL REFERENCES initiative (id),
    hash          {{int}} NOT NULL
) {{strict}};
CREATE INDEX initiative_sketch_hash ON initiative_sketch (hash, initiative_id);
CREATE INDEX initiative_sketch_of ON initiative_sketch (initiative_id);

-- Likely originals, as found when it was filed or changed; percent of the shorter text that is in the other.
CREATE TABLE initiative_match (
    id            {{id}},
    initiative_id {{int}} NOT NULL REFERENCES initiative (id),
    other_id      {{int}} NOT NULL REFERENCES initiative (id),
    percent       {{int}} NOT NULL CHECK (percent BETWEEN 0 AND 100)
) {{strict}};
CREATE INDEX initiative_match_of ON initiative_match (initiative_id, id);
CREATE INDEX initiative_match_other ON initiative_match (other_id);

-- A member's sheet: 40 + 40 + 20 points, and whether they would recognise it.
CREATE TABLE initiative_score (
    id            {{id}},
    initiative_id {{int}} NOT NULL REFERENCES initiative (id),
    person_id     {{int}} NOT NULL REFERENCES person (id),
    novelty       {{int}} NOT NULL CHECK (novelty BETWEEN 0 AND 40),
    effect        {{int}} NOT NULL CHECK (effect BETWEEN 0 AND 40),
    reach         {{int}} NOT NULL CHECK (reach BETWEEN 0 AND 20),
    agrees        {{int}} NOT NULL,
    note          TEXT NOT NULL DEFAULT '',
    made_ms       {{int}} NOT NULL
) {{strict}};
CREATE UNIQUE INDEX initiative_score_once ON initiative_score (initiative_id, person_id);
CREATE INDEX initiative_score_person ON initiative_score (person_id, id);

-- Recognition asked of a higher level.
CREATE TABLE initiative_ask (
    id            {{id}},
    version       {{int}} NOT NULL DEFAULT 1,
    initiative_id {{int}} NOT NULL REFERENCES initiative (id),
    scope         TEXT NOT NULL CHECK (scope IN ('province', 'nation')),
    sign          TEXT NOT NULL DEFAULT '',
    dated         TEXT CHECK (length(dated) = 10),
    state         TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'granted', 'refused')),
    reason        TEXT NOT NULL DEFAULT ''
) {{strict}};
CREATE INDEX initiative_ask_of ON initiative_ask (initiative_id, id);

CREATE TABLE initiative_step (
    id            {{id}},
    initiative_id {{int}} NOT NULL REFERENCES initiative (id),
    kind          TEXT NOT NULL CHECK (kind IN ('filed', 'taken_back', 'accepted', 'returned', 'concluded', 'refused', 'asked', 'ask_refused')),
    reason        TEXT NOT NULL DEFAULT '',
    made_by       {{int}} REFERENCES account (id),
    made_ms       {{int}} NOT NULL
) {{strict}};
CREATE INDEX initiative_step_of ON initiative_step (initiative_id, id);
