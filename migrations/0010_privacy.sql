-- Consent and its withdrawal, who looked at whose data, and what people ask about their own.
CREATE TABLE consent (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    purpose VARCHAR(16) NOT NULL,
    version INTEGER NOT NULL,
    text_sha256 VARCHAR(64) NOT NULL,
    channel VARCHAR(8) NOT NULL CHECK (channel IN ('online', 'paper', 'oral')),
    witness VARCHAR(16) REFERENCES person (id),
    given_at TIMESTAMPTZ NOT NULL,
    withdrawn_at TIMESTAMPTZ,
    withdrawn_by VARCHAR(16) REFERENCES person (id),
    CHECK (channel <> 'oral' OR witness IS NOT NULL),
    CHECK (witness IS NULL OR witness <> person)
);
CREATE UNIQUE INDEX consent_once ON consent (person, purpose) WHERE withdrawn_at IS NULL;
CREATE TABLE access_log (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    viewer VARCHAR(16) NOT NULL REFERENCES person (id),
    office VARCHAR(24) NOT NULL,
    person VARCHAR(16) REFERENCES person (id),
    what VARCHAR(24) NOT NULL,
    why VARCHAR(200) NOT NULL,
    rows_seen INTEGER NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX access_log_at ON access_log (community, at);
CREATE INDEX access_log_person ON access_log (person, at);
-- only: sqlite
CREATE TRIGGER access_log_no_update BEFORE UPDATE ON access_log
BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END;
CREATE TRIGGER access_log_no_early_delete BEFORE DELETE ON access_log
WHEN julianday('now') - julianday(OLD.at) < 183
BEGIN SELECT RAISE(ABORT, 'the access log is kept for six months'); END;
-- only: end
-- only: postgresql
CREATE FUNCTION access_log_is_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the access log is kept for six months'; END $$;
CREATE TRIGGER access_log_no_early_delete BEFORE DELETE ON access_log
FOR EACH ROW WHEN (OLD.at > now() - interval '183 days') EXECUTE FUNCTION access_log_is_kept();
CREATE TRIGGER access_log_no_truncate BEFORE TRUNCATE ON access_log
FOR EACH STATEMENT EXECUTE FUNCTION access_log_is_kept();
CREATE TRIGGER access_log_no_update BEFORE UPDATE ON access_log
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
-- only: end
CREATE TABLE data_request (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    kind VARCHAR(12) NOT NULL CHECK (kind IN ('correct', 'delete', 'explain')),
    text VARCHAR(500) NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    due DATE NOT NULL,
    outcome VARCHAR(12) NOT NULL DEFAULT '' CHECK (outcome IN ('', 'done', 'refused', 'withdrawn')),
    answer VARCHAR(500) NOT NULL DEFAULT '',
    answered_by VARCHAR(16) REFERENCES person (id),
    answered_at TIMESTAMPTZ
);
