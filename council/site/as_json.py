"""Public things as data: what their pages say, by names that stay (docs/contract.md).

Each name is written out: a field that is added to a view is not public by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council.web.picked import pick

if TYPE_CHECKING:
    from collections.abc import Iterable

    from council.follow_up.views import TaskView
    from council.ideas.queries import Chain, IdeaView
    from council.needs.entry_queries import NeedView
    from council.needs.queries import CallView
    from council.organisations.queries import OrganisationView, Sector
    from council.proposals.queries import ProposalView
    from council.site.decision_queries import Decision
    from council.site.meeting_queries import PublicMeeting
    from council.site.outcome_queries import Outcome
    from council.site.published import Published
    from council.site.published_queries import Found
    from council.site.queries import Gathering, Issued
    from council.wishes.figures import Figures
    from council.wishes.queries import WishView

Data = dict[str, Any]


def published(found: Found, origin: str) -> Data:
    """One page of everything public."""
    return {
        "page": found.page,
        "pages": found.pages,
        "total": found.total,
        "kinds": found.counts,
        "items": [_published(one, origin) for one in found.items],
    }


def _published(one: Published, origin: str) -> Data:
    return {**pick(one, "kind id no title at state"), "url": origin + one.path}


def meetings(found: Iterable[Gathering]) -> Data:
    names = "id series session place starts_at ends_at state minutes"
    return {"meetings": [pick(one, names) for one in found]}


def meeting(one: PublicMeeting, decisions: Iterable[Decision]) -> Data:
    names = "id form lead series session place starts_at ends_at state cancelled_why called minutes"
    item = "id no title kind minutes presenter idea_no announced"
    return {
        **pick(one, names),
        "kind": one.kind.code,
        "agenda": [pick(each, item) for each in one.items],
        "parties": [pick(each, "party name interest") for each in one.parties],
        "notices": [pick(each, "no kind title body at sha256") for each in one.notices],
        "results": list(map(_decision, decisions)),
    }


def _decision(one: Decision) -> Data:
    """Without counts: those stand at /polls/{id}, where it also says whether they are withheld."""
    return pick(one, "poll text motion item verdict at")


def issued(found: Iterable[Issued]) -> Data:
    names = "id number state version meeting series session starts_at published_at sha256"
    return {"minutes": [pick(one, names) for one in found]}


def idea(one: IdeaView) -> Data:
    return pick(one, "id no kind title note state parent made_at")


def chain(found: Chain) -> Data:
    """One idea, what it grew out of (oldest first), and what grew out of it."""
    below = [{**idea(one.idea), "depth": one.depth} for one in found.below]
    return {**idea(found.here), "above": list(map(idea, found.above)), "below": below}


def proposal(one: ProposalView) -> Data:
    """Money in fen."""
    return pick(
        one,
        "id no title text why place cost version state outcome fate capacity organisation by"
        " threshold supporters filed_at due merged_into",
    )


def wish(one: WishView) -> Data:
    """As it hangs on the wall; money in fen."""
    return _wish(one) | {"claimer": {"kind": one.claimer_kind, "name": one.claimer}}


def _wish(one: WishView) -> Data:
    names = "id no state category title value wanted_by by age building shown_at ended_at thanks"
    return pick(one, f"{names} reason")


def wish_figures(sums: Figures) -> Data:
    """WISH-7: counts, and shares in percent."""
    names = "made shown claimed fulfilled claim_rate fulfil_rate rated content_rate"
    return pick(sums, names) | {"mean_days": f"{sums.tenths_of_days / 10:.1f}"}


def call(one: CallView) -> Data:
    return pick(one, "id no state title topics channels issuer last_day reason entries")


def need(one: NeedView) -> Data:
    """Of a hidden one the text is empty; `by` is masked, and empty without consent."""
    names = "id no call state field topic text by made_at reason target hidden hidden_why"
    return pick(one, names)


def outcomes(tasks: Iterable[TaskView]) -> Data:
    return {"tasks": list(map(_task, tasks))}


def _task(one: TaskView) -> Data:
    return pick(
        one, "id kind text who due state standing late ending meeting session item item_title"
    )


def outcome(one: Outcome) -> Data:
    return {
        **pick(one, "item no title outcome ends_in next_step who idea_no meeting session minutes"),
        "results": list(map(_decision, one.votes)),
        "tasks": list(map(_task, one.tasks)),
    }


def organisations(sectors: Iterable[Sector], found: Iterable[OrganisationView]) -> Data:
    """The committee by sector, and the organisations of the community."""
    return {
        "sectors": [
            {
                **pick(one, "code name name_en seats"),
                "members": [pick(each, "name title until_date") for each in one.holders],
            }
            for one in sectors
        ],
        "organisations": [pick(one, "id name kind rating") for one in found],
    }
