-- The record in the hands of others: roots of whole chunks, signed checkpoints, witnesses and what they signed.

-- The root over each 256 entries that are complete, so that the root of everything costs little.
CREATE TABLE record_chunk (
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    no INTEGER NOT NULL CHECK (no >= 0),
    root VARCHAR(64) NOT NULL CHECK (length(root) = 64),
    PRIMARY KEY (community, no)
);

-- C2SP checkpoints: `note` is the text and the signature of the log, without those of witnesses.
CREATE TABLE record_checkpoint (
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    size INTEGER NOT NULL CHECK (size >= 1),
    root VARCHAR(64) NOT NULL CHECK (length(root) = 64),
    algorithm VARCHAR(16) NOT NULL CHECK (algorithm IN ('ed25519')),
    vkey VARCHAR(400) NOT NULL,
    note TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (community, size)
);

-- Who outside keeps the newest checkpoint and signs it too, with the key by which they are known.
CREATE TABLE record_witness (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    name VARCHAR(60) NOT NULL CHECK (length(name) > 0),
    vkey VARCHAR(400) NOT NULL,
    added_by VARCHAR(16) NOT NULL REFERENCES person (id),
    added_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX one_witness_of_a_key ON record_witness (community, vkey) WHERE ended_at IS NULL;

CREATE TABLE record_cosignature (
    community VARCHAR(16) NOT NULL,
    size INTEGER NOT NULL,
    witness VARCHAR(16) NOT NULL REFERENCES record_witness (id),
    line TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (community, size, witness),
    FOREIGN KEY (community, size) REFERENCES record_checkpoint (community, size)
);

-- only: sqlite
CREATE TRIGGER record_chunk_no_update BEFORE UPDATE ON record_chunk
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER record_chunk_no_delete BEFORE DELETE ON record_chunk
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER record_checkpoint_no_update BEFORE UPDATE ON record_checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never changed'); END;
CREATE TRIGGER record_checkpoint_no_delete BEFORE DELETE ON record_checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never taken away'); END;
CREATE TRIGGER record_cosignature_no_update BEFORE UPDATE ON record_cosignature
BEGIN SELECT RAISE(ABORT, 'a signature is never changed'); END;
CREATE TRIGGER record_cosignature_no_delete BEFORE DELETE ON record_cosignature
BEGIN SELECT RAISE(ABORT, 'a signature is never taken away'); END;
-- only: end
-- only: postgresql
CREATE TRIGGER record_chunk_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON record_chunk
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER record_checkpoint_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON record_checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER record_cosignature_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON record_cosignature
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
-- only: end
