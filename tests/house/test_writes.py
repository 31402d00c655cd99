"""Only actions write, and what they are made of: everything else reads."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from council.checks import sources
from council.checks.tools import CHECKOUT

if TYPE_CHECKING:
    from pathlib import Path

SQL = re.compile(
    r"^\s*(?:INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|REPLACE\s+INTO)\b", re.IGNORECASE
)
OF_A_TABLE = {"insert", "update", "delete", "get_or_create", "raw"}
OF_A_ROW = {"save", "remove"}
# Whoever else may write, and why.
WRITERS = {
    "council/record/append.py": "the record, which every change writes into",
    "council/db/__init__.py": "`insert`, which counts as a write wherever it is called",
    "council/db/migrate.py": "migrations, before the application runs",
    "council/db/moving.py": "a whole database into a backup, and back",
    "council/live/topics.py": "sequence numbers, inside the transaction of a change",
    "council/ideas/authors.py": "who brought an idea, inside the change that enters or merges it",
    "council/ideas/receipts.py": "a receipt, inside the change that enters its idea",
    "council/privacy/access.py": "a line beside whatever change shows somebody's data",
    "council/identity/sessions.py": "a session, and when it was last seen, are no act of anybody",
    "council/voting/casting/batch_sqlite.py": "a ballot's path: one transaction for all",
    "council/voting/casting/batch_postgresql.py": "a ballot's path: one transaction for all",
}


def writes(source: str) -> list[int]:
    """The lines of a module that change rows."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.expr)]
    return sorted({node.lineno for node in nodes if _is_sql(node) or _is_call(node)})


def _is_sql(node: ast.expr) -> bool:
    text = node.value if isinstance(node, ast.Constant) else None
    return isinstance(text, str) and SQL.match(text) is not None


def _is_call(node: ast.expr) -> bool:
    """`Poll.update(…)` is a table, `known.update(…)` is a dictionary; `poll.save()` is a row."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    on = node.func.value
    if node.func.attr in OF_A_ROW and not node.args:
        return True
    name = on.id if isinstance(on, ast.Name) else ""
    if (name, node.func.attr) == ("db", "insert"):
        return True
    return node.func.attr in OF_A_TABLE and name[:1].isupper()


def may_write(path: Path) -> bool:
    return "actions" in {path.stem, path.parent.name} or sources.name(path) in WRITERS


def test_nothing_but_actions_writes() -> None:
    found = [
        f"{sources.name(path)}:{line}"
        for path in sources.files("council", ".py")
        if not may_write(path)
        for line in writes(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_whoever_may_write_besides_actions_does() -> None:
    idle = [name for name in WRITERS if not writes((CHECKOUT / name).read_text(encoding="utf-8"))]
    assert idle == []


def test_a_planted_write_is_found() -> None:
    for planted in (
        'await db.rows("UPDATE poll SET state = {}", 1)',
        'await db.rows(f"INSERT INTO poll VALUES ({x})")',
        'RAW = """\n  DELETE FROM poll"""',
        "await Poll.update({Poll.state: 1})",
        "await Poll.insert(poll)",
        "await poll.save()",
        "await Poll.delete(force=True)",
        'await db.insert("poll", rows)',
    ):
        assert writes(planted), planted


def test_what_only_looks_like_a_write_is_left_alone() -> None:
    for harmless in (
        "known.update(more)",
        "hash.update(b'')",
        "lines.insert(0, line)",
        'await db.rows("SELECT updated FROM poll")',
        "text = 'Update your address'",
    ):
        assert not writes(harmless), harmless
