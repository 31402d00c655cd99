"""Templates to text: whole pages for a visit, pieces for nobody in particular."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, meta
from litestar.response import Response
from markupsafe import Markup, escape

from council import i18n
from council.paths import STATIC, TEMPLATES
from council.privacy import masking
from council.web import words
from council.web.visit import Visit, visit_of

if TYPE_CHECKING:
    from litestar import Request

MASKS = {
    "masked": masking.name,
    "masked_phone": masking.phone,
    "masked_id": masking.id_tail,
    "masked_email": masking.email,
    "masked_unit": masking.unit,
    "masked_birth": masking.birth,
}


WORDS = (
    *("day", "full_day", "chinese_day", "clock", "moment", "iso", "minsec", "phrases", "linked"),
)


@cache
def asset(name: str) -> str:
    """A versioned address: the file may be cached for ever, a new one has a new address."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


def spoken(sentence: str, **values: Any) -> Markup:
    """`_()` of templates. Jinja's own takes what it translates for markup; here it is text,
    since some of it was typed by somebody: the kind of an organisation, the title of a seat.
    """
    text = escape(i18n.gettext(sentence))
    return text % values if values else text


@cache
def environment() -> Environment:
    """One strict, escaping environment for pages, answers and pushes."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        i18n.gettext, i18n.ngettext, newstyle=True
    )
    made.globals["_"] = spoken
    made.globals["asset"] = asset
    made.globals["sentence"] = words.sentence
    for name in WORDS:
        made.filters[name] = getattr(words, name)
    made.filters |= MASKS
    return made


@cache
def warm(*templates: str) -> None:
    """Compile these and what they include, before hundreds ask for them in the same second.

    Once a process.
    """
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            i18n.gettext("会议")  # reads the catalogue
    known, waiting = set(), list(templates)
    while waiting:
        name = waiting.pop()
        if name not in known:
            known.add(name)
            source = environment().loader.get_source(environment(), name)[0]  # type: ignore[union-attr]  # it has one
            parsed = environment().parse(source)
            waiting += filter(None, meta.find_referenced_templates(parsed))
            environment().get_template(name)


def piece(template: str, **context: Any) -> str:
    """One piece of HTML, blind to any viewer; the language is the current one."""
    return environment().get_template(template).render(lang=i18n.language(), **context)


def text(visit: Visit, template: str, *, public: bool = False, **context: Any) -> str:
    """A whole page as text. `public`: holds no token, so that it is the same for everybody."""
    base = {
        "lang": visit.language,
        "elder": visit.elder,
        "csrf": "" if public and visit.viewer is None else visit.csrf,
        "viewer": visit.viewer,
        "terminal": visit.terminal,
        "site": i18n.gettext("议事厅"),
        "path": "/",
        "query": "",
        "nav": "",
        "data": False,  # whether the same address also answers JSON
    }
    return environment().get_template(template).render({**base, **context})


def page(
    request: Request[Any, Any, Any],
    template: str,
    *,
    status: int = 200,
    public: bool = False,
    headers: dict[str, str] | None = None,
    **context: Any,
) -> Response[str]:
    """A whole page as the answer to a request."""
    visit = visit_of(request)
    context.setdefault("path", request.url.path)
    context.setdefault("query", request.url.query)
    body = text(visit, template, public=public, **context)
    return Response(body, status_code=status, media_type="text/html", headers=headers)
