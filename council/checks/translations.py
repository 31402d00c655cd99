"""Nobody meets a sentence in a language that they did not choose, or the code of a refusal.

The Chinese sentence is the key and `locale/en.po` its English. A refusal is a code such as
`poll.closed`; its sentence stands in both catalogues.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from council.checks import sources
from council.paths import LOCALE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from babel.messages.catalog import Catalog, Message

HAN = re.compile(r"[\u3400-\u9fff]")
CODE = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")
FAMILY = re.compile(r"[a-z][a-z0-9_]*\.")
# Whoever calls one of these names a refusal; a function may also return its code.
REFUSERS = {"Refused", "unreadable", "sentence", "refuse", "BadCellError"}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\(\w+\)s|(?<!\{)\{\w+\}")
# Words to print, of an official kind that exists in Chinese alone.
CHINESE_ONLY = {"templates/print"}
# A language is called by its own name in every language.
OWN_NAMES = {"中文"}


@dataclass(frozen=True)
class Used:
    """Something that must have a sentence, and where it is said."""

    text: str
    where: str


def faults() -> list[str]:
    """Every sentence that is missing, unused, or lost a placeholder on its way."""
    chinese, english = read(LOCALE / "zh_CN.po"), read(LOCALE / "en.po")
    codes, sentences = list(used_codes()), list(used_sentences())
    return [
        *unmarked(),
        *missing(sentences, english, "en.po"),
        *missing(codes, english, "en.po"),
        *missing(codes, chinese, "zh_CN.po"),
        *unused(english, [*codes, *sentences], "en.po"),
        *unused(chinese, codes, "zh_CN.po"),
        *altered(english),
    ]


def read(path: Path) -> Catalog:
    """A catalogue; an absent one is empty."""
    if not path.exists():
        return read_po([])
    with path.open("rb") as file:
        return read_po(file)


def used_sentences() -> Iterator[Used]:
    """Every marked sentence of the templates and the code."""
    for path in [*sources.files("templates", ".html"), *_code()]:
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        options = {"extensions": "jinja2.ext.i18n", "trim_blocks": "true", "silent": "false"}
        for line, found, *_ in extract_from_file(method, path, KEYWORDS, options=options):
            single = found if isinstance(found, str) else found[0]
            if not CODE.fullmatch(single):
                yield Used(single, f"{sources.name(path)}:{line}")


def used_codes() -> Iterator[Used]:
    """Every reason code that the code or a template names; `a.b_*` for one made at run time."""
    for path in _code():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call | ast.Return):
                for code in _codes(node):
                    yield Used(code, f"{sources.name(path)}:{node.lineno}")
    in_template = re.compile(r"sentence\(\s*[\"']([^\"']+)[\"']")
    for path in sources.files("templates", ".html"):
        for match in in_template.finditer(path.read_text(encoding="utf-8")):
            yield Used(match[1], sources.name(path))


def missing(used: Iterable[Used], catalogue: Catalog, name: str) -> list[str]:
    """What is said but has no sentence there."""
    known = {_single(message.id) for message in catalogue if message.id and _whole(message)}
    gaps = [one for one in used if not any(_is_meant(one.text, text) for text in known)]
    return sorted({f"{one.where}: “{one.text}” is not in {name}" for one in gaps})


def unused(catalogue: Catalog, used: Iterable[Used], name: str) -> list[str]:
    """Sentences that nothing says any more."""
    marked = [one.text for one in used]
    everything = "\n".join(path.read_text(encoding="utf-8") for path in _all())
    return [
        f"locale/{name}: “{text}” is used nowhere"
        for text in (_single(message.id) for message in catalogue if message.id)
        if not any(_is_meant(one, text) for one in marked) and f'"{text}"' not in everything
    ]


def altered(catalogue: Catalog) -> list[str]:
    """Translations whose placeholders differ from those of their original."""
    return [
        f"locale/en.po: “{_single(message.id)}” has other placeholders in English"
        for message in catalogue
        if message.id and not CODE.fullmatch(_single(message.id)) and _lost(message)
    ]


def unmarked() -> list[str]:
    """Chinese words in a template that no catalogue will ever see."""
    return [
        f"{sources.name(path)}:{line}: “{text}” is not marked"
        for path in sources.files("templates", ".html")
        if not any(sources.name(path).startswith(folder) for folder in CHINESE_ONLY)
        for line, text in bare_words(path.read_text(encoding="utf-8"))
        if text not in OWN_NAMES
    ]


UNTRANSLATED = "{# untranslated: "
WORDS = re.compile(r"[^\s<>\"]*[\u3400-\u9fff][^<>\"\n]*")
MARKED = re.compile(
    r"\{#.*?#\}|\{%-?\s*trans\b.*?endtrans\s*-?%\}|\{\{.*?\}\}|\{%.*?%\}|<!--.*?-->", re.DOTALL
)


def bare_words(template: str) -> list[tuple[int, str]]:
    """Chinese outside of every Jinja expression and trans block.

    A line that must hold some says why: `{# untranslated: … #}`.
    """
    lines = template.splitlines()
    found = sources.places(sources.blank(template, MARKED), WORDS)
    return [(line, words) for line, words in found if UNTRANSLATED not in lines[line - 1]]


def _lost(message: Message) -> bool:
    known = set(PLACEHOLDER.findall(" ".join(_forms(message.id))))
    return any(not set(PLACEHOLDER.findall(form)) <= known for form in _forms(message.string or ""))


def _is_meant(used: str, text: str) -> bool:
    return text.startswith(used[:-1]) if used.endswith("*") else used == text


def _whole(message: Message) -> bool:
    return bool(message.string) and all(_forms(message.string or ""))


def _forms(text: str | Sequence[str]) -> Sequence[str]:
    return [text] if isinstance(text, str) else text


def _single(text: str | Sequence[str]) -> str:
    return _forms(text)[0]


def _called(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _codes(node: ast.Call | ast.Return) -> list[str]:
    if isinstance(node, ast.Call) and _called(node) in REFUSERS:
        return [code for argument in node.args for code in _literal(argument)]
    return _literal(node.value) if isinstance(node, ast.Return) else []


def _literal(node: ast.expr | None) -> list[str]:
    """The codes that an expression can be: one, either of two, or a family."""
    if isinstance(node, ast.Constant):
        text = str(node.value)
        return [text] if CODE.fullmatch(text) else []
    if isinstance(node, ast.IfExp):
        return _literal(node.body) + _literal(node.orelse)
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        start = str(node.values[0].value)
        return [f"{start}*"] if FAMILY.match(start) else []
    return []


def _code() -> list[Path]:
    return [path for path in sources.files("council", ".py") if "checks" not in path.parts]


def _all() -> list[Path]:
    return [*_code(), *sources.files("templates", ".html", ".txt", ".xml")]
