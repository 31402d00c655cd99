"""What is stored after a meeting: dissents, tasks, and what was told about them."""

from __future__ import annotations

from piccolo.columns import Boolean, Date, Integer, Timestamptz, Varchar
from piccolo.table import Table


class Dissent(Table, tablename="dissent"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    item = Varchar(length=16)
    person = Varchar(length=16)
    text = Varchar(length=1000)
    entered_by = Varchar(length=16)
    at = Timestamptz(default=None)
    named_at = Timestamptz(null=True, default=None)


class Task(Table, tablename="task"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    meeting = Varchar(length=16)
    item = Varchar(length=16)
    kind = Varchar(length=12)
    dissent = Varchar(length=16, null=True, default=None)
    concluded = Boolean(default=False)
    text = Varchar(length=1000)
    person = Varchar(length=16, null=True, default=None)
    responsible = Varchar(length=60)
    told = Varchar(length=200)
    due = Date(default=None)
    state = Varchar(length=12)
    made_by = Varchar(length=16)
    made_at = Timestamptz(default=None)
    ended_by = Varchar(length=16, null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)


class TaskLine(Table, tablename="task_line"):
    # The database's key is (task, seq); Piccolo knows single keys only.
    task = Varchar(length=16, primary_key=True)
    seq = Integer()
    at = Timestamptz(default=None)
    kind = Varchar(length=12)
    text = Varchar(length=1000)
    due_before = Date(null=True, default=None)
    due_after = Date(null=True, default=None)
    corrects = Integer(null=True, default=None)
    entered_by = Varchar(length=16)
