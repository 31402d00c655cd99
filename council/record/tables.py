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


class RecordChunk(Table, tablename="record_chunk"):
    # The database's key is (community, no).
    community = Varchar(length=16, primary_key=True)
    no = Integer()
    root = Varchar(length=64)


class RecordCheckpoint(Table, tablename="record_checkpoint"):
    # The database's key is (community, size).
    community = Varchar(length=16, primary_key=True)
    size = Integer()
    root = Varchar(length=64)
    algorithm = Varchar(length=16)
    vkey = Varchar(length=400)
    note = Text()
    at = Timestamptz(default=None)


class RecordWitness(Table, tablename="record_witness"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    name = Varchar(length=60)
    vkey = Varchar(length=400)
    added_by = Varchar(length=16)
    added_at = Timestamptz(default=None)
    ended_at = Timestamptz(default=None, null=True)


class RecordCosignature(Table, tablename="record_cosignature"):
    # The database's key is (community, size, witness).
    community = Varchar(length=16, primary_key=True)
    size = Integer()
    witness = Varchar(length=16)
    line = Text()
    at = Timestamptz(default=None)
