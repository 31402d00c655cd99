-- Official notices (公告 公示 通知 更正), where they hang, and what is objected to them.

-- Holidays, and days of a weekend on which people work. Kept by officers: no law stands in the code.
CREATE TABLE calendar_day (
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    day DATE NOT NULL,
    kind VARCHAR(8) NOT NULL CHECK (kind IN ('holiday', 'work')),
    name VARCHAR(40) NOT NULL,
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (community, day)
);

CREATE TABLE notice (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    type VARCHAR(12) NOT NULL
        CHECK (type IN ('publicity', 'announcement', 'notification', 'correction')),
    kind VARCHAR(12) NOT NULL CHECK (kind IN
        ('affairs', 'result', 'minutes', 'project', 'points', 'candidates', 'undelivered', 'other')),
    title VARCHAR(120) NOT NULL,
    text VARCHAR(6000) NOT NULL,
    basis VARCHAR(300) NOT NULL,
    day_kind VARCHAR(8) NOT NULL CHECK (day_kind IN ('natural', 'working')),
    days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 180),
    office VARCHAR(120) NOT NULL,
    phone VARCHAR(40) NOT NULL,
    hotline VARCHAR(40) NOT NULL,
    signed VARCHAR(120) NOT NULL,
    -- What it is about: a table of ours by its word, or nothing.
    about_kind VARCHAR(8) NOT NULL CHECK (about_kind IN ('', 'meeting', 'poll', 'proposal', 'minutes')),
    about_id VARCHAR(16) NOT NULL,
    corrects VARCHAR(16) REFERENCES notice (id),
    state VARCHAR(8) NOT NULL CHECK (state IN ('draft', 'running', 'closed')),
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    year INTEGER,
    no INTEGER CHECK (no >= 1),
    posted_on DATE,
    -- The last day; it may be taken down from the day after it.
    ends_on DATE,
    sha256 VARCHAR(64) NOT NULL DEFAULT '',
    published_by VARCHAR(16) REFERENCES person (id),
    published_at TIMESTAMPTZ,
    outcome VARCHAR(8) NOT NULL DEFAULT '' CHECK (outcome IN ('', 'none', 'settled')),
    closed_by VARCHAR(16) REFERENCES person (id),
    closed_at TIMESTAMPTZ,
    UNIQUE (community, year, no),
    CHECK ((type = 'correction') = (corrects IS NOT NULL)),
    CHECK ((about_kind = '') = (about_id = '')),
    CHECK ((state = 'draft') = (no IS NULL)),
    CHECK ((no IS NULL) = (year IS NULL)),
    CHECK ((no IS NULL) = (posted_on IS NULL)),
    CHECK ((no IS NULL) = (ends_on IS NULL)),
    CHECK ((no IS NULL) = (published_by IS NULL)),
    CHECK ((no IS NULL) = (sha256 = '')),
    CHECK (ends_on > posted_on),
    CHECK ((state = 'closed') = (outcome <> '')),
    CHECK ((state = 'closed') = (closed_by IS NOT NULL))
);
CREATE INDEX notice_state ON notice (community, state, ends_on);
CREATE INDEX notice_about ON notice (about_id);
CREATE INDEX notice_corrects ON notice (corrects);

-- One sheet on one board, from when until when.
CREATE TABLE notice_posting (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    notice VARCHAR(16) NOT NULL REFERENCES notice (id),
    board VARCHAR(60) NOT NULL,
    posted_at TIMESTAMPTZ NOT NULL,
    posted_by VARCHAR(16) NOT NULL REFERENCES person (id),
    -- Counted from the day on which this sheet went up: later than the notice's own where that was later.
    hangs_until DATE NOT NULL,
    taken_down_at TIMESTAMPTZ,
    taken_down_by VARCHAR(16) REFERENCES person (id),
    CHECK ((taken_down_at IS NULL) = (taken_down_by IS NULL))
);
CREATE UNIQUE INDEX notice_posting_once ON notice_posting (notice, board) WHERE taken_down_at IS NULL;

-- As it was drawn anew: one of the sheet hanging, one of the board after it was taken down.
CREATE TABLE notice_photo (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    posting VARCHAR(16) NOT NULL REFERENCES notice_posting (id),
    shows VARCHAR(4) NOT NULL CHECK (shows IN ('up', 'down')),
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    content BYTEA NOT NULL,
    UNIQUE (posting, shows)
);

-- Of the code on a receipt only the hash is here. Name and contact are read by officers alone.
CREATE TABLE notice_objection (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    notice VARCHAR(16) NOT NULL REFERENCES notice (id),
    no INTEGER NOT NULL CHECK (no >= 1),
    code_sha256 VARCHAR(64) NOT NULL UNIQUE,
    channel VARCHAR(8) NOT NULL CHECK (channel IN ('online', 'written', 'oral')),
    person VARCHAR(16) REFERENCES person (id),
    name VARCHAR(60) NOT NULL,
    contact VARCHAR(120) NOT NULL,
    text VARCHAR(1000) NOT NULL CHECK (text <> ''),
    received_at TIMESTAMPTZ NOT NULL,
    entered_by VARCHAR(16) REFERENCES person (id),
    answer VARCHAR(1000) NOT NULL DEFAULT '',
    shown BOOLEAN NOT NULL DEFAULT FALSE,
    answered_at TIMESTAMPTZ,
    answered_by VARCHAR(16) REFERENCES person (id),
    UNIQUE (notice, no),
    CHECK ((channel = 'online') = (entered_by IS NULL)),
    CHECK ((answered_at IS NULL) = (answer = '')),
    CHECK ((answered_at IS NULL) = (answered_by IS NULL))
);
CREATE INDEX notice_objection_person ON notice_objection (person);

-- DOC-11: the words of a published notice stay as they are, and so do an objection and its answer.
-- only: sqlite
CREATE TRIGGER notice_stays_as_it_is BEFORE UPDATE ON notice
WHEN OLD.state <> 'draft' AND (
    (OLD.id, OLD.community, OLD.type, OLD.kind, OLD.title, OLD.text, OLD.basis, OLD.day_kind, OLD.days,
     OLD.office, OLD.phone, OLD.hotline, OLD.signed, OLD.about_kind, OLD.about_id, OLD.corrects,
     OLD.made_by, OLD.made_at, OLD.year, OLD.no, OLD.posted_on, OLD.ends_on, OLD.sha256,
     OLD.published_by, OLD.published_at)
    IS NOT
    (NEW.id, NEW.community, NEW.type, NEW.kind, NEW.title, NEW.text, NEW.basis, NEW.day_kind, NEW.days,
     NEW.office, NEW.phone, NEW.hotline, NEW.signed, NEW.about_kind, NEW.about_id, NEW.corrects,
     NEW.made_by, NEW.made_at, NEW.year, NEW.no, NEW.posted_on, NEW.ends_on, NEW.sha256,
     NEW.published_by, NEW.published_at)
    OR NEW.state = 'draft' OR OLD.state = 'closed')
BEGIN SELECT RAISE(ABORT, 'a published notice stays as it is'); END;
CREATE TRIGGER notice_no_delete BEFORE DELETE ON notice WHEN OLD.state <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a published notice is never taken away'); END;
CREATE TRIGGER notice_objection_stays BEFORE UPDATE ON notice_objection
WHEN (OLD.notice, OLD.no, OLD.code_sha256, OLD.channel, OLD.text, OLD.received_at)
    IS NOT (NEW.notice, NEW.no, NEW.code_sha256, NEW.channel, NEW.text, NEW.received_at)
    OR (OLD.answered_at IS NOT NULL AND (OLD.answer, OLD.answered_at, OLD.answered_by)
    IS NOT (NEW.answer, NEW.answered_at, NEW.answered_by))
BEGIN SELECT RAISE(ABORT, 'an objection and its answer stay as they are'); END;
CREATE TRIGGER notice_objection_no_delete BEFORE DELETE ON notice_objection
BEGIN SELECT RAISE(ABORT, 'an objection is never taken away'); END;
-- only: end
-- only: postgresql
CREATE FUNCTION notice_stays_as_it_is() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN RAISE EXCEPTION 'a published notice is never taken away'; END IF;
        RETURN OLD;
    END IF;
    IF OLD.state <> 'draft' AND (
        (OLD.id, OLD.community, OLD.type, OLD.kind, OLD.title, OLD.text, OLD.basis, OLD.day_kind, OLD.days,
         OLD.office, OLD.phone, OLD.hotline, OLD.signed, OLD.about_kind, OLD.about_id, OLD.corrects,
         OLD.made_by, OLD.made_at, OLD.year, OLD.no, OLD.posted_on, OLD.ends_on, OLD.sha256,
         OLD.published_by, OLD.published_at)
        IS DISTINCT FROM
        (NEW.id, NEW.community, NEW.type, NEW.kind, NEW.title, NEW.text, NEW.basis, NEW.day_kind, NEW.days,
         NEW.office, NEW.phone, NEW.hotline, NEW.signed, NEW.about_kind, NEW.about_id, NEW.corrects,
         NEW.made_by, NEW.made_at, NEW.year, NEW.no, NEW.posted_on, NEW.ends_on, NEW.sha256,
         NEW.published_by, NEW.published_at)
        OR NEW.state = 'draft' OR OLD.state = 'closed')
    THEN RAISE EXCEPTION 'a published notice stays as it is'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notice_stays_as_it_is BEFORE UPDATE OR DELETE ON notice
FOR EACH ROW EXECUTE FUNCTION notice_stays_as_it_is();
CREATE FUNCTION notice_objection_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'an objection is never taken away'; END IF;
    IF (OLD.notice, OLD.no, OLD.code_sha256, OLD.channel, OLD.text, OLD.received_at)
        IS DISTINCT FROM (NEW.notice, NEW.no, NEW.code_sha256, NEW.channel, NEW.text, NEW.received_at)
        OR (OLD.answered_at IS NOT NULL AND (OLD.answer, OLD.answered_at, OLD.answered_by)
        IS DISTINCT FROM (NEW.answer, NEW.answered_at, NEW.answered_by))
    THEN RAISE EXCEPTION 'an objection and its answer stay as they are'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notice_objection_stays BEFORE UPDATE OR DELETE ON notice_objection
FOR EACH ROW EXECUTE FUNCTION notice_objection_stays();
-- only: end
