-- Proxies with written authority, ballots entered by a helper, one-time codes on paper for a kiosk.

-- Who votes for this elector in this poll; frozen when it opens, empty again once withdrawn.
ALTER TABLE elector ADD COLUMN holder VARCHAR(16) REFERENCES person (id);
-- How many of those on the roll were not there and are spoken for.
ALTER TABLE poll ADD COLUMN represented INTEGER NOT NULL DEFAULT 0 CHECK (represented >= 0);

CREATE TABLE proxy (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    meeting VARCHAR(16) NOT NULL REFERENCES meeting (id),
    principal VARCHAR(16) NOT NULL REFERENCES person (id),
    holder VARCHAR(16) NOT NULL REFERENCES person (id),
    authority_on DATE NOT NULL,
    kept_at VARCHAR(120) NOT NULL CHECK (length(kept_at) > 0),
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    ended_by VARCHAR(16) REFERENCES person (id),
    CHECK (principal <> holder)
);
-- One live proxy for each principal in a meeting, whatever the code believes.
CREATE UNIQUE INDEX proxy_live ON proxy (meeting, principal) WHERE ended_at IS NULL;
CREATE INDEX proxy_of_holder ON proxy (holder);

-- OWN-13: what the principal wants at a point of the agenda.
CREATE TABLE proxy_instruction (
    proxy VARCHAR(16) NOT NULL REFERENCES proxy (id),
    item VARCHAR(16) NOT NULL REFERENCES agenda_item (id),
    choice VARCHAR(40) NOT NULL CHECK (length(choice) > 0),
    PRIMARY KEY (proxy, item)
);

-- Through whom the ballot that is there came, where its elector did not send it from a device of
-- their own. No column of time and no choice: of a secret vote it says only that.
-- only: sqlite
CREATE TABLE cast_by (
    poll VARCHAR(16) NOT NULL,
    elector_no INTEGER NOT NULL,
    channel VARCHAR(8) NOT NULL CHECK (channel IN ('proxy', 'assisted', 'kiosk')),
    person VARCHAR(16) REFERENCES person (id),
    confirmed_by VARCHAR(16) REFERENCES person (id),
    objected BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (poll, elector_no),
    FOREIGN KEY (poll, elector_no) REFERENCES elector (poll, elector_no),
    CHECK (confirmed_by IS NULL OR confirmed_by <> person)
) WITHOUT ROWID;
-- only: end
-- only: postgresql
CREATE TABLE cast_by (
    poll VARCHAR(16) NOT NULL,
    elector_no INTEGER NOT NULL,
    channel VARCHAR(8) NOT NULL CHECK (channel IN ('proxy', 'assisted', 'kiosk')),
    person VARCHAR(16) REFERENCES person (id),
    confirmed_by VARCHAR(16) REFERENCES person (id),
    objected BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (poll, elector_no),
    FOREIGN KEY (poll, elector_no) REFERENCES elector (poll, elector_no),
    CHECK (confirmed_by IS NULL OR confirmed_by <> person)
);
-- only: end

-- A code on paper for one person in one poll; only a keyed hash of it is kept.
CREATE TABLE kiosk_code (
    poll VARCHAR(16) NOT NULL REFERENCES poll (id),
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    code_hash VARCHAR(64) NOT NULL UNIQUE CHECK (length(code_hash) = 64),
    used BOOLEAN NOT NULL DEFAULT FALSE,
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (poll, person)
);
