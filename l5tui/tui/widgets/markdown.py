"""As much Markdown as the guides need, as blocks of a page: headings, paragraphs, lists, quotes, bold, links.

Textual's own Markdown widget does far more, and costs more to import than the app needs to start. Whatever this
doesn't know stands there as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from textual.content import Content

from l5tui.tui.widgets.page_blocks import Block, Gap, Paragraph
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, harmless

_HEADING: Final = re.compile(r"(?P<level>#{1,6})\s+(?P<text>.*?)\s*#*$")
_ITEM: Final = re.compile(r"(?P<indent>\s*)(?P<mark>[-*+]|\d{1,3}[.)])\s+(?P<text>.*)$")
_QUOTE: Final = re.compile(r"\s{0,3}>\s?(?P<text>.*)$")
_RULE: Final = re.compile(r"\s{0,3}([-*_])(\s*\1){2,}\s*$")
_BOLD: Final = re.compile(r"(\*\*|__)(?=\S)(?P<text>.+?)(?<=\S)\1")
_LINK: Final = re.compile(r"\[(?P<text>[^\]]*)\]\((?P<to>[^)\s]*)\)|<(?P<bare>https?://[^>\s]*)>")
_SOURCE: Final = re.compile(r"\[[A-Za-z][A-Za-z0-9]{1,9}\]")
"""The key of a source, such as `[NG59]`."""
_ITEMS: Final = ("item", "numbered")
_CODE_OR_STRESS: Final = re.compile(r"(?<![\w`*])([`*])(?=[^\s`*])(?P<text>[^`*]*?)(?<=\S)\1(?![\w`*])")


def blocks_of(markdown: str) -> list[Block]:
    """The blocks of a text, with a blank line between them, but for a list's items and after a lower heading."""
    blocks: list[Block] = []
    before = ""
    for kind, mark, text in _parts(markdown):
        together = before == "subheading" or (kind in _ITEMS and kind == before)
        if blocks and not together:
            blocks.append(Gap())
        before = kind
        blocks.append(_block(kind, mark, text))
    return blocks


def _block(kind: str, mark: str, text: str) -> Block:
    match kind:
        case "heading" | "subheading":
            return Paragraph(inline(text, STRONG))
        case "item" | "numbered":
            sign = mark.strip().rstrip(".)") if kind == "numbered" else "-"
            depth = 3 * ((len(mark) - len(mark.lstrip())) // 2)
            return Paragraph(inline(text), Content.styled(" " * depth + sign, MUTED), depth + 3)
        case "quote":
            return Paragraph(inline(text), Content.styled("│", "$l5-rest"), 2)
        case _:
            return Paragraph(inline(text))


def _parts(markdown: str) -> Iterator[tuple[str, str, str]]:
    """Each part as its kind, its mark with the blanks before it, and its text on one line."""
    kind, mark, text = "", "", ""
    for line in harmless(markdown, keep="\n").split("\n"):
        found = _start(line)
        goes_on = (found[0] == "text" and kind in ("text", *_ITEMS)) or found[0] == kind == "quote"
        if goes_on:
            text = f"{text} {found[2]}"
            continue
        if kind:
            yield kind, mark, text
        kind, mark, text = found
    if kind:
        yield kind, mark, text


def _start(line: str) -> tuple[str, str, str]:
    """What a line begins, or goes on with: heading, item, quote, text, or nothing."""
    if not line.strip() or _RULE.match(line):
        return "", "", ""
    if found := _HEADING.match(line):
        return "heading" if len(found["level"]) == 1 else "subheading", "", found["text"]
    if found := _ITEM.match(line):
        kind = "numbered" if found["mark"][0].isdigit() else "item"
        return kind, found["indent"] + found["mark"], found["text"].strip()
    if found := _QUOTE.match(line):
        return "quote", "", found["text"].strip()
    return "text", "", line.strip()


def inline(text: str, style: str = TEXT) -> Content:
    """One line's text with its bold parts and quiet keys of sources; links show where they lead."""
    text = _LINK.sub(_link, text)
    parts: list[Content] = []
    at = 0
    for found in _BOLD.finditer(text):
        parts += [Content.styled(_bare(text[at : found.start()]), style), Content.styled(_bare(found["text"]), STRONG)]
        at = found.end()
    parts.append(Content.styled(_bare(text[at:]), style))
    line = Content("").join(part for part in parts if part)
    for found in _SOURCE.finditer(line.plain):
        line = line.stylize(MUTED, found.start(), found.end())
    return line


def _link(found: re.Match[str]) -> str:
    if found["bare"]:
        return found["bare"]
    text, to = found["text"], found["to"]
    return text if text == to or not to else f"{text} ({to})"


def _bare(text: str) -> str:
    """Without the signs of code and stress, which have no look of their own here."""
    return _CODE_OR_STRESS.sub(lambda found: found["text"], text)
