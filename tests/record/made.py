"""A small record as its bundle holds it: two keys, two witnesses, votes by name and in secret."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from council.commands.verify import verifier
from council.record import notes
from council.record.entry import canonical, leaf_hash, root_hash
from council.voting import rules
from council.voting.checking import bundle, marks
from council.voting.electors import rules as roll_rules

if TYPE_CHECKING:
    from pathlib import Path

ORIGIN = "council.example.cn/c/abc"
OLD, NOW, STRANGER = (bytes([one]) * 32 for one in (1, 2, 3))
SEEDS = (bytes([11]) * 32, bytes([12]) * 32)
START = datetime(2026, 3, 1, 9, tzinfo=UTC)
MINUTES = canonical({"title": "会议纪要", "blocks": []})


def key_of(seed: bytes, name: str = ORIGIN) -> notes.Key:
    return notes.Signer(name, seed).key


def witness_key(number: int) -> notes.Key:
    return notes.Key(f"witness-{number}", key_of(SEEDS[number]).public, notes.COSIGNED)


@dataclass
class Made:
    """What can be changed before it is signed and packed."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    polls: dict[str, dict[str, Any]] = field(default_factory=dict)
    minutes: dict[str, str] = field(default_factory=dict)
    cuts: tuple[int, ...] = ()  # sizes of the checkpoints; the first is signed with the old key
    seed: bytes = NOW

    def add(self, act: str, body: dict[str, Any]) -> None:
        i = len(self.entries)
        at = (START + timedelta(minutes=i)).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.entries.append({"act": act, "actor": "p-1", "at": at, "body": body, "i": i, "v": 1})

    @property
    def lines(self) -> list[str]:
        return [canonical(one) for one in self.entries]

    def root(self, size: int) -> bytes:
        return root_hash([bytes.fromhex(leaf_hash(one)) for one in self.lines[:size]])

    def note(self, size: int, seed: bytes = b"", *, cosigned: bool = False) -> str:
        what = notes.Checkpoint(ORIGIN, size, self.root(size))
        text = notes.Signer(ORIGIN, seed or self.seed).sign(what)
        for number, own in enumerate(SEEDS if cosigned else ()):
            text += notes.cosign(what, witness_key(number), own, START) + "\n"
        return text

    def members(self) -> dict[str, bytes]:
        """File → content, as `council/site/record_bundle.py` packs it."""
        size = len(self.entries)
        found = [self.note(self.cuts[0], OLD), *(self.note(one) for one in self.cuts[1:])]
        found.append(self.note(size, cosigned=True))
        witnesses = sorted(witness_key(number).text for number in range(2))
        keys = [f"log {key_of(OLD).text}", f"log {key_of(self.seed).text}"]
        keys += [f"witness {one}" for one in witnesses]
        head = {"kind": "council/record/v1", "origin": ORIGIN, "size": size}
        texts = {
            "bundle.json": canonical(head | {"root": self.root(size).hex()}),
            "keys.txt": "".join(f"{one}\n" for one in keys),
            "checkpoints.jsonl": "".join(f"{canonical(one)}\n" for one in found),
            "entries.jsonl": "".join(f"{one}\n" for one in self.lines),
            **{f"polls/{name}.json": canonical(one) for name, one in self.polls.items()},
            **self.minutes,
        }
        return {name: text.encode() for name, text in texts.items()}


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


def looked_at(
    members: dict[str, bytes], folder: Path, vkey: str = "", since: str = "", **more: Any
) -> bool:
    """Whether the verifier finds nothing amiss."""
    file = folder / "bundle.zip"
    file.write_bytes(packed(members))
    check = verifier()
    try:
        return bool(check.verify(str(file), vkey, since, **more).holds)
    except check.Refused:
        return False


def small() -> Made:
    """Twenty-three acts: a vote by name with a changed roll, a secret one with papers, minutes."""
    made = Made()
    made.add("community.founded", {"officers": 2})
    made.add("meeting.opened", {"meeting": "m1"})
    _by_name(made)
    cut = len(made.entries)
    made.add("key.rotated", {"old": key_of(OLD).text, "new": key_of(NOW).text})
    _in_secret(made)
    made.add("poll.made", {"poll": "p3", "meeting": "m1", "rule": "COM"})
    made.add("poll.voided", {"poll": "p3"})
    digest = hashlib.sha256(MINUTES.encode()).hexdigest()
    made.add("minutes.published", {"minutes": "n1", "version": 2, "sha256": digest})
    made.minutes["minutes/n1-v2.json"] = MINUTES
    made.cuts = (cut, cut + 4)
    made.add("pd.erased", {"person": "p-9", "commitments": ["sha256:" + "0" * 64]})
    return made


def _opened(made: Made, poll: str, mode: str, leaves: list[str], rule: Any, **more: Any) -> None:
    made.add("poll.made", {"poll": poll, "meeting": "m1", "rule": "COM"})
    body = {
        "poll": poll,
        "text": hashlib.sha256("修车棚？".encode()).hexdigest(),
        "rule": rule,
        "mode": mode,
        "called": 16,
        "electors": len(leaves),
        "recused": 1,
        "electorate_root": roll_rules.tree(dict(enumerate(leaves, 1))),
    }
    made.add("poll.opened", body | more)


def _bundle(made: Made, poll: str, mode: str, leaves: list[str], rule: Any) -> dict[str, Any]:
    return {
        "kind": bundle.KIND,
        "poll": {"id": poll, "text": "修车棚？", "mode": mode, "method": "yes_no_abstain"},
        "rule": rule,
        "called": 16,
        "recused": 1,
        "represented": 0,
        "electorate": {"root": roll_rules.tree(dict(enumerate(leaves, 1))), "leaves": leaves},
        "signer": key_of(NOW).public.hex(),
    }


def _by_name(made: Made) -> None:
    """Twelve on the roll, one struck and one added, nine ballots, one of them on paper."""
    rule = {**rules.PRESETS["COM"].as_data(), "prevails": "in_person"}
    leaves = [bundle.leaf("p1", no, f"person{no}") for no in range(1, 13)]
    _opened(made, "p1", "named", leaves, rule)
    found = _bundle(made, "p1", "named", leaves, rule)
    new = bundle.leaf("p1", 13, "person13")
    changes = [
        {"kind": "struck", "no": 4, "leaf": leaves[3], "called": -1},
        {"kind": "added", "no": 13, "leaf": new, "called": 1},
    ]
    for at in (1, 2):
        now = roll_rules.after(leaves, changes[:at])
        assert now is not None
        one = changes[at - 1]
        body = {"poll": "p1", "no": at, "kind": one["kind"], "elector": one["no"]}
        root = roll_rules.tree(now)
        made.add("poll.roll_changed", body | {"called": one["called"], "roll_root": root})
    found["electorate"] |= {"called": 16, "changes": changes, "now": root}
    sheet = {"no": 1, "kind": "paper", "hash": "ab" * 32, "n": 1}
    made.add("poll.sheet_begun", {"poll": "p1", "no": 1, "kind": "paper"})
    made.add("poll.sheet_agreed", {"poll": "p1", **sheet})
    numbers = (1, 2, 3, 5, 6, 7, 8, 9, 13)
    cast: list[dict[str, Any]] = [
        {"no": no, "choice": choice, "rev": 1, "receipt": f"AAAA-{no:04}"}
        for no, choice in zip(numbers, ("yes",) * 7 + ("no", "abstain"), strict=True)
    ]
    cast[-1] |= {"receipt": "", "channel": "paper"}
    roots = {"ballots_root": marks.ballots(cast), "participants_root": marks.participants(numbers)}
    made.add("poll.marked", {"poll": "p1", "n": 9, **roots})
    found |= {"ballots": cast, "took_part": list(numbers), **roots}
    found["papers"] = {"sheets": [sheet], "counted": 1, "replaced": 1, "passed_over": 0}
    counts = {"yes": 7, "no": 1, "abstain": 1}
    by_way = {"phone": {"yes": 7, "no": 1}, "paper": {"abstain": 1}}
    ways = {"channels": by_way, "spoiled": 0, "conflicts": 1}
    summed = {"roll": {"struck": 1, "added": 1, "root": root}, "ways": ways}
    _result(made, found, counts, **summed)


def _in_secret(made: Made) -> None:
    """Fifteen on the roll; eight envelopes, one that cannot be read, and five papers."""
    rule = rules.in_mode(rules.PRESETS["COM"], "sealed").as_data() | {"prevails": "in_person"}
    leaves = [bundle.leaf("p2", no, f"person{no}") for no in range(1, 16)]
    _opened(made, "p2", "sealed", leaves, rule, public_key="k")
    found = _bundle(made, "p2", "sealed", leaves, rule)
    sheet = {"no": 1, "kind": "paper", "hash": "cd" * 32, "n": 5}
    made.add("poll.sheet_agreed", {"poll": "p2", **sheet})
    hashes = sorted(hashlib.sha256(bytes([no])).hexdigest() for no in range(8))
    opened = sorted([""] + ["yes"] * 7 + ["no"] * 3 + ["abstain"] + ["spoiled"])
    numbers = list(range(1, 14))
    roots = {"box_root": marks.root(hashes), "participants_root": marks.participants(numbers)}
    made.add("poll.closing", {"poll": "p2"})
    electorate = found["electorate"]["root"]
    body = {"poll": "p2", "n": 8, **roots, "electorate_root": electorate}
    made.add("poll.box_sealed", body)
    found |= {
        "box": {"root": roots["box_root"], "hashes": hashes},
        "opened": opened,
        "took_part": numbers,
        "participants_root": roots["participants_root"],
        "papers": {"sheets": [sheet], "counted": 5, "replaced": 0, "passed_over": 0},
    }
    ways = {
        "channels": {"electronic": {"all": 8}, "paper": {"all": 5}},
        "spoiled": 1,
        "conflicts": 0,
    }
    counts = {"yes": 7, "no": 3, "abstain": 1}
    _result(made, found, counts, invalid=1, ways=ways)


def _result(made: Made, found: dict[str, Any], counts: dict[str, int], **more: Any) -> None:
    poll, took_part = found["poll"]["id"], len(found["took_part"])
    rule = rules.from_data(found["rule"])
    present = len(found["electorate"]["leaves"])
    outcome = rules.decide(rule, called=16, present=present, counts=counts, recused=1)
    found["result"] = json.loads(canonical(outcome.as_data() | more))
    opened = {"opened_root": marks.root(found["opened"])} if "opened" in found else {}
    made.add("poll.result", {"poll": poll, "n": took_part, **found["result"], **opened})
    made.add("poll.published", {"poll": poll, "verdict": outcome.verdict})
    made.polls[poll] = found
