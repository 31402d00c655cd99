-- Polls counted by other methods than yes, no and abstain: what stands on the ballot, and by which
-- parameters it is counted. Both are frozen when the poll opens. Their ballots are longer.

ALTER TABLE poll ADD COLUMN options TEXT NOT NULL DEFAULT '[]';
ALTER TABLE poll ADD COLUMN parameters TEXT NOT NULL DEFAULT '{}';

-- Each voter sees the options from another one on, so that none always stands first.
ALTER TABLE poll ADD COLUMN shuffle BOOLEAN NOT NULL DEFAULT false;

-- SQLite takes texts of any length and cannot change a type; nothing is lost there.
-- only: postgresql
ALTER TABLE named_vote ALTER COLUMN choice TYPE VARCHAR(400);
ALTER TABLE opened ALTER COLUMN choice TYPE VARCHAR(400);
ALTER TABLE envelope ALTER COLUMN ct TYPE VARCHAR(1000);
ALTER TABLE box ALTER COLUMN ct TYPE VARCHAR(1000);
-- only: end
