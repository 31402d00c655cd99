-- How a community's documents look, version by version: one that was in use is never changed.
CREATE TABLE letterhead (
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    words TEXT NOT NULL,
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (community, version)
);

-- The version that was in force when the minutes were issued; 0 is the plain one.
ALTER TABLE minutes ADD COLUMN letterhead INTEGER NOT NULL DEFAULT 0;
