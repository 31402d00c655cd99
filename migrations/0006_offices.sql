-- Offices for a term and a part of the community; what needs a second officer; the sectors.
ALTER TABLE appointment ADD COLUMN from_date DATE;
ALTER TABLE appointment ADD COLUMN until_date DATE;
-- A building for a group leader, a group for a representative; empty: the whole community.
ALTER TABLE appointment ADD COLUMN scope VARCHAR(60) NOT NULL DEFAULT '';
ALTER TABLE appointment ADD COLUMN acting BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE appointment ADD COLUMN confirmed_by VARCHAR(16) REFERENCES person (id)
CHECK (confirmed_by <> granted_by AND confirmed_by <> person);
-- Powerful offices need a second person, or whoever runs the server where there is none. The
-- first officers (nobody gave it) and what was given before terms were kept are older than this.
ALTER TABLE appointment ADD COLUMN operator BOOLEAN NOT NULL DEFAULT FALSE
CHECK (
    confirmed_by IS NOT NULL OR operator OR granted_by IS NULL OR from_date IS NULL
    OR office NOT IN (
        'chair', 'secretary', 'community_secretary', 'supervisor', 'admin', 'auditor'
    )
);
DROP INDEX appointment_once;
CREATE UNIQUE INDEX appointment_once ON appointment (community, person, office, scope)
WHERE ended_at IS NULL;
-- Whether the chair or the secretary signed in place of the holder of that office.
ALTER TABLE minutes_signature ADD COLUMN acting BOOLEAN NOT NULL DEFAULT FALSE;
-- Something that one officer asks for and another one answers: the database keeps them apart.
CREATE TABLE confirmation (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    kind VARCHAR(16) NOT NULL,
    subject VARCHAR(16) NOT NULL,
    body TEXT NOT NULL,
    asked_by VARCHAR(16) NOT NULL REFERENCES person (id),
    asked_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    answer VARCHAR(12) NOT NULL DEFAULT '' CHECK (
        answer IN ('', 'confirmed', 'refused', 'withdrawn', 'expired')
    ),
    reason VARCHAR(200) NOT NULL DEFAULT '',
    answered_by VARCHAR(16) REFERENCES person (id),
    answered_at TIMESTAMPTZ,
    -- Whoever runs the server answered, where a community has no second officer who could.
    operator BOOLEAN NOT NULL DEFAULT FALSE,
    CHECK (answer = '' OR operator OR answered_by IS NOT NULL),
    CHECK (NOT operator OR answered_by IS NULL),
    CHECK (answer NOT IN ('confirmed', 'refused') OR answered_by <> asked_by)
);
CREATE UNIQUE INDEX confirmation_once ON confirmation (community, kind, subject, asked_by) WHERE answer = '';
-- The sectors of the committee, once a community has changed the usual seven.
CREATE TABLE sector (
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    code VARCHAR(32) NOT NULL,
    name VARCHAR(32) NOT NULL,
    name_en VARCHAR(80) NOT NULL,
    place INTEGER NOT NULL,
    seats INTEGER NOT NULL CHECK (seats >= 0),
    PRIMARY KEY (community, code),
    UNIQUE (community, name)
);
