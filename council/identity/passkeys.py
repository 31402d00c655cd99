"""Passkeys (WebAuthn): what the browser is asked, and whether its answer is right.

The question is a challenge of our own making: it carries its end and is signed over what it is
for and over the visit that asked, so that nothing is stored for questions nobody answers. That
it is answered only once is the database's business (`actions/passkeys.py`).
"""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from council.refusal import Refused, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

REFUSALS = ("passkey.late", "passkey.unreadable", "passkey.wrong")  # of signing in
LIFE = timedelta(minutes=5)
LONGEST = 20_000  # characters of an answer that are looked at
DRAWN, STAMP, SIGNED = 16, 8, 32  # bytes of a challenge: drawn, until when, signed
VERIFIED = UserVerificationRequirement.REQUIRED  # finger, face or PIN: it counts as two factors


@dataclass(frozen=True, slots=True)
class Site:
    """Whom passkeys are for: the host, the origin, and the key that signs our questions."""

    host: str
    origin: str
    name: str
    key: bytes


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer that was right: which passkey, its public key (registration only), its counter."""

    id: str
    public_key: str
    sign_count: int
    challenge: bytes


def challenge(site: Site, purpose: str, visit: str, at: datetime) -> bytes:
    """A question for this purpose and this visit, good for five minutes."""
    ends = int((at + LIFE).timestamp()).to_bytes(STAMP, "big")
    drawn = secrets.token_bytes(DRAWN) + ends
    return drawn + _signature(site, purpose, visit, drawn)


def is_ours(site: Site, purpose: str, visit: str, asked: bytes, at: datetime) -> bool:
    """Whether we asked this, for this purpose, in this visit, less than five minutes ago."""
    drawn, signed = asked[: DRAWN + STAMP], asked[DRAWN + STAMP :]
    if not hmac.compare_digest(signed, _signature(site, purpose, visit, drawn)):
        return False
    return at < datetime.fromtimestamp(int.from_bytes(drawn[DRAWN:], "big"), UTC)


def _signature(site: Site, purpose: str, visit: str, drawn: bytes) -> bytes:
    text = f"passkey/v1:{purpose}:{visit}:".encode() + drawn
    return hmac.digest(site.key, text, "sha256")


def registration(
    site: Site, asked: bytes, person: str, name: str, have: Sequence[str]
) -> dict[str, Any]:
    """What the browser is asked to make; `have` are the passkeys that need not be made again."""
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=person.encode(),
        user_name=name,
        user_display_name=name,
        challenge=asked,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(base64url_to_bytes(one)) for one in have
        ],
    )
    return dict(json.loads(webauthn.options_to_json(options)))


def question(site: Site, asked: bytes) -> dict[str, Any]:
    """What the browser is asked to sign; which passkey it is, its owner says."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host, challenge=asked, user_verification=VERIFIED
    )
    return dict(json.loads(webauthn.options_to_json(options)))


def read(text: str) -> tuple[str, bytes, str]:
    """Of an answer: the passkey's id, the challenge it answers, whom it says it belongs to.

    Raises passkey.unreadable.
    """
    try:
        answer = json.loads(text[:LONGEST])
        client = json.loads(base64url_to_bytes(answer["response"]["clientDataJSON"]))
        holder = base64url_to_bytes(answer["response"].get("userHandle") or "").decode()
        return str(answer["id"]), base64url_to_bytes(client["challenge"]), holder
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise unreadable("passkey.unreadable") from error


async def registered(site: Site, text: str, asked: bytes) -> Shown:
    """The new passkey, when everything about it is right. Raises passkey.wrong."""
    found = await _checked(
        lambda: webauthn.verify_registration_response(
            credential=text[:LONGEST],
            expected_challenge=asked,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    )
    key = bytes_to_base64url(found.credential_public_key)
    return Shown(bytes_to_base64url(found.credential_id), key, found.sign_count, asked)


async def signed(site: Site, text: str, asked: bytes, public_key: str, sign_count: int) -> Shown:
    """The same for a passkey that we know. Raises passkey.wrong."""
    found = await _checked(
        lambda: webauthn.verify_authentication_response(
            credential=text[:LONGEST],
            expected_challenge=asked,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(public_key),
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    )
    return Shown(bytes_to_base64url(found.credential_id), public_key, found.new_sign_count, asked)


async def _checked(work: Callable[[], Any]) -> Any:
    """In a thread: signatures are arithmetic. Whatever is odd about an answer is one refusal."""
    try:
        return await asyncio.to_thread(work)
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise Refused("passkey.wrong", 401) from error
