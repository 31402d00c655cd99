"""What is stored of the roll: units, who lives where, imports that wait."""

from __future__ import annotations

from piccolo.columns import Boolean, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class Unit(Table, tablename="unit"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    code = Varchar(length=30)
    building = Varchar(length=30)
    entrance = Varchar(length=30)
    room = Varchar(length=30)
    area = Integer()
    area_source = Varchar(length=30)
    arrived_by = Varchar(length=16, null=True, default=None)


class Residence(Table, tablename="residence"):
    id = Varchar(length=16, primary_key=True)
    person = Varchar(length=16)
    unit = Varchar(length=16)
    tie = Varchar(length=12)
    household = Varchar(length=16, null=True, default=None)


class RollImport(Table, tablename="roll_import"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    file_name = Varchar(length=120)
    staged = Text()
    made_by = Varchar(length=16, null=True, default=None)
    made_at = Timestamptz(default=None)
    applied_at = Timestamptz(null=True, default=None)
    state = Varchar(length=12, default="staged")
    done = Integer()
    total = Integer()
    confirmed_by = Varchar(length=16, null=True, default=None)
    complete = Boolean()
    leaving = Text(default="[]")
    root = Varchar(length=64)
    failure = Varchar(length=40)
    alive_at = Timestamptz(null=True, default=None)


class RollImportPart(Table, tablename="roll_import_part"):
    import_ = Varchar(length=16, primary_key=True, db_column_name="import")  # with kind and no
    kind = Varchar(length=12)
    no = Integer()
    text = Text()


class Building(Table, tablename="building"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    name = Varchar(length=30)
    address = Varchar(length=120)


class Household(Table, tablename="household"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    unit = Varchar(length=16)
    no = Integer()
    representative = Varchar(length=16, null=True, default=None)


class CorporateTenure(Table, tablename="corporate_tenure"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    unit = Varchar(length=16)
    kind = Varchar(length=12)
    name = Varchar(length=120)
    credit_code = Varchar(length=20)
    voter = Varchar(length=16, null=True, default=None)
    since = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_why = Varchar(length=200)


class Departure(Table, tablename="departure"):
    id = Varchar(length=16, primary_key=True)
    person = Varchar(length=16)
    kind = Varchar(length=12)
    state_before = Varchar(length=12)
    ground = Varchar(length=200)
    merged_into = Varchar(length=16, null=True, default=None)
    by_person = Varchar(length=16)
    at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_by = Varchar(length=16, null=True, default=None)


class PersonKey(Table, tablename="person_key"):
    community = Varchar(
        length=16, primary_key=True
    )  # with key and person: Piccolo knows one column only
    key = Varchar(length=80)
    person = Varchar(length=16)


class RollMapping(Table, tablename="roll_mapping"):
    community = Varchar(length=16, primary_key=True)  # with the hash: Piccolo knows one column only
    headings_hash = Varchar(length=64)
    mapping = Text()
    made_by = Varchar(length=16)
    made_at = Timestamptz(default=None)
