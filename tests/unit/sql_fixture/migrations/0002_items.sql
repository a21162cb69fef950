-- files:
CREATE TABLE IF NOT EXISTS {{files}}chunk (
    hash  {{blob}} NOT NULL,
    no    {{int}} NOT NULL,
    bytes {{blob}} NOT NULL,
    PRIMARY KEY (hash, no)
) {{strict}};
{{append_only:chunk}}
-- both:
CREATE TABLE item (
    id        {{id}},
    sort_key  {{blob}} NOT NULL,
    name      TEXT NOT NULL,
    born      TEXT NOT NULL,
    unit_id   {{int}} NOT NULL,
    person_id {{int}} NOT NULL,
    valid_to  TEXT NOT NULL
) {{strict}};
CREATE INDEX item_sort ON item (sort_key, id);
CREATE INDEX item_born ON item (born, name, id);

CREATE TABLE unit_below (
    unit_id    {{int}} NOT NULL,
    below_id   {{int}} NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT NOT NULL,
    PRIMARY KEY (unit_id, below_id, valid_from)
) {{strict}};
-- sqlite:
CREATE TRIGGER item_named BEFORE INSERT ON item WHEN NEW.name = 'refused'
BEGIN SELECT RAISE(ABORT, 'item_named'); END;
-- postgres:
CREATE FUNCTION item_named() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.name = 'refused' THEN RAISE EXCEPTION 'item_named'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER item_named BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION item_named();
