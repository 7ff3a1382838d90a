from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from l5tui.tui.library.routine_detail import SummaryParts
from l5tui.tui.widgets.page_blocks import MEASURE, Gap, PageVisual, Paragraph, Table

WIDTHS = st.integers(2, 130)
TEXTS = st.text(st.sampled_from("abc déf-→漢 "), max_size=200)


def plain(lines: list[Content]) -> list[str]:
    return [line.plain for line in lines]


def table(*rows: tuple[str, ...], **fields: object) -> Table:
    return Table(tuple(tuple(Content(cell) for cell in row) for row in rows), **fields)  # type: ignore[arg-type]


@given(TEXTS, st.integers(0, 5), WIDTHS)
def test_a_paragraph_is_never_too_wide_and_loses_no_word(text: str, indent: int, width: int) -> None:
    lines = Paragraph(Content(text), Content("-"), indent).lines(width)
    assert all(line.cell_length <= width for line in lines)
    read = "".join(plain(lines)).replace(" ", "")
    assert read.removeprefix("-" if indent and width > 8 else "") == text.replace(" ", "")


def test_the_lines_of_a_list_item_are_indented_under_its_text() -> None:
    item = Paragraph(Content("Reach out one arm and the opposite leg"), Content("2"), 3)
    assert plain(item.lines(20)) == ["2  Reach out one arm", "   and the opposite", "   leg"]


def test_prose_has_a_maximum_line_length_in_a_wide_window() -> None:
    lines = Paragraph(Content("word " * 60)).lines(200)
    assert max(line.cell_length for line in lines) <= MEASURE


STEPS = (("1", "Cat-cow", "10 slow cycles", "1:30"), ("2", "Bird dog", "10 each side", "4:31"))


def test_a_tables_last_column_is_at_the_right_edge() -> None:
    assert plain(table(*STEPS, right=frozenset({0})).lines(40)) == [
        "1  Cat-cow    10 slow cycles        1:30",
        "2  Bird dog   10 each side          4:31",
    ]


def test_in_a_narrow_page_the_dose_moves_under_the_name() -> None:
    assert plain(table(*STEPS).lines(20)) == [
        "1 Cat-cow       1:30",
        "  10 slow cycles",
        "2 Bird dog      4:31",
        "  10 each side",
    ]


def test_two_tables_can_share_the_same_columns() -> None:
    first, second = table(*STEPS, least=18), table(("1", "Plank", "3 × 20 s", "1:00"), least=18)
    assert first.lines(60)[0].plain.index("10 slow") == second.lines(60)[0].plain.index("3 ×")


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS), max_size=4), st.sampled_from((None, 2)), WIDTHS)
def test_a_table_fits_any_width(rows: list[tuple[str, ...]], folds: int | None, width: int) -> None:
    assert all(line.cell_length <= width for line in table(*rows, folds=folds).lines(width))


def test_a_page_shows_its_blocks_in_order() -> None:
    page = PageVisual([Paragraph(Content("one")), Gap(), Paragraph(Content("two"))])
    assert plain(page.lines(20)) == ["one", "", "two"]
    assert plain(page.lines(2)) == ["on", "e", "", "tw", "o"], "at another width it wraps anew"


def test_facts_are_side_by_side_as_far_as_they_fit() -> None:
    facts = SummaryParts((Content("7 exercises"), Content("20 min"), Content("last Thu 5 → 3 lower")))
    assert plain(facts.lines(60)) == ["7 exercises   20 min   last Thu 5 → 3 lower"]
    assert plain(facts.lines(30)) == ["7 exercises   20 min", "last Thu 5 → 3 lower"]
    assert facts.last_that_fit(60).plain == "7 exercises   20 min   last Thu 5 → 3 lower"
    assert facts.last_that_fit(30).plain == "20 min   last Thu 5 → 3 lower"
    assert facts.last_that_fit(5).plain == "last…"
