from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from l5tui.tui.widgets.page_blocks import PageVisual, blocks_of, inline
from l5tui.tui.widgets.text import MUTED, STRONG


def read(markdown: str, width: int = 40) -> list[str]:
    return [line.plain for line in PageVisual(blocks_of(markdown)).lines(width)]


PAGE = """\
# Four symptoms

The article
lists four.

## Low back

An ache.

- one
- two,
  which goes on

1. first
2. second
"""


def test_headings_paragraphs_and_lists_are_laid_out() -> None:
    assert read(PAGE) == [
        "Four symptoms",
        "",
        "The article lists four.",
        "",
        "Low back",
        "An ache.",
        "",
        "-  one",
        "-  two, which goes on",
        "",
        "1  first",
        "2  second",
    ]


def test_a_nested_list_is_indented() -> None:
    assert read("- one\n  - inner\n") == ["-  one", "   -  inner"]


def test_a_quote_has_a_bar_and_a_rule_is_a_blank_line() -> None:
    assert read("> Stop.\n> Now.\n\n---\n\nGo.") == ["│ Stop. Now.", "", "Go."]


def test_bold_text_is_strong_and_source_keys_are_muted() -> None:
    line = inline("**Stop** when it hurts [NG59] [see below].")
    assert line.plain == "Stop when it hurts [NG59] [see below]."
    looks = {line.plain[span.start : span.end]: str(span.style) for span in line.spans}
    assert looks["Stop"] == STRONG
    assert looks["[NG59]"] == MUTED
    assert "[see below]" not in looks


def test_links_show_their_target_and_emphasis_marks_are_removed() -> None:
    assert inline("See [the page](https://a.b/c), *really*, `l5tui log`, 2 * 3 * 4.").plain == (
        "See the page (https://a.b/c), really, l5tui log, 2 * 3 * 4."
    )


def test_textual_markup_in_a_page_is_shown_as_text() -> None:
    assert read("[bold]no[/bold] [/] [$x]") == ["[bold]no[/bold] [/] [$x]"]


@given(st.text(st.sampled_from("#-*_>`[]()1. ab\n"), max_size=120), st.integers(1, 60))
def test_every_word_of_the_source_is_shown(markdown: str, width: int) -> None:
    letters = "".join(read(markdown, width))
    assert letters.count("a") == markdown.count("a")
    assert letters.count("b") == markdown.count("b")
