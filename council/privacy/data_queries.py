"""Everything that is stored about one person, by class: for the person's own page and export.

What proves something and says nothing (hashes of passwords, codes and devices) is named, not
shown. Tables of later features are read by their names: their rows are this person's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from council import db

# Class of data → its queries; every one takes the person's id, and nothing else.
QUERIES: dict[str, dict[str, str]] = {
    "identity": {
        "person": "SELECT roll_no, name, pinyin, gender, birth_date, hukou, phone, id_last4,"
        " CASE WHEN id_hash IS NULL THEN 'no' ELSE 'kept' END AS id_hash, elder, state, listed_at"
        " FROM person WHERE id = {}",
    },
    "homes": {
        "residence": "SELECT u.code, u.building, u.entrance, u.room, r.tie, h.no AS household"
        " FROM residence r JOIN unit u ON u.id = r.unit"
        " LEFT JOIN household h ON h.id = r.household WHERE r.person = {} ORDER BY u.code, r.tie",
        "corporate_tenure": "SELECT u.code, t.name AS holder, t.since, t.ended_at"
        " FROM corporate_tenure t JOIN unit u ON u.id = t.unit WHERE t.voter = {} ORDER BY t.since",
        "departure": "SELECT kind, ground, at, ended_at FROM departure WHERE person = {}"
        " ORDER BY at",
    },
    "verification": {
        "verification": "SELECT way, evidence, ground, at FROM verification WHERE person = {}"
        " ORDER BY at",
        "letter": "SELECT purpose, issued_at, expires_at, used_at FROM letter WHERE person = {}"
        " ORDER BY issued_at",
        "verification_refusal": "SELECT way, reason, at FROM verification_refusal"
        " WHERE person = {} ORDER BY at",
        "claim_conflict": "SELECT way, raised_at, outcome, settled_at FROM claim_conflict"
        " WHERE person = {} ORDER BY raised_at",
    },
    "account": {
        "account": "SELECT email, changed_at FROM account WHERE person = {}",
        "login": "SELECT key AS login, kind, made_at FROM login WHERE person = {} ORDER BY made_at",
        "session": "SELECT agent, created_at, seen_at, ended_at FROM session WHERE person = {}"
        " ORDER BY created_at DESC",
        "passkey": "SELECT label, made_at, used_at FROM passkey WHERE person = {} ORDER BY made_at",
        "second_factor": "SELECT enrolled_at FROM second_factor WHERE person = {}",
        "sent_code": "SELECT way, purpose, address, sent_at, used_at FROM sent_code"
        " WHERE person = {} ORDER BY sent_at",
    },
    "offices": {
        "appointment": "SELECT office, scope, acting, from_date, until_date, granted_at, ended_at"
        " FROM appointment WHERE person = {} ORDER BY granted_at",
        "seat": "SELECT sector, title, from_date, until_date, ended_at FROM seat"
        " WHERE person = {} ORDER BY from_date",
    },
    "meetings": {
        "called": "SELECT m.series, m.session, m.starts_at, c.part, c.sector, c.title, c.status"
        " FROM called c JOIN meeting m ON m.id = c.meeting WHERE c.person = {}"
        " ORDER BY m.starts_at",
        "log_line": "SELECT at, kind, side, text, struck_at FROM log_line WHERE person = {}"
        " ORDER BY at",
        "turn": "SELECT raised_at, side, began_at, used_ms, ended_at FROM turn WHERE person = {}"
        " ORDER BY raised_at",
        "doorkeeper": "SELECT m.session, d.named_at AS listed_at, d.ended_at FROM doorkeeper d"
        " JOIN meeting m ON m.id = d.meeting WHERE d.person = {} ORDER BY d.named_at",
        "recusal": "SELECT a.title, r.why, r.at, r.ended_at FROM recusal r"
        " JOIN agenda_item a ON a.id = r.item WHERE r.person = {} ORDER BY r.at",
        "reminder": "SELECT at, reason FROM reminder WHERE person = {} ORDER BY at",
        "motion": "SELECT no, text, moved_at FROM motion WHERE mover = {} ORDER BY moved_at",
        "dissent": "SELECT text, at, named_at FROM dissent WHERE person = {} ORDER BY at",
        "task": "SELECT text, due AS until_date, made_at, ended_at FROM task WHERE person = {}"
        " ORDER BY due",
        "seconding": "SELECT no, text, moved_at FROM motion WHERE seconder = {} ORDER BY moved_at",
    },
    "proposals": {
        "proposal": "SELECT i.no, v.title AS proposed, v.text, v.why, v.place, v.cost AS cost_fen,"
        " p.state, p.filed_at"
        " FROM proposal p JOIN idea i ON i.id = p.idea JOIN proposal_version v"
        " ON v.proposal = p.idea AND v.version = p.version WHERE p.author = {}"
        " ORDER BY p.filed_at",
        "proposal_support": "SELECT i.no, i.title AS proposed, s.version, s.at"
        " FROM proposal_support s JOIN idea i ON i.id = s.proposal WHERE s.person = {}"
        " ORDER BY s.at",
    },
    "wishes": {
        "wish": "SELECT i.no, w.text, w.shown AS on_wall, w.contact, w.guardian, w.state,"
        " w.thanks, w.made_at FROM wish w JOIN idea i ON i.id = w.idea"
        " WHERE w.wisher = {} ORDER BY w.made_at",
        "wish_claim": "SELECT i.no, w.shown AS on_wall, c.organisation, c.promise,"
        " c.claimed_at AS at, c.ended_at FROM wish_claim c JOIN wish w ON w.idea = c.wish"
        " JOIN idea i ON i.id = w.idea WHERE c.claimer = {} ORDER BY c.claimed_at",
    },
    "needs": {
        "need": "SELECT i.no, n.text, n.name, n.contact, n.shown AS name_public, n.state,"
        " n.reason AS answer, n.made_at AS filed_at FROM need n JOIN idea i ON i.id = n.idea"
        " JOIN idea_author a ON a.idea = n.idea AND a.role = 'author' WHERE a.person = {}"
        " ORDER BY n.made_at",
        "idea_author": "SELECT i.no, i.title AS text, a.role, a.at FROM idea_author a"
        " JOIN idea i ON i.id = a.idea WHERE a.person = {} ORDER BY a.at",
    },
    "notices": {
        "notice_objection": "SELECT n.title AS notice_title, o.text, o.received_at AS at, o.answer,"
        " o.answered_at FROM notice_objection o JOIN notice n ON n.id = o.notice"
        " WHERE o.person = {} ORDER BY o.received_at",
    },
    "votes": {
        "named_vote": "SELECT p.text, e.elector_no, v.choice, v.at FROM elector e"
        " JOIN poll p ON p.id = e.poll LEFT JOIN named_vote v"
        " ON v.poll = e.poll AND v.elector_no = e.elector_no WHERE e.person = {}"
        " ORDER BY p.made_at",
        "roll_change": "SELECT p.text, r.kind, r.reason, r.at FROM roll_change r"
        " JOIN poll p ON p.id = r.poll WHERE r.person = {} ORDER BY r.at",
        "proxy": "SELECT m.session, a.name AS principal_name, b.name AS holder_name,"
        " p.authority_on, p.made_at, p.ended_at FROM proxy p JOIN meeting m ON m.id = p.meeting"
        " JOIN person a ON a.id = p.principal JOIN person b ON b.id = p.holder"
        " WHERE {} IN (p.principal, p.holder) ORDER BY p.made_at",
    },
    "consents": {
        "consent": "SELECT purpose, version, channel, given_at, withdrawn_at FROM consent"
        " WHERE person = {} ORDER BY given_at",
        "data_request": "SELECT kind, text, asked_at, due, outcome, answer, answered_at"
        " FROM data_request WHERE person = {} ORDER BY asked_at",
    },
    "access": {
        "access_log": "SELECT at, office, what, why FROM access_log WHERE person = {}"
        " ORDER BY at DESC",
    },
}
CLASSES = tuple(QUERIES)


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one table about the person; never empty."""

    table: str
    rows: tuple[dict[str, Any], ...]


async def about(person: str) -> dict[str, list[Part]]:
    """Class → what is stored of it about this person; a class with nothing is an empty list."""
    return {
        name: [
            Part(table, tuple(found))
            for table, sql in queries.items()
            if (found := await db.rows(sql, person))
        ]
        for name, queries in QUERIES.items()
    }
