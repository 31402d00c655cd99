"""What is stored of a proposal beside its entry in the register."""

from __future__ import annotations

from piccolo.columns import Boolean, Bytea, Date, Integer, Timestamptz, Varchar
from piccolo.table import Table


class Proposal(Table, tablename="proposal"):
    idea = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    author = Varchar(length=16)
    entered_by = Varchar(length=16)
    capacity = Varchar(length=12)
    organisation = Varchar(length=16, null=True, default=None)
    state = Varchar(length=12)
    version = Integer()
    threshold = Integer()
    answer_days = Integer()
    filed_at = Timestamptz(default=None)
    due = Date(null=True, default=None)
    outcome = Varchar(length=12)
    merged_into = Varchar(length=16, null=True, default=None)
    fate = Varchar(length=12)


class ProposalVersion(Table, tablename="proposal_version"):
    # The database's key is (proposal, version); Piccolo knows single keys only.
    proposal = Varchar(length=16, primary_key=True)
    version = Integer()
    title = Varchar(length=200)
    text = Varchar(length=1000)
    why = Varchar(length=2000)
    place = Varchar(length=120)
    cost = Integer(null=True, default=None)
    made_at = Timestamptz(default=None)


class ProposalSupport(Table, tablename="proposal_support"):
    # The database's key is (proposal, person); Piccolo knows single keys only.
    proposal = Varchar(length=16, primary_key=True)
    person = Varchar(length=16)
    version = Integer()
    shown = Boolean()
    at = Timestamptz(default=None)
    brought_by = Varchar(length=16, null=True, default=None)


class ProposalStep(Table, tablename="proposal_step"):
    # The database's key is (proposal, seq); Piccolo knows single keys only.
    proposal = Varchar(length=16, primary_key=True)
    seq = Integer()
    step = Varchar(length=16)
    at = Timestamptz(default=None)
    by_person = Varchar(length=16)
    outcome = Varchar(length=12)
    text = Varchar(length=1000)
    number = Integer()
    other = Varchar(length=16, null=True, default=None)


class ProposalMerge(Table, tablename="proposal_merge"):
    id = Varchar(length=16, primary_key=True)
    proposal = Varchar(length=16)
    target = Varchar(length=16)
    reason = Varchar(length=1000)
    asked_by = Varchar(length=16)
    asked_at = Timestamptz(default=None)
    answer = Varchar(length=8)
    answered_by = Varchar(length=16, null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)


class ProposalPhoto(Table, tablename="proposal_photo"):
    id = Varchar(length=16, primary_key=True)
    proposal = Varchar(length=16)
    version = Integer()
    place = Integer()
    width = Integer()
    height = Integer()
    sha256 = Varchar(length=64)
    content = Bytea(default=b"")
    taken_down_at = Timestamptz(null=True, default=None)
    taken_down_why = Varchar(length=200)
