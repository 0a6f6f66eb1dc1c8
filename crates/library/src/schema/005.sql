-- The page of the file on which a paragraph begins.
ALTER TABLE block ADD COLUMN page INTEGER;
