"""The small part of Markdown that guides use, read into parts, and their text without marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_HEADING: Final = re.compile(r"(?P<level>#{1,6})\s+(?P<text>.*?)\s*#*$")
_ITEM: Final = re.compile(r"(?P<indent>\s*)(?P<mark>[-*+]|\d{1,3}[.)])\s+(?P<text>.*)$")
_QUOTE: Final = re.compile(r"\s{0,3}>\s?(?P<text>.*)$")
_RULE: Final = re.compile(r"\s{0,3}([-*_])(\s*\1){2,}\s*$")
_LINK: Final = re.compile(r"\[(?P<text>[^\]]*)\]\((?P<to>[^)\s]*)\)|<(?P<bare>https?://[^>\s]*)>")
ITEMS: Final = ("item", "numbered")
_CODE_OR_STRESS: Final = re.compile(r"(?<![\w`*])([`*])(?=[^\s`*])(?P<text>[^`*]*?)(?<=\S)\1(?![\w`*])")
BOLD: Final = re.compile(r"(\*\*|__)(?=\S)(?P<text>.+?)(?<=\S)\1")


def parts(markdown: str) -> Iterator[tuple[str, str, str]]:
    """Each part as its kind, its mark with the blanks before it, and its text on one line."""
    kind, mark, text = "", "", ""
    for line in markdown.split("\n"):
        found = _start(line)
        goes_on = (found[0] == "text" and kind in ("text", *ITEMS)) or found[0] == kind == "quote"
        if goes_on:
            text = f"{text} {found[2]}"
            continue
        if kind:
            yield kind, mark, text
        kind, mark, text = found
    if kind:
        yield kind, mark, text


def _start(line: str) -> tuple[str, str, str]:
    """The kind of part that a line begins or continues: heading, item, quote or text; empty for a blank or a rule."""
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


def as_text(line: str) -> str:
    """The text of a line as it is read: without marks of any kind, a link followed by its address."""
    return without_marks(BOLD.sub(lambda found: found["text"], with_addresses(line)))


def with_addresses(line: str) -> str:
    """The line with each link as its text and its address."""
    return _LINK.sub(_link, line)


def _link(found: re.Match[str]) -> str:
    if found["bare"]:
        return found["bare"]
    text, to = found["text"], found["to"]
    return text if text == to or not to else f"{text} ({to})"


def without_marks(text: str) -> str:
    """The text without the marks of code and emphasis, which aren't shown."""
    return _CODE_OR_STRESS.sub(lambda found: found["text"], text)
