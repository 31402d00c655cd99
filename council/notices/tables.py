"""What is stored of a notice: its words, its sheets on boards, their photographs, objections."""

from __future__ import annotations

from piccolo.columns import Boolean, Bytea, Date, Integer, Timestamptz, Varchar
from piccolo.table import Table


class CalendarDay(Table, tablename="calendar_day"):
    # The database's key is (community, day); Piccolo knows single keys only.
    community = Varchar(length=16, primary_key=True)
    day = Date(default=None)
    kind = Varchar(length=8)
    name = Varchar(length=40)
    made_by = Varchar(length=16)
    made_at = Timestamptz(default=None)


class Notice(Table, tablename="notice"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    type = Varchar(length=12)
    kind = Varchar(length=12)
    title = Varchar(length=120)
    text = Varchar(length=6000)
    basis = Varchar(length=300)
    day_kind = Varchar(length=8)
    days = Integer()
    office = Varchar(length=120)
    phone = Varchar(length=40)
    hotline = Varchar(length=40)
    signed = Varchar(length=120)
    about_kind = Varchar(length=8)
    about_id = Varchar(length=16)
    corrects = Varchar(length=16, null=True, default=None)
    state = Varchar(length=8)
    made_by = Varchar(length=16)
    made_at = Timestamptz(default=None)
    year = Integer(null=True, default=None)
    no = Integer(null=True, default=None)
    posted_on = Date(null=True, default=None)
    ends_on = Date(null=True, default=None)
    sha256 = Varchar(length=64)
    published_by = Varchar(length=16, null=True, default=None)
    published_at = Timestamptz(null=True, default=None)
    outcome = Varchar(length=8)
    closed_by = Varchar(length=16, null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)


class NoticePosting(Table, tablename="notice_posting"):
    id = Varchar(length=16, primary_key=True)
    notice = Varchar(length=16)
    board = Varchar(length=60)
    posted_at = Timestamptz(default=None)
    posted_by = Varchar(length=16)
    hangs_until = Date(default=None)
    taken_down_at = Timestamptz(null=True, default=None)
    taken_down_by = Varchar(length=16, null=True, default=None)


class NoticePhoto(Table, tablename="notice_photo"):
    id = Varchar(length=16, primary_key=True)
    posting = Varchar(length=16)
    shows = Varchar(length=4)
    width = Integer()
    height = Integer()
    sha256 = Varchar(length=64)
    content = Bytea(default=b"")


class NoticeObjection(Table, tablename="notice_objection"):
    id = Varchar(length=16, primary_key=True)
    notice = Varchar(length=16)
    no = Integer()
    code_sha256 = Varchar(length=64)
    channel = Varchar(length=8)
    person = Varchar(length=16, null=True, default=None)
    name = Varchar(length=60)
    contact = Varchar(length=120)
    text = Varchar(length=1000)
    received_at = Timestamptz(default=None)
    entered_by = Varchar(length=16, null=True, default=None)
    answer = Varchar(length=1000)
    shown = Boolean(default=False)
    answered_at = Timestamptz(null=True, default=None)
    answered_by = Varchar(length=16, null=True, default=None)
