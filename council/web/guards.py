"""Who may come in at all; which objects exist for them is decided by the getters."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from council.clock import now
from council.refusal import NotThere
from council.web.visit import visit_of

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection
    from litestar.handlers import BaseRouteHandler
    from litestar.types import Guard

    from council.identity.viewer import Viewer


PROOF = timedelta(minutes=10)  # so long a proof of who one is opens sensitive pages


class SignInFirst(Exception):  # noqa: N818 - it is an answer, not a fault
    """Nobody is signed in; the edge sends them to the sign-in page."""


class SecondFactorFirst(SignInFirst):
    """The password was right, but an office needs more: the edge sends them to the second step."""


class ProofFirst(SignInFirst):
    """Signed in, but long ago: the edge asks for the password or passkey, then goes on to `on`."""

    def __init__(self, on: str) -> None:
        super().__init__(on)
        self.on = on


def signed_in(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A verified resident of some community."""
    viewer_of(connection)


def known(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Signed in, or on the way: only the pages of the second factor let them in."""
    known_of(connection)


def officer(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Chair, secretary or community secretary; to others the page does not exist."""
    signed_in(connection, handler)
    if not viewer_of(connection).officer:
        raise NotThere


def must_be_proved(connection: ASGIConnection[Any, Any, Any, Any], back: str) -> None:
    """The same inside a handler whose page has an address of its own."""
    at = viewer_of(connection).proved_at
    if at is None or now() - at > PROOF:
        raise ProofFirst(back)


def proved(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Who they are was shown in the last ten minutes; for what a found phone must not open.

    A handler of a form says by `opt={"back": …}` which page its owner is led to after the proof.
    """
    read = connection.scope.get("method") == "GET"
    must_be_proved(
        connection, connection.url.path if read else str(handler.opt.get("back", "/account"))
    )


def may_see(*offices: str) -> Guard:
    """A guard: holders of one of these offices; to others the page does not exist."""

    def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        if not viewer_of(connection).holds(*offices):
            raise NotThere

    return guard


def viewer_of(connection: Any) -> Viewer:
    """The signed-in viewer; behind the guards there always is one."""
    visit = visit_of(connection)
    if visit.viewer is None:
        raise SecondFactorFirst if visit.pending else SignInFirst
    return visit.viewer


def known_of(connection: Any) -> Viewer:
    """The same for those whose second factor is still to come; never ask this for a right."""
    found = visit_of(connection).known
    if found is None:
        raise SignInFirst
    return found
