"""Numbers of motions and the depth of amendments (MTG-7)."""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003 - part of the public signature

from council.refusal import Refused

DEPTH = 2  # an amendment, and an amendment to it


def motion_number(item: int, taken: Sequence[str], amends: str = "") -> str:
    """3 for the motion of item 3, 3-A and 3-B for its amendments, 3-A-1 for theirs.

    A second main motion of the same item is 3.2.
    """
    if not amends:
        mains = sum(1 for no in taken if "-" not in no and no.split(".")[0] == str(item))
        return str(item) if mains == 0 else f"{item}.{mains + 1}"
    depth = amends.count("-") + 1
    if depth > DEPTH:
        raise Refused("motion.too_deep")
    siblings = sum(1 for no in taken if no.startswith(f"{amends}-") and no.count("-") == depth)
    return f"{amends}-{chr(ord('A') + siblings) if depth == 1 else siblings + 1}"
