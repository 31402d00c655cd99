"""户籍 and 非户籍 residents are equal: no right anywhere asks where somebody is registered."""

from __future__ import annotations

import re

from council.checks import sources

ASKS = re.compile(r"hukou|户籍|户口")
# Who may speak of it, and why; none of these decides what somebody may do.
MAY = {
    "council/demo": "the demo's people have one, as in life",
    "council/identity/tables.py": "it is stored",
    "council/identity/queries.py": "it is read with a person",
    "council/identity/actions/founding.py": "first officers begin without one",
    "council/roll": "the register shows it, filters by it, imports and exports it",
    "council/meetings/notice_words.py": "a consultation invites both, each by its name (CON-2)",
    "council/privacy": "who may see it, and for how long it is kept",
    "council/site/exports.py": "the register is handed out as a file with its columns",
    "council/site/export_queries.py": "the same",
    "council/verification": "a 户口簿 is one of the papers that are shown at the desk",
}


def mentions(text: str) -> bool:
    return ASKS.search(text) is not None


def allowed(name: str) -> bool:
    return any(name == one or name.startswith(f"{one}/") for one in MAY)


def test_nothing_that_gives_a_right_asks_for_hukou() -> None:
    found = [
        sources.name(path)
        for path in sources.files("council", ".py")
        if mentions(path.read_text(encoding="utf-8")) and not allowed(sources.name(path))
    ]
    assert found == []


def test_no_rule_asks_for_hukou() -> None:
    """Also inside the features that show it: their rules know the words, not a person's."""
    rules = [path for path in sources.files("council", ".py") if path.name == "rules.py"]
    assert rules
    asking = [
        sources.name(path)
        for path in rules
        if re.search(r"\.hukou|\[.hukou.\]|hukou\s*(==|!=|in\b|not\b)", path.read_text("utf-8"))
    ]
    assert asking == []


def test_a_planted_question_is_found() -> None:
    assert mentions("if someone.hukou != '户籍': raise Refused('ballot.hukou')")
    assert not allowed("council/voting/casting/judge.py")
    assert not allowed("council/rollcall.py")
