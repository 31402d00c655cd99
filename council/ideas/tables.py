"""The register: one number for every need, wish, topic, proposal and project."""

from __future__ import annotations

from piccolo.columns import Timestamptz, Varchar
from piccolo.table import Table


class Idea(Table, tablename="idea"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    no = Varchar(length=24)
    kind = Varchar(length=12)
    title = Varchar(length=200)
    note = Varchar(length=500)
    state = Varchar(length=24)
    parent = Varchar(length=16, null=True, default=None)
    made_at = Timestamptz(default=None)


class IdeaAuthor(Table, tablename="idea_author"):
    # The database's key is (idea, person); Piccolo knows single keys only.
    idea = Varchar(length=16, primary_key=True)
    person = Varchar(length=16)
    role = Varchar(length=6)
    at = Timestamptz(default=None)


class IdeaReceipt(Table, tablename="idea_receipt"):
    idea = Varchar(length=16, primary_key=True)
    code_sha256 = Varchar(length=64)
    made_at = Timestamptz(default=None)
