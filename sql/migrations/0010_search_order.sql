-- Words of one kind of object stand together: what begins with a few letters was read through all kinds, and the
-- most people's words came first.
ALTER TABLE search_word RENAME TO search_word_before;
DROP INDEX search_word_object;
CREATE TABLE search_word (
-- sqlite:
    word      TEXT NOT NULL,
-- postgres:
    word      TEXT COLLATE "C" NOT NULL,
-- both:
    kind      TEXT NOT NULL,
    place     {{int}} NOT NULL CHECK (place IN (0, 1)),
    object_id {{int}} NOT NULL,
    CONSTRAINT search_word_order PRIMARY KEY (kind, word, place, object_id)
) {{strict}};
INSERT INTO search_word (word, kind, place, object_id)
SELECT word, kind, place, object_id FROM search_word_before;
DROP TABLE search_word_before;
CREATE INDEX search_word_object ON search_word (kind, object_id, word, place);
