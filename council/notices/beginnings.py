"""What a notice is about, and the words with which the draft of one begins."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from council import db
from council.clock import local
from council.notices import calendar_queries, queries, rules
from council.notices.views import About
from council.refusal import NotThere
from council.voting.life.periods import publish_by
from council.voting.results import told

if TYPE_CHECKING:
    from datetime import date

# Only what everybody may read already.
_ABOUT = {
    "meeting": "SELECT m.series || ' ' || m.session AS title FROM meeting m"
    " WHERE m.id = {} AND m.community = {}",
    "poll": "SELECT p.text AS title FROM poll p"
    " WHERE p.id = {} AND p.community = {} AND p.state = 'published'",
    "proposal": "SELECT i.no || ' ' || i.title AS title FROM proposal p"
    " JOIN idea i ON i.id = p.idea WHERE p.idea = {} AND p.community = {}",
    "minutes": "SELECT t.series || t.session || '纪要' AS title FROM minutes n JOIN meeting t"
    " ON t.id = n.meeting WHERE n.id = {} AND n.community = {} AND n.state = 'published'",
}


async def about(kind: str, id_: str, community: str) -> About | None:
    """As a link; None where a notice is about nothing of ours. NotThere for what is not public."""
    if not kind:
        return None
    found = await db.row(_ABOUT[kind], id_, community) if kind in _ABOUT else None
    if found is None:
        raise NotThere
    return About(kind, id_, found["title"])


async def begin(community: str, subject: str, corrects: str) -> tuple[dict[str, str], date | None]:
    """The fields of a new draft, and the last day on which a result is announced (OWN-17).

    `subject`: poll:ID, minutes:ID and so on; `corrects`: a published notice. NotThere for others.
    """
    terms = await calendar_queries.terms(community)
    fields = {"type": "publicity", "kind": "other"}
    fields |= {name: getattr(terms, name) for name in ("office", "phone", "hotline", "signed")}
    if corrects:
        return fields | await _correction(corrects, community), None
    kind, _, id_ = subject.partition(":")
    found = await about(kind, id_[:16], community)
    if found is None:
        return fields, None
    fields |= {"about": f"{found.kind}:{found.id}"}
    if kind == "poll":
        more, last = await _result(id_, found.title)
        return fields | more, last
    return fields | (_minutes(found.title) if kind == "minutes" else {}), None


async def _result(poll: str, title: str) -> tuple[dict[str, str], date | None]:
    row = await db.row("SELECT result, closed_at FROM poll WHERE id = {}", poll)
    counted: Any = json.loads(row["result"]) if row and row["result"] else None
    closed = local(row["closed_at"]).date() if row and row["closed_at"] else None
    sentence = f"{told.result(counted)}。" if counted else ""
    day = f"{closed.year}年{closed.month}月{closed.day}日" if closed else ""
    words = {
        "type": "announcement",
        "kind": "result",
        "title": f"关于“{title}”表决结果的公告"[: rules.TITLE],
        "text": f"{day}就“{title}”进行了表决。\n表决结果：{sentence}",
    }
    return words, publish_by(closed) if closed else None


def _minutes(title: str) -> dict[str, str]:
    return {
        "type": "announcement",
        "kind": "minutes",
        "title": f"关于{title}的公告"[: rules.TITLE],
        "text": f"{title}已经签发公开，全文见下面的网址，也可到居民委员会查阅。",
    }


async def _correction(notice: str, community: str) -> dict[str, str]:
    old = await queries.for_officer(notice, community)
    if old.state == "draft":
        raise NotThere
    kept = {name: str(value) for name, value in asdict(old.words).items()}
    more = {"type": rules.CORRECTION, "corrects": old.id, "days": str(old.words.days)}
    about_ = f"{old.words.about_kind}:{old.words.about_id}" if old.words.about_kind else ""
    title = f"关于{old.number}的更正"
    text = f"{old.number}《{old.words.title}》有误，更正如下：\n"
    return kept | more | {"about": about_, "title": title, "text": text}
