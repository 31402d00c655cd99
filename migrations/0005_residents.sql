-- Where a community belongs, how its people live together, and who is no longer there.
CREATE TABLE district (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    name VARCHAR(80) NOT NULL UNIQUE,
    name_en VARCHAR(120) NOT NULL
);
CREATE TABLE sub_district (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    district VARCHAR(16) NOT NULL REFERENCES district (id),
    name VARCHAR(80) NOT NULL,
    name_en VARCHAR(120) NOT NULL,
    UNIQUE (district, name)
);
ALTER TABLE community ADD COLUMN sub_district VARCHAR(16) REFERENCES sub_district (id);
CREATE TABLE building (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    name VARCHAR(30) NOT NULL,
    address VARCHAR(120) NOT NULL,
    UNIQUE (community, name)
);
-- Those who live together in a unit (户): a rented flat may hold several.
CREATE TABLE household (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    unit VARCHAR(16) NOT NULL REFERENCES unit (id),
    no INTEGER NOT NULL CHECK (no >= 1),
    representative VARCHAR(16) REFERENCES person (id),
    UNIQUE (unit, no)
);
ALTER TABLE residence ADD COLUMN household VARCHAR(16) REFERENCES household (id);
-- A unit held by a company or kept by the developer: no person on the roll stands for it.
CREATE TABLE corporate_tenure (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    unit VARCHAR(16) NOT NULL REFERENCES unit (id),
    kind VARCHAR(12) NOT NULL CHECK (kind IN ('company', 'developer')),
    name VARCHAR(120) NOT NULL,
    credit_code VARCHAR(20) NOT NULL,
    voter VARCHAR(16) REFERENCES person (id),
    since TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    ended_why VARCHAR(200) NOT NULL
);
CREATE UNIQUE INDEX corporate_tenure_once ON corporate_tenure (unit, name) WHERE ended_at IS NULL;
-- Why a person is not there (person.state = 'left'), and what they were before.
CREATE TABLE departure (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    kind VARCHAR(12) NOT NULL CHECK (kind IN ('moved_out', 'suspended', 'deceased', 'merged', 'erased')),
    state_before VARCHAR(12) NOT NULL CHECK (state_before IN ('listed', 'verified')),
    ground VARCHAR(200) NOT NULL,
    merged_into VARCHAR(16) REFERENCES person (id),
    by_person VARCHAR(16) NOT NULL REFERENCES person (id),
    at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    ended_by VARCHAR(16) REFERENCES person (id)
);
CREATE UNIQUE INDEX departure_once ON departure (person) WHERE ended_at IS NULL;
CREATE INDEX residence_unit ON residence (unit);
CREATE INDEX verification_person ON verification (person);
-- What somebody may be looked up by: name, pinyin, first letters, room, last digits; and their ends.
ALTER TABLE person ADD COLUMN pinyin VARCHAR(120) NOT NULL DEFAULT '';
CREATE TABLE person_key (
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    key VARCHAR(80) NOT NULL,
    person VARCHAR(16) NOT NULL,
    PRIMARY KEY (community, key, person)
);
CREATE INDEX person_key_person ON person_key (person);
-- only: postgresql
-- Bytes in order, whatever the server's language is: a beginning is then a range of the index.
ALTER TABLE person_key ALTER COLUMN key TYPE VARCHAR(80) COLLATE "C";
-- only: end
-- The register shows by building.
CREATE INDEX unit_building ON unit (community, building);
CREATE INDEX appointment_person ON appointment (person);
