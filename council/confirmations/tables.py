"""What one officer asks for and another one answers."""

from __future__ import annotations

from piccolo.columns import Boolean, Text, Timestamptz, Varchar
from piccolo.table import Table


class Confirmation(Table, tablename="confirmation"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    kind = Varchar(length=16)
    subject = Varchar(length=16)
    body = Text()
    asked_by = Varchar(length=16)
    asked_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    answer = Varchar(length=12)
    reason = Varchar(length=200)
    answered_by = Varchar(length=16, null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    operator = Boolean()
