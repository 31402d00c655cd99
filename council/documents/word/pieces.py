"""Paragraphs, runs, tables and pictures of a text document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.documents.word.markup import element, tag, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

EMU = 12700  # of a point
SOLID: dict[str, str | int] = {"val": "single", "sz": 5, "space": 0, "color": "000000"}
NONE: dict[str, str | int] = {"val": "nil"}
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def run(text: str, *, style: str = "", points: float = 0, strong: bool = False) -> str:
    """Words in one look; a line break in them is one."""
    look = tag("w:rStyle", val=style) if style else ""
    if strong:
        look += tag("w:b") + tag("w:bCs")
    if points:
        look += tag("w:sz", val=round(points * 2)) + tag("w:szCs", val=round(points * 2))
    pieces = [
        element("w:t", {"xml:space": "preserve"}, words(line)) for line in text.split("\n") if line
    ]
    return tag("w:r", tag("w:rPr", look) if look else "", tag("w:br").join(pieces))


def tabulator() -> str:
    return tag("w:r", tag("w:tab"))


def paragraph(
    *runs: str,
    style: str = "",
    align: str = "",
    indent: Mapping[str, int] | None = None,
    stop: int = 0,
    before: int = 0,
    edges: Mapping[str, str] | None = None,
    size: int = 12,
    keep: bool = False,
) -> str:
    """`stop`: a tabulator at the right, in twips. `edges`: sides with a line, and its colour."""
    look = [
        tag("w:pStyle", val=style) if style else "",
        tag("w:keepNext") if keep else "",
        _edges(edges or {}, size),
        tag("w:tabs", tag("w:tab", val="right", pos=stop)) if stop else "",
        tag("w:spacing", before=before) if before else "",
        tag("w:ind", **indent) if indent else "",
        tag("w:jc", val=align) if align else "",
    ]
    return tag("w:p", tag("w:pPr", *look) if any(look) else "", *runs)


def _edges(edges: Mapping[str, str], size: int) -> str:
    lines = (
        tag(f"w:{side}", val="single", sz=size, space=4, color=edges[side])
        for side in ("top", "bottom")
        if side in edges
    )
    return tag("w:pBdr", *lines) if edges else ""


def table(
    widths: Sequence[int],
    rows: Sequence[Sequence[str]],
    *,
    heads: int = 0,
    lined: bool = True,
    under: bool = False,
) -> str:
    """Rows of cells that hold paragraphs; the first `heads` rows come again on every page.

    `under`: a line under each cell that is not empty, to sign on.
    """
    border = SOLID if lined else NONE
    return tag(
        "w:tbl",
        tag(
            "w:tblPr",
            tag("w:tblW", w=sum(widths), type="dxa"),
            tag("w:tblBorders", *(tag(f"w:{side}", **border) for side in SIDES)),
            tag("w:tblLayout", type="fixed"),
            tag(
                "w:tblCellMar",
                *(
                    tag(f"w:{side}", w=100 if lined else 0, type="dxa")
                    for side in ("left", "right")
                ),
            ),
        ),
        tag("w:tblGrid", *(tag("w:gridCol", w=width) for width in widths)),
        *(
            _row(row, widths, head=place < heads, under=under, middle=lined)
            for place, row in enumerate(rows)
        ),
    )


def _row(
    cells: Sequence[str], widths: Sequence[int], *, head: bool, under: bool, middle: bool
) -> str:
    look = tag("w:cantSplit") + (tag("w:tblHeader") if head else "")
    line = tag("w:tcBorders", tag("w:bottom", **SOLID)) if under else ""
    return tag(
        "w:tr",
        tag("w:trPr", look),
        *(
            tag(
                "w:tc",
                tag(
                    "w:tcPr",
                    tag("w:tcW", w=width, type="dxa"),
                    line if "w:t " in cell or "w:t>" in cell else "",
                    tag("w:vAlign", val="center") if middle else "",
                ),
                cell,
            )
            for cell, width in zip(cells, widths, strict=True)
        ),
    )


def picture(name: str, alt: str, points: float) -> str:
    """A square picture in the line; `name` is its relation."""
    side = round(points * EMU)
    fill = element(
        "pic:blipFill",
        {},
        element("a:blip", {"r:embed": name}),
        element("a:stretch", {}, element("a:fillRect", {})),
    )
    shape = element(
        "pic:spPr",
        {},
        element(
            "a:xfrm",
            {},
            element("a:off", {"x": 0, "y": 0}),
            element("a:ext", {"cx": side, "cy": side}),
        ),
        element("a:prstGeom", {"prst": "rect"}, element("a:avLst", {})),
    )
    named: dict[str, str | int] = {"id": 1, "name": "QR", "descr": words(alt)}
    inner = element(
        "pic:pic",
        {},
        element("pic:nvPicPr", {}, element("pic:cNvPr", named), element("pic:cNvPicPr", {})),
        fill,
        shape,
    )
    uri = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    inline = element(
        "wp:inline",
        {"distT": 0, "distB": 0, "distL": 0, "distR": 0},
        element("wp:extent", {"cx": side, "cy": side}),
        element("wp:docPr", named),
        element("a:graphic", {}, element("a:graphicData", {"uri": uri}, inner)),
    )
    return tag("w:r", tag("w:drawing", inline))
