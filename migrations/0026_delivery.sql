-- OWN-10, OWN-15: that every unit was told of an owners' vote, when and how, and the residents' committee.

-- The units that have to be reached: those that counted when the vote was announced.
CREATE TABLE delivery_unit (
    poll VARCHAR(16) NOT NULL REFERENCES poll (id),
    unit VARCHAR(16) NOT NULL REFERENCES unit (id),
    PRIMARY KEY (poll, unit)
);

-- One attempt to reach one unit. Never overwritten; a wrong one is struck with its reason.
-- `days`: how long a notice has to hang on site, as it was set when it was put up.
CREATE TABLE delivery (
    poll VARCHAR(16) NOT NULL,
    no INTEGER NOT NULL CHECK (no >= 1),
    unit VARCHAR(16) NOT NULL,
    channel VARCHAR(12) NOT NULL CHECK (
        channel IN ('in_person', 'left', 'post', 'electronic', 'posted')
    ),
    arrived BOOLEAN NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    days INTEGER NOT NULL DEFAULT 0,
    evidence VARCHAR(200) NOT NULL DEFAULT '',
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    struck_by VARCHAR(16) REFERENCES person (id),
    struck_at TIMESTAMPTZ,
    struck_why VARCHAR(200) NOT NULL DEFAULT '',
    PRIMARY KEY (poll, no),
    FOREIGN KEY (poll, unit) REFERENCES delivery_unit (poll, unit),
    CHECK ((channel = 'posted') = (days > 0)),
    CHECK ((struck_at IS NULL) = (struck_by IS NULL)),
    CHECK ((struck_at IS NULL) = (struck_why = ''))
);
CREATE INDEX delivery_to ON delivery (poll, unit);

-- That the residents' committee was told, as an office, and who of it comes; the newest line holds.
CREATE TABLE committee_notice (
    poll VARCHAR(16) NOT NULL REFERENCES poll (id),
    no INTEGER NOT NULL CHECK (no >= 1),
    told_on DATE NOT NULL,
    how VARCHAR(60) NOT NULL CHECK (length(how) > 0),
    office VARCHAR(60) NOT NULL CHECK (length(office) > 0),
    sends VARCHAR(60) NOT NULL DEFAULT '',
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (poll, no)
);

-- RES-14: evidence is added to, a wrong line is struck once, nothing is taken away.
-- only: sqlite
CREATE TRIGGER delivery_only_struck BEFORE UPDATE ON delivery
WHEN OLD.struck_at IS NOT NULL OR NEW.struck_at IS NULL
    OR (OLD.poll, OLD.no, OLD.unit, OLD.channel, OLD.arrived, OLD.at, OLD.days, OLD.evidence,
        OLD.made_by, OLD.made_at)
    IS NOT (NEW.poll, NEW.no, NEW.unit, NEW.channel, NEW.arrived, NEW.at, NEW.days, NEW.evidence,
        NEW.made_by, NEW.made_at)
BEGIN SELECT RAISE(ABORT, 'a delivery is struck, never changed'); END;
CREATE TRIGGER delivery_no_delete BEFORE DELETE ON delivery
BEGIN SELECT RAISE(ABORT, 'a delivery is never taken away'); END;
CREATE TRIGGER committee_notice_no_update BEFORE UPDATE ON committee_notice
BEGIN SELECT RAISE(ABORT, 'a notice to the committee is never changed'); END;
CREATE TRIGGER committee_notice_no_delete BEFORE DELETE ON committee_notice
BEGIN SELECT RAISE(ABORT, 'a notice to the committee is never taken away'); END;
-- only: end
-- only: postgresql
CREATE FUNCTION delivery_only_struck() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.struck_at IS NOT NULL OR NEW.struck_at IS NULL
        OR (OLD.poll, OLD.no, OLD.unit, OLD.channel, OLD.arrived, OLD.at, OLD.days, OLD.evidence,
            OLD.made_by, OLD.made_at)
        IS DISTINCT FROM (NEW.poll, NEW.no, NEW.unit, NEW.channel, NEW.arrived, NEW.at, NEW.days,
            NEW.evidence, NEW.made_by, NEW.made_at)
    THEN RAISE EXCEPTION 'a delivery is struck, never changed'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER delivery_only_struck BEFORE UPDATE ON delivery
FOR EACH ROW EXECUTE FUNCTION delivery_only_struck();
CREATE TRIGGER delivery_stays BEFORE DELETE OR TRUNCATE ON delivery
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER committee_notice_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON committee_notice
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
-- only: end
