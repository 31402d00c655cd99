"""Classes of data (个人信息保护法 51): every table stands in one, with what may be in it and why.

Pure. docs/privacy.md is written from this; a table that stands nowhere fails the tests.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DataClass:
    """`level`: public, internal, personal, sensitive or secret; `kept` is how long, in words."""

    code: str
    level: str
    holds: str
    why: str
    kept: str
    tables: tuple[str, ...]


ON_ROLL = "while the person is on the roll; erased on request"
FOR_EVER = "for good: the archive of the meeting"
CLASSES = (
    DataClass(
        "identity",
        "sensitive",
        "name, gender, birth date, 户籍, phone, keyed hash and last four of the citizen's number",
        "who is a resident here, and which meetings and votes are theirs",
        ON_ROLL,
        ("person", "person_key"),
    ),
    DataClass(
        "homes",
        "personal",
        "who lives in or holds which unit, households, leaving and death",
        "letters by building, votes by household and by owner",
        ON_ROLL,
        (
            "residence",
            "household",
            "corporate_tenure",
            "departure",
            "head_ruling",
            "head_ruling_unit",
            "unit_voter",
        ),
    ),
    DataClass(
        "verification",
        "personal",
        "who verified whom, how, on what ground; letters; refusals; claims that collide",
        "that an account belongs to its person, and whom to ask when it does not",
        ON_ROLL + "; letters, refusals and claims: see lifetimes",
        (
            "verification",
            "verification_refusal",
            "claim_conflict",
            "letter",
            "letter_batch",
            "letter_failure",
            "letter_hour",
        ),
    ),
    DataClass(
        "account",
        "secret",
        "logins, hashes of passwords and codes, passkeys, sessions with their browser",
        "signing in, and seeing where one is signed in",
        ON_ROLL + "; sessions and codes: see lifetimes",
        (
            "account",
            "login",
            "session",
            "passkey",
            "passkey_challenge",
            "second_factor",
            "recovery_code",
            "sent_code",
            "sign_in_failure",
            "terminal",
        ),
    ),
    DataClass(
        "imports",
        "sensitive",
        "rows of an uploaded register until they are taken over or given up",
        "showing what an import would change before it does",
        "see lifetimes",
        ("roll_import", "roll_import_part", "roll_mapping"),
    ),
    DataClass(
        "offices",
        "public",
        "who holds which office and seat, and who asked and confirmed",
        "who may do what, for everybody to see",
        FOR_EVER,
        ("appointment", "seat", "sector", "organisation", "confirmation"),
    ),
    DataClass(
        "meetings",
        "internal",
        "who was called and came, what was said and moved; published minutes are public",
        "the record of the meeting",
        FOR_EVER,
        (
            "meeting",
            "called",
            "agenda_item",
            "motion",
            "log_line",
            "turn",
            "doorkeeper",
            "recusal",
            "meeting_notice",
            "handover",
            "reminder",
            "letterhead",
            "minutes",
            "minutes_version",
            "minutes_signature",
            "minutes_review",
            "minutes_answer",
            "minutes_recall",
            "idea",
            "dissent",
            "task",
            "task_line",
        ),
    ),
    DataClass(
        "notices",
        "public",
        "what was posted on which board and when; who objected and how to reach them, for officers",
        "that a notice hung as long as it must, and that every objection is answered",
        "for good; who objected and how to reach them is erased with the person",
        ("calendar_day", "notice", "notice_posting", "notice_photo", "notice_objection"),
    ),
    DataClass(
        "proposals",
        "public",
        "what was proposed by whom, its photographs, who supports it; names as naming allows",
        "that a proposal is answered, and counts each supporter once",
        "for good; support and photographs are erased with the person",
        (
            "proposal",
            "proposal_version",
            "proposal_support",
            "proposal_step",
            "proposal_merge",
            "proposal_photo",
        ),
    ),
    DataClass(
        "wishes",
        "personal",
        "what somebody wishes and how to reach them, who makes it true and how; on the wall"
        " masked and in the words of the desk",
        "that a wish comes true, once and for whom it was made",
        "for good; address and guardian go when the wish is over, name and words with the person",
        ("wish", "wish_claim", "wish_step"),
    ),
    DataClass(
        "needs",
        "personal",
        "what residents need, in their words; their name and how to reach them, for the desk; who"
        " brought an idea, and hashes of the codes on receipts; the public reads words, and a"
        " masked name where that was agreed to",
        "that each need is answered, and that whoever brought it finds out",
        "for good; which browser sent it until the call is over, the contact: see lifetimes; name,"
        " contact and authorship go with the person",
        ("need_call", "need", "need_step", "idea_author", "idea_receipt"),
    ),
    DataClass(
        "votes",
        "personal",
        "electors by number, and each number's choice in a vote by name; of a secret vote who took"
        " part, and the opened ballots without names; what officers entered from paper or hands;"
        " who voted for whom with which written authority, and through whom a ballot came;"
        " who the tellers are; how each unit was told of a vote, with evidence"
        " that may name people",
        "one person one vote, and a result that can be recounted",
        "for good; after erasure the number has no name. A sealed ballot is tied to its elector"
        " until the vote ends; what is in the box can be opened for seven days after the result,"
        " unless the installation says otherwise",
        (
            "poll",
            "poll_extension",
            "elector",
            "named_vote",
            "envelope",
            "box",
            "opened",
            "paper_sheet",
            "paper_entry",
            "paper_line",
            "paper_count",
            "paper_mark",
            "proxy",
            "proxy_instruction",
            "cast_by",
            "kiosk_code",
            "roll_change",
            "delivery_unit",
            "delivery",
            "committee_notice",
            "household_voice",
            "ceremony",
            "teller",
        ),
    ),
    DataClass(
        "consents",
        "personal",
        "what somebody agreed to and withdrew; what they asked about their data",
        "proof of consent, and an answer in time",
        ON_ROLL + "; the words of requests: see lifetimes",
        ("consent", "data_request"),
    ),
    DataClass(
        "access",
        "personal",
        "who looked at whose data, in which office, and why",
        "supervision of the staff",
        "see lifetimes",
        ("access_log",),
    ),
    DataClass(
        "record",
        "public",
        "official acts with pseudonyms, hashes and numbers; salted text apart, which can be erased",
        "that nothing is changed afterwards without being seen",
        "for good; what was committed to is erased on request",
        (
            *("record_entry", "record_head", "record_personal", "record_chunk"),
            *("record_checkpoint", "record_witness", "record_cosignature"),
        ),
    ),
    DataClass(
        "places",
        "internal",
        "communities, buildings, units with their area; no person",
        "the ground that everything stands on",
        "for good",
        ("community", "district", "sub_district", "building", "unit"),
    ),
    DataClass(
        "machinery",
        "internal",
        "numbers of topics and migrations; no person",
        "running",
        "for good",
        ("live_topic", "migration"),
    ),
)
BY_TABLE = {table: one for one in CLASSES for table in one.tables}
