"""A poll as the screens show it: the rule in words, and the result explained in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council.clock import local
from council.meetings.owners import metres
from council.room.snapshot import Bar, PollView, ResultView, Shares, Way
from council.voting.papers import rules as paper_rules
from council.voting.results import said
from council.voting.results.count_views import count_view
from council.voting.rules import from_data
from council.voting.sheets.views import rule_sentence as sheet_sentence
from council.voting.sheets.views import sheet_view
from council.web.words import sentence

if TYPE_CHECKING:
    from council.voting.methods.shown import CountView
    from council.voting.queries import PollRow


BARS = ("yes", "no", "abstain")


def motion_state(stored: str, poll: PollRow | None) -> str:
    """offered → moved → voting → passed, failed or invalid; unpublished results stay unsaid.

    After a cancelled poll the motion stands as it was moved and can be put to the vote again.
    """
    if stored != "moved" or poll is None or poll.state in {"created", "cancelled"}:
        return stored
    if poll.state == "published" and poll.result:
        return str(poll.result["verdict"])
    return "voting"


def poll_view(poll: PollRow) -> PollView:
    """What everybody may see of a poll; the split only once it is published."""
    published = poll.state == "published" and poll.result is not None
    return PollView(
        id=poll.id,
        text=poll.text,
        motion_no=poll.motion_no,
        item_no=poll.item_no,
        mode=poll.mode,
        method=poll.method,
        state=poll.state,
        eligible=poll.eligible,
        turnout=poll.turnout,
        rule_sentence=rule_sentence(poll),
        prevails=_prevails(poll),
        prevails_sentence=sentence(f"poll.prevails.{_prevails(poll)}"),
        rule_source=said.source(poll.rule_code),
        roll_changes=poll.roll_changes,
        min_ballots=poll.rule.get("min_ballots", 1),
        allow_revote=poll.allow_revote,
        opened_at=local(poll.opened_at) if poll.opened_at else None,
        closes_at=local(poll.closes_at) if poll.closes_at else None,
        closed_at=local(poll.closed_at) if poll.closed_at else None,
        result=_result(poll, poll.result) if published and poll.result else None,
        sheet=sheet_view(poll.sheet, poll.rule["base"]) if poll.sheet else None,
    )


def _result(poll: PollRow, result: dict[str, Any]) -> ResultView | CountView:
    if poll.sheet is not None and "withheld" not in result:
        return count_view(poll, poll.sheet, result)
    return result_view(poll, result)


def rule_sentence(poll: PollRow) -> str:
    """赞成超过到会13人的半数,即至少7票,为通过。 Before opening nobody is counted yet."""
    if poll.sheet is not None:
        return sheet_sentence(poll, poll.sheet)
    rule = from_data(poll.rule)
    if rule.base != "present" or poll.state == "created":
        return sentence(f"rule.{poll.rule_code if rule.by_area else rule.base}.before")
    needed = rule.passing.least(poll.eligible)
    words = sentence("rule.present", base=poll.eligible, needed=needed)
    if poll.represented:
        words += sentence("rule.represented", n=poll.represented)
    return words + sentence("rule.recused", n=poll.recused) if poll.recused else words


def result_view(poll: PollRow, result: dict[str, Any]) -> ResultView:
    """Numbers, then numerator and denominator, then the verdict in one sentence."""
    base, words = poll.rule["base"], said.result(poll.rule, result)
    if "withheld" in result:
        return ResultView(result["verdict"], (), 0, 0, 0, base, words, poll.turnout, poll.eligible)
    total = result["denominator"] or 1
    bars = tuple(
        Bar(choice, result[choice], "" if outside(choice, base) else percent(result[choice], total))
        for choice in BARS
    )
    return ResultView(
        verdict=result["verdict"],
        bars=bars,
        numerator=result["numerator"],
        denominator=result["denominator"],
        needed=result["needed"],
        base=base,
        sentence=words,
        turnout=poll.turnout,
        eligible=poll.eligible,
        unanimous=poll.mode != "named" and unanimous(result),
        unread=result.get("invalid", 0),
        shares=_shares(result),
        **_in_person(result),
    )


def _shares(result: dict[str, Any]) -> tuple[Shares, ...]:
    """A decision can rest on a third of all owners: both shares are said."""
    area = result.get("area")
    if not area:
        return ()

    def of(part: str, whole: str) -> tuple[str, str]:
        return percent(result[part], result[whole] or 1), percent(area[part], area[whole] or 1)

    took_part = Shares(
        "took_part", result["present"], metres(area["present"]), of("present", "called")
    )
    consented = Shares(
        "consented", result["yes"], metres(area["yes"]), of("yes", "called"), of("yes", "present")
    )
    return took_part, consented


def _prevails(poll: PollRow) -> str:
    """OWN-14; before opening, as it will be frozen."""
    return str(poll.rule.get("prevails") or paper_rules.prevailing(from_data(poll.rule)))


def _in_person(result: dict[str, Any]) -> dict[str, Any]:
    found = result.get("ways")
    if not found:
        return {}
    ways = tuple(_way(code, counts) for code, counts in sorted(found["channels"].items()))
    return {"ways": ways, "spoiled": found["spoiled"], "conflicts": found["conflicts"]}


def _way(code: str, counts: dict[str, int]) -> Way:
    of_bars = () if "all" in counts else tuple(counts.get(one, 0) for one in BARS)
    return Way(code, sum(counts.values()), of_bars, counts.get(paper_rules.SPOILED, 0))


def unanimous(result: dict[str, Any]) -> bool:
    """All ballots chose the same: of a secret vote everybody then knows everybody's choice."""
    chosen = [result[one] for one in ("yes", "no", "abstain") if result[one]]
    return len(chosen) == 1 and not result.get("invalid")


def outside(choice: str, base: str) -> bool:
    """Abstentions are no part of the base when only yes and no are counted."""
    return base == "cast" and choice == "abstain"


def percent(part: int, whole: int) -> str:
    """One decimal, rounded half up, in whole numbers only: 46.2."""
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}"
