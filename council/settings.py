"""Environment → one frozen value; what cannot be read is refused with a sentence."""

from __future__ import annotations

import hmac
import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from council import sending_settings
from council.bad_setting import BadSettingError
from council.durable import sync_names

if TYPE_CHECKING:
    from collections.abc import Mapping


# After which a secret vote's key and ciphertexts go: as long as its result is on the board for
# objections (公示). Later nobody needs them, since the opened ballots are counted again without
# them, and each further day is one on which a thief of old backups and of the key links them.
KEY_DAYS, MOST_KEY_DAYS = 7, 365
NAMES = ("csrf", "door", "receipt", "pepper", "second_factor", "signing")
LATER = {"second_factor": b"second-factor/v1", "signing": b"signing/v1"}  # not in older files


@dataclass(frozen=True, slots=True)
class Keys:
    """Server secrets, kept in a file of mode 0600 outside the database."""

    csrf: bytes
    door: bytes
    receipt: bytes
    pepper: bytes
    second_factor: bytes
    signing: bytes  # seed of the Ed25519 key that signs receipts and the record's checkpoints


@dataclass(frozen=True, slots=True)
class Settings:
    database_url: str
    data: Path
    origin: str  # scheme://host[:port], no slash at the end
    keys: Keys
    poll_keys: Path  # folder of the private keys of sealed polls; beside the file of `keys`
    signed: Path  # folder of the last signed checkpoints; beside it, and outside every backup
    poll_key_days: int = KEY_DAYS
    demo: bool = False
    sms: str = "off"  # console, file or off
    mail: str = field(default="off", repr=False)  # the same, or smtp(s)://user:password@host:port
    mail_from: str = ""

    @property
    def passkey_site(self) -> str:
        """The host that passkeys belong to; empty where browsers offer none (plain HTTP)."""
        host = urlsplit(self.origin).hostname or ""
        return host if self.secure or host == "localhost" else ""

    @property
    def site(self) -> str:
        """Host and port: how the checkpoints of the record name this installation."""
        return urlsplit(self.origin).netloc

    @property
    def secure(self) -> bool:
        """HTTPS in front of us: Secure cookies, HSTS, wss."""
        return self.origin.startswith("https://")

    @property
    def cookie(self) -> str:
        return "__Host-council_session" if self.secure else "council_session"


def read(env: Mapping[str, str] = os.environ, *, demo: bool = False) -> Settings:
    """The settings of this process; makes the data folder and the keys at first start."""
    data = Path(env.get("COUNCIL_DATA") or ("var/demo" if demo else "var/council")).resolve()
    data.mkdir(parents=True, exist_ok=True)
    url = env.get("DATABASE_URL") or f"sqlite:///{data / 'council.sqlite'}"
    keys = Path(env.get("COUNCIL_KEYS") or data / "keys.json")
    return Settings(
        database_url=_database(url),
        data=data,
        origin=_origin(env.get("COUNCIL_ORIGIN") or "http://127.0.0.1:8000"),
        keys=_keys(keys),
        poll_keys=keys.parent / "poll-keys",
        signed=keys.parent / "signed",
        poll_key_days=_days(env.get("COUNCIL_POLL_KEY_DAYS") or str(KEY_DAYS)),
        demo=demo,
        sms=sending_settings.sms(env, demo=demo),
        mail=sending_settings.mail(env, demo=demo),
        mail_from=sending_settings.sender(env),
    )


def _database(url: str) -> str:
    if urlsplit(url).scheme not in {"sqlite", "postgresql", "postgres"}:
        message = "DATABASE_URL must start with sqlite:/// or postgresql://"
        raise BadSettingError(message)
    return url


def _days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_KEY_DAYS:
        raise BadSettingError(f"COUNCIL_POLL_KEY_DAYS must be 1 to {MOST_KEY_DAYS}")
    return int(text)


def _origin(origin: str) -> str:
    parts = urlsplit(origin)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"}:
        message = "COUNCIL_ORIGIN must look like https://council.example.cn"
        raise BadSettingError(message)
    return f"{parts.scheme}://{parts.netloc}"


def _keys(path: Path) -> Keys:
    """Read the keys; make them at first start, so that two processes agree on one file."""
    if not path.exists():
        draft = _draft(path, {name: secrets.token_hex(32) for name in NAMES})
        try:
            os.link(draft, path)  # atomic: whoever comes second reads the first one's keys
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        sync_names(path.parent)
    try:
        stored = _complete(path, json.loads(path.read_text()))
        return Keys(**{name: bytes.fromhex(stored[name]) for name in NAMES})
    except (ValueError, KeyError, TypeError) as error:
        message = f"{path.name} in the data folder is damaged; restore it from your backup"
        raise BadSettingError(message) from error


def _draft(path: Path, keys: dict[str, Any]) -> Path:
    """The keys in a file beside `path`, which nobody but the owner can read at any moment."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        json.dump(keys, opened)
        opened.flush()
        os.fsync(opened.fileno())
    return draft


def _complete(path: Path, stored: dict[str, Any]) -> dict[str, Any]:
    """An older file gets the keys that came later.

    They are worked out from the pepper, so that processes that start at once arrive at the
    same keys, also where the file cannot be written; what is in the file stays as it is.
    """
    missing = {name: label for name, label in LATER.items() if name not in stored}
    if not missing:
        return stored
    pepper = bytes.fromhex(stored["pepper"])
    made = {name: hmac.digest(pepper, label, "sha256").hex() for name, label in missing.items()}
    stored = {**stored, **made}
    with suppress(OSError):  # a file that is only lent to us stays as it is
        draft = _draft(path, stored)
        try:
            draft.replace(path)
            sync_names(path.parent)
        finally:
            draft.unlink(missing_ok=True)
    return stored
