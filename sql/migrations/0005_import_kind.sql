-- An import is of people or of another kind of rows; what stands for empty cells has a name that
-- fits each kind. Until now every import was of people.
ALTER TABLE import ADD COLUMN kind TEXT NOT NULL DEFAULT 'person';
ALTER TABLE import RENAME COLUMN default_cadre TO default_choice;

-- A list of units asks for each name whether it is taken.
CREATE INDEX unit_version_name ON unit_version (name, valid_from);
