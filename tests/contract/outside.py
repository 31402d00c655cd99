"""A program from outside: it knows docs/contract.md, speaks HTTP, and imports nothing of ours.

`python tests/contract/outside.py --residents 500` starts a demo, signs everybody in, checks
them in, lets them vote at once, and holds what comes out against the contract. Prints one
line of JSON with what it did; any broken promise ends it with an AssertionError.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CHECKOUT = Path(__file__).resolve().parents[2]
CHOICES = ("yes", "no", "abstain")
SHARES = (5, 3, 1)  # of nine voters, how many say yes, no, abstain
JSON = {"accept": "application/json"}
AT_ONCE = 20  # people who type their password at the same moment
STOP = 5  # seconds
KEPT = 2  # seconds that a connection is used again; servers close those that are idle for long
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
CSRF = re.compile(r'<meta name="csrf-token" content="([^"]+)"')
CODE = re.compile(r'id="door"[^>]*data-code="([0-9]{6})"')


@contextmanager
def demo(residents: int) -> Iterator[dict[str, Any]]:
    """A running demo: what its access.json says. It must stop within five seconds."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        words = ["--residents", str(residents), "--port", str(port), "--data", folder]
        process = subprocess.Popen(
            [sys.executable, "-m", "council", "demo", *words],
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            file = until_ready(process, f"http://127.0.0.1:{port}")
            assert file.stat().st_mode & 0o777 == 0o600
            yield json.loads(file.read_text(encoding="utf-8"))
            process.terminate()
            assert process.wait(STOP) == 0
        finally:
            process.kill()
            process.communicate()


def until_ready(process: subprocess.Popen[str], origin: str) -> Path:
    """The path of access.json, which stands before the last line: READY and the address."""
    assert process.stdout is not None
    before = ""
    for line in process.stdout:
        if line.startswith("READY "):
            assert line.split() == ["READY", origin]
            return Path(re.sub(r"^.*?access\.json\S*\s+", "", before))
        before = line.strip()
    raise AssertionError("the demo stopped before it was ready")


@dataclass(slots=True)
class Person:
    """One client with its own cookie and connection."""

    http: httpx.AsyncClient
    csrf: str = ""

    async def post(self, path: str, **fields: str) -> httpx.Response:
        return await self.http.post(path, data=fields, headers={"x-csrf-token": self.csrf})

    async def vote(self, poll: str, choice: str, idem: str) -> httpx.Response:
        return await self.http.post(
            f"{poll}/ballots",
            data={"choice": choice, "idem": idem, "rev": "0"},
            headers={"x-csrf-token": self.csrf, **JSON},
        )


def client(origin: str) -> Person:
    # Certificates are not needed here, and loading them for everybody takes its time.
    http = httpx.AsyncClient(
        base_url=origin,
        trust_env=False,
        timeout=30,
        verify=NO_CERTIFICATES,
        limits=httpx.Limits(keepalive_expiry=KEPT),
    )
    return Person(http)


async def token_of(person: Person, path: str) -> str:
    found = CSRF.search((await person.http.get(path)).text)
    assert found, f"{path} carries no token"
    return found[1]


async def sign_in(person: Person, login: str, password: str) -> int:
    """The status; with 303 the cookie has come, and the session's own token."""
    token = await token_of(person, "/sign-in")
    fields = {"login": login, "password": password, "_csrf_token": token}
    answer = await person.http.post("/sign-in", data=fields)
    if answer.status_code == 303:
        assert "council_session" in person.http.cookies
        person.csrf = await token_of(person, "/account")
    return answer.status_code


async def everybody(access: dict[str, Any]) -> list[tuple[str, Person]]:
    """All people of access.json, signed in: (role, person)."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def enter(entry: dict[str, str]) -> tuple[str, Person]:
        person = client(access["origin"])
        async with gate:
            assert await sign_in(person, entry["login"], entry["password"]) == 303
        return entry["role"], person

    return list(await asyncio.gather(*(enter(entry) for entry in access["people"])))


async def check_in(meeting: str, secretary: Person, people: Sequence[Person]) -> None:
    """Everybody types the six digits of the hall screen; a wrong code opens nothing."""
    found = CODE.search((await secretary.http.get(f"{meeting}/screen")).text)
    assert found, "the hall screen shows no code"
    wrong = f"{(int(found[1]) + 1) % 1_000_000:06d}"
    refused = await people[0].post(f"{meeting}/attendances", code=wrong)
    assert refused.status_code == 422
    answers = [await one.post(f"{meeting}/attendances", code=found[1]) for one in people]
    assert {one.status_code for one in answers} == {303}


async def open_poll(meeting: str, chair: Person, resident: Person) -> str:
    """The poll's path. Nobody but an officer can make one."""
    asked = {"text": "同意试行文明养犬公约", "rule": "RES-ALL", "mode": "named"}
    asked["method"] = "yes_no_abstain"
    assert (await resident.post(f"{meeting}/polls", **asked)).status_code == 404
    made = await chair.post(f"{meeting}/polls", **asked)
    assert made.status_code == 303
    path = str(made.headers["location"])
    assert re.fullmatch("/polls/[a-z0-9]+", path)
    early = await resident.vote(path, "yes", "an-early-bird-key")
    assert early.status_code == 404, "before the opening there is no roll to be on"
    assert (await chair.post(f"{path}/opening")).status_code == 303
    return path


async def vote(poll: str, people: Sequence[Person]) -> Counter[str]:
    """All at once; who said what. A retry answers 200 with the same body."""
    shares = [choice for choice, n in zip(CHOICES, SHARES, strict=True) for _ in range(n)]
    said = [shares[number % len(shares)] for number in range(len(people))]
    plan = [(one, said[number], f"outside-key-{number:05d}") for number, one in enumerate(people)]
    first = await asyncio.gather(*(one.vote(poll, choice, key) for one, choice, key in plan))
    again = await asyncio.gather(*(one.vote(poll, choice, key) for one, choice, key in plan))
    assert {one.status_code for one in first} == {201}
    assert {one.status_code for one in again} == {200}
    assert [one.json() for one in again] == [one.json() for one in first]
    assert all(one.json()["counted"] and one.json()["rev"] == 1 for one in first)
    assert len({one.json()["receipt"] for one in first}) == len(people)
    return Counter(said)


async def refusals(origin: str, poll: str, voter: Person, absent: Person) -> None:
    """401 without a session, 403 without its token, 404 off the roll, 409 a second time."""
    stranger = client(origin)
    assert await sign_in(stranger, "15400000000", "not a password") == 401
    assert (await stranger.vote(poll, "yes", "a-stranger-s-key")).status_code == 401
    assert (await stranger.http.get(poll, headers=JSON)).status_code == 404
    await stranger.http.aclose()
    token, voter.csrf = voter.csrf, "0" * 40
    assert (await voter.vote(poll, "no", "a-forged-form-key")).status_code == 403
    voter.csrf = token
    second = await voter.vote(poll, "no", "a-second-vote-key")
    assert (second.status_code, second.json()["reason"]) == (409, "voted")
    assert (await absent.vote(poll, "yes", "an-absentee-s-key")).status_code == 404
    assert (await voter.vote("/polls/nowhere", "yes", "a-nowhere-man-key")).status_code == 404


async def count(poll: str, chair: Person, voter: Person, cast: Counter[str]) -> dict[str, Any]:
    """Nothing but the turnout until it is published; then numbers that are exactly right."""
    called = cast.total()
    open_ = {"state": "open", "eligible": called, "turnout": called}
    assert (await voter.http.get(poll, headers=JSON)).json() == open_
    assert (await chair.post(f"{poll}/closing")).status_code == 303
    late = await voter.vote(poll, "no", "a-late-vote-s-key")
    assert (late.status_code, late.json()["reason"]) == (409, "closed")
    closed = (await voter.http.get(poll, headers=JSON)).json()
    assert closed == {**open_, "state": "closed"}
    assert (await chair.post(f"{poll}/publication")).status_code == 303
    found: dict[str, Any] = (await voter.http.get(poll, headers=JSON)).json()
    passed = cast["yes"] * 2 > called
    assert found == {
        **open_,
        "state": "published",
        "counts": {choice: cast[choice] for choice in CHOICES},
        "numerator": cast["yes"],
        "denominator": called,
        "verdict": "passed" if passed else "failed",
        "rule": "RES-ALL",
    }
    return found


async def evening(access: dict[str, Any]) -> dict[str, Any]:
    """From the sign-in to the result."""
    started = time.monotonic()
    meeting = f"/meetings/{access['assembly']}"
    people = await everybody(access)
    signed_in = time.monotonic()
    first = dict(reversed(people))
    *present, absent = [person for _, person in people]
    await check_in(meeting, first["secretary"], present)
    checked_in = time.monotonic()
    poll = await open_poll(meeting, first["chair"], first["resident"])
    cast = await vote(poll, present)
    voted = time.monotonic()
    await refusals(access["origin"], poll, present[0], absent)
    result = await count(poll, first["chair"], present[0], cast)
    for _, person in people:
        await person.http.aclose()
    return {
        "people": len(people),
        "sign_in_s": round(signed_in - started, 2),
        "check_in_s": round(checked_in - signed_in, 2),
        "vote_twice_s": round(voted - checked_in, 2),
        "result": result,
    }


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="the contract, tried from outside")
    parser.add_argument("--residents", type=int, default=40)
    chosen = parser.parse_args(arguments)
    with demo(chosen.residents) as access:
        roles = {entry["role"] for entry in access["people"]}
        assert {"chair", "secretary", "member", "resident"} <= roles
        health = httpx.get(f"{access['origin']}/health", trust_env=False)
        assert health.json() == {"status": "ready"}
        print(json.dumps(asyncio.run(evening(access)), ensure_ascii=False))  # noqa: T201 - its answer
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
