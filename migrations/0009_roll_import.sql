-- An import of the roll that runs in the background: its mapping, its findings, its rows, its progress.
ALTER TABLE roll_import ADD COLUMN state VARCHAR(12) NOT NULL DEFAULT 'staged';
ALTER TABLE roll_import ADD COLUMN done INTEGER NOT NULL DEFAULT 0;
ALTER TABLE roll_import ADD COLUMN total INTEGER NOT NULL DEFAULT 0;
ALTER TABLE roll_import ADD COLUMN confirmed_by VARCHAR(16) REFERENCES person (id);
-- How the headings of this community's own spreadsheets are read.
CREATE TABLE roll_mapping (
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    headings_hash VARCHAR(64) NOT NULL,
    mapping TEXT NOT NULL,
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (community, headings_hash)
);
