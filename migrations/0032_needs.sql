-- Calls for needs (需求征集公告), what people enter, who brought an idea, and receipts of ideas.

CREATE TABLE need_call (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    -- Its number in the register, from the day on which it is published.
    idea VARCHAR(16) UNIQUE REFERENCES idea (id),
    state VARCHAR(8) NOT NULL CHECK (state IN ('draft', 'open', 'closed')),
    title VARCHAR(60) NOT NULL CHECK (title <> ''),
    text VARCHAR(2000) NOT NULL,
    -- 热点难点 beside the four fields, one a line.
    topics VARCHAR(400) NOT NULL,
    channels VARCHAR(300) NOT NULL,
    issuer VARCHAR(60) NOT NULL,
    last_day DATE NOT NULL,
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    opened_by VARCHAR(16) REFERENCES person (id),
    opened_at TIMESTAMPTZ,
    -- Nobody: its last day passed.
    closed_by VARCHAR(16) REFERENCES person (id),
    closed_at TIMESTAMPTZ,
    -- Why it lasts longer, or ended before its day.
    reason VARCHAR(300) NOT NULL DEFAULT '',
    CHECK ((state = 'draft') = (idea IS NULL)),
    CHECK ((state = 'draft') = (opened_at IS NULL)),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL))
);
CREATE INDEX need_call_state ON need_call (community, state, last_day);

CREATE TABLE need (
    idea VARCHAR(16) NOT NULL PRIMARY KEY REFERENCES idea (id),
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    call VARCHAR(16) NOT NULL REFERENCES need_call (id),
    state VARCHAR(12) NOT NULL CHECK (state IN
        ('answering', 'adopted', 'declined', 'wish', 'project', 'grouped')),
    field VARCHAR(12) NOT NULL CHECK (field IN
        ('service', 'environment', 'safety', 'democracy', 'hot')),
    topic VARCHAR(40) NOT NULL,
    text VARCHAR(200) NOT NULL CHECK (text <> ''),
    channel VARCHAR(8) NOT NULL CHECK (channel IN ('online', 'paper', 'stall')),
    -- Who has no account may say both; the name is shown masked where `shown` says so.
    name VARCHAR(60) NOT NULL,
    contact VARCHAR(120) NOT NULL,
    shown BOOLEAN NOT NULL,
    verified BOOLEAN NOT NULL,
    -- Of the code that is drawn with each form: a form that is sent twice is one entry.
    form_sha256 VARCHAR(64) NOT NULL UNIQUE,
    -- Which browser sent it, told apart within this call alone; emptied when the call is over.
    device VARCHAR(64) NOT NULL,
    entered_by VARCHAR(16) REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    reason VARCHAR(300) NOT NULL DEFAULT '',
    merged_into VARCHAR(16) REFERENCES need (idea),
    hidden_at TIMESTAMPTZ,
    hidden_why VARCHAR(300) NOT NULL DEFAULT '',
    CHECK ((channel = 'online') = (entered_by IS NULL)),
    CHECK ((state = 'grouped') = (merged_into IS NOT NULL)),
    CHECK (merged_into <> idea),
    CHECK ((hidden_at IS NULL) = (hidden_why = ''))
);
CREATE INDEX need_of_call ON need (call, field, made_at);
CREATE INDEX need_device ON need (call, device);
CREATE INDEX need_merged ON need (merged_into);

CREATE TABLE need_step (
    need VARCHAR(16) NOT NULL REFERENCES need (idea),
    seq INTEGER NOT NULL CHECK (seq >= 1),
    step VARCHAR(12) NOT NULL CHECK (step IN ('made', 'corrected', 'adopted', 'declined', 'wish',
        'project', 'grouped', 'joined', 'hidden')),
    at TIMESTAMPTZ NOT NULL,
    by_person VARCHAR(16) REFERENCES person (id),
    text VARCHAR(300) NOT NULL,
    -- What it was merged into, what joined it, or the project that it became.
    other VARCHAR(16) REFERENCES idea (id),
    PRIMARY KEY (need, seq)
);

-- Who brought an idea of any kind; `also`: theirs was merged into it.
CREATE TABLE idea_author (
    idea VARCHAR(16) NOT NULL REFERENCES idea (id),
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    role VARCHAR(6) NOT NULL CHECK (role IN ('author', 'also')),
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (idea, person)
);
CREATE INDEX idea_author_person ON idea_author (person);

INSERT INTO idea_author (idea, person, role, at)
SELECT idea, author, 'author', filed_at FROM proposal;
INSERT INTO idea_author (idea, person, role, at)
SELECT idea, wisher, 'author', made_at FROM wish WHERE wisher IS NOT NULL;

-- Of the code on a receipt only the hash is here; a new one takes the place of the old.
CREATE TABLE idea_receipt (
    idea VARCHAR(16) NOT NULL PRIMARY KEY REFERENCES idea (id),
    code_sha256 VARCHAR(64) NOT NULL UNIQUE,
    made_at TIMESTAMPTZ NOT NULL
);
