-- The second factor of whoever holds an office: six digits of an authenticator (TOTP).

-- When the second step was taken in this session; empty: it counts for no office.
ALTER TABLE session ADD COLUMN second_factor_at TIMESTAMPTZ;

-- One authenticator a person. The secret is encrypted with a key outside the database.
CREATE TABLE second_factor (
    person VARCHAR(16) NOT NULL PRIMARY KEY REFERENCES person (id),
    secret VARCHAR(120) NOT NULL,
    last_step INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    failed_at TIMESTAMPTZ,
    enrolled_at TIMESTAMPTZ NOT NULL
);

-- For the day the authenticator is not at hand: each works once, only its hash is stored.
CREATE TABLE recovery_code (
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    code_hash VARCHAR(64) NOT NULL,
    used_at TIMESTAMPTZ,
    PRIMARY KEY (person, code_hash)
);
