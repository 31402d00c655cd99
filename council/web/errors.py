"""What goes wrong, told plainly: what happened, why, what to do; never a trace."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from litestar.exceptions import HTTPException
from litestar.response import Response

from council import db
from council.i18n import speaking
from council.refusal import NotThere, Refused
from council.web.answers import go, is_htmx, wants_json
from council.web.guards import ProofFirst, SecondFactorFirst, SignInFirst
from council.web.render import page, piece
from council.web.visit import visit_of
from council.web.words import sentence

if TYPE_CHECKING:
    from litestar import Request
    from litestar.types import ExceptionHandlersMap

log = logging.getLogger(__name__)

SERVER_ERROR = 500
UNAVAILABLE = 503
AGAIN = "5"  # seconds until it is worth another try
UNSHOWN = {"password", "repeat", "credential", "code", "secret", "_csrf_token"}  # never echoed


def refused(request: Request[Any, Any, Any], error: Refused) -> Response[Any]:
    return _say(request, error.status, error.code, error.values)


def not_there(request: Request[Any, Any, Any], _: NotThere) -> Response[Any]:
    return _say(request, 404, "page.not_there", {})


def sign_in_first(request: Request[Any, Any, Any], _: SignInFirst) -> Response[Any]:
    """Pages send to the sign-in form; programs and htmx get 401."""
    if wants_json(request) or is_htmx(request):
        return _say(request, 401, "session.none", {})
    return go(f"/sign-in?next={request.url.path}" if request.method == "GET" else "/sign-in")


def second_factor_first(request: Request[Any, Any, Any], _: SecondFactorFirst) -> Response[Any]:
    """The same for an officer who has shown only the password."""
    if wants_json(request) or is_htmx(request):
        return _say(request, 401, "session.second_factor", {})
    return go(
        f"/second-factor?next={request.url.path}" if request.method == "GET" else "/second-factor"
    )


def proof_first(request: Request[Any, Any, Any], error: ProofFirst) -> Response[Any]:
    """The same for a sensitive page when the proof is older than ten minutes."""
    if wants_json(request) or is_htmx(request):
        return _say(request, 401, "session.proof", {})
    return go(f"/proof?next={quote(error.on)}")


def http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """Litestar's own refusals (404, 405, 400, 413): the sentence is ours."""
    if error.status_code >= SERVER_ERROR:
        return unexpected(request, error)
    code = {404: "page.not_there", 405: "page.method", 413: "form.too_large"}
    return _say(request, error.status_code, code.get(error.status_code, "form.unreadable"), {})


def unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Last resort: an id that the log knows, and nothing else; what passes by itself is 503."""
    code = db.unavailable(error)
    if code is not None:
        log.error("%s on %s %s", code, request.method, request.url.path, exc_info=error)
        answer = _say(request, UNAVAILABLE, code, {})
        answer.headers["retry-after"] = AGAIN
        return answer
    number = secrets.token_hex(4)
    log.error("error %s on %s %s", number, request.method, request.url.path, exc_info=error)
    return _say(request, SERVER_ERROR, "page.error", {"number": number})


def _say(
    request: Request[Any, Any, Any], status: int, code: str, values: dict[str, Any]
) -> Response[Any]:
    with speaking(visit_of(request).language):
        text = sentence(code, **values)
        if wants_json(request):
            return Response(
                {"reason": code.removeprefix("poll."), "sentence": text}, status_code=status
            )
        if is_htmx(request):
            headers = {"hx-retarget": "#refusal", "hx-reswap": "outerHTML"}
            body = piece("parts/_refusal.html", sentence=text)
            return Response(body, status_code=status, media_type="text/html", headers=headers)
        return page(
            request,
            "parts/error.html",
            status=status,
            sentence_of=text,
            code=code,
            fields=_typed(request),
        )


def _typed(request: Request[Any, Any, Any]) -> list[tuple[str, str]]:
    """What was typed, so that the error page can hand it back; secrets are not."""
    return [
        (name, text)
        for name, text in visit_of(request).typed.items()
        if name not in UNSHOWN and not name.startswith("secret-")
    ]


HANDLERS: ExceptionHandlersMap = {
    Refused: refused,
    NotThere: not_there,
    SecondFactorFirst: second_factor_first,
    ProofFirst: proof_first,
    SignInFirst: sign_in_first,
    HTTPException: http,
    Exception: unexpected,
}
