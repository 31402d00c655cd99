"""What stood on the ballot, as a bundle tells it and as it is read back from a stranger's file."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from council.voting.methods.parameters import is_sound
from council.voting.methods.sheet import PLAIN, Sheet, from_data


def told(sheet: Sheet | None) -> dict[str, Any]:
    """The options and parameters; nothing of a plain poll."""
    if sheet is None:
        return {}
    return {"options": [asdict(one) for one in sheet.options], "parameters": sheet.parameters}


def read(poll: dict[str, Any]) -> Sheet | None:
    """None of a plain poll. ValueError for what could not have been made here.

    So no file makes this program count for ever.
    """
    if poll["method"] == PLAIN:
        return None
    found = from_data(poll["method"], poll["options"], poll["parameters"])
    if not is_sound(found):
        raise ValueError("options or parameters")
    return found
