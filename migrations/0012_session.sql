-- Kinds of meeting, what a meeting in session needs to know of itself, and motions before they are seconded.
-- SQLite knows no other CHECK for a table that stands: it is written anew, with the same rows.
-- only: sqlite
PRAGMA defer_foreign_keys = ON;
CREATE TABLE meeting_before AS SELECT * FROM meeting;
DROP TABLE meeting;
CREATE TABLE meeting (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    kind VARCHAR(16) NOT NULL CHECK (kind IN ('council', 'res_all', 'res_rep', 'owners', 'consult')),
    rule VARCHAR(16) NOT NULL,
    series VARCHAR(120) NOT NULL,
    session VARCHAR(60) NOT NULL,
    place VARCHAR(120) NOT NULL,
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    state VARCHAR(12) NOT NULL CHECK (state IN ('announced', 'open', 'closed', 'cancelled')),
    chair VARCHAR(16) NOT NULL REFERENCES person (id),
    secretary VARCHAR(16) NOT NULL REFERENCES person (id),
    current_item VARCHAR(16),
    opened_at TIMESTAMPTZ,
    closed_at TIMESTAMPTZ
);
INSERT INTO meeting SELECT id, community, kind, rule, series, session, place, starts_at, ends_at, state,
    chair, secretary, current_item, opened_at, closed_at FROM meeting_before;
DROP TABLE meeting_before;
CREATE UNIQUE INDEX meeting_once ON meeting (community, series, session);
CREATE TABLE agenda_item_before AS SELECT * FROM agenda_item;
DROP TABLE agenda_item;
CREATE TABLE agenda_item (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    meeting VARCHAR(16) NOT NULL REFERENCES meeting (id),
    no INTEGER NOT NULL,
    title VARCHAR(200) NOT NULL,
    kind VARCHAR(12) NOT NULL CHECK (kind IN ('report', 'vote', 'consult', 'inform')),
    minutes INTEGER NOT NULL,
    presenter VARCHAR(16) REFERENCES person (id),
    idea VARCHAR(16) REFERENCES idea (id),
    state VARCHAR(12) NOT NULL CHECK (state IN ('pending', 'current', 'done', 'postponed')),
    outcome VARCHAR(1000) NOT NULL,
    next_step VARCHAR(16) NOT NULL,
    responsible VARCHAR(60) NOT NULL,
    due DATE,
    UNIQUE (meeting, no)
);
INSERT INTO agenda_item SELECT id, meeting, no, title, kind, minutes, presenter, idea, state, outcome,
    next_step, responsible, due FROM agenda_item_before;
DROP TABLE agenda_item_before;
CREATE UNIQUE INDEX one_current_item ON agenda_item (meeting) WHERE state = 'current';
CREATE TABLE motion_before AS SELECT * FROM motion;
DROP TABLE motion;
CREATE TABLE motion (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    meeting VARCHAR(16) NOT NULL REFERENCES meeting (id),
    item VARCHAR(16) NOT NULL REFERENCES agenda_item (id),
    no VARCHAR(12) NOT NULL,
    text VARCHAR(1000) NOT NULL,
    mover VARCHAR(16) NOT NULL REFERENCES person (id),
    seconder VARCHAR(16) REFERENCES person (id),
    amends VARCHAR(16) REFERENCES motion (id),
    moved_at TIMESTAMPTZ NOT NULL,
    UNIQUE (meeting, no),
    CHECK (mover <> seconder)
);
INSERT INTO motion SELECT id, meeting, item, no, text, mover, seconder, amends, moved_at FROM motion_before;
DROP TABLE motion_before;
-- only: end
-- only: postgresql
ALTER TABLE meeting DROP CONSTRAINT meeting_kind_check;
ALTER TABLE meeting ADD CONSTRAINT meeting_kind_check
    CHECK (kind IN ('council', 'res_all', 'res_rep', 'owners', 'consult'));
ALTER TABLE meeting DROP CONSTRAINT meeting_state_check;
ALTER TABLE meeting ADD CONSTRAINT meeting_state_check
    CHECK (state IN ('announced', 'open', 'closed', 'cancelled'));
ALTER TABLE agenda_item DROP CONSTRAINT agenda_item_state_check;
ALTER TABLE agenda_item ADD CONSTRAINT agenda_item_state_check
    CHECK (state IN ('pending', 'current', 'done', 'postponed'));
ALTER TABLE motion ALTER COLUMN seconder DROP NOT NULL;
-- only: end
-- RES-ALL counts persons or households, chosen before; a consultation has a form and who leads it.
ALTER TABLE meeting ADD COLUMN base VARCHAR(12) NOT NULL DEFAULT ''
    CHECK (base IN ('', 'persons', 'households'));
ALTER TABLE meeting ADD COLUMN form VARCHAR(12) NOT NULL DEFAULT ''
    CHECK (form IN ('', 'forum', 'hearing', 'talk'));
ALTER TABLE meeting ADD COLUMN lead VARCHAR(120) NOT NULL DEFAULT '';
ALTER TABLE meeting ADD COLUMN short_notice VARCHAR(200) NOT NULL DEFAULT '';
ALTER TABLE meeting ADD COLUMN cancelled_why VARCHAR(200) NOT NULL DEFAULT '';
-- MTG-5: how long a turn is, and how many each has on one motion.
ALTER TABLE meeting ADD COLUMN turn_seconds INTEGER NOT NULL DEFAULT 120 CHECK (turn_seconds > 0);
ALTER TABLE meeting ADD COLUMN turns_each INTEGER NOT NULL DEFAULT 2 CHECK (turns_each > 0);
-- MTG-2: who leads it while the chair takes part in the debate.
ALTER TABLE meeting ADD COLUMN presiding VARCHAR(16) REFERENCES person (id);
-- A break since then; adjourned to another day where `resumes_at` says so.
ALTER TABLE meeting ADD COLUMN break_since TIMESTAMPTZ;
ALTER TABLE meeting ADD COLUMN resumes_at TIMESTAMPTZ;
-- What the chair has pinned to the hall screen; empty: it chooses by itself.
ALTER TABLE meeting ADD COLUMN pinned VARCHAR(12) NOT NULL DEFAULT '';
ALTER TABLE called ADD COLUMN remote BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE called ADD COLUMN household VARCHAR(16) REFERENCES household (id);
-- CON-2: as whom they take part in a consultation, and what they have at stake.
ALTER TABLE called ADD COLUMN party VARCHAR(24) NOT NULL DEFAULT '';
ALTER TABLE called ADD COLUMN interest VARCHAR(120) NOT NULL DEFAULT '';
-- Owners: exclusive area in 0.01 m² that this head stands for.
ALTER TABLE called ADD COLUMN area INTEGER NOT NULL DEFAULT 0 CHECK (area >= 0);
-- OWN-11: whether it stood in the notice; what was added later is not voted where the rule says so.
ALTER TABLE agenda_item ADD COLUMN announced BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE agenda_item ADD COLUMN office VARCHAR(60) NOT NULL DEFAULT '';
ALTER TABLE agenda_item ADD COLUMN material VARCHAR(1000) NOT NULL DEFAULT '';
-- RES-8: discussed by the party organisation, on that day, under that number.
ALTER TABLE agenda_item ADD COLUMN review_asked BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE agenda_item ADD COLUMN reviewed_on DATE;
ALTER TABLE agenda_item ADD COLUMN review_no VARCHAR(40) NOT NULL DEFAULT '';
-- CON-1: a consultation ends in an opinion; only a meeting that may decide makes a decision.
ALTER TABLE agenda_item ADD COLUMN ends_in VARCHAR(12) NOT NULL DEFAULT ''
    CHECK (ends_in IN ('', 'opinion', 'decision'));
ALTER TABLE agenda_item ADD COLUMN began_at TIMESTAMPTZ;
ALTER TABLE agenda_item ADD COLUMN ended_at TIMESTAMPTZ;
-- MTG-1: who does it, by when, where, with what; MTG-7: before the meeting only when seconded.
ALTER TABLE motion ADD COLUMN doer VARCHAR(120) NOT NULL DEFAULT '';
ALTER TABLE motion ADD COLUMN by_when VARCHAR(60) NOT NULL DEFAULT '';
ALTER TABLE motion ADD COLUMN place VARCHAR(120) NOT NULL DEFAULT '';
ALTER TABLE motion ADD COLUMN means VARCHAR(200) NOT NULL DEFAULT '';
ALTER TABLE motion ADD COLUMN state VARCHAR(12) NOT NULL DEFAULT 'moved'
    CHECK (state IN ('offered', 'moved', 'withdrawn', 'postponed', 'lapsed'));
ALTER TABLE motion ADD COLUMN debate_closed_at TIMESTAMPTZ;
ALTER TABLE motion ADD COLUMN ended_at TIMESTAMPTZ;
