-- Notices of a meeting: numbered, their words never change; and owners whom nobody on the roll speaks for.
CREATE TABLE meeting_notice (
    meeting VARCHAR(16) NOT NULL REFERENCES meeting (id),
    no INTEGER NOT NULL CHECK (no >= 1),
    kind VARCHAR(8) NOT NULL CHECK (kind IN ('call', 'change', 'cancel')),
    issuer VARCHAR(200) NOT NULL,
    title VARCHAR(300) NOT NULL,
    body TEXT NOT NULL,
    facts TEXT NOT NULL,
    days INTEGER NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (meeting, no)
);
-- only: sqlite
CREATE TRIGGER meeting_notice_no_update BEFORE UPDATE ON meeting_notice
BEGIN SELECT RAISE(ABORT, 'a notice is never changed'); END;
CREATE TRIGGER meeting_notice_no_delete BEFORE DELETE ON meeting_notice
BEGIN SELECT RAISE(ABORT, 'a notice is never taken away'); END;
-- only: end
-- only: postgresql
CREATE TRIGGER meeting_notice_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON meeting_notice
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
-- only: end
-- OWN-3: they count in both totals, though nobody can be called for them.
ALTER TABLE meeting ADD COLUMN unlisted_heads INTEGER NOT NULL DEFAULT 0 CHECK (unlisted_heads >= 0);
ALTER TABLE meeting ADD COLUMN unlisted_area INTEGER NOT NULL DEFAULT 0 CHECK (unlisted_area >= 0);
