"""What is stored of minutes: the text in force, every version, the signatures; letterheads."""

from __future__ import annotations

from piccolo.columns import Boolean, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class Minutes(Table, tablename="minutes"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    meeting = Varchar(length=16)
    number = Varchar(length=40)
    state = Varchar(length=12)
    version = Integer()
    body = Text()
    generated = Text()
    sha256 = Varchar(length=64)
    made_by = Varchar(length=16)
    made_at = Timestamptz(default=None)
    published_at = Timestamptz(null=True, default=None)
    corrects = Varchar(length=16, null=True, default=None)
    reason = Varchar(length=500)
    letterhead = Integer()


class MinutesVersion(Table, tablename="minutes_version"):
    # The database's key is (minutes, version); Piccolo knows single keys only.
    minutes = Varchar(length=16, primary_key=True)
    version = Integer()
    body = Text()
    made_by = Varchar(length=16)
    made_at = Timestamptz(default=None)


class MinutesSignature(Table, tablename="minutes_signature"):
    # The database's key is (minutes, role, version); Piccolo knows single keys only.
    minutes = Varchar(length=16, primary_key=True)
    role = Varchar(length=12)
    version = Integer()
    sha256 = Varchar(length=64)
    person = Varchar(length=16)
    at = Timestamptz(default=None)
    acting = Boolean()


class LetterheadVersion(Table, tablename="letterhead"):
    # The database's key is (community, version); Piccolo knows single keys only.
    community = Varchar(length=16, primary_key=True)
    version = Integer()
    words = Text()
    made_by = Varchar(length=16)
    made_at = Timestamptz(default=None)


class MinutesReview(Table, tablename="minutes_review"):
    minutes = Varchar(length=16, primary_key=True)
    version = Integer()
    until = Timestamptz(null=True, default=None)
    aloud = Integer(null=True, default=None)
    asked_by = Varchar(length=16)
    asked_at = Timestamptz(default=None)


class MinutesAnswer(Table, tablename="minutes_answer"):
    # The database's key is (minutes, person); Piccolo knows single keys only.
    minutes = Varchar(length=16, primary_key=True)
    person = Varchar(length=16)
    says = Varchar(length=8)
    text = Varchar(length=1000)
    version = Integer()
    at = Timestamptz(default=None)
    answer = Varchar(length=1000)
    answered_by = Varchar(length=16, null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)


class MinutesRecall(Table, tablename="minutes_recall"):
    minutes = Varchar(length=16, primary_key=True)
    reason = Varchar(length=500)
    by_person = Varchar(length=16)
    at = Timestamptz(default=None)
