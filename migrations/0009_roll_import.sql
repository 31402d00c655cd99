-- An import of the roll that runs in the background: its mapping, its findings, its rows, its progress.
ALTER TABLE roll_import ADD COLUMN state VARCHAR(12) NOT NULL DEFAULT 'staged'
    CHECK (state IN ('read', 'staged', 'asked', 'waiting', 'writing', 'done', 'failed'));
ALTER TABLE roll_import ADD COLUMN done INTEGER NOT NULL DEFAULT 0;
ALTER TABLE roll_import ADD COLUMN total INTEGER NOT NULL DEFAULT 0;
ALTER TABLE roll_import ADD COLUMN confirmed_by VARCHAR(16) REFERENCES person (id);
-- The file claims to be the whole roll; who is missing in it is proposed as moved out.
ALTER TABLE roll_import ADD COLUMN complete BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE roll_import ADD COLUMN leaving TEXT NOT NULL DEFAULT '[]';
-- The hash of the staged rows: what the second officer confirms, and what is written.
ALTER TABLE roll_import ADD COLUMN root VARCHAR(64) NOT NULL DEFAULT '';
ALTER TABLE roll_import ADD COLUMN failure VARCHAR(40) NOT NULL DEFAULT '';
-- The process that writes says that it lives; after its death another one goes on.
ALTER TABLE roll_import ADD COLUMN alive_at TIMESTAMPTZ;
-- Imports from before: taken over, or to be uploaded again.
UPDATE roll_import SET state = CASE WHEN applied_at IS NULL THEN 'failed' ELSE 'done' END;
UPDATE roll_import SET failure = 'roll.changed_meanwhile', staged = '{}' WHERE state = 'failed';
-- Visibility asks for this state with every list of people; the index answers without the row.
CREATE INDEX roll_import_state ON roll_import (state, id);
CREATE UNIQUE INDEX roll_import_once ON roll_import (community)
    WHERE state IN ('asked', 'waiting', 'writing');
-- Rows and findings in pieces: a row that counts progress stays small.
CREATE TABLE roll_import_part (
    import VARCHAR(16) NOT NULL REFERENCES roll_import (id),
    kind VARCHAR(12) NOT NULL CHECK (kind IN ('file', 'headings', 'rows', 'findings')),
    no INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (import, kind, no)
);
-- Which import brought the row; while that import is writing, nobody sees it.
ALTER TABLE person ADD COLUMN arrived_by VARCHAR(16);
ALTER TABLE unit ADD COLUMN arrived_by VARCHAR(16);
-- The register counts by state without reading the rows.
CREATE INDEX person_state ON person (community, state, hukou, arrived_by);
CREATE INDEX person_arrived_by ON person (arrived_by) WHERE arrived_by IS NOT NULL;
CREATE INDEX unit_arrived_by ON unit (arrived_by) WHERE arrived_by IS NOT NULL;
-- How the headings of this community's own spreadsheets are read.
CREATE TABLE roll_mapping (
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    headings_hash VARCHAR(64) NOT NULL,
    mapping TEXT NOT NULL,
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (community, headings_hash)
);
