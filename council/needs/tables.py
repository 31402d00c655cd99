"""What is stored of a call for needs and of each entry, beside the register."""

from __future__ import annotations

from piccolo.columns import Boolean, Date, Integer, Timestamptz, Varchar
from piccolo.table import Table


class NeedCall(Table, tablename="need_call"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    idea = Varchar(length=16, null=True, default=None)
    state = Varchar(length=8)
    title = Varchar(length=60)
    text = Varchar(length=2000)
    topics = Varchar(length=400)
    channels = Varchar(length=300)
    issuer = Varchar(length=60)
    last_day = Date(default=None)
    made_by = Varchar(length=16)
    made_at = Timestamptz(default=None)
    opened_by = Varchar(length=16, null=True, default=None)
    opened_at = Timestamptz(null=True, default=None)
    closed_by = Varchar(length=16, null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    reason = Varchar(length=300)


class Need(Table, tablename="need"):
    idea = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    call = Varchar(length=16)
    state = Varchar(length=12)
    field = Varchar(length=12)
    topic = Varchar(length=40)
    text = Varchar(length=200)
    channel = Varchar(length=8)
    name = Varchar(length=60)
    contact = Varchar(length=120)
    shown = Boolean()
    verified = Boolean()
    form_sha256 = Varchar(length=64)
    device = Varchar(length=64)
    entered_by = Varchar(length=16, null=True, default=None)
    made_at = Timestamptz(default=None)
    reason = Varchar(length=300)
    merged_into = Varchar(length=16, null=True, default=None)
    hidden_at = Timestamptz(null=True, default=None)
    hidden_why = Varchar(length=300)


class NeedStep(Table, tablename="need_step"):
    # The database's key is (need, seq); Piccolo knows single keys only.
    need = Varchar(length=16, primary_key=True)
    seq = Integer()
    step = Varchar(length=12)
    at = Timestamptz(default=None)
    by_person = Varchar(length=16, null=True, default=None)
    text = Varchar(length=300)
    other = Varchar(length=16, null=True, default=None)
