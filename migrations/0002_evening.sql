-- Ideas, the committee, one meeting in session, its votes and its minutes.

-- Every need, wish, topic, proposal and project keeps the one number it was given first.
CREATE TABLE idea (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    no VARCHAR(24) NOT NULL,
    kind VARCHAR(12) NOT NULL
        CHECK (kind IN ('need', 'wish', 'topic', 'proposal', 'project')),
    title VARCHAR(200) NOT NULL,
    note VARCHAR(500) NOT NULL,
    state VARCHAR(24) NOT NULL,
    parent VARCHAR(16) REFERENCES idea (id),
    made_at TIMESTAMPTZ NOT NULL,
    UNIQUE (community, no)
);

CREATE TABLE organisation (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    name VARCHAR(120) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    rating VARCHAR(8) NOT NULL,
    UNIQUE (community, name)
);

-- A seat of the consultation committee, by sector.
CREATE TABLE seat (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    sector VARCHAR(32) NOT NULL,
    title VARCHAR(40) NOT NULL,
    place INTEGER NOT NULL,
    from_date DATE NOT NULL,
    until_date DATE NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX seat_once ON seat (community, person) WHERE ended_at IS NULL;

CREATE TABLE meeting (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    kind VARCHAR(16) NOT NULL CHECK (kind IN ('council', 'res_all', 'res_rep')),
    rule VARCHAR(16) NOT NULL,
    series VARCHAR(120) NOT NULL,
    session VARCHAR(60) NOT NULL,
    place VARCHAR(120) NOT NULL,
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    state VARCHAR(12) NOT NULL CHECK (state IN ('announced', 'open', 'closed')),
    chair VARCHAR(16) NOT NULL REFERENCES person (id),
    secretary VARCHAR(16) NOT NULL REFERENCES person (id),
    current_item VARCHAR(16),
    opened_at TIMESTAMPTZ,
    closed_at TIMESTAMPTZ
);

-- Who is called to a meeting, and whether they are there. The history stands in the log.
CREATE TABLE called (
    meeting VARCHAR(16) NOT NULL REFERENCES meeting (id),
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    part VARCHAR(12) NOT NULL CHECK (part IN ('member', 'observer')),
    sector VARCHAR(32) NOT NULL,
    title VARCHAR(40) NOT NULL,
    place INTEGER NOT NULL,
    status VARCHAR(12) NOT NULL CHECK (status IN ('expected', 'present', 'leave', 'left')),
    way VARCHAR(12) NOT NULL,
    status_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (meeting, person)
);

CREATE TABLE agenda_item (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    meeting VARCHAR(16) NOT NULL REFERENCES meeting (id),
    no INTEGER NOT NULL,
    title VARCHAR(200) NOT NULL,
    kind VARCHAR(12) NOT NULL CHECK (kind IN ('report', 'vote', 'consult', 'inform')),
    minutes INTEGER NOT NULL,
    presenter VARCHAR(16) REFERENCES person (id),
    idea VARCHAR(16) REFERENCES idea (id),
    state VARCHAR(12) NOT NULL CHECK (state IN ('pending', 'current', 'done')),
    outcome VARCHAR(1000) NOT NULL,
    next_step VARCHAR(16) NOT NULL,
    responsible VARCHAR(60) NOT NULL,
    due DATE,
    UNIQUE (meeting, no)
);
CREATE UNIQUE INDEX one_current_item ON agenda_item (meeting) WHERE state = 'current';

CREATE TABLE motion (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    meeting VARCHAR(16) NOT NULL REFERENCES meeting (id),
    item VARCHAR(16) NOT NULL REFERENCES agenda_item (id),
    no VARCHAR(12) NOT NULL,
    text VARCHAR(1000) NOT NULL,
    mover VARCHAR(16) NOT NULL REFERENCES person (id),
    seconder VARCHAR(16) NOT NULL REFERENCES person (id),
    amends VARCHAR(16) REFERENCES motion (id),
    moved_at TIMESTAMPTZ NOT NULL,
    UNIQUE (meeting, no),
    CHECK (mover <> seconder)
);

-- The live record (会议记录): lines are added and struck through, never removed.
CREATE TABLE log_line (
    meeting VARCHAR(16) NOT NULL REFERENCES meeting (id),
    seq INTEGER NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    kind VARCHAR(12) NOT NULL,
    person VARCHAR(16) REFERENCES person (id),
    side VARCHAR(4) NOT NULL,
    text VARCHAR(1000) NOT NULL,
    entered_by VARCHAR(16) NOT NULL REFERENCES person (id),
    struck_at TIMESTAMPTZ,
    PRIMARY KEY (meeting, seq)
);

-- The rule, the roll and the mode are frozen at opening. States only move forward.
CREATE TABLE poll (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    meeting VARCHAR(16) NOT NULL REFERENCES meeting (id),
    item VARCHAR(16) REFERENCES agenda_item (id),
    motion VARCHAR(16) REFERENCES motion (id),
    text VARCHAR(1000) NOT NULL,
    rule_code VARCHAR(16) NOT NULL,
    rule TEXT NOT NULL,
    mode VARCHAR(8) NOT NULL CHECK (mode IN ('named', 'sealed', 'tellers')),
    method VARCHAR(24) NOT NULL,
    allow_revote BOOLEAN NOT NULL,
    state VARCHAR(12) NOT NULL CHECK (state IN (
        'created', 'announced', 'open', 'closing', 'sealed', 'closed', 'published', 'cancelled'
    )),
    called INTEGER NOT NULL,
    present INTEGER NOT NULL,
    turnout INTEGER NOT NULL,
    electorate_root VARCHAR(64) NOT NULL,
    result TEXT NOT NULL,
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    opened_at TIMESTAMPTZ,
    closes_at TIMESTAMPTZ,
    closed_at TIMESTAMPTZ,
    published_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX one_open_poll ON poll (meeting) WHERE state IN ('open', 'closing');
CREATE UNIQUE INDEX one_live_poll_of_a_motion ON poll (motion) WHERE state <> 'cancelled';

-- only: sqlite
CREATE TRIGGER poll_state_forward BEFORE UPDATE OF state ON poll
WHEN OLD.state IN ('published', 'cancelled') AND NEW.state <> OLD.state
    OR instr('created announced open closing sealed closed published cancelled', NEW.state)
     < instr('created announced open closing sealed closed published cancelled', OLD.state)
    OR NEW.state = 'cancelled' AND OLD.state IN ('closing', 'sealed', 'closed')
BEGIN SELECT RAISE(ABORT, 'a poll never goes back'); END;
-- only: end
-- only: postgresql
CREATE FUNCTION poll_state_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE line text := 'created announced open closing sealed closed published cancelled';
BEGIN
    IF OLD.state IN ('published', 'cancelled') AND NEW.state <> OLD.state
        OR strpos(line, NEW.state) < strpos(line, OLD.state)
        OR NEW.state = 'cancelled' AND OLD.state IN ('closing', 'sealed', 'closed')
    THEN RAISE EXCEPTION 'a poll never goes back'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER poll_state_forward BEFORE UPDATE OF state ON poll
FOR EACH ROW EXECUTE FUNCTION poll_state_forward();
-- only: end

CREATE TABLE elector (
    poll VARCHAR(16) NOT NULL REFERENCES poll (id),
    elector_no INTEGER NOT NULL,
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    PRIMARY KEY (poll, elector_no),
    UNIQUE (poll, person)
);

-- One row an elector: the database, not the code, keeps a second vote out.
CREATE TABLE named_vote (
    poll VARCHAR(16) NOT NULL,
    elector_no INTEGER NOT NULL,
    choice VARCHAR(40) NOT NULL,
    rev INTEGER NOT NULL CHECK (rev >= 1),
    idem VARCHAR(64) NOT NULL,
    receipt VARCHAR(24) NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (poll, elector_no),
    FOREIGN KEY (poll, elector_no) REFERENCES elector (poll, elector_no)
);

CREATE TABLE minutes (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    meeting VARCHAR(16) NOT NULL UNIQUE REFERENCES meeting (id),
    number VARCHAR(40) NOT NULL,
    state VARCHAR(12) NOT NULL CHECK (state IN ('draft', 'published')),
    version INTEGER NOT NULL CHECK (version >= 1),
    body TEXT NOT NULL,
    generated TEXT NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    published_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX minutes_number ON minutes (community, number) WHERE number <> '';

CREATE TABLE minutes_version (
    minutes VARCHAR(16) NOT NULL REFERENCES minutes (id),
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (minutes, version)
);

CREATE TABLE minutes_signature (
    minutes VARCHAR(16) NOT NULL REFERENCES minutes (id),
    role VARCHAR(12) NOT NULL CHECK (role IN ('recorder', 'chair')),
    version INTEGER NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (minutes, role, version)
);

-- only: sqlite
CREATE TRIGGER published_minutes_stay BEFORE UPDATE ON minutes
WHEN OLD.state = 'published'
BEGIN SELECT RAISE(ABORT, 'published minutes are never changed'); END;
-- only: end
-- only: postgresql
CREATE FUNCTION published_minutes_stay() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'published minutes are never changed'; END $$;
CREATE TRIGGER published_minutes_stay BEFORE UPDATE ON minutes
FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION published_minutes_stay();
-- only: end
