"""What is stored of a meeting: who is called, the agenda, motions and the live record."""

from __future__ import annotations

from piccolo.columns import Boolean, Date, Integer, Text, Timestamptz, Varchar
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
    base = Varchar(length=12)
    form = Varchar(length=12)
    lead = Varchar(length=120)
    short_notice = Varchar(length=200)
    cancelled_why = Varchar(length=200)
    turn_seconds = Integer(default=120)
    turns_each = Integer(default=2)
    presiding = Varchar(length=16, null=True, default=None)
    break_since = Timestamptz(null=True, default=None)
    resumes_at = Timestamptz(null=True, default=None)
    pinned = Varchar(length=12)
    unlisted_heads = Integer()
    unlisted_area = Integer()


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
    remote = Boolean()
    household = Varchar(length=16, null=True, default=None)
    party = Varchar(length=24)
    interest = Varchar(length=120)
    area = Integer()


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
    announced = Boolean(default=True)
    office = Varchar(length=60)
    material = Varchar(length=1000)
    review_asked = Boolean()
    reviewed_on = Date(null=True, default=None)
    review_no = Varchar(length=40)
    ends_in = Varchar(length=12)
    began_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    responsible_person = Varchar(length=16, null=True, default=None)
    told = Varchar(length=200)


class Motion(Table, tablename="motion"):
    id = Varchar(length=16, primary_key=True)
    meeting = Varchar(length=16)
    item = Varchar(length=16)
    no = Varchar(length=12)
    text = Varchar(length=1000)
    mover = Varchar(length=16)
    seconder = Varchar(length=16, null=True, default=None)
    amends = Varchar(length=16, null=True, default=None)
    moved_at = Timestamptz(default=None)
    doer = Varchar(length=120)
    by_when = Varchar(length=60)
    place = Varchar(length=120)
    means = Varchar(length=200)
    state = Varchar(length=12, default="moved")
    debate_closed_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)


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


class Doorkeeper(Table, tablename="doorkeeper"):
    id = Varchar(length=16, primary_key=True)
    meeting = Varchar(length=16)
    person = Varchar(length=16)
    named_by = Varchar(length=16)
    named_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)


class Recusal(Table, tablename="recusal"):
    id = Varchar(length=16, primary_key=True)
    item = Varchar(length=16)
    person = Varchar(length=16)
    why = Varchar(length=200)
    entered_by = Varchar(length=16)
    at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)


class Turn(Table, tablename="turn"):
    id = Varchar(length=16, primary_key=True)
    meeting = Varchar(length=16)
    item = Varchar(length=16)
    motion = Varchar(length=16, null=True, default=None)
    person = Varchar(length=16)
    side = Varchar(length=8)
    side_before = Varchar(length=8)
    state = Varchar(length=12)
    raised_at = Timestamptz(default=None)
    raised_by = Varchar(length=16)
    departs = Varchar(length=12)
    seconds = Integer()
    began_at = Timestamptz(null=True, default=None)
    running_since = Timestamptz(null=True, default=None)
    paused_at = Timestamptz(null=True, default=None)
    used_ms = Integer()
    ended_at = Timestamptz(null=True, default=None)
    ended_by = Varchar(length=16, null=True, default=None)
    line = Integer(null=True, default=None)
    worded = Boolean()


class Handover(Table, tablename="handover"):
    id = Varchar(length=16, primary_key=True)
    meeting = Varchar(length=16)
    item = Varchar(length=16)
    motion = Varchar(length=16, null=True, default=None)
    from_person = Varchar(length=16)
    to_person = Varchar(length=16)
    at = Timestamptz(default=None)
    by_person = Varchar(length=16)
    returned_at = Timestamptz(null=True, default=None)
    returned_why = Varchar(length=8)


class Reminder(Table, tablename="reminder"):
    id = Varchar(length=16, primary_key=True)
    meeting = Varchar(length=16)
    turn = Varchar(length=16, null=True, default=None)
    person = Varchar(length=16)
    reason = Varchar(length=12)
    minuted = Boolean()
    at = Timestamptz(default=None)
    by_person = Varchar(length=16)


class MeetingNotice(Table, tablename="meeting_notice"):
    # The database's key is (meeting, no); Piccolo knows single keys only.
    meeting = Varchar(length=16, primary_key=True)
    no = Integer()
    kind = Varchar(length=8)
    issuer = Varchar(length=200)
    title = Varchar(length=300)
    body = Text()
    facts = Text()
    days = Integer()
    sha256 = Varchar(length=64)
    made_by = Varchar(length=16)
    at = Timestamptz(default=None)


class HeadRuling(Table, tablename="head_ruling"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    kind = Varchar(length=8)
    reason = Varchar(length=200)
    made_by = Varchar(length=16)
    made_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_by = Varchar(length=16, null=True, default=None)


class HeadRulingUnit(Table, tablename="head_ruling_unit"):
    unit = Varchar(length=16, primary_key=True)
    ruling = Varchar(length=16)


class UnitVoter(Table, tablename="unit_voter"):
    unit = Varchar(length=16, primary_key=True)
    person = Varchar(length=16)
    capacity = Varchar(length=8)
    ground = Varchar(length=200)
    made_by = Varchar(length=16)
    made_at = Timestamptz(default=None)
