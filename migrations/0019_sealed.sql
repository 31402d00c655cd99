-- Sealed votes (无记名): an envelope for an elector while the poll is open, then a box without names.

ALTER TABLE poll ADD COLUMN public_key VARCHAR(64) NOT NULL DEFAULT '';
ALTER TABLE poll ADD COLUMN box_root VARCHAR(64) NOT NULL DEFAULT '';
ALTER TABLE poll ADD COLUMN key_destroyed_at TIMESTAMPTZ;

-- How somebody took part; of a sealed poll it is written only when the box is closed.
ALTER TABLE elector ADD COLUMN channel VARCHAR(8) NOT NULL DEFAULT 'none'
    CHECK (channel IN ('none', 'phone', 'paper', 'proxy'));

-- No column of time, and on SQLite no row number: the order of voting is nowhere.
-- only: sqlite
CREATE TABLE envelope (
    poll VARCHAR(16) NOT NULL,
    elector_no INTEGER NOT NULL,
    ct VARCHAR(400) NOT NULL CHECK (length(ct) > 0),
    ct_hash VARCHAR(64) NOT NULL CHECK (length(ct_hash) = 64),
    rev INTEGER NOT NULL CHECK (rev >= 1),
    idem VARCHAR(64) NOT NULL,
    PRIMARY KEY (poll, elector_no),
    UNIQUE (poll, ct_hash),
    FOREIGN KEY (poll, elector_no) REFERENCES elector (poll, elector_no)
) WITHOUT ROWID;
CREATE TABLE box (
    poll VARCHAR(16) NOT NULL REFERENCES poll (id),
    ct_hash VARCHAR(64) NOT NULL,
    ct VARCHAR(400) NOT NULL,
    PRIMARY KEY (poll, ct_hash)
) WITHOUT ROWID;
-- only: end
-- only: postgresql
CREATE TABLE envelope (
    poll VARCHAR(16) NOT NULL,
    elector_no INTEGER NOT NULL,
    ct VARCHAR(400) NOT NULL CHECK (length(ct) > 0),
    ct_hash VARCHAR(64) NOT NULL CHECK (length(ct_hash) = 64),
    rev INTEGER NOT NULL CHECK (rev >= 1),
    idem VARCHAR(64) NOT NULL,
    PRIMARY KEY (poll, elector_no),
    UNIQUE (poll, ct_hash),
    FOREIGN KEY (poll, elector_no) REFERENCES elector (poll, elector_no)
);
CREATE TABLE box (
    poll VARCHAR(16) NOT NULL REFERENCES poll (id),
    ct_hash VARCHAR(64) NOT NULL,
    ct VARCHAR(400) NOT NULL,
    PRIMARY KEY (poll, ct_hash)
);
-- only: end

-- One line for each ciphertext of the box, in an order that only the choices make; '' is invalid.
CREATE TABLE opened (
    poll VARCHAR(16) NOT NULL REFERENCES poll (id),
    line_no INTEGER NOT NULL CHECK (line_no >= 1),
    choice VARCHAR(40) NOT NULL,
    PRIMARY KEY (poll, line_no)
);
