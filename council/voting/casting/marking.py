"""What somebody marked on a ballot that a helper, a holder or a kiosk shows: as one string."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.voting.methods.sheet import PLAIN
from council.voting.rules import CHOICES, is_choice
from council.voting.sheets import forms as sheet_forms

if TYPE_CHECKING:
    from council.voting.queries import PollRow
    from council.web.filled import Filled


def begun(form: Filled) -> bool:
    """Whether the ballot itself was sent, and not only asked for."""
    return any(name in form.fields for name in ("choice", "marked"))


def marked(poll: PollRow, form: Filled) -> str:
    """A button of a plain poll, or what was filled in; empty with a fault in `form`.

    What was confirmed comes back as `choice`; with `edit` it is filled in again.
    """
    if poll.sheet is None:
        return form.choice("choice", CHOICES[PLAIN])
    choice = form.typed("choice")
    if not choice:
        return sheet_forms.ballot(form, poll.sheet)
    if not is_choice(poll.sheet, choice):
        return form.choice("choice", ())
    if form.typed("edit"):
        sheet_forms.refill(form, poll.sheet, choice)
        return ""
    return choice
