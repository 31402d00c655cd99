"""What is stored of the record: entries, their number, and what may be erased."""

from __future__ import annotations

from piccolo.columns import Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class RecordHead(Table, tablename="record_head"):
    community = Varchar(length=16, primary_key=True)
    size = Integer()


class RecordEntry(Table, tablename="record_entry"):
    # The database's key is (community, i); Piccolo knows single keys only.
    community = Varchar(length=16, primary_key=True)
    i = Integer()
    act = Varchar(length=40)
    at = Timestamptz(default=None)
    body = Text()
    leaf = Varchar(length=64)


class RecordPersonal(Table, tablename="record_personal"):
    commitment = Varchar(length=80, primary_key=True)
    community = Varchar(length=16)
    salt = Varchar(length=64)
    payload = Text()
