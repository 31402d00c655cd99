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
    sub_district = Varchar(length=16, null=True, default=None)


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
    pinyin = Varchar(length=120)
    arrived_by = Varchar(length=16, null=True, default=None)


class Account(Table, tablename="account"):
    person = Varchar(length=16, primary_key=True)
    login = Varchar(length=60)
    password_hash = Varchar(length=200)
    changed_at = Timestamptz(default=None)
    email = Varchar(length=120)
    by_office_letter = Boolean()


class Session(Table, tablename="session"):
    token_hash = Varchar(length=64, primary_key=True)
    person = Varchar(length=16)
    agent = Varchar(length=200)
    created_at = Timestamptz(default=None)
    seen_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)
    second_factor_at = Timestamptz(null=True, default=None)
    terminal = Varchar(length=16, null=True, default=None)
    proved_at = Timestamptz(null=True, default=None)


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
    from_date = Date(null=True, default=None)
    until_date = Date(null=True, default=None)
    scope = Varchar(length=60)
    acting = Boolean()
    confirmed_by = Varchar(length=16, null=True, default=None)
    operator = Boolean()
    waits_for_letter = Boolean()


class District(Table, tablename="district"):
    id = Varchar(length=16, primary_key=True)
    name = Varchar(length=80)
    name_en = Varchar(length=120)


class SubDistrict(Table, tablename="sub_district"):
    id = Varchar(length=16, primary_key=True)
    district = Varchar(length=16)
    name = Varchar(length=80)
    name_en = Varchar(length=120)


class Login(Table, tablename="login"):
    key = Varchar(length=80, primary_key=True)
    person = Varchar(length=16)
    kind = Varchar(length=12)
    made_at = Timestamptz(default=None)


class Passkey(Table, tablename="passkey"):
    id = Varchar(length=400, primary_key=True)
    person = Varchar(length=16)
    public_key = Varchar(length=1000)
    sign_count = Integer()
    label = Varchar(length=60)
    made_at = Timestamptz(default=None)
    used_at = Timestamptz(null=True, default=None)


class PasskeyChallenge(Table, tablename="passkey_challenge"):
    id = Varchar(length=64, primary_key=True)
    purpose = Varchar(length=12)
    person = Varchar(length=16, null=True, default=None)
    expires_at = Timestamptz(default=None)


class SentCode(Table, tablename="sent_code"):
    id = Varchar(length=16, primary_key=True)
    person = Varchar(length=16, null=True, default=None)
    way = Varchar(length=8)
    purpose = Varchar(length=12)
    address = Varchar(length=120)
    code_hash = Varchar(length=64)
    visit_hash = Varchar(length=64)
    sent_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    used_at = Timestamptz(null=True, default=None)
    failures = Integer()


class Terminal(Table, tablename="terminal"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    name = Varchar(length=60)
    token_hash = Varchar(length=64)
    opened_by = Varchar(length=16)
    opened_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)


class SignInFailure(Table, tablename="sign_in_failure"):
    key_hash = Varchar(length=64, primary_key=True)
    failures = Integer()
    failed_at = Timestamptz(default=None)
