from __future__ import annotations

import pytest
from textual.content import Content

from l5tui.library import Content as Library
from l5tui.library import load
from l5tui.tui.library.routine_list import Groups, options
from l5tui.tui.widgets.choices import Row

CONTENT = load()
SECONDS = dict.fromkeys((*CONTENT.routines, *CONTENT.exercises), 60)


def rows(favourites: tuple[str, ...] = (), wanted: str = "", fit: int = 99, key: str = "f") -> list[str]:
    made = options(Groups(CONTENT, favourites, SECONDS), wanted, fit, favourite_key=key)
    return [option.prompt.left.plain if isinstance(option.prompt, Row) else _plain(option.prompt) for option in made]


def _plain(prompt: object) -> str:
    assert isinstance(prompt, Content)
    return prompt.plain


def test_a_thing_stands_once_and_favourites_first() -> None:
    shown = rows(("evening", "bird_dog"))
    assert shown[:4] == ["FAVOURITES", "1 Evening", "2 Bird dog", ""]
    assert sum("Evening" in row for row in shown) == 1
    assert len([row for row in shown if row.startswith("  ")]) == len(SECONDS) - 2


def test_only_nine_favourites_have_digits() -> None:
    ten = tuple(SECONDS)[:10]
    assert [row[:2] for row in rows(ten)[1:11]] == [*(f"{digit} " for digit in range(1, 10)), "  "]


def test_a_favourite_that_is_gone_keeps_its_digit() -> None:
    assert rows(("evening", "gone", "morning"))[1:3] == ["1 Evening", "3 Morning"]


@pytest.mark.parametrize(("fit", "headings", "blanks"), [(20, 3, 2), (19, 2, 2), (18, 3, 0), (17, 2, 0), (5, 2, 0)])
def test_what_only_orders_the_rows_goes_first(fit: int, headings: int, blanks: int) -> None:
    shown = rows(("evening",), fit=fit)
    assert sum(row.isupper() for row in shown) == headings
    assert shown.count("") == blanks
    assert len([row for row in shown if row[:1] in (" ", "1")]) == len(SECONDS), "nothing that can be started goes"


def test_without_favourites_a_row_says_how_one_is_made() -> None:
    assert rows()[:3] == ["FAVOURITES", "f keeps one here.", ""]
    assert rows(fit=20)[:2] == ["f keeps a favourite", "ROUTINES"]
    assert rows(fit=19) == rows(fit=20), "19 rows is what a window of 24 has, and the groups stay apart there"
    assert rows(fit=19).count("") == 1
    assert rows(key="")[0] == "ROUTINES", "before the journal is open nobody knows"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("bird", ["Bird dog"]),
        ("BIRD DOG", ["Bird dog"]),
        ("dog bird", ["Bird dog"]),
        ("birddog", ["Bird dog"]),
        ("knee-to", ["Knee-to-chest"]),
        ("child's", ["Child's pose"]),
        ("childs", ["Child's pose"]),
        ("sphinx", ["McKenzie extension"]),
        ("flare_up", ["Flare-up"]),
        (" l5 ", ["Full L5"]),
        ("gentle relief", ["Gentle"]),
        ("relief", ["Gentle"]),
    ],
)
def test_names_and_aliases_are_found_spelt_loosely(wanted: str, found: list[str]) -> None:
    assert [row.strip() for row in rows(wanted=wanted) if row and not row.isupper()] == found


@pytest.mark.parametrize("wanted", ["xyz", "ird", "[/]", "[bold]", "٣"])
def test_nothing_found_says_so_in_the_words_that_were_typed(wanted: str) -> None:
    assert rows(wanted=wanted) == [f"Nothing called {wanted}.", "esc clears"]


def test_nothing_at_all_is_not_a_search_that_found_nothing() -> None:
    """Every file of the content is broken or gone."""
    made = options(Groups(Library({}, {}, (), None, ()), (), {}), "", 99, favourite_key="f")
    assert [_plain(option.prompt) for option in made] == ["Nothing here can be read.", "l5tui check says why"]
