-- Proposals (提案): an idea of kind proposal, and what stands beside it.

CREATE TABLE proposal (
    idea VARCHAR(16) NOT NULL PRIMARY KEY REFERENCES idea (id),
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    author VARCHAR(16) NOT NULL REFERENCES person (id),
    -- Whoever filed it; another one than the author where it was taken down at the desk.
    entered_by VARCHAR(16) NOT NULL REFERENCES person (id),
    capacity VARCHAR(12) NOT NULL
        CHECK (capacity IN ('resident', 'member', 'organisation', 'officer')),
    organisation VARCHAR(16) REFERENCES organisation (id),
    state VARCHAR(12) NOT NULL CHECK (state IN
        ('filed', 'supporting', 'waiting', 'answered', 'scheduled', 'merged', 'decided',
         'withdrawn')),
    version INTEGER NOT NULL CHECK (version > 0),
    -- As it stood when it was filed: later settings do not move it.
    threshold INTEGER NOT NULL CHECK (threshold >= 0),
    answer_days INTEGER NOT NULL CHECK (answer_days > 0),
    filed_at TIMESTAMPTZ NOT NULL,
    due DATE,
    outcome VARCHAR(12) NOT NULL CHECK (outcome IN ('', 'adopted', 'declined', 'merged', 'agenda')),
    merged_into VARCHAR(16) REFERENCES proposal (idea),
    fate VARCHAR(12) NOT NULL CHECK (fate IN ('', 'adopted', 'merged', 'wish', 'project', 'declined')),
    CHECK ((capacity = 'organisation') = (organisation IS NOT NULL)),
    CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
    CHECK (merged_into <> idea),
    CHECK (state <> 'waiting' OR due IS NOT NULL),
    CHECK ((state IN ('merged', 'decided')) = (fate <> ''))
);
CREATE INDEX proposal_state ON proposal (community, state, filed_at);
CREATE INDEX proposal_author ON proposal (author, filed_at);
CREATE INDEX proposal_merged ON proposal (merged_into);

-- Every text that there was; the one in force has the proposal's version.
CREATE TABLE proposal_version (
    proposal VARCHAR(16) NOT NULL REFERENCES proposal (idea),
    version INTEGER NOT NULL,
    title VARCHAR(200) NOT NULL,
    text VARCHAR(1000) NOT NULL,
    why VARCHAR(2000) NOT NULL,
    place VARCHAR(120) NOT NULL,
    -- In fen; null: nobody has reckoned it.
    cost INTEGER CHECK (cost >= 0),
    made_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (proposal, version)
);

-- One person supports a proposal once, whatever the code does; it counts for the version it saw.
CREATE TABLE proposal_support (
    proposal VARCHAR(16) NOT NULL REFERENCES proposal (idea),
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    version INTEGER NOT NULL,
    shown BOOLEAN NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    -- The proposal that brought this support along when it was merged.
    brought_by VARCHAR(16) REFERENCES proposal (idea),
    PRIMARY KEY (proposal, person)
);
CREATE INDEX proposal_support_person ON proposal_support (person);

-- What happened to it, in order; nothing here is changed afterwards.
CREATE TABLE proposal_step (
    proposal VARCHAR(16) NOT NULL REFERENCES proposal (idea),
    seq INTEGER NOT NULL,
    step VARCHAR(16) NOT NULL CHECK (step IN
        ('filed', 'revised', 'reached', 'accepted', 'answered', 'merge_asked', 'merge_refused',
         'merged', 'brought', 'scheduled', 'decided', 'withdrawn')),
    at TIMESTAMPTZ NOT NULL,
    by_person VARCHAR(16) NOT NULL REFERENCES person (id),
    outcome VARCHAR(12) NOT NULL CHECK (outcome IN
        ('', 'adopted', 'declined', 'agenda', 'wish', 'project')),
    text VARCHAR(1000) NOT NULL,
    number INTEGER NOT NULL,
    other VARCHAR(16) REFERENCES idea (id),
    PRIMARY KEY (proposal, seq)
);

-- An officer asks whether it may be merged into another one; the author answers.
CREATE TABLE proposal_merge (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    proposal VARCHAR(16) NOT NULL REFERENCES proposal (idea),
    target VARCHAR(16) NOT NULL REFERENCES proposal (idea),
    reason VARCHAR(1000) NOT NULL,
    asked_by VARCHAR(16) NOT NULL REFERENCES person (id),
    asked_at TIMESTAMPTZ NOT NULL,
    answer VARCHAR(8) NOT NULL CHECK (answer IN ('', 'agreed', 'refused', 'lapsed')),
    answered_by VARCHAR(16) REFERENCES person (id),
    answered_at TIMESTAMPTZ,
    CHECK (proposal <> target),
    CHECK ((answer IN ('', 'lapsed')) = (answered_by IS NULL))
);
CREATE UNIQUE INDEX proposal_merge_once ON proposal_merge (proposal) WHERE answer = '';

-- Photographs as they were drawn anew: no file of anybody's is kept. Here, so that a backup has them.
CREATE TABLE proposal_photo (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    proposal VARCHAR(16) NOT NULL REFERENCES proposal (idea),
    version INTEGER NOT NULL,
    place INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    -- Empty once it was taken down.
    content BYTEA NOT NULL,
    taken_down_at TIMESTAMPTZ,
    taken_down_why VARCHAR(200) NOT NULL,
    UNIQUE (proposal, place)
);
