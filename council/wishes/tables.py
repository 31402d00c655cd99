"""What is stored of a wish beside its entry in the register."""

from __future__ import annotations

from piccolo.columns import BigInt, Boolean, Date, Integer, Timestamptz, Varchar
from piccolo.table import Table


class Wish(Table, tablename="wish"):
    idea = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    state = Varchar(length=12)
    category = Varchar(length=8)
    text = Varchar(length=500)
    shown = Varchar(length=120)
    value = BigInt()
    wanted_by = Date(null=True, default=None)
    wisher = Varchar(length=16, null=True, default=None)
    name = Varchar(length=60)
    contact = Varchar(length=160)
    age = Varchar(length=8)
    building = Varchar(length=40)
    guardian = Varchar(length=60)
    may_show = Boolean()
    may_say = Boolean()
    entered_by = Varchar(length=16)
    made_at = Timestamptz(default=None)
    shown_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    reason = Varchar(length=300)
    thanks = Varchar(length=300)
    content = Integer(null=True, default=None)


class WishClaim(Table, tablename="wish_claim"):
    id = Varchar(length=16, primary_key=True)
    wish = Varchar(length=16)
    claimer = Varchar(length=16)
    kind = Varchar(length=12)
    organisation = Varchar(length=120)
    promise = Varchar(length=300)
    claimed_at = Timestamptz(default=None)
    expires_on = Date(default=None)
    approved_at = Timestamptz(null=True, default=None)
    approved_by = Varchar(length=16, null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended = Varchar(length=10)


class WishStep(Table, tablename="wish_step"):
    # The database's key is (wish, seq); Piccolo knows single keys only.
    wish = Varchar(length=16, primary_key=True)
    seq = Integer()
    step = Varchar(length=12)
    at = Timestamptz(default=None)
    by_person = Varchar(length=16, null=True, default=None)
    text = Varchar(length=300)
