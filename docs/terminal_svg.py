"""Makes one SVG, still or moving, of the pictures that the app exports of its screens.

Textual's export writes thousands of parts for each screen. Here each different row is kept once, a frame is a list of
rows, and one CSS animation shows the frames in turn. Braille dots and blocks are drawn as shapes, because few fonts
join them without gaps. Whoever asked the browser for less motion sees one frame that stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import Final
from xml.etree import ElementTree

SVG: Final = "{http://www.w3.org/2000/svg}"
EXPORTED_CELL: Final = (12.2, 24.4)
"""Width and height of a cell in the export of Rich, which Textual uses."""
WIDTH, HEIGHT = 10, 20
"""The same here; whole numbers are shorter to write."""
MARGIN: Final = 12
DOTS: Final = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))
"""Column and row of each dot of a braille sign, in the order of its bits."""
BLOCK: Final = {
    "█": (0, 0, 10, 20), "▀": (0, 0, 10, 10), "▄": (0, 10, 10, 10), "▌": (0, 0, 5, 20), "▐": (5, 0, 5, 20),
    "▁": (0, 17, 10, 3), "─": (0, 9, 10, 1), "━": (0, 9, 10, 3), "╸": (0, 9, 5, 3), "╺": (5, 9, 5, 3),
}  # fmt: skip
"""Left, top, width and height of a sign that fills a part of its cell."""

Style = tuple[str, bool]
"""Colour, and whether it is bold."""
Run = tuple[int, str, Style]
"""Column, text and style."""


def terminal_svg(frames: Sequence[tuple[str, float]], size: tuple[int, int], title: str, still: int = 0) -> str:
    """The SVG of exported screens, each with the seconds that it stands; one screen doesn't move.

    `size` is that of the window in columns and rows; `still` is the frame that stands where less motion is asked for.
    """
    ids: dict[str, str] = {}
    classes: dict[Style, str] = {}
    ground = ""
    drawn: list[str] = []
    for picture, _ in frames:
        tree = ElementTree.fromstring(picture)  # noqa: S314 (our own export)
        grounds, runs = _grounds(tree), _runs(tree)
        ground = ground or grounds[0][0][2]
        rows: list[str] = []
        for row in range(size[1]):
            content = _row(grounds.get(row, []), runs.get(row, []), ground, lambda s: _class_of(classes, s))
            if content:
                name = ids.setdefault(content, f"r{len(ids)}")
                rows.append(f'<use href="#{name}" y="{row * HEIGHT}"/>')
        drawn.append("".join(rows))
    width, height = size[0] * WIDTH, size[1] * HEIGHT
    total = sum(seconds for _, seconds in frames)
    steps, start = "", 0.0
    for i, (_, seconds) in enumerate(frames):
        steps += f"{start / total:.3%}{{transform:translateX({-i * width}px)}}"
        start += seconds
    moving = (
        f"@keyframes m{{{steps}}}#m{{animation:m {total:g}s step-end infinite}}"
        f"@media(prefers-reduced-motion:reduce){{#m{{animation:none;transform:translateX({-still * width}px)}}}}"
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width + 2 * MARGIN} {height + 2 * MARGIN}">',
        f"<title>{escape(title)}</title><style>",
        f"text{{font:{HEIGHT * 0.82}px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;white-space:pre}}",
        "path{stroke-linecap:round}",
        *(
            f".{name}{{fill:{colour};stroke:{colour}}}text.{name}{{stroke:none{';font-weight:bold' if bold else ''}}}"
            for (colour, bold), name in classes.items()
        ),
        ".d{stroke-width:3.6}.b{stroke:none}",
        moving if len(frames) > 1 else "",
        "</style><defs>",
        *(f'<g id="{name}">{content}</g>' for content, name in ids.items()),
        "</defs>",
        f'<rect width="100%" height="100%" rx="8" fill="{ground}"/>',
        f'<svg x="{MARGIN}" y="{MARGIN}" width="{width}" height="{height}"><g id="m">',
        *(f'<g transform="translate({i * width})">{rows}</g>' for i, rows in enumerate(drawn)),
        "</g></svg></svg>\n",
    ]
    return "\n".join(parts)


def _class_of(classes: dict[Style, str], style: Style) -> str:
    return classes.setdefault(style, f"c{len(classes)}")


def _row(
    grounds: Iterable[tuple[int, int, str]], runs: Iterable[Run], ground: str, class_of: Callable[[Style], str]
) -> str:
    """The shapes and texts of one row."""
    parts = [
        f'<rect x="{column * WIDTH}" width="{columns * WIDTH}" height="{HEIGHT}" fill="{colour}"/>'
        for column, columns, colour in _joined(grounds)
        if colour != ground
    ]
    dots: dict[Style, list[str]] = {}
    blocks: dict[Style, list[str]] = {}
    for column, text, style in runs:
        for at, sign in enumerate(text, column):
            x = at * WIDTH
            if "\u2801" <= sign <= "\u28ff":
                bits = ord(sign) - 0x2800
                there = (dot for bit, dot in enumerate(DOTS) if bits >> bit & 1)
                found = (f"M{x + 2.5 + 5 * right:g} {2.5 + 5 * down:g}h0" for right, down in there)
                dots.setdefault(style, []).extend(found)
            elif sign in BLOCK:
                left, top, wide, high = BLOCK[sign]
                blocks.setdefault(style, []).append(f"M{x + left} {top}h{wide}v{high}h-{wide}z")
        for at, word in _words(text):
            x, long = (column + at) * WIDTH, len(word) * WIDTH
            parts.append(
                f'<text class="{class_of(style)}" x="{x}" y="15" textLength="{long}">{escape(word, quote=False)}</text>'
            )
    parts += (f'<path class="d {class_of(style)}" d="{"".join(found)}"/>' for style, found in dots.items())
    parts += (f'<path class="{class_of(style)} b" d="{"".join(found)}"/>' for style, found in blocks.items())
    return "".join(parts)


def _words(text: str) -> Iterator[tuple[int, str]]:
    """The parts of a text that are written with a font, each with its place; single spaces stay inside."""
    drawn = "".join(BLOCK) + "\u2801-\u28ff"
    for match in re.finditer(f"[^\\s{drawn}]+(?: [^\\s{drawn}]+)*", text):
        yield match.start(), match.group()


def _joined(grounds: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Neighbours of one colour as one."""
    waiting: tuple[int, int, str] | None = None
    for column, columns, colour in sorted(grounds):
        if waiting and waiting[2] == colour and sum(waiting[:2]) == column:
            waiting = (waiting[0], waiting[1] + columns, colour)
            continue
        if waiting:
            yield waiting
        waiting = (column, columns, colour)
    if waiting:
        yield waiting


def _grounds(tree: ElementTree.Element) -> dict[int, list[tuple[int, int, str]]]:
    """Column, width and colour of each ground, by row."""
    found: dict[int, list[tuple[int, int, str]]] = {}
    for rect in tree.iter(f"{SVG}rect"):
        if "shape-rendering" in rect.attrib:
            row = int(float(rect.attrib["y"]) / EXPORTED_CELL[1])
            cells = [round(float(rect.attrib[name]) / EXPORTED_CELL[0]) for name in ("x", "width")]
            found.setdefault(row, []).append((cells[0], cells[1], rect.attrib["fill"]))
    return found


def _runs(tree: ElementTree.Element) -> dict[int, list[Run]]:
    """The texts of each row."""
    css = "".join(style.text or "" for style in tree.iter(f"{SVG}style"))
    styles = {
        name: (colour, "bold" in rest) for name, colour, rest in re.findall(r"\.(\S+-r\d+) \{ fill: (#\w+)(.*?)\}", css)
    }
    found: dict[int, list[Run]] = {}
    for text in tree.iter(f"{SVG}text"):
        style = styles.get(text.attrib.get("class", ""))
        if style and text.text:
            row = int(float(text.attrib["y"]) / EXPORTED_CELL[1])
            column = round(float(text.attrib["x"]) / EXPORTED_CELL[0])
            found.setdefault(row, []).append((column, text.text.replace("\N{NO-BREAK SPACE}", " "), style))
    return found
