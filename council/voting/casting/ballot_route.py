"""`POST /polls/{id}/ballots`: a thin ASGI route, since two thousand come at one instant."""

from __future__ import annotations

import hmac
import json
import logging
import re
import secrets
from typing import TYPE_CHECKING, Any

from council.refusal import Refused
from council.traces import without_words
from council.voting import forms
from council.web.forms import TOKEN_FIELD, TOKEN_HEADER
from council.web.origin import from_elsewhere
from council.web.render import text
from council.web.words import sentence

if TYPE_CHECKING:
    from council.voting.casting.ballot_box import BallotBox
    from council.voting.casting.ballots import Receipt
    from council.web.front import App
    from council.web.visit import Visit

    Scope = dict[str, Any]

log = logging.getLogger(__name__)

_PATH = re.compile(r"/polls/([a-z0-9]{1,16})/ballots")
_JSON = (b"content-type", b"application/json")
_HTML = (b"content-type", b"text/html; charset=utf-8")
RETRY = (b"retry-after", b"2")


class BallotRoute:
    """Session and headers are the front door's; token, form and answer are handled here."""

    def __init__(self, box: BallotBox) -> None:
        self._box = box

    def __call__(self, scope: Scope) -> App | None:
        if scope["type"] == "http" and scope["method"] == "POST" and _PATH.fullmatch(scope["path"]):
            return self._cast
        return None

    async def _cast(self, scope: Scope, receive: Any, send: Any) -> None:
        poll = scope["path"].split("/")[2]
        headers = dict(scope["headers"])
        wants_json = b"application/json" in headers.get(b"accept", b"")
        visit: Visit = scope["state"]["visit"]
        try:
            receipt = await self._counted(poll, visit, headers, await _body(receive))
        except Refused as refusal:
            await _refuse(send, visit, refusal, wants_json=wants_json)
        except Exception as error:  # noqa: BLE001 - an answer for whatever happens
            number = secrets.token_hex(4)
            log.error("error %s on a ballot\n%s", number, without_words(error))  # noqa: TRY400 - its words may be a ballot's
            await _refuse(
                send, visit, Refused("page.error", 500, number=number), wants_json=wants_json
            )
        else:
            await _answer(send, poll, receipt, wants_json=wants_json)

    async def _counted(
        self, poll: str, visit: Visit, headers: dict[bytes, bytes], body: bytes
    ) -> Receipt:
        if visit.viewer is None:
            raise Refused("session.none", 401)
        plain = headers.get(b"content-type", b"").startswith(b"text/plain")  # no form of ours
        if plain or from_elsewhere(headers.items(), visit.settings.origin):
            raise Refused("form.elsewhere", 403)
        fields = forms.pairs(body)
        given = headers.get(TOKEN_HEADER.encode()) or fields.get(TOKEN_FIELD, "").encode()
        if not hmac.compare_digest(given, visit.csrf.encode()):
            raise Refused("form.stale", 403)
        return await self._box.put(forms.ballot(fields, poll, visit.viewer.person))


async def _body(receive: Any) -> bytes:
    body: bytes = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > forms.LONGEST or not message.get("more_body"):
            return body


async def _answer(send: Any, poll: str, receipt: Receipt, *, wants_json: bool) -> None:
    """201 with the receipt, 200 for a retry; without JavaScript on to the poll's page."""
    if wants_json:
        # Written out: a code has nothing to escape, and json.dumps takes as long as the rest.
        proof = f', "proof": {receipt.proof}' if receipt.proof else ""
        said = f'"receipt": "{receipt.code}", "rev": {receipt.rev}{proof}'
        body = f'{{"counted": true, {said}}}'.encode()
        await _send(send, 201 if receipt.fresh else 200, [_JSON], body)
    else:
        await _send(send, 303, [(b"location", f"/polls/{poll}".encode())], b"")


async def _refuse(send: Any, visit: Visit, refusal: Refused, *, wants_json: bool) -> None:
    said = sentence(refusal.code, **refusal.values)
    extra = [RETRY] if refusal.status == 503 else []  # noqa: PLR2004 - the queue is full
    if wants_json:
        reason = refusal.code.removeprefix("poll.")
        body = json.dumps({"reason": reason, "sentence": said}, ensure_ascii=False).encode()
        await _send(send, refusal.status, [_JSON, *extra], body)
        return
    page = text(visit, "parts/error.html", sentence_of=said, code=refusal.code, fields=[])
    await _send(send, refusal.status, [_HTML, *extra], page.encode())


async def _send(send: Any, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})
