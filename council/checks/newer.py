"""What came after Chromium 80: the table that the old-browser check reads.

Add a line when something new tempts you. The test plants every example and expects it found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from council.checks import sources


@dataclass(frozen=True)
class Newer:
    """A feature, the first Chromium that has it, how it is found, and a line that uses it."""

    since: int
    pattern: str
    example: str

    def places(self, text: str) -> list[tuple[int, str]]:
        """Where a text uses it."""
        found = sources.places(text, re.compile(self.pattern, re.MULTILINE))
        return [(line, f"{what} (Chromium {self.since})") for line, what in found]


CSS = (
    Newer(83, r"@supports\s+selector\(", "@supports selector(:hover) {}"),
    Newer(85, r"@property\b", "@property --a {}"),
    Newer(85, r"content-visibility\s*:", "a { content-visibility: auto }"),
    Newer(86, r":focus-visible\b", "a:focus-visible {}"),
    Newer(86, r"::marker\b", "li::marker {}"),
    Newer(87, r"(?<![\w-])inset(?:-inline|-block)?(?:-start|-end)?\s*:", "a { inset: 0 }"),
    Newer(87, r"(?:margin|padding)-(?:inline|block)\s*:", "a { margin-inline: auto }"),
    Newer(87, r"text-underline-offset\s*:", "a { text-underline-offset: 2px }"),
    Newer(87, r"border-(?:inline|block)(?:-color|-style|-width)?\s*:", "a { border-inline: 0 }"),
    Newer(88, r"(?<![\w-])aspect-ratio\s*:", "a { aspect-ratio: 1 }"),
    Newer(88, r":(?:is|where)\(", "a:is(b, c) {}"),
    Newer(88, r":not\([^()]*,", "a:not(.b, .c) {}"),
    Newer(89, r"text-decoration-thickness\s*:", "a { text-decoration-thickness: 2px }"),
    Newer(89, r"border-(?:start|end)-(?:start|end)-radius\s*:", "a{border-start-start-radius:0}"),
    Newer(90, r"overflow(?:-[xy])?\s*:\s*clip", "a { overflow: clip }"),
    Newer(91, r"@counter-style\b", "@counter-style a {}"),
    Newer(93, r"accent-color\s*:", "a { accent-color: red }"),
    Newer(94, r"scrollbar-gutter\s*:", "a { scrollbar-gutter: stable }"),
    Newer(99, r"@layer\b", "@layer base;"),
    Newer(101, r"(?<![\w-])hwb\(", "a { color: hwb(0 0% 0%) }"),
    Newer(104, r"@media[^{]*[<>]", "@media (width >= 600px) {}"),
    Newer(104, r"[;{]\s*(?:translate|rotate|scale)\s*:", "a { rotate: 9deg }"),
    Newer(105, r":has\(", "a:has(b) {}"),
    Newer(105, r"@container\b|container(?:-type|-name)?\s*:", "@container (min-width: 1px) {}"),
    Newer(105, r"(?<![\w-])\d*\.?\d+(?:cqw|cqh|cqi|cqb|cqmin|cqmax)\b", "a { width: 9cqw }"),
    Newer(108, r"\b\d*\.?\d+[dsl]v(?:h|w|min|max|b|i)\b", "a { height: 100dvh }"),
    Newer(109, r"\b\d*\.?\d+(?:r?lh|r?ic|r?cap|rex|rch)\b", "a { height: 2lh }"),
    Newer(111, r"(?<![\w-])(?:color-mix|oklch|oklab|lch|lab|color)\(", "a { color: lab(0 0 0) }"),
    Newer(
        111, r"(?<![\w-])(?:sin|cos|tan|pow|sqrt|round|mod|rem)\(", "a { width: round(1px, 2px) }"
    ),
    Newer(114, r"text-wrap(?:-style)?\s*:", "a { text-wrap: balance }"),
    Newer(114, r":popover-open\b|::backdrop-", "a:popover-open {}"),
    Newer(117, r"\bsubgrid\b", "a { grid-template-rows: subgrid }"),
    Newer(117, r"@starting-style\b", "@starting-style {}"),
    Newer(118, r"@scope\b", "@scope (.a) {}"),
    Newer(119, r":user-(?:in)?valid\b", "a:user-invalid {}"),
    Newer(123, r"light-dark\(|field-sizing\s*:", "a { color: light-dark(#000, #fff) }"),
)
JS = (
    Newer(81, r"\bIntl\.DisplayNames\b", "new Intl.DisplayNames()"),
    Newer(84, r"\bnew (?:WeakRef|FinalizationRegistry)\b", "new WeakRef(a)"),
    Newer(84, r"\bwakeLock\b", "navigator.wakeLock.request()"),
    Newer(84, r"^\s*(?:static\s+|async\s+)*#\w+\s*\(", "  #close() {}"),
    Newer(85, r"\.replaceAll\s*\(", "a.replaceAll('b', 'c')"),
    Newer(85, r"\?\?=|\|\|=|&&=", "a ??= b"),
    Newer(85, r"\bPromise\.any\b|\bAggregateError\b", "Promise.any([])"),
    Newer(86, r"\.replaceChildren\s*\(", "a.replaceChildren()"),
    Newer(87, r"\bIntl\.Segmenter\b", "new Intl.Segmenter()"),
    Newer(89, r"^(?:const|let|var)\s[^=\n]*=\s*await\b|^await\b", "await go()"),
    Newer(92, r"\.at\s*\(", "a.at(-1)"),
    Newer(92, r"\bcrypto\.randomUUID\b", "crypto.randomUUID()"),
    Newer(93, r"\bObject\.hasOwn\b", "Object.hasOwn(a, 'b')"),
    Newer(93, r"\{\s*cause\s*[:}]", "new Error('a', { cause: b })"),
    Newer(94, r"\bstatic\s*\{", "static { }"),
    Newer(97, r"\.findLast(?:Index)?\s*\(", "a.findLast(b)"),
    Newer(98, r"\bstructuredClone\b", "structuredClone(a)"),
    Newer(102, r"\.inert\b", "a.inert = true"),
    Newer(103, r"\bAbortSignal\.(?:timeout|any)\b", "AbortSignal.timeout(9)"),
    Newer(105, r"\.checkVisibility\s*\(", "a.checkVisibility()"),
    Newer(110, r"\.to(?:Sorted|Reversed|Spliced)\s*\(", "a.toSorted()"),
    Newer(111, r"\bstartViewTransition\b", "document.startViewTransition(a)"),
    Newer(114, r"\.(?:show|hide|toggle)Popover\s*\(", "a.showPopover()"),
    Newer(117, r"\b(?:Object|Map)\.groupBy\b", "Object.groupBy(a, b)"),
    Newer(119, r"\bPromise\.withResolvers\b", "Promise.withResolvers()"),
    Newer(121, r"\bArray\.fromAsync\b", "Array.fromAsync(a)"),
    Newer(122, r"\.(?:isSubsetOf|isSupersetOf|symmetricDifference)\s*\(", "a.isSubsetOf(b)"),
)
