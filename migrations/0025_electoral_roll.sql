-- The electoral roll: later changes of a frozen one, marks of who took part, households, heads of owners.

-- Roots over the numbers of those who took part, over the roll as it is after changes, over ballots by name.
ALTER TABLE poll ADD COLUMN participants_root VARCHAR(64) NOT NULL DEFAULT '';
ALTER TABLE poll ADD COLUMN roll_root VARCHAR(64) NOT NULL DEFAULT '';
ALTER TABLE poll ADD COLUMN ballots_root VARCHAR(64) NOT NULL DEFAULT '';

-- What two officers changed after the opening. The elector of a struck line is gone from `elector`,
-- with every ballot; its leaf and number stay here, so that the root of the opening still comes out.
-- `called`: by how much the number of all who count changed.
CREATE TABLE roll_change (
    poll VARCHAR(16) NOT NULL REFERENCES poll (id),
    no INTEGER NOT NULL CHECK (no >= 1),
    kind VARCHAR(8) NOT NULL CHECK (kind IN ('struck', 'added')),
    elector_no INTEGER NOT NULL,
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    leaf VARCHAR(64) NOT NULL CHECK (length(leaf) = 64),
    called INTEGER NOT NULL CHECK (called IN (-1, 0, 1)),
    reason VARCHAR(200) NOT NULL CHECK (length(reason) > 0),
    asked_by VARCHAR(16) NOT NULL REFERENCES person (id),
    confirmed_by VARCHAR(16) NOT NULL REFERENCES person (id),
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (poll, no),
    UNIQUE (poll, kind, elector_no),
    CHECK (asked_by <> confirmed_by)
);

-- An adult of a household that is one elector: may cast its ballot, as long as nobody has (RES-ALL).
CREATE TABLE household_voice (
    poll VARCHAR(16) NOT NULL,
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    elector_no INTEGER NOT NULL,
    PRIMARY KEY (poll, person),
    FOREIGN KEY (poll, elector_no) REFERENCES elector (poll, elector_no)
);
CREATE INDEX household_voice_of ON household_voice (poll, elector_no);

-- Who of a household cast its ballot, where it was not the one who stands on the roll.
-- only: sqlite
CREATE TABLE cast_by_wide (
    poll VARCHAR(16) NOT NULL,
    elector_no INTEGER NOT NULL,
    channel VARCHAR(12) NOT NULL CHECK (channel IN ('proxy', 'assisted', 'kiosk', 'household')),
    person VARCHAR(16) REFERENCES person (id),
    confirmed_by VARCHAR(16) REFERENCES person (id),
    objected BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (poll, elector_no),
    FOREIGN KEY (poll, elector_no) REFERENCES elector (poll, elector_no),
    CHECK (confirmed_by IS NULL OR confirmed_by <> person)
) WITHOUT ROWID;
INSERT INTO cast_by_wide (poll, elector_no, channel, person, confirmed_by, objected)
    SELECT poll, elector_no, channel, person, confirmed_by, objected FROM cast_by;
DROP TABLE cast_by;
ALTER TABLE cast_by_wide RENAME TO cast_by;
-- only: end
-- only: postgresql
ALTER TABLE cast_by ALTER COLUMN channel TYPE VARCHAR(12);
ALTER TABLE cast_by DROP CONSTRAINT cast_by_channel_check;
ALTER TABLE cast_by ADD CONSTRAINT cast_by_channel_check CHECK (
    channel IN ('proxy', 'assisted', 'kiosk', 'household')
);
-- only: end

-- OWN-3: somebody decided that several owners count as one head, or that a unit is a head of its own.
CREATE TABLE head_ruling (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    kind VARCHAR(8) NOT NULL CHECK (kind IN ('merge', 'split')),
    reason VARCHAR(200) NOT NULL CHECK (length(reason) > 0),
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    ended_by VARCHAR(16) REFERENCES person (id)
);
-- A unit stands in one ruling at a time; when a ruling ends its lines go.
CREATE TABLE head_ruling_unit (
    unit VARCHAR(16) NOT NULL PRIMARY KEY REFERENCES unit (id),
    ruling VARCHAR(16) NOT NULL REFERENCES head_ruling (id)
);
CREATE INDEX head_ruling_unit_of ON head_ruling_unit (ruling);

-- OWN-5, OWN-6: who votes for a unit: one of its co-owners, or the guardian of an owner under age.
CREATE TABLE unit_voter (
    unit VARCHAR(16) NOT NULL PRIMARY KEY REFERENCES unit (id),
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    capacity VARCHAR(8) NOT NULL CHECK (capacity IN ('co_owner', 'guardian')),
    ground VARCHAR(200) NOT NULL CHECK (length(ground) > 0),
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL
);
