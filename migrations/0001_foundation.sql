-- The record (存证), the order of live news, and who somebody is.

CREATE TABLE community (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    name VARCHAR(80) NOT NULL,
    name_en VARCHAR(120) NOT NULL,
    street VARCHAR(80) NOT NULL,
    district VARCHAR(80) NOT NULL,
    settings TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

-- How many entries the community's record has: the row that keeps numbers contiguous.
CREATE TABLE record_head (
    community VARCHAR(16) NOT NULL PRIMARY KEY REFERENCES community (id),
    size INTEGER NOT NULL CHECK (size >= 0)
);

CREATE TABLE record_entry (
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    i INTEGER NOT NULL CHECK (i >= 0),
    act VARCHAR(40) NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    body TEXT NOT NULL,
    leaf VARCHAR(64) NOT NULL,
    PRIMARY KEY (community, i)
);

-- What may be erased later: only a salted commitment of it stands in the record.
CREATE TABLE record_personal (
    commitment VARCHAR(80) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    salt VARCHAR(64) NOT NULL,
    payload TEXT NOT NULL
);

-- only: sqlite
CREATE TRIGGER record_entry_no_update BEFORE UPDATE ON record_entry
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER record_entry_no_delete BEFORE DELETE ON record_entry
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
-- only: end
-- only: postgresql
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER record_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON record_entry
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
-- only: end

CREATE TABLE live_topic (
    topic VARCHAR(40) NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL
);

CREATE TABLE unit (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    code VARCHAR(30) NOT NULL,
    building VARCHAR(30) NOT NULL,
    entrance VARCHAR(30) NOT NULL,
    room VARCHAR(30) NOT NULL,
    area INTEGER NOT NULL CHECK (area > 0),
    area_source VARCHAR(30) NOT NULL,
    UNIQUE (community, code)
);

CREATE TABLE person (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    roll_no VARCHAR(30) NOT NULL,
    name VARCHAR(60) NOT NULL,
    gender VARCHAR(4) NOT NULL,
    birth_date DATE,
    hukou VARCHAR(12) NOT NULL,
    phone VARCHAR(20) NOT NULL,
    id_hash VARCHAR(64),
    id_last4 VARCHAR(4) NOT NULL,
    pseudonym VARCHAR(20) NOT NULL UNIQUE,
    elder BOOLEAN NOT NULL,
    state VARCHAR(12) NOT NULL CHECK (state IN ('listed', 'verified', 'left')),
    listed_at TIMESTAMPTZ NOT NULL,
    UNIQUE (community, roll_no),
    UNIQUE (community, id_hash)
);

CREATE TABLE residence (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    unit VARCHAR(16) NOT NULL REFERENCES unit (id),
    tie VARCHAR(12) NOT NULL,
    UNIQUE (person, unit, tie)
);

CREATE TABLE verification (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    way VARCHAR(12) NOT NULL CHECK (way IN ('desk', 'letter', 'facts', 'vouching')),
    ground VARCHAR(200) NOT NULL,
    by_person VARCHAR(16) REFERENCES person (id),
    at TIMESTAMPTZ NOT NULL
);

CREATE TABLE account (
    person VARCHAR(16) NOT NULL PRIMARY KEY REFERENCES person (id),
    login VARCHAR(60) NOT NULL UNIQUE,
    password_hash VARCHAR(200) NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);

-- A one-time code on paper: public part = id, secret part only hashed, bound to one person.
CREATE TABLE letter (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    purpose VARCHAR(12) NOT NULL CHECK (purpose IN ('household', 'office')),
    secret_hash VARCHAR(200) NOT NULL,
    issued_by VARCHAR(16) REFERENCES person (id),
    issued_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    failures INTEGER NOT NULL,
    failed_at TIMESTAMPTZ
);

CREATE TABLE session (
    token_hash VARCHAR(64) NOT NULL PRIMARY KEY,
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    agent VARCHAR(200) NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE INDEX session_person ON session (person);

CREATE TABLE appointment (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    office VARCHAR(24) NOT NULL,
    granted_by VARCHAR(16) REFERENCES person (id),
    granted_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX appointment_once ON appointment (community, person, office)
WHERE ended_at IS NULL;

-- A spreadsheet that was read and shown, waiting to be taken over.
CREATE TABLE roll_import (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    file_name VARCHAR(120) NOT NULL,
    staged TEXT NOT NULL,
    made_by VARCHAR(16) REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    applied_at TIMESTAMPTZ
);
