-- Who keeps the door of a meeting besides its officers.
CREATE TABLE doorkeeper (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    meeting VARCHAR(16) NOT NULL REFERENCES meeting (id),
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    named_by VARCHAR(16) NOT NULL REFERENCES person (id),
    named_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX doorkeeper_once ON doorkeeper (meeting, person) WHERE ended_at IS NULL;
