from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from l5tui.tui.widgets.page_blocks import Prose, blocks_of, inline
from l5tui.tui.widgets.text import MUTED, STRONG


def read(markdown: str, width: int = 40) -> list[str]:
    return [line.plain for line in Prose(blocks_of(markdown)).lines(width)]


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


def test_headings_paragraphs_and_lists_stand_as_a_reader_expects() -> None:
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


def test_a_list_in_a_list_stands_further_in() -> None:
    assert read("- one\n  - inner\n") == ["-  one", "   -  inner"]


def test_a_quote_has_a_bar_and_a_rule_is_a_pause() -> None:
    assert read("> Stop.\n> Now.\n\n---\n\nGo.") == ["│ Stop. Now.", "", "Go."]


def test_bold_is_strong_and_the_keys_of_sources_are_quiet() -> None:
    line = inline("**Stop** when it hurts [NG59] [see below].")
    assert line.plain == "Stop when it hurts [NG59] [see below]."
    looks = {line.plain[span.start : span.end]: str(span.style) for span in line.spans}
    assert looks["Stop"] == STRONG
    assert looks["[NG59]"] == MUTED
    assert "[see below]" not in looks


def test_links_show_where_they_lead_and_stress_is_no_sign() -> None:
    assert inline("See [the page](https://a.b/c), *really*, `l5tui log`, 2 * 3 * 4.").plain == (
        "See the page (https://a.b/c), really, l5tui log, 2 * 3 * 4."
    )


def test_textuals_markup_is_text() -> None:
    assert read("[bold]no[/bold] [/] [$x]") == ["[bold]no[/bold] [/] [$x]"]


@given(st.text(st.sampled_from("#-*_>`[]()1. ab\n"), max_size=120), st.integers(1, 60))
def test_whatever_is_written_is_shown(markdown: str, width: int) -> None:
    letters = "".join(read(markdown, width))
    assert letters.count("a") == markdown.count("a")
    assert letters.count("b") == markdown.count("b")
