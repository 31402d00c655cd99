-- Who takes no part in one item because it concerns them; the database keeps one of each.
CREATE TABLE recusal (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    item VARCHAR(16) NOT NULL REFERENCES agenda_item (id),
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    why VARCHAR(200) NOT NULL,
    entered_by VARCHAR(16) NOT NULL REFERENCES person (id),
    at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX recusal_once ON recusal (item, person) WHERE ended_at IS NULL;
-- They are there and count for the quorum, but stand outside the base of the vote.
ALTER TABLE poll ADD COLUMN recused INTEGER NOT NULL DEFAULT 0;
