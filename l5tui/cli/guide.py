"""`l5tui guide`: the pages of the guide in plain lines, as the screen shows them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from l5tui.cli import Run
from l5tui.cli.files import load_content
from l5tui.config.errors import ExitStatus, L5Error, UsageError
from l5tui.config.output import fitted, print_error, print_text, quoted
from l5tui.library import Content, Guide
from l5tui.library.content import fold
from l5tui.library.faults import nearest
from l5tui.library.markdown import ITEMS, as_text, parts


def guide(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui guide [PAGE]`."""
    parser.add_argument("page", metavar="PAGE", nargs="*", help="a page by its id or title; none: list them")
    return _guide


def _guide(args: Namespace) -> int:
    content = load_content()
    if not content.pages:
        for problem in content.problems:
            print_error(problem)
        raise L5Error("the guide is missing", "Installing l5tui again brings it back")
    if args.page:
        lines = list(lines_of(_called(" ".join(args.page), content)))
    else:
        width = max(len(one.id) for one in content.pages)
        lines = [f"{one.id:<{width}}  {one.title}" for one in content.pages]
    print_text(fitted(lines), plain=args.ascii)
    return ExitStatus.OK


def _called(name: str, content: Content) -> Guide:
    """The page of this id or title.

    Raises:
        UsageError: there is none; the message suggests the nearest one.
    """
    pages = {page.id: page for page in content.pages}
    found = next((one for one in pages.values() if fold(name) in (fold(one.id), fold(one.title))), None)
    if found is None:
        raise UsageError(f"the guide has no page {quoted(name)}", nearest(name, pages) or "l5tui guide lists them")
    return found


def lines_of(page: Guide) -> Iterator[str]:
    """The title, the text and the sources of a page: a line for each paragraph, and a blank one between them."""
    before = ""
    if not page.text.startswith("# "):
        yield page.title
        before = "heading"
    for kind, mark, text in parts(page.without_sources):
        if before and before != "subheading" and not (kind in ITEMS and kind == before):
            yield ""
        yield f"{mark} {as_text(text)}" if mark else as_text(text)
        before = kind
    if page.sources:
        yield ""
        yield page.sources_line
