"""Every page that somebody without an account reaches by links, and what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin

import html5lib
from html5lib.html5parser import ParseError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

START = "/"
XHTML = "{http://www.w3.org/1999/xhtml}"
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers")
ELSEWHERE = ("/sign-in", "/display", "/letter", "/not-listed", "/not-me", "/terminal")
INSIDE = "/static/"
FORMS = (
    "/objections",
    "/notices/*/objection",
    "/mine",
    "/calls/*/entry",
)  # pages that a visitor sends something from


def shape(path: str) -> str:
    """Pages of a kind: ids and what is asked in the query differ."""
    where, _, query = path.partition("?")
    names = "&".join(sorted(part.partition("=")[0] for part in query.split("&") if part))
    parts = [re.sub(r"^[a-z0-9]{12}$", "*", one) for one in where.split("/")]
    return "/".join(parts) + (f"?{names}" if names else "")


def faults_of(page: str) -> list[str]:
    """What a strict parser and the references between elements say."""
    try:
        tree = html5lib.HTMLParser(strict=True).parse(page)
    except ParseError as error:
        return [f"not valid: {error}"]
    ids = [each.get("id") for each in tree.iter() if each.get("id")]
    twice = {one for one in ids if ids.count(one) > 1}
    lost = {one for one in _references(tree) if one not in ids}
    return [*(f"id {one} twice" for one in sorted(twice)), *(f"no #{one}" for one in sorted(lost))]


def _references(tree: Any) -> Iterator[str]:
    for each in tree.iter():
        for name in REFERENCES:
            yield from (each.get(name) or "").split()
        address = each.get("href") or ""
        if each.tag == f"{XHTML}a" and address.startswith("#") and len(address) > 1:
            yield address[1:]


@dataclass(slots=True)
class Crawl:
    """`pages`: path → text. One page of a kind is looked at, or all of them."""

    visitor: httpx.AsyncClient
    every: bool = False
    pages: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)  # path → kind of what is no page
    closed: set[str] = field(default_factory=set)  # links that lead to signing in
    faults: list[str] = field(default_factory=list)

    async def everywhere(self) -> None:
        ahead, kinds = [START], {shape(START)}
        while ahead:
            path = ahead.pop()
            for link in self._links(path, await self._look(path)):
                kind = link if self.every else shape(link)
                if kind not in kinds and not link.startswith(ELSEWHERE):
                    kinds.add(kind)
                    ahead.append(link)

    async def _look(self, path: str) -> str:
        answer = await self.visitor.get(path)
        if answer.status_code == 303 and answer.headers["location"].startswith("/sign-in"):
            self.closed.add(shape(path))
            return ""
        if answer.status_code != 200:
            self.faults.append(f"{path}: {answer.status_code}")
            return ""
        kind = answer.headers["content-type"].partition(";")[0]
        if kind != "text/html":
            self.files[path] = kind
            return ""
        self.pages[path] = answer.text
        self.faults += [f"{path}: {one}" for one in faults_of(answer.text)]
        if shape(path) not in FORMS:
            await self._terms(path, answer)
        return answer.text

    async def _terms(self, path: str, answer: httpx.Response) -> None:
        """It may be kept and is asked about; nobody gets a cookie for reading."""
        if "set-cookie" in answer.headers:
            self.faults.append(f"{path}: a cookie")
        if answer.headers.get("cache-control") != "no-cache" or "etag" not in answer.headers:
            self.faults.append(f"{path}: {answer.headers.get('cache-control')}, no ETag")
            return
        again = await self.visitor.get(path, headers={"if-none-match": answer.headers["etag"]})
        if again.status_code != 304:
            self.faults.append(f"{path}: {again.status_code} where nothing changed")

    def _links(self, path: str, page: str) -> list[str]:
        """Of this site; an address with & is written &amp; in a page."""
        found = (one.replace("&amp;", "&") for one in re.findall(r'href="([^"]+)"', page))
        whole = (urldefrag(urljoin(path, one))[0] for one in found)
        return [one for one in whole if one.startswith("/") and not one.startswith(INSIDE)]
