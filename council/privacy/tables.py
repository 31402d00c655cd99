"""Consent, who looked at whose data, and what people ask about their own."""

from __future__ import annotations

from piccolo.columns import Date, Integer, Timestamptz, Varchar
from piccolo.table import Table


class Consent(Table, tablename="consent"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    person = Varchar(length=16)
    purpose = Varchar(length=16)
    version = Integer()
    text_sha256 = Varchar(length=64)
    channel = Varchar(length=8)
    witness = Varchar(length=16, null=True, default=None)
    given_at = Timestamptz(default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_by = Varchar(length=16, null=True, default=None)


class AccessLog(Table, tablename="access_log"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    viewer = Varchar(length=16)
    office = Varchar(length=24)
    person = Varchar(length=16, null=True, default=None)
    what = Varchar(length=24)
    why = Varchar(length=200)
    rows_seen = Integer()
    at = Timestamptz(default=None)


class DataRequest(Table, tablename="data_request"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    person = Varchar(length=16)
    kind = Varchar(length=12)
    text = Varchar(length=500)
    asked_at = Timestamptz(default=None)
    due = Date(default=None)
    outcome = Varchar(length=12)
    answer = Varchar(length=500)
    answered_by = Varchar(length=16, null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
