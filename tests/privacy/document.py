"""`docs/privacy.md`, its tables written from the code: `python -m tests.privacy.document`."""

from __future__ import annotations

from pathlib import Path

from council.privacy.actions.expiring import LIFETIMES
from council.privacy.classes import CLASSES
from council.privacy.consent_texts import TEXTS
from council.privacy.fields import ROLES, TABLE, Sight

FILE = Path(__file__).parents[2] / "docs/privacy.md"
SAID = {
    Sight.HIDDEN: "",
    Sight.MASKED: "masked",
    Sight.ON_REASON: "masked; plain with a reason",
    Sight.PLAIN: "plain",
}


def classes() -> str:
    rows = ["| class | level | what | why | how long | tables |", "|---|---|---|---|---|---|"]
    for one in CLASSES:
        tables = ", ".join(f"`{table}`" for table in one.tables)
        rows.append(
            f"| {one.code} | {one.level} | {one.holds} | {one.why} | {one.kept} | {tables} |"
        )
    return "\n".join(rows)


def fields() -> str:
    """One line a role: how many are the same would hide who is not."""
    rows = [f"| role | {' | '.join(TABLE)} |", f"|---{'|---' * len(TABLE)}|"]
    for at, role in enumerate(ROLES):
        rows.append(f"| {role} | {' | '.join(SAID[row[at]] for row in TABLE.values())} |")
    return "\n".join(rows)


def lifetimes() -> str:
    rows = ["| table | days | counted from |", "|---|---|---|"]
    rows += [f"| `{one.table}` | {one.days} | {one.since} |" for one in LIFETIMES]
    return "\n".join(rows)


def consents() -> str:
    rows = ["| purpose | version | text (SHA-256) |", "|---|---|---|"]
    rows += [f"| {one.purpose} | {one.version} | `{one.sha256[:16]}` |" for one in TEXTS]
    return "\n".join(rows)


def written(text: str) -> str:
    """The document with its tables made anew between their marks."""
    for name, made in (
        ("classes", classes()),
        ("fields", fields()),
        ("lifetimes", lifetimes()),
        ("consents", consents()),
    ):
        first, last = f"<!-- {name} -->", f"<!-- end of {name} -->"
        before, _, rest = text.partition(first)
        _, found, after = rest.partition(last)
        assert found, name
        text = f"{before}{first}\n\n{made}\n\n{last}{after}"
    return text


if __name__ == "__main__":
    FILE.write_text(written(FILE.read_text(encoding="utf-8")), encoding="utf-8")
