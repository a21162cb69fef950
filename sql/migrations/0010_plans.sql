-- Indexes that the plan test on 60 000 people asked for.
CREATE INDEX file_of ON file (object_id);
