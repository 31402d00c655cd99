#!/usr/bin/env python3
"""Check a record of Council (议事厅的存证) without trusting its server.

One file, which imports nothing of the application: read it, then run it with Python 3.9 or newer
and the package `cryptography` (for Ed25519 alone):

    python3 council_verify.py BUNDLE.zip --vkey KEY [--since OLD-CHECKPOINT.txt] [--witness KEY]
    python3 council_verify.py witness FILE [SOURCE]        (for witnesses; --help explains)

Every line of the record is encoded again and hashed anew; the tree (RFC 6962), the signatures
(C2SP signed notes), the order of acts of every poll, its roll, its box and its count are worked
out from what the bundle holds and compared with what the record says.
0: all of it holds. 1: something does not, or the file is none. 2: wrong usage. 3: no Ed25519 here.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import io
import json
import os
import re
import sys
import time
import unicodedata
import urllib.parse
import urllib.request
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OK, FAILED, WRONG_USAGE, AT_FAULT = 0, 1, 2, 3
MB = 1024 * 1024
MOST_PACKED, MOST_UNPACKED, MOST_MEMBERS = 512 * MB, 2048 * MB, 100_000
MOST_OF_ONE, MOST_ENTRIES, LONGEST_LINE = 64 * MB, 5_000_000, 1 * MB
MOST_FETCHED = 1 * MB
LARGEST = 2**53  # integers of the record's profile are smaller
KIND = "council/record/v1"
POLL = "council/poll/v1"
MEMBERS = re.compile(
    r"bundle\.json|entries\.jsonl|checkpoints\.jsonl|keys\.txt"
    r"|polls/[a-z0-9]{1,16}\.json|minutes/[a-z0-9]{1,16}-v[0-9]{1,6}\.json"
)
STAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
HASH = re.compile(r"[0-9a-f]{64}")
DASH = "— "
ED25519, COSIGNED = 1, 4
PLAIN_CHOICES = ("yes", "no", "abstain")
IN_PERSON = ("paper", "hands")
SMALLEST_SECRET = 5
TICK = {True: "✓", False: "✗"}
# What reading a member of a broken zip raises; NotImplementedError: a compression nobody writes.
DAMAGED = (OSError, EOFError, zipfile.BadZipFile, NotImplementedError, ValueError, zlib.error)


class Refused(Exception):
    """The file is no sound record: one line says why."""


class Wrong(Exception):
    """Something that can be looked at by itself does not hold."""


def must(holds: object, why: str) -> None:
    if not holds:
        raise Wrong(why)


def plain(text: object, most: int = 80) -> str:
    """What a stranger wrote, without orders to a terminal."""
    text = str(text)
    shown = "".join(c if c.isprintable() else "\ufffd" for c in text[:most])
    return shown + ("…" if len(text) > most else "")


# Canonical JSON (RFC 8785 without floats) ----------------------------------------------------


def _no_float(text: str) -> Any:
    raise ValueError("a number that is no integer: " + text[:20])


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) >= LARGEST:
        raise ValueError("an integer that is too large")
    return int(text)


_DECODER = json.JSONDecoder(parse_float=_no_float, parse_int=_integer, parse_constant=_no_float)
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def decoded(text: str, what: str) -> Any:
    """The value of a canonical text; anything else is refused."""
    try:
        value = _DECODER.decode(text)
        if _ENCODER.encode(value) != text:
            raise ValueError("encoded again it is another text")
        if not text.isascii():
            _must_be_normal(value)
    except (ValueError, RecursionError) as error:
        raise Refused(f"{what}: not canonical ({plain(error)})") from error
    return value


def _must_be_normal(value: Any) -> None:
    if isinstance(value, str):
        value.encode()  # a lone surrogate has no bytes
        if unicodedata.normalize("NFC", value) != value:
            raise ValueError("text that is not in NFC")
    elif isinstance(value, list):
        for one in value:
            _must_be_normal(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if not key.isascii():
                raise ValueError("a key that is not ASCII")
            _must_be_normal(one)


def canonical(value: Any) -> str:
    return _ENCODER.encode(value)


# The tree (RFC 6962) -----------------------------------------------------------------------------


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """Grows leaf by leaf; holds one hash for each complete subtree, the largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        left = self.size
        while left & 1:
            leaf = node_hash(self.peaks.pop(), leaf)
            left >>= 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        found = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            found = node_hash(peak, found)
        return found


def root_of(leaves: Iterable[bytes]) -> bytes:
    tree = Tree()
    for one in leaves:
        tree.add(one)
    return tree.root()


def root_of_texts(texts: Iterable[str]) -> str:
    return root_of(leaf_hash(one.encode()) for one in texts).hex()


def is_consistent(  # noqa: C901 - step by step as the standard writes it
    old_size: int, old_root: bytes, size: int, root: bytes, path: list[bytes]
) -> bool:
    """RFC 9162, 2.1.4.2: the tree of `size` begins with the one of `old_size`."""
    if old_size == size:
        return old_root == root and not path
    if not 0 < old_size < size or not path:
        return False
    path = list(path)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    first, last = old_size - 1, size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    before = after = path[0]
    for one in path[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            before, after = node_hash(one, before), node_hash(one, after)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            after = node_hash(after, one)
        first, last = first >> 1, last >> 1
    return last == 0 and before == old_root and after == root


# Keys, checkpoints, signatures (C2SP signed notes) ------------------------------------------------


def unbased(text: str) -> bytes:
    """Bytes of base64; what would be encoded otherwise is refused."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("not base64") from error
    if base64.b64encode(raw).decode() != text:
        raise Refused("not base64")
    return raw


def ed25519() -> Any:
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519 as found
    except ImportError:
        sys.stderr.write(
            "缺少 Ed25519：请先运行 pip install cryptography\n"
            "Ed25519 is missing: run pip install cryptography first\n"
        )
        raise SystemExit(AT_FAULT) from None
    return found


def is_signed(public: bytes, signature: bytes, data: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        ed25519().Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


class Key:
    """`name+key id+base64(type ‖ public key)`."""

    def __init__(self, name: str, kind: int, public: bytes) -> None:
        self.name, self.kind, self.public = name, kind, public
        told = name.encode() + b"\n" + bytes([kind]) + public
        self.id = hashlib.sha256(told).digest()[:4]
        coded = base64.b64encode(bytes([kind]) + public).decode()
        self.text = f"{name}+{self.id.hex()}+{coded}"


def read_key(text: str) -> Key:
    name, _, rest = text.partition("+")
    digits, _, coded = rest.partition("+")
    raw = unbased(coded)
    sound = 0 < len(name) <= 200 and name.isprintable() and " " not in name
    if not sound or len(raw) != 33 or raw[0] not in (ED25519, COSIGNED):
        raise Refused("not a key: " + plain(text))
    key = Key(name, raw[0], raw[1:])
    if key.id.hex() != digits:
        raise Refused("not a key: " + plain(text))
    return key


class Checkpoint:
    """The three lines, and what is signed under them; bare lines from paper have no signature."""

    def __init__(self, note: str) -> None:
        body, parted, signatures = note.partition("\n\n")
        lines = body.rstrip("\n").split("\n")
        number = lines[1] if len(lines) == 3 else ""
        if not re.fullmatch(r"0|[1-9][0-9]{0,15}", number) or not lines[0].isprintable():
            raise Refused("not a checkpoint")
        self.origin, self.size, self.root = lines[0], int(number), unbased(lines[2])
        if len(self.root) != 32:
            raise Refused("not a checkpoint")
        self.body = f"{lines[0]}\n{number}\n{lines[2]}\n"
        if parted and not signatures.endswith("\n"):
            raise Refused("a checkpoint that does not end")
        self.lines = signatures.split("\n")[:-1] if parted else []

    def signed_by(self, line: str, key: Key) -> bool:
        name, _, coded = line[len(DASH) :].rpartition(" ")
        if not line.startswith(DASH) or name != key.name:
            return False
        raw = unbased(coded)
        if raw[:4] != key.id:
            return False
        if key.kind == COSIGNED:
            if len(raw) != 76:
                return False
            at = int.from_bytes(raw[4:12], "big")
            return is_signed(key.public, raw[12:], witnessed(self, at))
        return len(raw) == 68 and is_signed(key.public, raw[4:], self.body.encode())


def witnessed(checkpoint: Checkpoint, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{checkpoint.body}".encode()


# Reading a bundle ---------------------------------------------------------------------------------


class Bundle:
    """A zip of which nothing is believed: names, sizes and numbers are limited while reading."""

    def __init__(self, path: str) -> None:
        try:
            if os.path.getsize(path) > MOST_PACKED:
                raise Refused(f"larger than {MOST_PACKED // MB} MB")
            self._zip = zipfile.ZipFile(path)
        except DAMAGED as error:
            raise Refused(f"no zip file ({plain(error)})") from error
        members = self._zip.infolist()
        self.names = [one.filename for one in members]
        if len(members) > MOST_MEMBERS or len(set(self.names)) != len(self.names):
            raise Refused("too many files, or one twice")
        for one in members:
            if not MEMBERS.fullmatch(one.filename) or one.flag_bits & 1:
                raise Refused("a file that does not belong here: " + plain(one.filename))
        self._left = MOST_UNPACKED

    def lines(self, name: str) -> Iterator[bytes]:
        """Each line as bytes, without its end."""
        left = self._left
        try:
            raw: Any = self._zip.open(name)
            with io.BufferedReader(raw, 65536) as opened:
                while True:
                    line = opened.readline(LONGEST_LINE + 1)
                    if not line:
                        break
                    left -= len(line)
                    if left < 0 or len(line) > LONGEST_LINE:
                        raise Refused(name + ": too large")
                    if line[-1:] != b"\n":
                        raise Refused(name + ": the last line has no end")
                    yield line[:-1]
        except KeyError as error:
            raise Refused(name + " is missing") from error
        except DAMAGED as error:
            raise Refused(f"{name}: damaged ({plain(error)})") from error
        finally:
            self._left = left

    def whole(self, name: str) -> bytes:
        """All bytes of a file."""
        try:
            with self._zip.open(name) as opened:
                data = opened.read(min(MOST_OF_ONE, self._left) + 1)
        except KeyError as error:
            raise Refused(name + " is missing") from error
        except DAMAGED as error:
            raise Refused(f"{name}: damaged ({plain(error)})") from error
        self._left -= len(data)
        if len(data) > MOST_OF_ONE or self._left < 0:
            raise Refused(name + ": too large")
        return data

    def json(self, name: str) -> Any:
        return decoded(text_of(self.whole(name), name), name)


def text_of(data: bytes, what: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Refused(what + ": not UTF-8") from error


def entries_of(bundle: Bundle) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """(canonical bytes, entry) of every line: contiguous, in time, of the known shape."""
    newest = ""
    for i, data in enumerate(bundle.lines("entries.jsonl")):
        if i >= MOST_ENTRIES:
            raise Refused("too many entries")
        what = f"entry {i}"
        entry = decoded(text_of(data, what), what)
        if type(entry) is not dict or type(entry.get("i")) is not int or entry["i"] != i:
            raise Refused(what + ": its number does not follow")
        _must_be_entry(entry, what)
        if entry["at"] < newest:
            raise Refused(what + ": earlier than the one before")
        newest = entry["at"]
        yield data, entry


_NEEDED: dict[str, type] = {"act": str, "actor": str, "at": str, "body": dict, "i": int, "v": int}
_MORE: dict[str, type] = {"office": str, "acting": bool, "behind": int, "pd": str}


def _must_be_entry(entry: dict[str, Any], what: str) -> None:
    for name, kind in _NEEDED.items():
        if type(entry.get(name)) is not kind:
            raise Refused(f"{what}: {name} is missing or of another kind")
    for name in entry.keys() - _NEEDED.keys():
        if name not in _MORE or type(entry[name]) is not _MORE[name]:
            raise Refused(f"{what}: {plain(name)} does not belong here")
    if entry["v"] != 1 or not STAMP.fullmatch(entry["at"]):
        raise Refused(what + ": another version, or no time")
    if "pd" in entry and not re.fullmatch(r"sha256:[0-9a-f]{64}", entry["pd"]):
        raise Refused(what + ": no commitment")


class Record:
    """What the entries say, as far as it is asked about below."""

    def __init__(self) -> None:
        self.polls: dict[str, list[tuple[str, Any]]] = {}  # id → (act, body) in order
        self.minutes: list[dict[str, Any]] = []
        self.recalled: set[str] = set()  # minutes of which the text is withheld
        self.rotations: list[tuple[str, str]] = []
        self.restored: list[tuple[Any, Any, str, int]] = []
        self.roots: dict[int, bytes] = {}  # of the sizes that were asked for
        self.size, self.root = 0, b""

    def take(self, entry: dict[str, Any]) -> None:
        act, body, i = entry["act"], entry["body"], entry["i"]
        if act.startswith(("poll.", "box.")):
            poll = body.get("poll")
            if type(poll) is not str:
                raise Refused(f"entry {i}: no poll")
            self.polls.setdefault(poll, []).append((act, body))
        elif act == "minutes.published":
            self.minutes.append(body)
        elif act == "minutes.recalled":
            self.recalled.add(str(body.get("minutes")))
        elif act == "key.rotated":
            self.rotations.append((str(body.get("old")), str(body.get("new"))))
        elif act == "backup.restored":
            self.restored.append((body.get("size"), body.get("root"), entry["at"], i))


def read_record(bundle: Bundle, sizes: Iterable[int]) -> Record:
    """All entries, hashed into the tree once; the roots at `sizes` are noted on the way."""
    record, tree, wanted = Record(), Tree(), set(sizes)
    watched = ("poll.", "box.", "minutes.p", "minutes.recalled", "key.r", "backup.")
    for data, entry in entries_of(bundle):
        tree.add(leaf_hash(data))
        if tree.size in wanted:
            record.roots[tree.size] = tree.root()
        if entry["act"].startswith(watched):
            record.take(entry)
    record.size, record.root = tree.size, tree.root()
    return record


# One poll: legal order of acts, roll, box, numbers ------------------------------------------------

# act → the states before it, and the state after it; None leaves it as it is.
STEPS: dict[str, tuple[tuple[str, ...], str | None]] = {
    "poll.made": (("",), "made"),
    "poll.announced": (("made",), "announced"),
    "poll.opened": (("made", "announced"), "open"),
    "poll.roll_changed": (("open",), None),
    "poll.sheet_begun": (("open",), None),
    "poll.sheet_agreed": (("open",), None),
    "poll.sheet_withdrawn": (("open",), None),
    "poll.marked": (("open",), "marked"),
    "poll.closing": (("open",), "closing"),
    "poll.box_sealed": (("closing",), "sealed"),
    "box.opening": (("sealed",), None),
    "box.unopened": (("sealed",), "void"),
    "poll.result": (("marked", "sealed", "open"), "counted"),
    "poll.published": (("counted",), "published"),
    "poll.voided": (("made", "announced", "open"), "void"),
    "poll.key_destroyed": (("counted", "published", "void"), None),
}
_OF_POLL = {"id", "text", "mode", "method", "options", "parameters"}
_OF_BUNDLE = {
    *("kind", "poll", "rule", "called", "recused", "represented", "electorate"),
    *("participants_root", "took_part", "papers", "box", "opened", "ballots", "ballots_root"),
    *("result", "signer"),
}


class Acts:
    """The acts of one poll, their order looked at."""

    def __init__(self, acts: list[tuple[str, Any]]) -> None:
        self.state = ""
        self._first: dict[str, Any] = {}
        self._all = acts
        for act, body in acts:
            before, after = STEPS.get(act, (None, None))
            if before is not None and self.state not in before:
                raise Wrong(f"{act} comes after {self.state or 'nothing'}")
            if (
                act == "poll.result"
                and self.state == "open"
                and self.one("poll.opened")["mode"] != "named"
            ):
                raise Wrong("a secret vote was counted without a box")
            self.state = after or self.state
            must(self.state, act + " comes before the poll was made")
            self._first.setdefault(act, body)

    def one(self, act: str) -> Any:
        must(act in self._first, act + " is missing")
        return self._first[act]

    def all(self, act: str) -> list[Any]:
        return [body for name, body in self._all if name == act]


class Poll:
    """A published poll: its bundle against its acts. Raises Wrong for the first thing amiss."""

    def __init__(self, id_: str, acts: Acts, found: Any, signers: set[str]) -> None:
        self.id, self.acts, self.found = id_, acts, found
        self.opened, self.result = acts.one("poll.opened"), found["result"]
        self.named = found["poll"]["mode"] == "named"
        self._is_as_opened(signers)
        self.electors = self._roll()
        self.papers = found["papers"]["counted"] if "papers" in found else 0
        self.choices = self._named() if self.named else self._sealed()
        self._sheets()
        self._result()

    def _is_as_opened(self, signers: set[str]) -> None:
        found, opened, poll = self.found, self.opened, self.found["poll"]
        must(not found.keys() - _OF_BUNDLE and not poll.keys() - _OF_POLL, "a strange field")
        must(found["kind"] == POLL and poll["id"] == self.id, "the bundle of another poll")
        if "text" in opened:
            asked = hashlib.sha256(poll["text"].encode()).hexdigest()
            must(asked == opened["text"], "another question")
        must(poll["mode"] == opened["mode"] and same(found["rule"], opened["rule"]), "another rule")
        must(poll["method"] == opened.get("method", "yes_no_abstain"), "another method")
        for name in ("options", "parameters"):
            must(same(poll.get(name), opened.get(name)), "other " + name)
        must(same(found["recused"], opened.get("recused", 0)), "another number of recused")
        must(
            found["signer"] in signers, "receipts are signed with a key that is not of this record"
        )

    def _roll(self) -> dict[int, str]:
        roll = self.found["electorate"]
        must(set(roll) <= {"root", "leaves", "called", "changes", "now"}, "a strange field")
        leaves = roll["leaves"]
        must(all(HASH.fullmatch(one) for one in leaves), "a leaf of the roll is none")
        root = root_of(bytes.fromhex(one) for one in leaves).hex()
        must(root == roll["root"] == self.opened["electorate_root"], "the roll has another root")
        must(len(leaves) == self.opened["electors"], "the roll has another number of electors")
        electors = dict(enumerate(leaves, 1))
        recorded = self.acts.all("poll.roll_changed")
        changes = roll.get("changes", [])
        must(("changes" in roll) == bool(recorded), "changes of the roll are missing")
        self._changes(electors, changes, recorded)
        called = self.opened["called"] + sum(one["called"] for one in recorded)
        must(same(self.found["called"], called), "another number of called")
        if recorded:
            must(same(roll["called"], self.opened["called"]), "another number of called")
            now = root_of(bytes.fromhex(electors[no]) for no in sorted(electors)).hex()
            must(
                now == roll["now"] == recorded[-1]["roll_root"], "the changed roll has another root"
            )
        else:
            represented = self.opened.get("represented", 0)
            must(same(self.found["represented"], represented), "another number of represented")
        return electors

    def _changes(self, electors: dict[int, str], changes: list[Any], recorded: list[Any]) -> None:
        must(len(changes) == len(recorded), "another number of changes of the roll")
        newest = len(electors)
        for at, (one, act) in enumerate(zip(changes, recorded), 1):
            must(set(one) == {"kind", "no", "leaf", "called"}, "a strange field")
            told = (act["kind"], act["elector"], act["called"], act["no"])
            must((one["kind"], one["no"], one["called"], at) == told, "another change of the roll")
            must(HASH.fullmatch(one["leaf"]), "a leaf of the roll is none")
            if one["kind"] == "struck":
                must(electors.pop(one["no"], None) == one["leaf"], "nobody was there to strike")
            else:
                newest += 1
                must(one["kind"] == "added" and one["no"] == newest, "a number that was given")
                electors[newest] = one["leaf"]

    def _took_part(self, numbers: list[int], recorded: Any) -> None:
        must(len(set(numbers)) == len(numbers), "an elector has two ballots")
        must(all(type(no) is int and no in self.electors for no in numbers), "not on the roll")
        root = root_of_texts(str(no) for no in sorted(numbers))
        if recorded is None:  # before there were marks, only the ballots themselves told
            must(self.found["took_part"] in ([], sorted(numbers)), "others took part")
        else:
            must(same(sorted(numbers), self.found["took_part"]), "others took part")
            known = recorded["participants_root"]
            must(root == known == self.found["participants_root"], "others are marked")

    def _named(self) -> list[str]:
        ballots = self.found["ballots"]
        for one in ballots:
            must({"no", "choice", "rev", "receipt"} <= set(one), "a ballot lacks a field")
            more = set(one) - {"no", "choice", "rev", "receipt"}
            must(more <= {"channel", "area"}, "a strange field")
        must("box" not in self.found and "opened" not in self.found, "a strange field")
        marked = self.acts.all("poll.marked")
        self._took_part([one["no"] for one in ballots], marked[0] if marked else None)
        if marked:
            cast = sorted(ballots, key=lambda one: one["no"])
            names = ("no", "choice", "rev", "receipt")
            root = root_of_texts(canonical({name: one[name] for name in names}) for one in cast)
            known = marked[0]["ballots_root"]
            must(root == known == self.found["ballots_root"], "ballots were changed")
            must(marked[0]["n"] == len(ballots), "another number of ballots")
        must(ballots == sorted(ballots, key=lambda one: one["no"]), "ballots out of order")
        return [one["choice"] for one in ballots]

    def _sealed(self) -> list[str]:
        must("ballots" not in self.found and "ballots_root" not in self.found, "a strange field")
        sealed, box, opened = (
            self.acts.one("poll.box_sealed"),
            self.found["box"],
            self.found["opened"],
        )
        hashes = box["hashes"]
        must(set(box) <= {"root", "hashes", "public_key", "ciphertexts"}, "a strange field")
        root = root_of_texts(hashes)
        must(root == box["root"] == sealed["box_root"], "the box has another root")
        must(hashes == sorted(set(hashes)), "an envelope is there twice")
        must(sealed["n"] == len(hashes), "another number of envelopes")
        must(sealed["electorate_root"] == self.opened["electorate_root"], "the box of another roll")
        self._took_part(list(self.found["took_part"]), sealed)
        came = len(hashes) + self.papers
        must(len(self.found["took_part"]) == came, "as many took part as ballots: they did not")
        if "public_key" in box or "ciphertexts" in box:
            must(box["public_key"] == self.opened["public_key"], "another key")
            digests = sorted(hashlib.sha256(unbased(one)).hexdigest() for one in box["ciphertexts"])
            must(digests == hashes, "other ciphertexts")
        least = self.found["rule"].get("min_ballots", 1)
        must(len(opened) == (came if came >= least else 0), "another number of opened ballots")
        must(opened == sorted(opened), "the opened ballots are out of order")
        known = self.acts.one("poll.result").get("opened_root")
        must(known is None or root_of_texts(opened) == known, "other ballots were opened")
        return list(opened)

    def _sheets(self) -> None:
        agreed = sorted(self.acts.all("poll.sheet_agreed"), key=lambda one: one["no"])
        must(("papers" in self.found) == bool(agreed), "sheets of papers are missing")
        if not agreed:
            return
        papers = self.found["papers"]
        must(set(papers) == {"sheets", "counted", "replaced", "passed_over"}, "a strange field")
        known = [{name: one[name] for name in ("no", "kind", "hash", "n")} for one in agreed]
        must(same(papers["sheets"], known), "other sheets of papers")
        entered = sum(one["n"] for one in known)
        must(
            entered == papers["counted"] + papers["passed_over"],
            "papers that are not accounted for",
        )
        must(0 <= papers["replaced"] <= papers["counted"], "papers that are not accounted for")
        if self.named:
            there = sum(one.get("channel") in IN_PERSON for one in self.found["ballots"])
            must(there == papers["counted"], "another number of papers")

    def _result(self) -> None:
        recorded = self.acts.one("poll.result")
        told = dict(self.result)
        if "counts" in told:
            told["counts"] = hashlib.sha256(canonical(told["counts"]).encode()).hexdigest()
        voted = len(self.choices) if self.named else len(self.found["took_part"])
        more = {"poll": self.id, "n": voted}
        if "opened_root" in recorded:
            more["opened_root"] = recorded["opened_root"]
        must(same({**told, **more}, recorded), "the result is not the recorded one")
        verdict = self.acts.one("poll.published")["verdict"]
        must(self.result["verdict"] == verdict, "another verdict was published")
        if self.counted_here:
            ours = self._count()
            if "recused" not in recorded and ours.get("recused") == 0:
                del ours["recused"]  # results did not tell it before there was any
            must(same(ours, self.result), "counted again it comes to another result")

    @property
    def counted_here(self) -> bool:
        """Yes, no and abstain by heads; other ways of counting are the application's."""
        rule = self.found["rule"]
        return self.found["poll"]["method"] == "yes_no_abstain" and not rule.get("by_area")

    def _count(self) -> dict[str, Any]:
        """The result from the ballots alone, by the rule as it was frozen."""
        changed = self._changed()
        least = self.found["rule"].get("min_ballots", 1)
        if not self.named and len(self.found["took_part"]) < least:
            present = len(self.electors)
            return {"verdict": "invalid", "withheld": least, "present": present, **changed}
        self._possible()
        result = {**decided(self.found, self.choices, len(self.electors)), **changed}
        if not self.named and self.choices.count(""):
            result["invalid"] = self.choices.count("")
        return {**result, **self._ways()}

    def _possible(self) -> None:
        if self.named:
            for one in self.found["ballots"]:
                spoiled = one["choice"] == "spoiled" and one.get("channel") in IN_PERSON
                must(one["choice"] in PLAIN_CHOICES or spoiled, "a ballot that is none")
        else:
            must(set(self.choices) <= {*PLAIN_CHOICES, "", "spoiled"}, "a ballot that is none")

    def _changed(self) -> dict[str, Any]:
        kinds = [one["kind"] for one in self.acts.all("poll.roll_changed")]
        if not kinds:
            return {}
        root = self.found["electorate"]["now"]
        struck, added = kinds.count("struck"), kinds.count("added")
        return {"roll": {"struck": struck, "added": added, "root": root}}

    def _ways(self) -> dict[str, Any]:
        papers = self.found.get("papers", {})
        conflicts = papers.get("replaced", 0) + papers.get("passed_over", 0)
        if self.named:
            by_way: dict[str, dict[str, int]] = {}
            for one in self.found["ballots"]:
                of_it = by_way.setdefault(one.get("channel", "phone"), {})
                of_it[one["choice"]] = of_it.get(one["choice"], 0) + 1
            if not conflicts and not by_way.keys() - {"phone"}:
                return {}
            spoiled = self.choices.count("spoiled")
            return {"ways": {"channels": by_way, "spoiled": spoiled, "conflicts": conflicts}}
        if not papers:
            return {}
        told = self.result.get("ways", {}).get("channels", {})
        sums = {"electronic": len(self.found["box"]["hashes"]), "paper": self.papers}
        ways = {
            "channels": suppressed(told, self.choices, {k: v for k, v in sums.items() if v}),
            "spoiled": self.choices.count("spoiled"),
            "conflicts": conflicts,
        }
        return {"ways": ways}

    def line(self) -> str:
        """What is said of it."""
        roll, came = len(self.electors), len(self.found["took_part"])
        many = f"{roll} 人在册，{came} 人参加 / {roll} electors, {came} took part"
        said = {"passed": "通过 / passed", "failed": "未通过 / not passed"}
        verdict = said.get(self.result["verdict"], plain(self.result["verdict"]))
        if not self.counted_here:
            how = "由 council recount 计票 / counted by council recount"
            return f"{many}; {how} → {verdict}"
        if "withheld" in self.result:
            return f"{many}; 未开箱 / not opened → 无效 / invalid"
        yes, no, abstain = (self.choices.count(one) for one in PLAIN_CHOICES)
        counts = f"赞成 {yes} 反对 {no} 弃权 {abstain} / yes, no, abstain"
        return f"{many}; {counts} → {verdict}"


def same(one: Any, other: Any) -> bool:
    """Equal also in kind: True is not 1."""
    return canonical(one) == canonical(other)


def decided(found: Any, choices: list[str], electors: int) -> dict[str, Any]:
    """Whole numbers and cross-multiplication only, as the rule was frozen."""
    rule = found["rule"]
    yes, no, abstain = (choices.count(one) for one in PLAIN_CHOICES)
    took_part, called, recused = yes + no + abstain, found["called"], found["recused"]
    represented = found["represented"]
    present = took_part if rule.get("over_days") else electors
    bases = {"present": present, "participating": took_part, "eligible": called}
    base = bases.get(rule["base"], yes + no)
    quorum, passing = rule["quorum"], rule["passing"]
    there = present + recused - (0 if rule.get("represented") else represented)
    valid = quorum is None or reached(quorum, there, called)
    passed = base > 0 and reached(passing, yes, base)
    result = {
        "yes": yes,
        "no": no,
        "abstain": abstain,
        "called": called,
        "present": present,
        "numerator": yes,
        "denominator": base,
        "needed": least(passing, base),
        "quorum_needed": least(quorum, called) if quorum else 0,
        "verdict": "invalid" if not valid else "passed" if passed else "failed",
        "recused": recused,
    }
    return {**result, "represented": represented} if represented else result


def reached(share: Any, count: int, base: int) -> bool:
    left, right = count * share["den"], base * share["num"]
    return bool(left > right if share["strict"] else left >= right)


def least(share: Any, base: int) -> int:
    whole, rest = divmod(base * share["num"], share["den"])
    return int(whole + 1 if share["strict"] or rest else whole)


def suppressed(told: Any, choices: list[str], sums: dict[str, int]) -> Any:
    """Choices by way are only told where no cell is below five; what is told must add up."""
    fits = {way: sum(one.values()) for way, one in told.items()} == sums
    seen = sorted({*choices, *(choice for one in told.values() for choice in one)})
    for choice in seen:
        fits = fits and sum(one.get(choice, 0) for one in told.values()) == choices.count(choice)
    cells = [one.get(choice, 0) for one in told.values() for choice in seen]
    if fits and min(cells, default=0) >= SMALLEST_SECRET:
        return told
    if min(sums.values(), default=0) >= SMALLEST_SECRET:
        return {way: {"all": number} for way, number in sums.items()}
    return {"all": {"all": sum(sums.values())}}


# The whole bundle ---------------------------------------------------------------------------------


class Report:
    """What was looked at, a line each."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.holds = True

    def say(self, holds: bool, text: str) -> None:
        self.holds = self.holds and holds
        self.lines.append(f"{TICK[holds]} {text}")


class Keys:
    """The keys that a bundle names; the log's newest is the last of its own."""

    def __init__(self, bundle: Bundle) -> None:
        self.log: list[Key] = []
        self.witnesses: list[Key] = []
        for data in bundle.lines("keys.txt"):
            kind, _, text = text_of(data, "keys.txt").partition(" ")
            key = read_key(text)
            if (kind, key.kind) == ("log", ED25519) and not self.witnesses:
                self.log.append(key)
            elif (kind, key.kind) == ("witness", COSIGNED) and self._is_next(key):
                self.witnesses.append(key)
            else:
                raise Refused("keys.txt: a key of a strange kind, or out of order")
        if not self.log:
            raise Refused("keys.txt: no key of the record")

    def _is_next(self, key: Key) -> bool:
        return not self.witnesses or self.witnesses[-1].text < key.text


def verify(path: str, vkey: str = "", since: str = "", witnesses: tuple[str, ...] = ()) -> Report:
    """Look at everything. Raises Refused where the file is no sound record."""
    report, bundle = Report(), Bundle(path)
    keys = Keys(bundle)
    notes = []
    for data in bundle.lines("checkpoints.jsonl"):
        note = decoded(text_of(data, "checkpoints.jsonl"), "checkpoints.jsonl")
        if type(note) is not str:
            raise Refused("checkpoints.jsonl: not a checkpoint")
        notes.append(Checkpoint(note))
    sizes = [one.size for one in notes]
    if not notes or sizes != sorted(set(sizes)) or sizes[0] < 1:
        raise Refused("checkpoints.jsonl: none, or out of order")
    old = Checkpoint(since) if since else None
    record = read_record(bundle, [*sizes, *([old.size] if old else [])])
    _log_keys(report, keys, record, vkey)
    _checkpoints(report, bundle, keys, notes, record)
    if old is not None:
        _old(report, keys, old, record)
    for one in witnesses:
        _witness(report, notes[-1], read_key(one))
    _polls(report, bundle, keys, record)
    _minutes(report, bundle, record)
    return report


def _log_keys(report: Report, keys: Keys, record: Record, vkey: str) -> None:
    current = keys.log[-1]
    if not vkey:
        report.lines.append(
            "! 没有给出公钥（--vkey），只能用文件里的 / no key given, so the file's own is used: "
            + plain(current.text, 300)
        )
    elif read_key(vkey).text != current.text:
        report.say(False, "签名的不是您给的公钥 / signed with another key than the one you gave")
    reached_from, grown = {current.text}, True
    while grown:
        older = {old for old, new in record.rotations if new in reached_from}
        grown = bool(older - reached_from)
        reached_from |= older
    strangers = [one for one in keys.log if one.text not in reached_from]
    if strangers or len({one.text for one in keys.log}) != len(keys.log):
        report.say(False, "有来历不明的公钥 / a key that the record does not know")


def _checkpoints(
    report: Report, bundle: Bundle, keys: Keys, notes: list[Checkpoint], record: Record
) -> None:
    newest = notes[-1]
    told = bundle.json("bundle.json")
    own = {"kind": KIND, "origin": newest.origin, "size": newest.size}
    own["root"] = newest.root.hex()
    if not same(told, own):
        raise Refused("bundle.json: not what the newest checkpoint says")
    whole = newest.size == record.size and newest.root == record.root
    head = f"存证 {record.size} 条，根 {record.root.hex()} / {record.size} entries, root"
    report.say(whole, head)
    rest = [one for one in notes if record.roots.get(one.size) != one.root]
    many = len(notes)
    text = f"{many} 个检查点都在同一棵树上 / all {many} checkpoints are of this tree"
    report.say(not rest, text)
    signed = all(_is_ours(one, keys.log) for one in notes) and _is_ours(newest, keys.log[-1:])
    report.say(signed, f"检查点的签名，{plain(newest.origin)} / signatures of the checkpoints")
    _cosigned(report, notes, keys)


def _is_ours(note: Checkpoint, keys: list[Key]) -> bool:
    return any(
        note.origin == key.name and note.signed_by(line, key) for key in keys for line in note.lines
    )


def _cosigned(report: Report, notes: list[Checkpoint], keys: Keys) -> None:
    """Every further line is the signature of a witness that the bundle names."""
    newest, strange = 0, 0
    for note in notes:
        known = [key for key in keys.witnesses for line in note.lines if note.signed_by(line, key)]
        own = [line for line in note.lines if any(note.signed_by(line, key) for key in keys.log)]
        strange += len(note.lines) - len(known) - len(own)
        strange += len(set(note.lines)) != len(note.lines)
        newest = len(known)
    if keys.witnesses or strange:
        text = f"最新的检查点有 {newest} 个见证人签名 / {newest} witnesses signed the newest one"
        report.say(not strange, text)


def _old(report: Report, keys: Keys, old: Checkpoint, record: Record) -> None:
    """The record that you saw before is the beginning of this one."""
    if old.lines and not _is_ours(old, keys.log):
        report.say(
            False, "您的旧检查点不是这个存证签的 / your old checkpoint is not of this record"
        )
    text = (
        f"您手里 {old.size} 条的检查点是它的开头 / your checkpoint of {old.size} is its beginning"
    )
    fits = record.roots.get(old.size) == old.root if old.size else True
    report.say(fits, text)
    for size, root, at, i in record.restored:
        if not fits and (size, root) == (old.size, old.root.hex()):
            report.lines.append(
                f"! 第 {i} 条（{at}）说恢复了备份，您手里的那一段已经丢失 / entry {i} says that a "
                "backup was restored and what you hold was lost: ask what it was"
            )


def _witness(report: Report, newest: Checkpoint, key: Key) -> None:
    there = key.kind == COSIGNED and any(newest.signed_by(line, key) for line in newest.lines)
    report.say(there, f"见证人 {plain(key.name)} / witness")


def _polls(report: Report, bundle: Bundle, keys: Keys, record: Record) -> None:
    signers = {one.public.hex() for one in keys.log}
    there = {name[6:-5] for name in bundle.names if name.startswith("polls/")}
    for id_, acts in record.polls.items():
        holds, text = _poll(bundle, id_, acts, signers, given=id_ in there)
        if text:
            report.say(holds, f"表决 {plain(id_)} / poll: {text}")
    if there - record.polls.keys():
        report.say(False, "有存证里没有的表决 / a poll that the record does not know")


def _poll(
    bundle: Bundle, id_: str, told: list[tuple[str, Any]], signers: set[str], *, given: bool
) -> tuple[bool, str]:
    try:
        acts = Acts(told)
        if acts.state != "published":
            must(not given, "a bundle of a poll that was not published")
            return True, ""
        if not given and acts.one("poll.opened")["rule"].get("by_area"):
            return True, "按面积计算，不公开 / by area: its ballots are not public"
        must(given, "its bundle is missing")
        return True, Poll(id_, acts, bundle.json(f"polls/{id_}.json"), signers).line()
    except Wrong as why:
        return False, plain(why)
    except Refused as why:
        return False, plain(why)
    except (
        KeyError,
        TypeError,
        AttributeError,
        ValueError,
        ArithmeticError,
        RecursionError,
    ) as error:
        return False, f"{type(error).__name__}: {plain(error)}"


def _minutes(report: Report, bundle: Bundle, record: Record) -> None:
    names = set()
    for body in record.minutes:
        name = f"minutes/{body.get('minutes')}-v{body.get('version')}.json"
        names.add(name)
        if name not in bundle.names and body.get("minutes") in record.recalled:
            report.lines.append(
                f"! 纪要 {plain(name[8:-5])} 已撤回，正文不公开 / minutes: recalled, text withheld"
            )
            continue
        try:
            data = bundle.whole(name)
            holds = hashlib.sha256(data).hexdigest() == body.get("sha256")
            report.say(holds, f"纪要 {plain(name[8:-5])} / minutes: sha256")
        except Refused as why:
            report.say(False, f"纪要 / minutes: {plain(why)}")
    if {one for one in bundle.names if one.startswith("minutes/")} - names:
        report.say(False, "有存证里没有的纪要 / minutes that the record does not know")


# For witnesses ------------------------------------------------------------------------------------


def fetched(source: str, path: str) -> bytes:
    """At most a megabyte from `source`: an address, never a file of this machine."""
    address = source.rstrip("/") + path
    if urllib.parse.urlsplit(address).scheme not in ("http", "https"):
        raise Refused("not an address: " + plain(source))
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - looked at above
            data = answer.read(MOST_FETCHED + 1)
    except (OSError, ValueError) as error:
        raise Refused(f"{plain(address, 200)}: {plain(error)}") from error
    if len(data) > MOST_FETCHED:
        raise Refused("too long an answer")
    return bytes(data)


class Keeper:
    """A witness's one file: their seed, the log's key, the newest checkpoint that they signed."""

    def __init__(self, path: str) -> None:
        self.path = path
        try:
            with open(path, encoding="utf-8") as opened:
                kept = json.load(opened)
            self.seed = bytes.fromhex(kept["seed"])
            self.name, self.log = str(kept["name"]), read_key(kept["log"])
            self.seen = Checkpoint(kept["seen"]) if kept["seen"] else None
            self.note = str(kept["seen"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Refused(f"{plain(path)}: no file of a witness ({plain(error)})") from error

    @property
    def key(self) -> Key:
        private = ed25519().Ed25519PrivateKey.from_private_bytes(self.seed)
        return Key(self.name, COSIGNED, private.public_key().public_bytes_raw())

    def keep(self, note: str) -> None:
        """Written before anything is signed: who loses it signs two histories."""
        kept = {"seed": self.seed.hex(), "name": self.name, "log": self.log.text, "seen": note}
        write_alone(self.path, json.dumps(kept, ensure_ascii=False, indent=1))

    def sign(self, what: Checkpoint) -> str:
        at = int(time.time())
        private = ed25519().Ed25519PrivateKey.from_private_bytes(self.seed)
        signature = private.sign(witnessed(what, at))
        coded = base64.b64encode(self.key.id + at.to_bytes(8, "big") + signature).decode()
        return f"{DASH}{self.name} {coded}"


def write_alone(path: str, text: str) -> None:
    draft = path + ".new"
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    os.replace(draft, path)


def begin(path: str, name: str, log: str) -> Keeper:
    """A new witness: a key of their own, and the key of the record that they watch."""
    if os.path.exists(path):
        raise Refused(plain(path) + ": there is a file already; it is not written over")
    seed = os.urandom(32)
    key = Key(
        name,
        COSIGNED,
        ed25519().Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw(),
    )
    read_key(key.text)
    kept = {"seed": seed.hex(), "name": name, "log": read_key(log).text, "seen": ""}
    write_alone(path, json.dumps(kept, ensure_ascii=False, indent=1))
    return Keeper(path)


def witness(keeper: Keeper, source: str) -> str:
    """Fetch, compare with what was seen, keep, sign; the line of the signature."""
    data = fetched(source, "/checkpoint") if "://" in source else _of_file(source)
    note = text_of(data, "checkpoint")
    now, seen = Checkpoint(note), keeper.seen
    if not _is_ours(now, [keeper.log]):
        raise Refused("the checkpoint is not signed with the key of this record")
    if seen is not None:
        if now.size < seen.size:
            raise Refused(
                f"the record is shorter than what was signed before: {now.size} < {seen.size}"
            )
        path = [] if now.size == seen.size else _proof(source, seen.size, now.size)
        if not is_consistent(seen.size, seen.root, now.size, now.root, path):
            raise Refused("what was signed before is not the beginning of this record")
    keeper.keep(note)
    return keeper.sign(now)


def _of_file(path: str) -> bytes:
    try:
        with open(path, "rb") as opened:
            if path.endswith(".zip"):
                return _newest_of(path)
            return opened.read(MOST_FETCHED)
    except OSError as error:
        raise Refused(f"{plain(path)}: {plain(error)}") from error


def _newest_of(path: str) -> bytes:
    lines = list(Bundle(path).lines("checkpoints.jsonl"))
    note = decoded(text_of(lines[-1] if lines else b"", path), path)
    return str(note).encode()


def _proof(source: str, old: int, size: int) -> list[bytes]:
    """Of an address it is asked for; from a bundle it is not needed: the entries are there."""
    if "://" not in source:
        raise Refused("a checkpoint of another size needs the address of the record for its proof")
    data = fetched(source, f"/consistency?since={old}&size={size}")
    try:
        path = json.loads(data)["path"]
        return [bytes.fromhex(one) for one in path if HASH.fullmatch(one)]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused(f"no proof of consistency ({plain(error)})") from error


def bring(source: str, line: str) -> None:
    """Hand the signature in; it speaks for itself, so nobody has to be signed in."""
    address = source.rstrip("/") + "/cosignatures"
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    try:
        with browser.open(urllib.parse.urljoin(address, "/sign-in"), timeout=30) as page:
            found = re.search(rb'name="csrf-token" content="([0-9a-f]*)"', page.read(MOST_FETCHED))
        fields = {"line": line, "_csrf_token": found[1].decode() if found else ""}
        data = urllib.parse.urlencode(fields).encode()
        asked = urllib.request.Request(address, data, {"accept": "application/json"})  # noqa: S310 - the scheme was looked at when the checkpoint was fetched
        with browser.open(asked, timeout=30) as answer:
            answer.read(MOST_FETCHED)
    except (OSError, ValueError) as error:
        raise Refused(f"{plain(address, 200)}: {plain(error)}") from error


# The commands -------------------------------------------------------------------------------------


def main(argv: list[str]) -> int:
    try:
        return _witness_command(argv[1:]) if argv[:1] == ["witness"] else _verify_command(argv)
    except SystemExit as done:  # argparse has printed the help or what is wrong
        return int(done.code or OK)
    except Refused as why:
        said = plain(why, 300)
    except Exception as error:  # noqa: BLE001 - a stranger's file ends in one line, whatever is in it
        said = f"{type(error).__name__}: {plain(error)}"
    sys.stdout.write(f"✗ {said}\n")
    if argv[:1] != ["witness"]:
        sys.stdout.write("不是完好的存证！/ This is NOT a sound record.\n")
    return FAILED


def _verify_command(argv: list[str]) -> int:
    asked = argparse.ArgumentParser(prog="council verify", description="核对存证 / check a record")
    asked.add_argument("bundle", help="下载的存证包（.zip）/ the bundle of a record")
    asked.add_argument("--vkey", default="", help="存证的公钥 / the key of the record")
    asked.add_argument(
        "--since", default="", help="您保存的旧检查点文件 / a checkpoint that you kept"
    )
    asked.add_argument(
        "--witness", action="append", default=[], help="见证人的公钥 / a witness's key"
    )
    chosen = asked.parse_args(argv)
    since = text_of(_of_file(chosen.since), "--since") if chosen.since else ""
    report = verify(chosen.bundle, chosen.vkey, since, tuple(chosen.witness))
    for line in report.lines:
        sys.stdout.write(line + "\n")
    said = "全部一致。/ All of it holds." if report.holds else "不一致！/ It does NOT hold."
    sys.stdout.write(said + "\n")
    return OK if report.holds else FAILED


def _witness_command(argv: list[str]) -> int:
    asked = argparse.ArgumentParser(
        prog="council witness",
        description="见证：核对存证只增不改，签名 / check that a record only grew, and sign",
    )
    asked.add_argument("file", help="见证人自己的文件，请保管好 / the witness's own file")
    asked.add_argument(
        "source", nargs="?", help="存证的网址或检查点文件 / address of the record, or a file"
    )
    asked.add_argument(
        "--new", default="", metavar="NAME", help="第一次：起一个名字 / first: a name"
    )
    asked.add_argument(
        "--log", default="", metavar="KEY", help="第一次：存证的公钥 / first: its key"
    )
    asked.add_argument("--post", action="store_true", help="把签名送回去 / hand the signature in")
    chosen = asked.parse_args(argv)
    if bool(chosen.new) != bool(chosen.log) or not (chosen.new or chosen.source):
        asked.error("--new NAME --log KEY, or SOURCE")
    keeper = begin(chosen.file, chosen.new, chosen.log) if chosen.new else Keeper(chosen.file)
    if chosen.new:
        sys.stdout.write(
            f"请把这个公钥交给工作人员 / give this key to the officers:\n{keeper.key.text}\n"
        )
    if chosen.source:
        line = witness(keeper, chosen.source)
        sys.stdout.write(line + "\n")
        if chosen.post:
            bring(chosen.source, line)
            sys.stdout.write("已经交到 / handed in: " + plain(chosen.source, 200) + "\n")
    return OK


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
