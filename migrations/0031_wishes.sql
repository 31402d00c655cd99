-- Micro-wishes (微心愿): what somebody wishes, who makes it true, and every step on the way.

CREATE TABLE wish (
    idea VARCHAR(16) NOT NULL PRIMARY KEY REFERENCES idea (id),
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    state VARCHAR(12) NOT NULL CHECK (state IN ('review', 'returned', 'wall', 'claimed', 'doing',
        'delivered', 'fulfilled', 'withdrawn', 'unmet', 'project')),
    category VARCHAR(8) NOT NULL CHECK (category IN ('goods', 'service', 'company', 'public')),
    -- As it was written; read by the wisher and by officers. On the wall stands `shown`.
    text VARCHAR(500) NOT NULL CHECK (text <> ''),
    shown VARCHAR(120) NOT NULL DEFAULT '',
    value BIGINT NOT NULL CHECK (value >= 0),
    wanted_by DATE,
    -- Who wishes: a person of the roll, or a name that the desk wrote down. `contact` and `guardian`
    -- are taken away when the wish is over.
    wisher VARCHAR(16) REFERENCES person (id),
    name VARCHAR(60) NOT NULL,
    contact VARCHAR(160) NOT NULL,
    age VARCHAR(8) NOT NULL CHECK (age IN ('', 'child', 'young', 'grown', 'old')),
    building VARCHAR(40) NOT NULL,
    guardian VARCHAR(60) NOT NULL,
    -- WISH-4: shown on the wall at all; and what is said there of health or need, apart.
    may_show BOOLEAN NOT NULL,
    may_say BOOLEAN NOT NULL,
    entered_by VARCHAR(16) NOT NULL REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    shown_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    reason VARCHAR(300) NOT NULL DEFAULT '',
    thanks VARCHAR(300) NOT NULL DEFAULT '',
    content INTEGER CHECK (content BETWEEN 1 AND 5),
    CHECK (age <> 'child' OR guardian <> '' OR name = ''),
    CHECK (shown_at IS NULL OR shown <> '')
);
CREATE INDEX wish_state ON wish (community, state);
CREATE INDEX wish_wisher ON wish (wisher);

-- WISH-5: one wish has one claimer at a time; the database sees to it.
CREATE TABLE wish_claim (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    wish VARCHAR(16) NOT NULL REFERENCES wish (idea),
    claimer VARCHAR(16) NOT NULL REFERENCES person (id),
    kind VARCHAR(12) NOT NULL CHECK (kind IN
        ('party', 'volunteer', 'society', 'unit', 'company', 'resident')),
    organisation VARCHAR(120) NOT NULL,
    promise VARCHAR(300) NOT NULL,
    claimed_at TIMESTAMPTZ NOT NULL,
    expires_on DATE NOT NULL,
    -- Address and telephone are shown to the claimer from here on.
    approved_at TIMESTAMPTZ,
    approved_by VARCHAR(16) REFERENCES person (id),
    ended_at TIMESTAMPTZ,
    ended VARCHAR(10) NOT NULL DEFAULT ''
        CHECK (ended IN ('', 'refused', 'released', 'expired', 'fulfilled', 'over')),
    CHECK ((approved_at IS NULL) = (approved_by IS NULL)),
    CHECK ((ended_at IS NULL) = (ended = ''))
);
CREATE UNIQUE INDEX wish_claim_one ON wish_claim (wish) WHERE ended_at IS NULL;
CREATE INDEX wish_claim_claimer ON wish_claim (claimer);

CREATE TABLE wish_step (
    wish VARCHAR(16) NOT NULL REFERENCES wish (idea),
    seq INTEGER NOT NULL CHECK (seq >= 1),
    step VARCHAR(12) NOT NULL CHECK (step IN ('made', 'revised', 'returned', 'shown', 'claimed',
        'approved', 'refused', 'released', 'expired', 'told', 'delivered', 'reopened', 'fulfilled',
        'withdrawn', 'unmet', 'project')),
    at TIMESTAMPTZ NOT NULL,
    -- Nobody: the nightly command.
    by_person VARCHAR(16) REFERENCES person (id),
    -- What was told to everybody; a reason for the wisher alone stands in wish.reason.
    text VARCHAR(300) NOT NULL,
    PRIMARY KEY (wish, seq)
);
