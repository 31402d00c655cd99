-- A powerful office that waits until its holder has opened an office letter: before, whoever knew
-- a letter from the door, or a password from the desk, would come in as an officer.
ALTER TABLE appointment ADD COLUMN waits_for_letter BOOLEAN NOT NULL DEFAULT FALSE;
-- Whether password and second factor stem from an office letter, and from nothing else since.
ALTER TABLE account ADD COLUMN by_office_letter BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE account SET by_office_letter = TRUE
WHERE EXISTS (
    SELECT 1 FROM letter l WHERE l.person = account.person
    AND l.purpose = 'office' AND l.used_at = account.changed_at
);
-- A batch of letters is made in the background. Its paper waits, sealed with a key that only the
-- browser of who asked for it holds, and is gone once it was handed out.
ALTER TABLE letter_batch ADD COLUMN moved_at TIMESTAMPTZ;
ALTER TABLE letter_batch ADD COLUMN fault VARCHAR(40) NOT NULL DEFAULT '';
ALTER TABLE letter_batch ADD COLUMN sealed TEXT;
