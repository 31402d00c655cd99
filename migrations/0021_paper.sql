-- Paper ballots and a show of hands: sheets that two officers enter, each by themselves.

-- How somebody took part. SQLite cannot alter a check, so there the column is made anew.
-- only: sqlite
ALTER TABLE elector ADD COLUMN channel_wide VARCHAR(8) NOT NULL DEFAULT 'none' CHECK (
    channel_wide IN ('none', 'phone', 'paper', 'hands', 'assisted', 'proxy', 'kiosk')
);
UPDATE elector SET channel_wide = channel;
ALTER TABLE elector DROP COLUMN channel;
ALTER TABLE elector RENAME COLUMN channel_wide TO channel;
-- only: end
-- only: postgresql
ALTER TABLE elector DROP CONSTRAINT elector_channel_check;
ALTER TABLE elector ADD CONSTRAINT elector_channel_check CHECK (
    channel IN ('none', 'phone', 'paper', 'hands', 'assisted', 'proxy', 'kiosk')
);
-- only: end

-- `unvoted`: of a show of hands, the numbers of those who had not voted when the sheet was made.
-- `salt` goes into the hash of what was agreed: few papers could else be guessed from it.
CREATE TABLE paper_sheet (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    poll VARCHAR(16) NOT NULL REFERENCES poll (id),
    no INTEGER NOT NULL CHECK (no >= 1),
    kind VARCHAR(8) NOT NULL CHECK (kind IN ('paper', 'hands')),
    state VARCHAR(12) NOT NULL CHECK (state IN ('entering', 'agreed', 'withdrawn')),
    unvoted TEXT NOT NULL,
    salt VARCHAR(32) NOT NULL,
    hash VARCHAR(64) NOT NULL,
    officer_a VARCHAR(16) REFERENCES person (id),
    officer_b VARCHAR(16) REFERENCES person (id),
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    UNIQUE (poll, no),
    CHECK (state <> 'agreed' OR length(hash) = 64
        AND officer_a IS NOT NULL AND officer_b IS NOT NULL AND officer_a <> officer_b)
);

-- One of the two entries. The database keeps out a third, and the same person twice.
CREATE TABLE paper_entry (
    sheet VARCHAR(16) NOT NULL REFERENCES paper_sheet (id),
    side INTEGER NOT NULL CHECK (side IN (1, 2)),
    officer VARCHAR(16) NOT NULL REFERENCES person (id),
    hash VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    PRIMARY KEY (sheet, side),
    UNIQUE (sheet, officer)
);

-- What an entry says of one elector. Of a secret vote only that they handed in a paper: 'in'.
CREATE TABLE paper_line (
    sheet VARCHAR(16) NOT NULL,
    officer VARCHAR(16) NOT NULL,
    elector_no INTEGER NOT NULL,
    choice VARCHAR(400) NOT NULL CHECK (length(choice) > 0),
    PRIMARY KEY (sheet, officer, elector_no),
    FOREIGN KEY (sheet, officer) REFERENCES paper_entry (sheet, officer)
);

-- Of a secret vote: how many papers an entry found for each choice.
CREATE TABLE paper_count (
    sheet VARCHAR(16) NOT NULL,
    officer VARCHAR(16) NOT NULL,
    choice VARCHAR(400) NOT NULL CHECK (length(choice) > 0),
    n INTEGER NOT NULL CHECK (n >= 1),
    PRIMARY KEY (sheet, officer, choice),
    FOREIGN KEY (sheet, officer) REFERENCES paper_entry (sheet, officer)
);

-- Who voted in person by an agreed sheet: once in a poll, whatever the sheets say. `outcome`:
-- counted; replaced an electronic ballot; passed_over for one (OWN-14).
CREATE TABLE paper_mark (
    poll VARCHAR(16) NOT NULL,
    elector_no INTEGER NOT NULL,
    sheet VARCHAR(16) NOT NULL REFERENCES paper_sheet (id),
    outcome VARCHAR(12) NOT NULL CHECK (outcome IN ('counted', 'replaced', 'passed_over')),
    PRIMARY KEY (poll, elector_no),
    FOREIGN KEY (poll, elector_no) REFERENCES elector (poll, elector_no)
);
