from __future__ import annotations

from msgspec.structs import replace
from textual.content import Content
from textual.style import Style
from textual.visual import RenderOptions

from l5tui.domain.routine import Routine
from l5tui.library import Content as Library
from l5tui.library import extras, load
from l5tui.library.content import WaitingRoutine
from l5tui.tui.library.routine_list import LibraryGroups, options
from l5tui.tui.widgets.choices import ChoiceVisual
from tests.rows import each

CONTENT = load()
SECONDS = dict.fromkeys((*CONTENT.routines, *CONTENT.exercises), 60)


def rows(favourites: tuple[str, ...] = (), wanted: str = "", fit: int = 99, key: str = "f") -> list[str]:
    made = options(LibraryGroups(CONTENT, favourites, SECONDS), wanted, fit, favourite_key=key)
    return [
        option.prompt.left.plain if isinstance(option.prompt, ChoiceVisual) else _plain(option.prompt)
        for option in made
    ]


def _plain(prompt: object) -> str:
    assert isinstance(prompt, Content)
    return prompt.plain


def test_each_item_is_listed_once_with_favourites_first() -> None:
    shown = rows(("evening", "bird_dog"))
    assert shown[:4] == ["FAVOURITES", "1 Evening", "2 Bird dog", ""]
    assert sum("Evening" in row for row in shown) == 1
    assert len([row for row in shown if row.startswith("  ")]) == len(SECONDS) - 2


def test_only_the_first_nine_favourites_have_digits() -> None:
    ten = tuple(SECONDS)[:10]
    assert [row[:2] for row in rows(ten)[1:11]] == [*(f"{digit} " for digit in range(1, 10)), "  "]


def test_a_favourite_whose_file_is_missing_keeps_its_digit() -> None:
    assert rows(("evening", "gone", "morning"))[1:3] == ["1 Evening", "3 Morning"]


@each("fit, headings, blanks", [(20, 3, 2), (19, 2, 2), (18, 3, 0), (17, 2, 0), (5, 2, 0)])
def test_blank_rows_and_the_first_heading_are_dropped_before_items(fit: int, headings: int, blanks: int) -> None:
    shown = rows(("evening",), fit=fit)
    assert sum(row.isupper() for row in shown) == headings
    assert shown.count("") == blanks
    assert len([row for row in shown if row[:1] in (" ", "1")]) == len(SECONDS), "nothing that can be started goes"


def test_without_favourites_a_row_names_the_key_that_adds_one() -> None:
    assert rows()[:3] == ["FAVOURITES", "f keeps one here.", ""]
    assert rows(fit=20)[:2] == ["f keeps a favourite", "ROUTINES"]
    assert rows(fit=19) == rows(fit=20), "19 rows is what a window of 24 has, and the groups stay apart there"
    assert rows(fit=19).count("") == 1
    assert rows(key="")[0] == "ROUTINES", "before the journal is open nobody knows"


@each(
    "wanted, found",
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
def test_the_filter_ignores_case_and_punctuation_of_names_and_aliases(wanted: str, found: list[str]) -> None:
    assert [row.strip() for row in rows(wanted=wanted) if row and not row.isupper()] == found


def test_what_has_the_very_name_that_was_typed_comes_before_what_it_also_finds() -> None:
    hug = replace(CONTENT.exercises["cat_cow"], id="hug", name="Knee hug", number=0, aliases=())
    mine = replace(CONTENT.exercises["cat_cow"], id="mine", name="Gentle relief", number=0, aliases=())
    own = replace(CONTENT, exercises={**CONTENT.exercises, "hug": hug, "mine": mine})
    groups = LibraryGroups(own, ("gentle_relief",), {**SECONDS, "hug": 60, "mine": 60})
    found = {wanted: [one for _, ids in groups.matching(wanted) for one, _ in ids] for wanted in ("knee", "KNEE-hug")}
    assert found == {"knee": ["childs_pose", "knee_to_chest", "hug"], "KNEE-hug": ["hug", "knee_to_chest"]}
    assert [one for _, ids in groups.matching("gentle relief") for one, _ in ids] == ["mine", "gentle_relief"]


@each("wanted", ["xyz", "ird", "[/]", "[bold]", "٣"])
def test_a_filter_without_a_match_repeats_what_was_typed(wanted: str) -> None:
    assert rows(wanted=wanted) == [f"Nothing called {wanted}.", "esc clears"]


def test_an_empty_library_is_not_reported_as_a_filter_without_a_match() -> None:
    """The library is empty when every content file is broken or missing."""
    made = options(LibraryGroups(Library({}, {}, (), None, ()), (), {}), "", 99, favourite_key="f")
    assert [_plain(option.prompt) for option in made] == ["Nothing here can be read.", "l5tui check says why"]


def test_a_routine_that_waits_for_an_exercise_is_listed_with_what_switches_it_on() -> None:
    waits = WaitingRoutine("walkr", "My walks", (), (walk := extras()["walk"],), Routine.alone(walk))
    groups = LibraryGroups(replace(CONTENT, waiting={"walkr": waits}), (), SECONDS)
    expected = ["SWITCHED OFF", "  My walks", "  Walk is switched off:", "  l5tui exercises on walk"]
    for wanted, at in (("", rows().index("EXERCISES")), ("walks", 0)):
        made = options(groups, wanted, 99, favourite_key="f")[at : at + 4]
        assert all(option.disabled for option in made)
        assert [option.prompt.left.plain for option in made if isinstance(option.prompt, ChoiceVisual)] == expected


def test_looking_for_an_exercise_that_is_switched_off_points_to_the_settings() -> None:
    made = options(LibraryGroups(CONTENT, (), SECONDS), "walk", 99, settings_key=",")
    assert [_plain(option.prompt) for option in made] == ["Walk is switched off.", "Switch it on in settings: ,"]


def test_a_long_name_is_shortened_and_its_minutes_stay() -> None:
    row = ChoiceVisual(Content("  Side bridge from the knees"), Content("2 min"))
    rules: dict[str, object] = {}
    [strip] = row.render_strips(27, 1, Style(), RenderOptions(lambda *_: Style(), rules))  # type: ignore[arg-type]
    assert strip.text.rstrip().endswith("… 2 min")
    assert strip.text.startswith("  Side bridge from t")
