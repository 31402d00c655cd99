"""What is stored of a poll: its frozen rule, its roll, its named votes."""

from __future__ import annotations

from piccolo.columns import Boolean, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class Poll(Table, tablename="poll"):
    id = Varchar(length=16, primary_key=True)
    community = Varchar(length=16)
    meeting = Varchar(length=16)
    item = Varchar(length=16, null=True, default=None)
    motion = Varchar(length=16, null=True, default=None)
    text = Varchar(length=1000)
    rule_code = Varchar(length=16)
    rule = Text()
    mode = Varchar(length=8)
    method = Varchar(length=24)
    allow_revote = Boolean()
    state = Varchar(length=12)
    called = Integer()
    present = Integer()
    turnout = Integer()
    electorate_root = Varchar(length=64)
    result = Text()
    made_by = Varchar(length=16)
    made_at = Timestamptz(default=None)
    opened_at = Timestamptz(null=True, default=None)
    closes_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    published_at = Timestamptz(null=True, default=None)
    recused = Integer()
    public_key = Varchar(length=64)
    box_root = Varchar(length=64)
    key_destroyed_at = Timestamptz(null=True, default=None)
    represented = Integer()
    scope = Varchar(length=8, default="present")
    subject = Varchar(length=24)
    advisory = Boolean()
    temporary = Boolean()
    announced_at = Timestamptz(null=True, default=None)
    opens_at = Timestamptz(null=True, default=None)
    grace = Integer()
    hours_since = Integer()
    hours_until = Integer(default=1440)
    paper_at = Varchar(length=200)
    rerun_of = Varchar(length=16, null=True, default=None)
    superseded = Boolean()
    trouble = Varchar(length=40)
    options = Text(default="[]")
    parameters = Text(default="{}")
    shuffle = Boolean(default=False)
    participants_root = Varchar(length=64, default="")
    roll_root = Varchar(length=64, default="")
    ballots_root = Varchar(length=64, default="")


class Elector(Table, tablename="elector"):
    # The database's key is (poll, elector_no); Piccolo knows single keys only.
    poll = Varchar(length=16, primary_key=True)
    elector_no = Integer()
    person = Varchar(length=16)
    channel = Varchar(length=8)
    holder = Varchar(length=16, null=True, default=None)


class Ceremony(Table, tablename="ceremony"):
    """One making of a key for three tellers. The key is (poll, round)."""

    poll = Varchar(length=16, primary_key=True)
    round = Integer()
    public_key = Varchar(length=64)
    begun_by = Varchar(length=16)
    begun_at = Timestamptz(default=None)


class Teller(Table, tablename="teller"):
    """Who has which share. The key is (poll, round, no)."""

    poll = Varchar(length=16, primary_key=True)
    round = Integer()
    no = Integer()
    person = Varchar(length=16)
    share_key = Varchar(length=64)
    fetched_at = Timestamptz(null=True, default=None)
    confirmed_at = Timestamptz(null=True, default=None)
    typed_at = Timestamptz(null=True, default=None)
    lost_at = Timestamptz(null=True, default=None)


class NamedVote(Table, tablename="named_vote"):
    # The database's key is (poll, elector_no); Piccolo knows single keys only.
    poll = Varchar(length=16, primary_key=True)
    elector_no = Integer()
    choice = Varchar(length=400)
    rev = Integer()
    idem = Varchar(length=64)
    receipt = Varchar(length=24)
    at = Timestamptz(default=None)


class Envelope(Table, tablename="envelope"):
    """A sealed ballot while its poll is open. The key is (poll, elector_no)."""

    poll = Varchar(length=16, primary_key=True)
    elector_no = Integer()
    ct = Varchar(length=1000)
    ct_hash = Varchar(length=64)
    rev = Integer()
    idem = Varchar(length=64)


class Box(Table, tablename="box"):
    """Sealed ballots without their electors. The key is (poll, ct_hash)."""

    poll = Varchar(length=16, primary_key=True)
    ct_hash = Varchar(length=64)
    ct = Varchar(length=1000)


class Opened(Table, tablename="opened"):
    """What was in the box, sorted by choice. The key is (poll, line_no)."""

    poll = Varchar(length=16, primary_key=True)
    line_no = Integer()
    choice = Varchar(length=400)


class PaperSheet(Table, tablename="paper_sheet"):
    """Papers, or hands, that two officers enter. `officer_a` and `_b` are named once they agree."""

    id = Varchar(length=16, primary_key=True)
    poll = Varchar(length=16)
    no = Integer()
    kind = Varchar(length=8)
    state = Varchar(length=12)
    unvoted = Text()
    salt = Varchar(length=32)
    hash = Varchar(length=64)
    officer_a = Varchar(length=16, null=True, default=None)
    officer_b = Varchar(length=16, null=True, default=None)
    made_by = Varchar(length=16)
    made_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)


class PaperEntry(Table, tablename="paper_entry"):
    """One officer's entry of a sheet. The keys are (sheet, side) and (sheet, officer)."""

    sheet = Varchar(length=16, primary_key=True)
    side = Integer()
    officer = Varchar(length=16)
    hash = Varchar(length=64)
    finished_at = Timestamptz(null=True, default=None)


class PaperLine(Table, tablename="paper_line"):
    """What an entry says of one elector. The key is (sheet, officer, elector_no)."""

    sheet = Varchar(length=16, primary_key=True)
    officer = Varchar(length=16)
    elector_no = Integer()
    choice = Varchar(length=400)


class PaperCount(Table, tablename="paper_count"):
    """How many papers of a secret vote said what. The key is (sheet, officer, choice)."""

    sheet = Varchar(length=16, primary_key=True)
    officer = Varchar(length=16)
    choice = Varchar(length=400)
    n = Integer()


class PaperMark(Table, tablename="paper_mark"):
    """Who voted in person by an agreed sheet. The key is (poll, elector_no)."""

    poll = Varchar(length=16, primary_key=True)
    elector_no = Integer()
    sheet = Varchar(length=16)
    outcome = Varchar(length=12)


class Proxy(Table, tablename="proxy"):
    """A written authority for one meeting; live while `ended_at` is empty, once a principal."""

    id = Varchar(length=16, primary_key=True)
    meeting = Varchar(length=16)
    principal = Varchar(length=16)
    holder = Varchar(length=16)
    authority_on = Date(default=None)
    kept_at = Varchar(length=120)
    made_by = Varchar(length=16)
    made_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_by = Varchar(length=16, null=True, default=None)


class ProxyInstruction(Table, tablename="proxy_instruction"):
    """OWN-13. The key is (proxy, item)."""

    proxy = Varchar(length=16, primary_key=True)
    item = Varchar(length=16)
    choice = Varchar(length=40)


class CastBy(Table, tablename="cast_by"):
    """Through whom a ballot came. The key is (poll, elector_no)."""

    poll = Varchar(length=16, primary_key=True)
    elector_no = Integer()
    channel = Varchar(length=12)
    person = Varchar(length=16, null=True, default=None)
    confirmed_by = Varchar(length=16, null=True, default=None)
    objected = Boolean()


class KioskCode(Table, tablename="kiosk_code"):
    """A code on paper, as a keyed hash. The key is (poll, person)."""

    poll = Varchar(length=16, primary_key=True)
    person = Varchar(length=16)
    code_hash = Varchar(length=64)
    used = Boolean()
    made_by = Varchar(length=16)
    made_at = Timestamptz(default=None)


class PollExtension(Table, tablename="poll_extension"):
    """More time, with its reason. The key is (poll, no)."""

    poll = Varchar(length=16, primary_key=True)
    no = Integer()
    was = Timestamptz(default=None)
    until = Timestamptz(default=None)
    reason = Varchar(length=200)
    made_by = Varchar(length=16)
    at = Timestamptz(default=None)


class RollChange(Table, tablename="roll_change"):
    """What two officers changed of a frozen roll. The key is (poll, no)."""

    poll = Varchar(length=16, primary_key=True)
    no = Integer()
    kind = Varchar(length=8)
    elector_no = Integer()
    person = Varchar(length=16)
    leaf = Varchar(length=64)
    called = Integer()
    reason = Varchar(length=200)
    asked_by = Varchar(length=16)
    confirmed_by = Varchar(length=16)
    at = Timestamptz(default=None)


class HouseholdVoice(Table, tablename="household_voice"):
    """Who else of a household may cast its ballot. The key is (poll, person)."""

    poll = Varchar(length=16, primary_key=True)
    person = Varchar(length=16)
    elector_no = Integer()


class DeliveryUnit(Table, tablename="delivery_unit"):
    """A unit that has to be told of an owners' vote. The key is (poll, unit)."""

    poll = Varchar(length=16, primary_key=True)
    unit = Varchar(length=16)


class Delivery(Table, tablename="delivery"):
    """One attempt to reach one unit. The key is (poll, no)."""

    poll = Varchar(length=16, primary_key=True)
    no = Integer()
    unit = Varchar(length=16)
    channel = Varchar(length=12)
    arrived = Boolean()
    at = Timestamptz(default=None)
    days = Integer()
    evidence = Varchar(length=200)
    made_by = Varchar(length=16)
    made_at = Timestamptz(default=None)
    struck_by = Varchar(length=16, null=True, default=None)
    struck_at = Timestamptz(null=True, default=None)
    struck_why = Varchar(length=200)


class CommitteeNotice(Table, tablename="committee_notice"):
    """The residents' committee was told. The key is (poll, no)."""

    poll = Varchar(length=16, primary_key=True)
    no = Integer()
    told_on = Date(default=None)
    how = Varchar(length=60)
    office = Varchar(length=60)
    sends = Varchar(length=60)
    made_by = Varchar(length=16)
    made_at = Timestamptz(default=None)
