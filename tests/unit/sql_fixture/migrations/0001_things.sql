-- The schema that the db room's own tests run on.
CREATE TABLE thing (
    id     {{id}},
    name   TEXT NOT NULL CHECK (name <> ''),
    code   TEXT UNIQUE,
    size   {{int}},
    weight {{real}},
    body   {{blob}},
    born   TEXT,
    above  {{int}} REFERENCES thing (id),
    CONSTRAINT thing_size_small CHECK (size < 1000000 OR size > 9000000000)
) {{strict}};

CREATE TABLE duty (
    id      {{id}},
    present {{int}} NOT NULL
) {{strict}};

CREATE TABLE note (
    id   {{id}},
    text TEXT NOT NULL
) {{strict}};
{{append_only:note}}

CREATE TABLE post (
    id         {{id}},
    person_id  {{int}} NOT NULL,
    kind       TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT NOT NULL
) {{strict}};
{{no_overlap:post:person_id,kind}}
