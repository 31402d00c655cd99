"""海报: the result of one published vote, large, with its threshold and the way to recount."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council.clock import local
from council.i18n import gettext as _
from council.printouts.sheets import Bar, Poster
from council.printouts.voted import verdict
from council.refusal import NotThere
from council.room.results import poll_view
from council.room.snapshot import ResultView
from council.voting import queries as voting
from council.web.words import full_day

if TYPE_CHECKING:
    from council.identity.viewer import Viewer
    from council.voting.methods.shown import CountView
    from council.voting.queries import PollRow

LINES, WIDEST = 12, 6  # of a table: what a poster has room for


async def published(viewer: Viewer | None, poll: str) -> PollRow:
    """What is not published is not there."""
    found = await voting.poll_for(viewer, poll)
    if found.state != "published" or not found.result:
        raise NotThere
    return found


def poster(
    poll: PollRow, *, community: str, programme: str, origin: str, paper: str = "a4"
) -> Poster:
    """In the language that is spoken."""
    view = poll_view(poll)
    result: Any = view.result
    at = poll.closed_at or poll.published_at
    return Poster(
        community=community,
        programme=programme,
        head=_("表决结果"),
        mode=_("记名表决") if poll.mode == "named" else _("无记名表决"),
        text=poll.text,
        verdict=verdict(result.verdict),
        day=full_day(local(at)) if at else "",
        sentence=result.sentence,
        rule=f"{view.rule_sentence} {view.rule_source}".strip(),
        scan=_("扫码看这次表决的全部数字，自己复算一遍。"),
        address=f"{origin}/polls/{poll.id}",
        hashes=_hashes(poll),
        stamp=poll.published_at or at,  # type: ignore[arg-type]  # it is published
        paper=paper,
        **(_plain(result) if isinstance(result, ResultView) else _counted(result)),
    )


def _plain(result: ResultView) -> dict[str, Any]:
    words = {"yes": _("赞成"), "no": _("反对"), "abstain": _("弃权")}
    bars = (
        Bar(one.choice, words[one.choice], one.votes, f"{one.share}%" if one.share else "")
        for one in result.bars
    )
    return {
        "bars": tuple(bars),
        "needed": result.needed if result.bars else 0,
        "top": max(result.denominator, result.needed, 1),
        "threshold": _("至少 %(n)s 票") % {"n": result.needed},
        "winners": (),
        "heads": (),
        "lines": (),
    }


def _counted(result: CountView) -> dict[str, Any]:
    table = result.tables[0]
    lines = tuple(tuple(cell.text for cell in line) for line in table.lines)
    fits = len(lines) <= LINES and len(table.heads) <= WIDEST
    return {
        "bars": (),
        "needed": 0,
        "top": 1,
        "threshold": "",
        "winners": result.winners,
        "heads": tuple(cell.text for cell in table.heads) if fits else (),
        "lines": lines if fits else (),
    }


def _hashes(poll: PollRow) -> tuple[str, ...]:
    """The roots that stand in the record and in the bundle of this poll."""
    ballots = poll.ballots_root or poll.box_root
    roll = poll.roll_root or poll.electorate_root
    named = ((_("名册"), roll), (_("选票"), ballots))
    return tuple(f"{word} {root[:32]}" for word, root in named if root)
