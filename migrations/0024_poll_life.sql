-- The life of a poll: what it is about, announced, open over days in its hours, extended, run again.
-- `scope`: who is on the roll, the called who are present at this moment, or everybody called.
ALTER TABLE poll ADD COLUMN scope VARCHAR(8) NOT NULL DEFAULT 'present' CHECK (scope IN ('present', 'called'));
ALTER TABLE poll ADD COLUMN subject VARCHAR(24) NOT NULL DEFAULT '';
-- OWN: 业主意见征询 and not 业主大会表决; frozen with the rule.
ALTER TABLE poll ADD COLUMN advisory BOOLEAN NOT NULL DEFAULT FALSE;
-- OWN-10: a temporary vote, with a shorter notice where the community allows it.
ALTER TABLE poll ADD COLUMN temporary BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE poll ADD COLUMN announced_at TIMESTAMPTZ;
ALTER TABLE poll ADD COLUMN opens_at TIMESTAMPTZ;
-- Seconds after `closes_at` in which a ballot still counts.
ALTER TABLE poll ADD COLUMN grace INTEGER NOT NULL DEFAULT 0 CHECK (grace >= 0);
-- Minutes after midnight on the community's wall clock between which ballots are taken.
ALTER TABLE poll ADD COLUMN hours_since INTEGER NOT NULL DEFAULT 0 CHECK (hours_since BETWEEN 0 AND 1439);
ALTER TABLE poll ADD COLUMN hours_until INTEGER NOT NULL DEFAULT 1440 CHECK (hours_until BETWEEN 1 AND 1440);
-- OWN-12: where somebody who wants paper gets it.
ALTER TABLE poll ADD COLUMN paper_at VARCHAR(200) NOT NULL DEFAULT '';
ALTER TABLE poll ADD COLUMN rerun_of VARCHAR(16) REFERENCES poll (id);
ALTER TABLE poll ADD COLUMN superseded BOOLEAN NOT NULL DEFAULT FALSE;
-- Why the clock could not open or close it: a reason code for the officers.
ALTER TABLE poll ADD COLUMN trouble VARCHAR(40) NOT NULL DEFAULT '';

DROP INDEX one_open_poll;
CREATE UNIQUE INDEX one_open_poll ON poll (meeting) WHERE state IN ('open', 'closing') AND scope = 'present';
DROP INDEX one_live_poll_of_a_motion;
CREATE UNIQUE INDEX one_live_poll_of_a_motion ON poll (motion) WHERE state <> 'cancelled' AND NOT superseded;
CREATE UNIQUE INDEX one_rerun_of_a_poll ON poll (rerun_of) WHERE rerun_of IS NOT NULL;
CREATE INDEX poll_for_the_clock ON poll (state) WHERE state IN ('announced', 'open', 'closing', 'sealed');

-- The chair gives more time: never less, always with the reason, never taken back.
CREATE TABLE poll_extension (
    poll VARCHAR(16) NOT NULL REFERENCES poll (id),
    no INTEGER NOT NULL CHECK (no >= 1),
    was TIMESTAMPTZ NOT NULL,
    until TIMESTAMPTZ NOT NULL,
    reason VARCHAR(200) NOT NULL CHECK (reason <> ''),
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (poll, no),
    CHECK (until > was)
);

-- OWN-11: what was announced is voted on as it was announced; its end only ever moves later.
-- only: sqlite
CREATE TRIGGER poll_announced_as_it_is BEFORE UPDATE ON poll
WHEN OLD.state <> 'created' AND (
    (OLD.text, OLD.subject, OLD.rule_code, OLD.mode, OLD.method, OLD.scope, OLD.allow_revote,
     OLD.temporary, OLD.hours_since, OLD.hours_until, OLD.paper_at)
    IS NOT (NEW.text, NEW.subject, NEW.rule_code, NEW.mode, NEW.method, NEW.scope, NEW.allow_revote,
     NEW.temporary, NEW.hours_since, NEW.hours_until, NEW.paper_at)
    OR OLD.opens_at IS NOT NEW.opens_at)
BEGIN SELECT RAISE(ABORT, 'what was announced stays as it is'); END;
CREATE TRIGGER poll_end_only_later BEFORE UPDATE OF closes_at ON poll
WHEN OLD.state <> 'created' AND OLD.closes_at IS NOT NULL
    AND (NEW.closes_at IS NULL OR NEW.closes_at < OLD.closes_at)
BEGIN SELECT RAISE(ABORT, 'a vote is never shortened'); END;
CREATE TRIGGER poll_extension_no_update BEFORE UPDATE ON poll_extension
BEGIN SELECT RAISE(ABORT, 'an extension is never changed'); END;
CREATE TRIGGER poll_extension_no_delete BEFORE DELETE ON poll_extension
BEGIN SELECT RAISE(ABORT, 'an extension is never taken away'); END;
-- only: end
-- only: postgresql
CREATE FUNCTION poll_announced_as_it_is() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'created' AND (
        (OLD.text, OLD.subject, OLD.rule_code, OLD.mode, OLD.method, OLD.scope, OLD.allow_revote,
         OLD.temporary, OLD.hours_since, OLD.hours_until, OLD.paper_at)
        IS DISTINCT FROM (NEW.text, NEW.subject, NEW.rule_code, NEW.mode, NEW.method, NEW.scope,
         NEW.allow_revote, NEW.temporary, NEW.hours_since, NEW.hours_until, NEW.paper_at)
        OR OLD.opens_at IS DISTINCT FROM NEW.opens_at)
    THEN RAISE EXCEPTION 'what was announced stays as it is'; END IF;
    IF OLD.state <> 'created' AND OLD.closes_at IS NOT NULL
        AND (NEW.closes_at IS NULL OR NEW.closes_at < OLD.closes_at)
    THEN RAISE EXCEPTION 'a vote is never shortened'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER poll_announced_as_it_is BEFORE UPDATE ON poll
FOR EACH ROW EXECUTE FUNCTION poll_announced_as_it_is();
CREATE TRIGGER poll_extension_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON poll_extension
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
-- only: end
