"""What waits for somebody in a community of the access table, or did: imports, questions of every
kind to a second officer, claims, requests about data, batches of letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import council.privacy.confirming
import council.roll.confirming
import council.roll.import_confirming
import council.verification.confirming  # noqa: F401 - these four make the kinds known
from council import db
from council.clock import now
from council.confirmations import actions as confirmations
from council.confirmations.tables import Confirmation
from council.offices import actions as offices
from council.privacy import actions as privacy
from council.roll import actions as roll
from council.verification.actions.claims import settle_claim
from council.verification.actions.newcomers import Newcomer, ask_newcomer
from council.verification.actions.vouching import vouch
from tests.access.rows import put

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.access.world import Side

PEPPER = b"pepper"
SAID_NO = "材料不全"
# Of these an import can be in only one at a time in a community: what stands in the first is
# brought into it before each question, and put back after it.
RUNNING = {
    "staged.asked": ("staged.asked", "asked"),
    "staged.waiting": ("staged.waiting", "waiting"),
    "staged.writing": ("staged.writing", "writing"),
    "confirmation.roll": ("staged.asked", "asked"),
}
ASIDE = "UPDATE roll_import SET state = {} WHERE id = {}"


async def bring_about(side: Side, *things: str) -> bool:
    """Whether one of these has to be brought into its state first; then it is."""
    wanted = [RUNNING[thing] for thing in things if thing in RUNNING]
    for thing, state in wanted:
        async with db.write(db.engine()):
            await db.rows(ASIDE, state, side.things[thing])
    return bool(wanted)


async def make(side: Side) -> None:
    """Everything, through the actions where there is one."""
    await _claims(side)
    await _requests(side)
    await _imports(side)
    await _confirmations(side)
    side.things["batch.printed"] = await put(
        "letter_batch",
        community=side.community,
        title=f"{side.mark}幢 1",
        letters=2,
        done=2,
        made_by=side.people["secretary"],
        made_at=now(),
        printed_at=now(),
    )


async def _imports(side: Side) -> None:
    by = side.actor("second")
    for state in ("staged", "asked", "waiting", "writing", "done", "failed"):
        file = f"编号,姓名\n{side.mark}{state},郑{side.mark}\n".encode()
        made = await roll.stage_roll(f"{side.mark}{state}.csv", file, PEPPER, by)
        side.things[f"staged.{state}"] = made
    for state, failure in (("done", ""), ("failed", "roll.changed_meanwhile")):
        await db.rows(
            "UPDATE roll_import SET state = {}, failure = {}, applied_at = {} WHERE id = {}",
            state,
            failure,
            now() if state == "done" else None,
            side.things[f"staged.{state}"],
        )


async def _claims(side: Side) -> None:
    raisers = {
        "own": "secretary",
        "settled": "social_worker",
        "asked": "social_worker",
    }
    for state, role in raisers.items():
        side.things[f"conflict.{state}"] = await put(
            "claim_conflict",
            community=side.community,
            person=side.people["neighbour"],
            way="told",
            told=f"{side.mark}说是他的",
            contact=f"{state}",
            raised_by=side.people[role],
            raised_at=now(),
        )
    settled = side.things["conflict.settled"]
    await settle_claim(settled, "holder", f"{side.mark}证件一致", side.actor("second"))


async def _requests(side: Side) -> None:
    """The member's, answered and taken back; the secretary's own, which others have to answer."""
    member, second = side.actor("member"), side.actor("second")
    for state in ("answered", "withdrawn"):
        made = await privacy.ask("explain", f"{side.mark}{state}", member)
        side.things[f"asked.{state}"] = made
    await privacy.answer(side.things["asked.answered"], "done", f"{side.mark}说明了", second)
    await privacy.withdraw_request(side.things["asked.withdrawn"], member)
    secretary = side.actor("secretary")
    side.things["asked.own"] = await privacy.ask("explain", f"{side.mark}own", secretary)
    stranger = side.actor("stranger")
    side.things["asked.deletion"] = await privacy.ask("delete", f"{side.mark}删除", stranger)


async def _confirmations(side: Side) -> None:
    """One of each kind that is open, and one to which the community's secretary said no."""
    answerer = side.actor("community_secretary")
    for kind, ask in KINDS.items():
        over = side.things[f"confirmation.{kind}_over"] = await _asked(side, kind, ask)
        await confirmations.refuse(over, SAID_NO, answerer)
        side.things[f"confirmation.{kind}"] = await _asked(side, kind, ask)
    await db.rows(ASIDE, "staged", side.things["staged.asked"])
    second = side.actor("second")
    taken = await offices.appoint(side.people["stranger"], "supervisor", second)
    side.things["confirmation.withdrawn"] = taken
    await confirmations.withdraw(taken, second)
    late = await offices.appoint(side.people["stranger"], "supervisor", second)
    side.things["confirmation.expired"] = late
    await db.rows("UPDATE confirmation SET expires_at = asked_at WHERE id = {}", late)


async def _asked(side: Side, kind: str, ask: Callable[[Side], Awaitable[object]]) -> str:
    """The confirmation that this act asks for, whatever it returns."""
    await ask(side)
    found = await (
        Confirmation.select(Confirmation.id)
        .where(Confirmation.community == side.community)
        .where(Confirmation.kind == kind)
        .where(Confirmation.answer == "")
    )
    (one,) = found
    return str(one["id"])


async def _roll(side: Side) -> None:
    await roll.ask_to_apply(side.things["staged.asked"], (), side.actor("second"))


async def _erasure(side: Side) -> None:
    asked = side.things["asked.deletion"]
    await privacy.ask_erasure(asked, f"{side.mark}本人要求", side.actor("second"))


async def _departure(side: Side) -> None:
    stranger = side.people["stranger"]
    await roll.depart(stranger, "deceased", f"{side.mark}死亡证明", side.actor("second"))


async def _merge(side: Side) -> None:
    gone, kept = side.people["stranger"], side.people["other"]
    await roll.ask_to_merge(gone, kept, f"{side.mark}同一人", side.actor("second"))


async def _newcomer(side: Side) -> None:
    someone = Newcomer(
        name=f"吴{side.mark}",
        gender="男",
        born="1990-01-01",
        hukou="非户籍",
        phone="",
        unit=side.things["unit.one"],
        tie="租户",
        evidence="lease",
    )
    await ask_newcomer(someone, side.actor("second"))


async def _vouching(side: Side) -> None:
    await vouch(side.people["listed"], f"{side.mark}邻居", side.actor("group_leader"))


async def _claim(side: Side) -> None:
    conflict = side.things["conflict.asked"]
    await settle_claim(conflict, "neither", f"{side.mark}都不清楚", side.actor("second"))


KINDS: dict[str, Callable[[Side], Awaitable[object]]] = {
    "roll": _roll,
    "erasure": _erasure,
    "departure": _departure,
    "merge": _merge,
    "newcomer": _newcomer,
    "vouching": _vouching,
    "claim": _claim,
}
