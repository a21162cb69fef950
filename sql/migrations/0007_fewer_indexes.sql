-- Every new person was written into indexes that others answer for: the rule against overlaps
-- has its own index that begins with `lookup`, and hardly anybody is merged into another.
DROP INDEX person_identifier_lookup;
DROP INDEX person_merged;
CREATE INDEX person_merged ON person (merged_into) WHERE merged_into IS NOT NULL;
