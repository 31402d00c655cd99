-- What one account can be signed in with, passkeys, codes that were sent, terminals of the staff.
-- Every name that opens an account: the phone, the number of the roll, a chosen code name, e-mail.
CREATE TABLE login (
    key VARCHAR(80) NOT NULL PRIMARY KEY,
    person VARCHAR(16) NOT NULL REFERENCES account (person),
    kind VARCHAR(12) NOT NULL CHECK (kind IN ('phone', 'roll_no', 'code_name', 'email')),
    made_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX login_person ON login (person);
INSERT INTO login (key, person, kind, made_at)
SELECT a.login, a.person, CASE WHEN a.login = p.phone THEN 'phone' ELSE 'roll_no' END, a.changed_at
FROM account a JOIN person p ON p.id = a.person;
CREATE TABLE passkey (
    id VARCHAR(400) NOT NULL PRIMARY KEY,
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    public_key VARCHAR(1000) NOT NULL,
    sign_count INTEGER NOT NULL,
    label VARCHAR(60) NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ
);
CREATE INDEX passkey_person ON passkey (person);
-- A question that an authenticator signs; used once.
CREATE TABLE passkey_challenge (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    purpose VARCHAR(12) NOT NULL CHECK (purpose IN ('register', 'sign_in', 'second')),
    person VARCHAR(16) REFERENCES person (id),
    expires_at TIMESTAMPTZ NOT NULL
);
-- Six digits by SMS or e-mail: only their hash is kept, bound to the visit that asked.
CREATE TABLE sent_code (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    person VARCHAR(16) REFERENCES person (id),
    way VARCHAR(8) NOT NULL CHECK (way IN ('sms', 'email')),
    purpose VARCHAR(12) NOT NULL CHECK (purpose IN ('sign_in', 'recover', 'address')),
    address VARCHAR(120) NOT NULL,
    code_hash VARCHAR(64) NOT NULL,
    visit_hash VARCHAR(64) NOT NULL,
    sent_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    failures INTEGER NOT NULL
);
CREATE INDEX sent_code_person ON sent_code (person, sent_at);
ALTER TABLE account ADD COLUMN email VARCHAR(120) NOT NULL DEFAULT '';
-- A device of the office that forgets after each person.
CREATE TABLE terminal (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    name VARCHAR(60) NOT NULL,
    token_hash VARCHAR(64) NOT NULL UNIQUE,
    opened_by VARCHAR(16) NOT NULL REFERENCES person (id),
    opened_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
ALTER TABLE session ADD COLUMN terminal VARCHAR(16) REFERENCES terminal (id);
ALTER TABLE session ADD COLUMN proved_at TIMESTAMPTZ;
-- Wrong passwords by the hash of what was typed as a login, whoever has it or nobody: what the
-- memory of one process does not know of the others, and forgets when it ends.
CREATE TABLE sign_in_failure (
    key_hash VARCHAR(64) NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    failed_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sign_in_failure_at ON sign_in_failure (failed_at);
CREATE INDEX sent_code_visit ON sent_code (visit_hash, sent_at);
