-- The floor of a meeting: who wants to speak, who speaks, how long; who presides meanwhile.
-- One turn, from the raised hand to its end (MTG-3, MTG-4, MTG-5). `used_ms` was spoken until the
-- last stop of the clock; while it runs, `running_since` says since when.
CREATE TABLE turn (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    meeting VARCHAR(16) NOT NULL REFERENCES meeting (id),
    item VARCHAR(16) NOT NULL REFERENCES agenda_item (id),
    motion VARCHAR(16) REFERENCES motion (id),
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    side VARCHAR(8) NOT NULL CHECK (side IN ('yes', 'no', 'add', 'ask', 'order')),
    -- A hand that became a point of order goes back to this side afterwards; empty: it was none.
    side_before VARCHAR(8) NOT NULL CHECK (side_before IN ('', 'yes', 'no', 'add', 'ask')),
    state VARCHAR(12) NOT NULL
        CHECK (state IN ('waiting', 'speaking', 'interrupted', 'ended', 'lowered')),
    raised_at TIMESTAMPTZ NOT NULL,
    raised_by VARCHAR(16) NOT NULL REFERENCES person (id),
    -- Why somebody was asked to speak before those who came first; empty: it was the order.
    departs VARCHAR(12) NOT NULL CHECK (departs IN ('', 'answer', 'relevant', 'frail', 'other')),
    seconds INTEGER NOT NULL CHECK (seconds > 0),
    began_at TIMESTAMPTZ,
    running_since TIMESTAMPTZ,
    paused_at TIMESTAMPTZ,
    used_ms INTEGER NOT NULL CHECK (used_ms >= 0),
    ended_at TIMESTAMPTZ,
    ended_by VARCHAR(16) REFERENCES person (id),
    -- Its line of the live record, and whether the secretary has written its words there.
    line INTEGER,
    worded BOOLEAN NOT NULL,
    CHECK (running_since IS NULL OR state = 'speaking')
);
CREATE INDEX turn_meeting ON turn (meeting, item);
CREATE UNIQUE INDEX one_speaker ON turn (meeting) WHERE state = 'speaking';
CREATE UNIQUE INDEX one_hand ON turn (meeting, person)
    WHERE state IN ('waiting', 'speaking', 'interrupted');
-- MTG-2: the chair takes part in the debate on a motion; somebody else presides until it is voted.
CREATE TABLE handover (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    meeting VARCHAR(16) NOT NULL REFERENCES meeting (id),
    item VARCHAR(16) NOT NULL REFERENCES agenda_item (id),
    motion VARCHAR(16) REFERENCES motion (id),
    from_person VARCHAR(16) NOT NULL REFERENCES person (id),
    to_person VARCHAR(16) NOT NULL REFERENCES person (id),
    at TIMESTAMPTZ NOT NULL,
    by_person VARCHAR(16) NOT NULL REFERENCES person (id),
    returned_at TIMESTAMPTZ,
    returned_why VARCHAR(8) NOT NULL CHECK (returned_why IN ('', 'voted', 'item', 'taken', 'left', 'closed')),
    CHECK (from_person <> to_person)
);
CREATE UNIQUE INDEX one_handover ON handover (meeting) WHERE returned_at IS NULL;
-- MTG-6: a reminder by the chair; it is minuted only where the chair says so.
CREATE TABLE reminder (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    meeting VARCHAR(16) NOT NULL REFERENCES meeting (id),
    turn VARCHAR(16) REFERENCES turn (id),
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    reason VARCHAR(12) NOT NULL
        CHECK (reason IN ('topic', 'time', 'interrupt', 'personal', 'address')),
    minuted BOOLEAN NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    by_person VARCHAR(16) NOT NULL REFERENCES person (id)
);
CREATE INDEX reminder_turn ON reminder (turn);
