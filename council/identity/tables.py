"""What is stored of communities, units, people, how they were verified, and how they sign in."""

from __future__ import annotations

from piccolo.columns import Boolean, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class Community(Table, tablename="community"):
    id = Varchar(length=16, primary_key=True)
    name = Varchar(length=80)
    name_en = Varchar(length=120)
    street = Varchar(length=80)
    district = Varchar(length=80)
    settings = Text()
    created_at = Timestamptz(default=None)


class Unit(Table, tablename="unit"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    code = Varchar(length=30)
    building = Varchar(length=30)
    entrance = Varchar(length=30)
    room = Varchar(length=30)
    area = Integer()
    area_source = Varchar(length=30)


class Person(Table, tablename="person"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    roll_no = Varchar(length=30)
    name = Varchar(length=60)
    gender = Varchar(length=4)
    birth_date = Date(null=True, default=None)
    hukou = Varchar(length=12)
    phone = Varchar(length=20)
    id_hash = Varchar(length=64, null=True, default=None)
    id_last4 = Varchar(length=4)
    pseudonym = Varchar(length=20)
    elder = Boolean()
    state = Varchar(length=12)
    listed_at = Timestamptz(default=None)


class Residence(Table, tablename="residence"):
    id = Varchar(length=16, primary_key=True)
    person = Varchar(length=16)
    unit = Varchar(length=16)
    tie = Varchar(length=12)


class Verification(Table, tablename="verification"):
    id = Varchar(length=16, primary_key=True)
    person = Varchar(length=16)
    way = Varchar(length=12)
    ground = Varchar(length=200)
    by_person = Varchar(length=16, null=True, default=None)
    at = Timestamptz(default=None)


class Account(Table, tablename="account"):
    person = Varchar(length=16, primary_key=True)
    login = Varchar(length=60)
    password_hash = Varchar(length=200)
    changed_at = Timestamptz(default=None)


class Letter(Table, tablename="letter"):
    id = Varchar(length=16, primary_key=True)
    person = Varchar(length=16)
    purpose = Varchar(length=12)
    secret_hash = Varchar(length=200)
    issued_by = Varchar(length=16, null=True, default=None)
    issued_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    used_at = Timestamptz(null=True, default=None)
    failures = Integer()
    failed_at = Timestamptz(null=True, default=None)


class Session(Table, tablename="session"):
    token_hash = Varchar(length=64, primary_key=True)
    person = Varchar(length=16)
    agent = Varchar(length=200)
    created_at = Timestamptz(default=None)
    seen_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)
    second_factor_at = Timestamptz(null=True, default=None)


class SecondFactor(Table, tablename="second_factor"):
    person = Varchar(length=16, primary_key=True)
    secret = Varchar(length=120)
    last_step = Integer()
    failures = Integer()
    failed_at = Timestamptz(null=True, default=None)
    enrolled_at = Timestamptz(default=None)


class RecoveryCode(Table, tablename="recovery_code"):
    person = Varchar(length=16, primary_key=True)  # with the hash: Piccolo knows one column only
    code_hash = Varchar(length=64)
    used_at = Timestamptz(null=True, default=None)


class Appointment(Table, tablename="appointment"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    person = Varchar(length=16)
    office = Varchar(length=24)
    granted_by = Varchar(length=16, null=True, default=None)
    granted_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)


class RollImport(Table, tablename="roll_import"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    file_name = Varchar(length=120)
    staged = Text()
    made_by = Varchar(length=16, null=True, default=None)
    made_at = Timestamptz(default=None)
    applied_at = Timestamptz(null=True, default=None)
