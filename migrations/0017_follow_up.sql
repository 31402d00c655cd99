-- CON-1: who sees to it may be a person of the roll, and who is told when it is done.
ALTER TABLE agenda_item ADD COLUMN responsible_person VARCHAR(16) REFERENCES person (id);
ALTER TABLE agenda_item ADD COLUMN told VARCHAR(200) NOT NULL DEFAULT '';
UPDATE agenda_item SET ends_in = CASE WHEN (SELECT m.kind FROM meeting m WHERE m.id = agenda_item.meeting)
    IN ('res_rep', 'res_all') THEN 'decision' ELSE 'opinion' END WHERE outcome <> '' AND ends_in = '';
-- CON-3: a dissent is kept as it was said; its name is public only since the person agreed.
CREATE TABLE dissent (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    item VARCHAR(16) NOT NULL REFERENCES agenda_item (id),
    person VARCHAR(16) NOT NULL REFERENCES person (id),
    text VARCHAR(1000) NOT NULL,
    entered_by VARCHAR(16) NOT NULL REFERENCES person (id),
    at TIMESTAMPTZ NOT NULL,
    named_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX dissent_once ON dissent (item, person);
-- What somebody has to do after a meeting: carry out what was agreed, or explain it to who dissents.
CREATE TABLE task (
    id VARCHAR(16) NOT NULL PRIMARY KEY,
    community VARCHAR(16) NOT NULL REFERENCES community (id),
    meeting VARCHAR(16) NOT NULL REFERENCES meeting (id),
    item VARCHAR(16) NOT NULL REFERENCES agenda_item (id),
    kind VARCHAR(12) NOT NULL CHECK (kind IN ('carry_out', 'explain')),
    dissent VARCHAR(16) REFERENCES dissent (id),
    concluded BOOLEAN NOT NULL DEFAULT FALSE,
    text VARCHAR(1000) NOT NULL,
    person VARCHAR(16) REFERENCES person (id),
    responsible VARCHAR(60) NOT NULL,
    told VARCHAR(200) NOT NULL DEFAULT '',
    due DATE NOT NULL,
    state VARCHAR(12) NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
    made_by VARCHAR(16) NOT NULL REFERENCES person (id),
    made_at TIMESTAMPTZ NOT NULL,
    ended_by VARCHAR(16) REFERENCES person (id),
    ended_at TIMESTAMPTZ,
    CHECK ((state = 'open') = (ended_at IS NULL)),
    CHECK ((kind = 'explain') = (dissent IS NOT NULL))
);
CREATE UNIQUE INDEX one_open_task_of_outcome ON task (item) WHERE concluded AND state = 'open';
CREATE UNIQUE INDEX one_task_of_dissent ON task (dissent);
CREATE INDEX task_due ON task (community, state, due);
CREATE INDEX task_of_meeting ON task (meeting);
CREATE INDEX task_of_person ON task (person);
-- What was told about a task: never changed, only corrected by a later line.
CREATE TABLE task_line (
    task VARCHAR(16) NOT NULL REFERENCES task (id),
    seq INTEGER NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    kind VARCHAR(12) NOT NULL CHECK (kind IN ('added', 'progress', 'moved', 'changed', 'done', 'dropped')),
    text VARCHAR(1000) NOT NULL,
    due_before DATE,
    due_after DATE,
    corrects INTEGER,
    entered_by VARCHAR(16) NOT NULL REFERENCES person (id),
    PRIMARY KEY (task, seq)
);
-- What was agreed before there were tasks becomes one, where it has a day.
INSERT INTO task (id, community, meeting, item, kind, concluded, text, responsible, due, state, made_by, made_at)
    SELECT a.id, m.community, m.id, a.id, 'carry_out', TRUE, a.outcome, a.responsible, a.due, 'open',
        m.secretary, COALESCE(m.closed_at, m.opened_at, m.starts_at)
    FROM agenda_item a JOIN meeting m ON m.id = a.meeting WHERE a.outcome <> '' AND a.due IS NOT NULL;
INSERT INTO task_line (task, seq, at, kind, text, due_after, entered_by)
    SELECT id, 1, made_at, 'added', text, due, made_by FROM task;
-- only: sqlite
CREATE TRIGGER task_line_no_update BEFORE UPDATE ON task_line
BEGIN SELECT RAISE(ABORT, 'what was told about a task is corrected by a new line'); END;
CREATE TRIGGER task_line_no_delete BEFORE DELETE ON task_line
BEGIN SELECT RAISE(ABORT, 'what was told about a task is corrected by a new line'); END;
-- only: end
-- only: postgresql
CREATE TRIGGER task_line_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON task_line
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
-- only: end
