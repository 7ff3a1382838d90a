"""The guides: Markdown with a little TOML in front, between two lines of `+++`.

`carries` names what of the article a page carries, `sources` the keys of what its facts rest on. The Markdown is kept
as it is: the screen that shows it makes of it what its size allows.
"""

from __future__ import annotations

from dataclasses import dataclass

from l5tui.config.errors import ContentError
from l5tui.library.reading import fault, parse
from l5tui.library.shapes import GuideFront

FENCE = "+++"


@dataclass(frozen=True, slots=True)
class Guide:
    """One page to read. `text` is plain Markdown: headings, paragraphs, lists, bold."""

    id: str
    title: str
    order: int
    carries: tuple[str, ...]
    sources: tuple[str, ...]
    text: str


def guide_of(text: str, file: str) -> Guide:
    """The guide that a file's text is.

    Raises:
        ContentError: the front is missing or wrong, or nothing follows it.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() != FENCE:
        raise fault(file, "line 1", f"it must begin with a line of {FENCE}")
    end = next((index for index, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        raise fault(file, "line 1", f"the {FENCE} that it begins with is never closed")
    front = parse("\n".join(lines[1:end]), GuideFront, file, first_line=2)
    body = "\n".join(lines[end + 1 :]).strip()
    if not body:
        raise fault(file, "", "nothing follows its front")
    _refuse_controls(body, file, end + 2)
    return Guide(front.id, front.title, front.order, tuple(front.carries), tuple(front.sources), body + "\n")


def _refuse_controls(body: str, file: str, first_line: int) -> None:
    for number, line in enumerate(body.split("\n"), first_line):
        if not line.isprintable():
            raise _control(file, number)


def _control(file: str, number: int) -> ContentError:
    return fault(file, f"line {number}", "it has a character that can't be printed, such as a tab", "take it out")
