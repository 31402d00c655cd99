"""What is stored of organisations and of the seats of the committee."""

from __future__ import annotations

from piccolo.columns import Date, Integer, Timestamptz, Varchar
from piccolo.table import Table


class Organisation(Table, tablename="organisation"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    name = Varchar(length=120)
    kind = Varchar(length=40)
    rating = Varchar(length=8)


class Seat(Table, tablename="seat"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    person = Varchar(length=16)
    sector = Varchar(length=32)
    title = Varchar(length=40)
    place = Integer()
    from_date = Date(default=None)
    until_date = Date(default=None)
    ended_at = Timestamptz(null=True, default=None)


class Sector(Table, tablename="sector"):
    community = Varchar(length=16, primary_key=True)  # with the code: Piccolo knows one column only
    code = Varchar(length=32)
    name = Varchar(length=32)
    name_en = Varchar(length=80)
    place = Integer()
    seats = Integer()
