-- Mode `tellers` (监票人): the private key exists only as three shares, of which two open the box.

-- One making of a key and its handing out. A ceremony that fails is followed by another one.
CREATE TABLE ceremony (
    poll VARCHAR(16) NOT NULL REFERENCES poll (id),
    round INTEGER NOT NULL CHECK (round >= 1),
    public_key VARCHAR(64) NOT NULL CHECK (length(public_key) = 64),
    begun_by VARCHAR(16) NOT NULL REFERENCES person (id),
    begun_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (poll, round)
);

-- Three different persons for three shares. `share_key`: by it a share shows that it is the right
-- one, and only the share itself opens what is encrypted to it; it says nothing of the share.
CREATE TABLE teller (
    poll VARCHAR(16) NOT NULL,
    round INTEGER NOT NULL,
    no INTEGER NOT NULL CHECK (no BETWEEN 1 AND 3),
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    share_key VARCHAR(64) NOT NULL CHECK (length(share_key) = 64),
    fetched_at TIMESTAMPTZ,
    confirmed_at TIMESTAMPTZ,
    typed_at TIMESTAMPTZ,
    lost_at TIMESTAMPTZ,
    PRIMARY KEY (poll, round, no),
    UNIQUE (poll, round, person),
    FOREIGN KEY (poll, round) REFERENCES ceremony (poll, round),
    CHECK (confirmed_at IS NULL OR fetched_at IS NOT NULL)
);

-- A sealed box is given up only where nobody can open it: two of its three shares are lost.
-- only: sqlite
DROP TRIGGER poll_state_forward;
CREATE TRIGGER poll_state_forward BEFORE UPDATE OF state ON poll
WHEN OLD.state IN ('published', 'cancelled') AND NEW.state <> OLD.state
    OR instr('created announced open closing sealed closed published cancelled', NEW.state)
     < instr('created announced open closing sealed closed published cancelled', OLD.state)
    OR NEW.state = 'cancelled' AND OLD.state IN ('closing', 'closed')
    OR NEW.state = 'cancelled' AND OLD.state = 'sealed' AND 2 > (
        SELECT count(*) FROM teller t WHERE t.poll = OLD.id AND t.lost_at IS NOT NULL
        AND t.round = (SELECT max(c.round) FROM ceremony c WHERE c.poll = OLD.id)
    )
BEGIN SELECT RAISE(ABORT, 'a poll never goes back'); END;
-- only: end
-- only: postgresql
CREATE OR REPLACE FUNCTION poll_state_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE line text := 'created announced open closing sealed closed published cancelled';
BEGIN
    IF OLD.state IN ('published', 'cancelled') AND NEW.state <> OLD.state
        OR strpos(line, NEW.state) < strpos(line, OLD.state)
        OR NEW.state = 'cancelled' AND OLD.state IN ('closing', 'closed')
        OR NEW.state = 'cancelled' AND OLD.state = 'sealed' AND 2 > (
            SELECT count(*) FROM teller t WHERE t.poll = OLD.id AND t.lost_at IS NOT NULL
            AND t.round = (SELECT max(c.round) FROM ceremony c WHERE c.poll = OLD.id)
        )
    THEN RAISE EXCEPTION 'a poll never goes back'; END IF;
    RETURN NEW;
END $$;
-- only: end
