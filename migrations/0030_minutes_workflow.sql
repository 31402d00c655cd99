-- The way of minutes: read by those who attended, approved, issued, corrected by other minutes, recalled.
-- SQLite cannot take a UNIQUE from a table that stands: it is written anew, with the same rows.
-- only: sqlite
PRAGMA defer_foreign_keys = ON;
DROP TRIGGER published_minutes_stay;
CREATE TABLE minutes_before AS SELECT * FROM minutes;
DROP TABLE minutes;
CREATE TABLE minutes (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    meeting VARCHAR(16) NOT NULL REFERENCES meeting (id),
    number VARCHAR(40) NOT NULL,
    state VARCHAR(12) NOT NULL CHECK (state IN ('draft', 'published')),
    version INTEGER NOT NULL CHECK (version >= 1),
    body TEXT NOT NULL,
    generated TEXT NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    published_at TIMESTAMPTZ,
    letterhead INTEGER NOT NULL DEFAULT 0
);
INSERT INTO minutes SELECT id, community, meeting, number, state, version, body, generated, sha256, made_by,
    made_at, published_at, letterhead FROM minutes_before;
DROP TABLE minutes_before;
CREATE UNIQUE INDEX minutes_number ON minutes (community, number) WHERE number <> '';
-- only: end
-- only: postgresql
ALTER TABLE minutes DROP CONSTRAINT minutes_meeting_key;
-- only: end
-- Minutes that put others right (更正), and why; of each there is one at most, so corrections are a chain.
ALTER TABLE minutes ADD COLUMN corrects VARCHAR(16) REFERENCES minutes (id);
ALTER TABLE minutes ADD COLUMN reason VARCHAR(500) NOT NULL DEFAULT '';
CREATE UNIQUE INDEX minutes_once ON minutes (meeting) WHERE corrects IS NULL;
CREATE UNIQUE INDEX minutes_corrected_once ON minutes (corrects) WHERE corrects IS NOT NULL;

-- Until when those who attended may say something, or how many agreed when it was read aloud to them.
CREATE TABLE minutes_review (
    minutes VARCHAR(16) NOT NULL PRIMARY KEY REFERENCES minutes (id),
    version INTEGER NOT NULL,
    until TIMESTAMPTZ,
    aloud INTEGER CHECK (aloud >= 0),
    asked_by VARCHAR(16) NOT NULL REFERENCES person (id),
    asked_at TIMESTAMPTZ NOT NULL,
    CHECK ((until IS NULL) <> (aloud IS NULL))
);
CREATE TABLE minutes_answer (
    minutes VARCHAR(16) NOT NULL REFERENCES minutes (id),
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    says VARCHAR(8) NOT NULL CHECK (says IN ('agree', 'object')),
    text VARCHAR(1000) NOT NULL,
    version INTEGER NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    answer VARCHAR(1000) NOT NULL DEFAULT '',
    answered_by VARCHAR(16) REFERENCES person (id),
    answered_at TIMESTAMPTZ,
    PRIMARY KEY (minutes, person)
);
-- Issued minutes that were taken back; their number and their text stay where they are.
CREATE TABLE minutes_recall (
    minutes VARCHAR(16) NOT NULL PRIMARY KEY REFERENCES minutes (id),
    reason VARCHAR(500) NOT NULL CHECK (length(reason) > 0),
    by_person VARCHAR(16) NOT NULL REFERENCES person (id),
    at TIMESTAMPTZ NOT NULL
);
-- What holds today: issued, not put right by later minutes, not recalled.
CREATE VIEW minutes_in_force AS
SELECT n.id, n.community, n.meeting, n.number, n.version, n.body, n.sha256, n.published_at, n.state
FROM minutes n WHERE n.state = 'published'
AND NOT EXISTS (SELECT 1 FROM minutes c WHERE c.corrects = n.id AND c.state = 'published')
AND NOT EXISTS (SELECT 1 FROM minutes_recall r WHERE r.minutes = n.id);

-- only: sqlite
CREATE TRIGGER published_minutes_stay BEFORE UPDATE ON minutes
WHEN OLD.state = 'published'
BEGIN SELECT RAISE(ABORT, 'published minutes are never changed'); END;
CREATE TRIGGER published_minutes_no_delete BEFORE DELETE ON minutes
WHEN OLD.state = 'published'
BEGIN SELECT RAISE(ABORT, 'published minutes are never deleted'); END;
CREATE TRIGGER minutes_version_no_update BEFORE UPDATE ON minutes_version
BEGIN SELECT RAISE(ABORT, 'a version stays'); END;
CREATE TRIGGER minutes_version_no_delete BEFORE DELETE ON minutes_version
BEGIN SELECT RAISE(ABORT, 'a version stays'); END;
CREATE TRIGGER minutes_signature_no_update BEFORE UPDATE ON minutes_signature
BEGIN SELECT RAISE(ABORT, 'a signature stays'); END;
CREATE TRIGGER minutes_signature_no_delete BEFORE DELETE ON minutes_signature
BEGIN SELECT RAISE(ABORT, 'a signature stays'); END;
CREATE TRIGGER minutes_recall_no_update BEFORE UPDATE ON minutes_recall
BEGIN SELECT RAISE(ABORT, 'a recall stays'); END;
CREATE TRIGGER minutes_recall_no_delete BEFORE DELETE ON minutes_recall
BEGIN SELECT RAISE(ABORT, 'a recall stays'); END;
-- only: end
-- only: postgresql
CREATE TRIGGER published_minutes_no_delete BEFORE DELETE ON minutes
FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION published_minutes_stay();
CREATE TRIGGER minutes_version_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON minutes_version
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER minutes_signature_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON minutes_signature
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER minutes_recall_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON minutes_recall
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
-- only: end
