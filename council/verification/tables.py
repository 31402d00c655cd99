"""What is stored of how somebody was verified, and of the letters that do it."""

from __future__ import annotations

from piccolo.columns import Boolean, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class Verification(Table, tablename="verification"):
    id = Varchar(length=16, primary_key=True)
    person = Varchar(length=16)
    way = Varchar(length=12)
    ground = Varchar(length=200)
    by_person = Varchar(length=16, null=True, default=None)
    at = Timestamptz(default=None)
    confirmed_by = Varchar(length=16, null=True, default=None)
    evidence = Varchar(length=24)


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
    batch = Varchar(length=16, null=True, default=None)
    asks_facts = Boolean()


class VerificationRefusal(Table, tablename="verification_refusal"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    person = Varchar(length=16, null=True, default=None)
    way = Varchar(length=12)
    reason = Varchar(length=40)
    by_person = Varchar(length=16, null=True, default=None)
    at = Timestamptz(default=None)


class ClaimConflict(Table, tablename="claim_conflict"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    person = Varchar(length=16)
    other = Varchar(length=16, null=True, default=None)
    way = Varchar(length=12)
    told = Varchar(length=400)
    contact = Varchar(length=60)
    raised_by = Varchar(length=16, null=True, default=None)
    raised_at = Timestamptz(default=None)
    outcome = Varchar(length=12)
    ground = Varchar(length=200)
    settled_by = Varchar(length=16, null=True, default=None)
    confirmed_by = Varchar(length=16, null=True, default=None)
    settled_at = Timestamptz(null=True, default=None)


class LetterBatch(Table, tablename="letter_batch"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    title = Varchar(length=120)
    letters = Integer()
    done = Integer()
    made_by = Varchar(length=16)
    made_at = Timestamptz(default=None)
    printed_at = Timestamptz(null=True, default=None)
    moved_at = Timestamptz(null=True, default=None)
    fault = Varchar(length=40)
    sealed = Text(null=True, default=None)


class LetterHour(Table, tablename="letter_hour"):
    community = Varchar(length=16, primary_key=True)  # with the hour: Piccolo knows one column only
    hour = Varchar(length=13)
    tries = Integer()
    late = Integer()


class LetterFailure(Table, tablename="letter_failure"):
    letter = Varchar(length=16, primary_key=True)  # with the device: Piccolo knows one column only
    device = Varchar(length=64)
    failures = Integer()
    failed_at = Timestamptz(default=None)
