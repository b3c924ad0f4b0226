-- What a journal's base text has to do with its file: the digest of what stands in the file, and whether the
-- base holds work that the file does not.
ALTER TABLE journals ADD COLUMN digest TEXT;
ALTER TABLE journals ADD COLUMN unsaved INTEGER NOT NULL DEFAULT 0;
