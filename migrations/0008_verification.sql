-- How somebody came to be verified when a second officer had to agree, and claims that collide.
ALTER TABLE verification ADD COLUMN confirmed_by VARCHAR(16) REFERENCES person (id);
ALTER TABLE verification ADD COLUMN evidence VARCHAR(24) NOT NULL DEFAULT '';
-- Every attempt that was refused, with its reason: for the staff who will be asked.
CREATE TABLE verification_refusal (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    person VARCHAR(16) REFERENCES person (id),
    way VARCHAR(12) NOT NULL CHECK (way IN ('desk', 'letter', 'facts', 'vouching', 'newcomer')),
    reason VARCHAR(40) NOT NULL,
    by_person VARCHAR(16) REFERENCES person (id),
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX verification_refusal_at ON verification_refusal (community, at);
-- Somebody says to be a person of the roll whom another one has claimed already, or claims now.
CREATE TABLE claim_conflict (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    -- The other row of the roll, when two of them claim one number.
    other VARCHAR(16) REFERENCES person (id),
    way VARCHAR(12) NOT NULL CHECK (way IN ('letter', 'desk', 'newcomer', 'told')),
    told VARCHAR(400) NOT NULL,
    contact VARCHAR(60) NOT NULL,
    raised_by VARCHAR(16) REFERENCES person (id),
    raised_at TIMESTAMPTZ NOT NULL,
    outcome VARCHAR(12) NOT NULL DEFAULT '' CHECK (outcome IN ('', 'holder', 'claimant', 'neither')),
    ground VARCHAR(200) NOT NULL DEFAULT '',
    settled_by VARCHAR(16) REFERENCES person (id),
    confirmed_by VARCHAR(16) REFERENCES person (id),
    settled_at TIMESTAMPTZ,
    CHECK (outcome = '' OR settled_by IS NOT NULL),
    CHECK (settled_by <> raised_by),
    CHECK (confirmed_by <> settled_by)
);
-- The same claim sent twice is one claim.
CREATE UNIQUE INDEX claim_conflict_once ON claim_conflict (person, way, contact) WHERE outcome = '';
-- Printed together: a sheet of letters, each on its own page.
CREATE TABLE letter_batch (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    title VARCHAR(120) NOT NULL,
    letters INTEGER NOT NULL,
    done INTEGER NOT NULL,
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    printed_at TIMESTAMPTZ
);
ALTER TABLE letter ADD COLUMN batch VARCHAR(16) REFERENCES letter_batch (id);
-- Whether the letter alone opens the account, or with facts that only its reader knows.
ALTER TABLE letter ADD COLUMN asks_facts BOOLEAN NOT NULL DEFAULT FALSE;
-- How often letters of a community were tried in an hour, across all its processes, and how
-- often (late) at codes that five failures had locked already.
CREATE TABLE letter_hour (
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    hour VARCHAR(13) NOT NULL,
    tries INTEGER NOT NULL,
    late INTEGER NOT NULL,
    PRIMARY KEY (community, hour)
);
-- Which device failed at which letter: a stranger's guesses lock the stranger, not the owner.
CREATE TABLE letter_failure (
    letter VARCHAR(16) NOT NULL REFERENCES letter (id),
    device VARCHAR(64) NOT NULL,
    failures INTEGER NOT NULL,
    failed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (letter, device)
);
CREATE INDEX letter_failure_at ON letter_failure (failed_at);
