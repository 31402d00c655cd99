"""Where an unsafe request was sent from: a page of ours, or somebody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

OURS = {b"same-origin", b"none"}  # `none`: the reader's own doing, such as sending a form again


def from_elsewhere(headers: Iterable[tuple[bytes, bytes]], origin: str) -> bool:
    """Whether the browser itself says that another site sent this; older ones say nothing.

    A second lock beside the token. `Sec-Fetch-Site` counts where it is sent. `Origin` counts
    otherwise, unless it is `null`: under our referrer policy browsers say so of our own forms.
    """
    said: dict[bytes, set[bytes]] = {b"sec-fetch-site": set(), b"origin": set(), b"host": set()}
    for name, value in headers:
        if name in said:
            said[name].add(value)
    if said[b"sec-fetch-site"]:
        return not said[b"sec-fetch-site"] <= OURS
    known = {b"null", origin.encode()}
    if origin.startswith("http://"):  # in the hall the address that was typed may be a number
        known |= {b"http://" + host for host in said[b"host"]}
    return not said[b"origin"] <= known
