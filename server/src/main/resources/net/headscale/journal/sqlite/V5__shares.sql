-- The ids of the tailnets that a node is shared with, as a JSON array of texts.
ALTER TABLE nodes ADD COLUMN shared_with TEXT NOT NULL DEFAULT '[]';
