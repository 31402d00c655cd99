"""What is stored of a meeting: who is called, the agenda, motions and the live record."""

from __future__ import annotations

from piccolo.columns import Date, Integer, Timestamptz, Varchar
from piccolo.table import Table


class Meeting(Table, tablename="meeting"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    kind = Varchar(length=16)
    rule = Varchar(length=16)
    series = Varchar(length=120)
    session = Varchar(length=60)
    place = Varchar(length=120)
    starts_at = Timestamptz(default=None)
    ends_at = Timestamptz(default=None)
    state = Varchar(length=12)
    chair = Varchar(length=16)
    secretary = Varchar(length=16)
    current_item = Varchar(length=16, null=True, default=None)
    opened_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)


class Called(Table, tablename="called"):
    # The database's key is (meeting, person); Piccolo knows single keys only.
    meeting = Varchar(length=16, primary_key=True)
    person = Varchar(length=16)
    part = Varchar(length=12)
    sector = Varchar(length=32)
    title = Varchar(length=40)
    place = Integer()
    status = Varchar(length=12)
    way = Varchar(length=12)
    status_at = Timestamptz(default=None)


class AgendaItem(Table, tablename="agenda_item"):
    id = Varchar(length=16, primary_key=True)
    meeting = Varchar(length=16)
    no = Integer()
    title = Varchar(length=200)
    kind = Varchar(length=12)
    minutes = Integer()
    presenter = Varchar(length=16, null=True, default=None)
    idea = Varchar(length=16, null=True, default=None)
    state = Varchar(length=12)
    outcome = Varchar(length=1000)
    next_step = Varchar(length=16)
    responsible = Varchar(length=60)
    due = Date(null=True, default=None)


class Motion(Table, tablename="motion"):
    id = Varchar(length=16, primary_key=True)
    meeting = Varchar(length=16)
    item = Varchar(length=16)
    no = Varchar(length=12)
    text = Varchar(length=1000)
    mover = Varchar(length=16)
    seconder = Varchar(length=16)
    amends = Varchar(length=16, null=True, default=None)
    moved_at = Timestamptz(default=None)


class LogLine(Table, tablename="log_line"):
    # The database's key is (meeting, seq); Piccolo knows single keys only.
    meeting = Varchar(length=16, primary_key=True)
    seq = Integer()
    at = Timestamptz(default=None)
    kind = Varchar(length=12)
    person = Varchar(length=16, null=True, default=None)
    side = Varchar(length=4)
    text = Varchar(length=1000)
    entered_by = Varchar(length=16)
    struck_at = Timestamptz(null=True, default=None)
