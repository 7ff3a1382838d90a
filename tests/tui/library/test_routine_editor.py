"""The editor of a routine: everything by keyboard, nothing lost, and nothing that isn't the person's own is touched."""

from __future__ import annotations

import errno
import os
import signal
import stat
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from l5tui.config.clock import new_header
from l5tui.config.paths import content_root, own_content
from l5tui.domain.entry_reading import NOTICE
from l5tui.domain.how_to import form_text
from l5tui.domain.new_entry import new_decision
from l5tui.domain.safety.entries import new_full_check
from l5tui.domain.safety.questions import Answer
from l5tui.journal.drafts import Draft, Drafts
from l5tui.journal.store import Journal
from l5tui.library import load
from l5tui.tui.library.exercise_picker import ExercisePickerScreen
from l5tui.tui.library.routine_editor import FULL, NO_STEPS, NOT_IN_DEMO, RoutineEditorScreen
from tests.domain.safety.safety_journal import SAFETY
from tests.e2e.terminal import Terminal, wait_for
from tests.library.own_figure import OWN
from tests.taken_programme import taken
from tests.tui.reading import line_with, lines, part, text, until, until_closing, until_gone, until_shown
from tests.tui.running import SMALLEST, Size, running

pytestmark = pytest.mark.long
"""Each of these opens the whole app; .ci/run runs them."""

CONTENT = load()


def own(name: str = "my_routine") -> Path:
    return own_content() / f"routines/{name}.toml"


def write_own(text: str, name: str = "mine") -> Path:
    file = own(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


DRAFTED = {
    "text": 'id = "draft"\nname = "Mine"\n\n[[steps]]\nexercise = "glute_bridge"\n',
    "exercises": "Glute bridge",
}
MINE = """\
id = "mine"
name = "Mine"

# hug first
[[steps]]
exercise = "knee_to_chest"
[[steps]]
exercise = "cat_cow"
"""


async def open_editor(pilot: Pilot[Any], key: str = "n", shown: str = "+ add an exercise") -> None:
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, RoutineEditorScreen), "the editor")
    await until_shown(pilot, shown)


async def add(pilot: Pilot[Any], name: str) -> None:
    """Add an exercise behind the highlighted step."""
    await pilot.press("a")
    await until(pilot, lambda: isinstance(pilot.app.screen, ExercisePickerScreen), "the exercises")
    await go_to(pilot, name)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, RoutineEditorScreen), "the editor again")
    await until(pilot, lambda: name in line_with(pilot.app, "▌"))


async def go_to(pilot: Pilot[Any], name: str) -> None:
    """Highlight a row of the list that has the focus."""
    await pilot.press("home")
    for _ in range(50):
        marked = [line for line in text(pilot.app).splitlines() if "▌" in line]
        if any(name in line.partition("▌")[2] for line in marked):
            return
        await pilot.press("down")
    raise AssertionError(f"no row {name}\n{text(pilot.app)}")


async def set_to(pilot: Pilot[Any], name: str, value: str, key: str) -> None:
    """Change a setting of the opened step until it has this value."""
    await go_to(pilot, name)
    for _ in range(20):
        if value in line_with(pilot.app, name):
            return
        before = line_with(pilot.app, name)
        await pilot.press(key)
        await until(pilot, lambda before=before: line_with(pilot.app, name) != before)  # type: ignore[misc]
    raise AssertionError(f"{name} never is {value}\n{text(pilot.app)}")


async def saved(pilot: Pilot[Any]) -> None:
    await pilot.press("s")
    await until(pilot, lambda: not isinstance(pilot.app.screen, RoutineEditorScreen), "closed")


async def rename(pilot: Pilot[Any], name: str) -> None:
    await pilot.press("home")
    await pilot.press("enter")
    await until_shown(pilot, "enter keep")
    pilot.app.screen.query_one("#text").value = name  # type: ignore[attr-defined]
    await pilot.press("enter")


@pytest.mark.parametrize("size", SMALLEST)
async def test_a_routine_is_made_and_kept_by_keyboard_alone(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, size=size) as pilot:
        await open_editor(pilot)
        await add(pilot, "Knee-to-chest")
        await add(pilot, "Cat-cow")
        await pilot.press("less_than_sign")
        await until_shown(pilot, "1 Cat-cow", "2 Knee-to-chest")
        await go_to(pilot, "2 Knee")
        await pilot.press("right")
        await set_to(pilot, "Rounds left", "2", "right")
        await set_to(pilot, "Hold", "20 s", "right")
        await set_to(pilot, "Rest after it", "10 s", "right")
        await until_shown(pilot, "6 left, 3 right, 20 s")
        await pilot.press("escape")
        await rename(pilot, "Left leg first")
        await until_shown(pilot, "Name Left leg first")
        await saved(pilot)
        await until_shown(pilot, "Left leg first is kept")
        assert "Left leg first" in line_with(pilot.app, "▌"), "it is highlighted in the library"
    file = own("left_leg_first")
    assert file.read_text() == (
        'id = "left_leg_first"\nname = "Left leg first"\n\n[[steps]]\nexercise = "cat_cow"\n\n'
        '[[steps]]\nexercise = "knee_to_chest"\nhold = 20\nrounds_left = 2\nrounds_right = 1\nrest = 10\n'
    )
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_the_total_time_follows_each_change_and_undo_takes_it_back(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_editor(pilot)
        await add(pilot, "Child's pose")
        await until_shown(pilot, "1 exercise 2 min (2:03) not saved")
        await pilot.press("enter")
        await set_to(pilot, "Repetitions", "2", "left")
        await until_shown(pilot, "1 exercise 1 min (1:22)")
        await pilot.press("backspace")
        await until_shown(pilot, "(2:03)")
        await pilot.press("u")
        await until_shown(pilot, "(1:22)")
        await pilot.press("u")
        await until_shown(pilot, "(2:03)")
        await pilot.press("escape", "d")
        await until_gone(pilot, "Child's pose", "(2:03)")
        await pilot.press("u")
        await until_shown(pilot, "Child's pose", "(2:03)")


async def test_the_figure_and_the_form_follow_the_highlighted_step(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_editor(pilot)
        await add(pilot, "Bird dog")
        await until(pilot, lambda: part(pilot.app, "#figure").strip("⠀ "), "a figure")
        await pilot.press("right", "left")
        await until_shown(pilot, "Form ‹ easier ›", form_text(CONTENT.exercises["bird_dog"], "birddog_leg_only"))


async def test_the_figure_of_an_own_exercise_is_shown_in_the_editor(tmp_path: Path) -> None:
    file = own_content() / "exercises/mine.toml"
    file.parent.mkdir(parents=True)
    file.write_text(OWN)
    async with running(tmp_path) as pilot:
        await open_editor(pilot)
        await add(pilot, "My knee lift")
        await until(pilot, lambda: part(pilot.app, "#figure").strip("⠀ "), "a figure")


@pytest.mark.parametrize("key", ["e", "c"])
async def test_a_shipped_routine_is_copied_and_stays_as_it_is(tmp_path: Path, key: str) -> None:
    shipped = content_root() / "routines/full_l5.toml"
    before = shipped.read_bytes()
    async with running(tmp_path) as pilot:
        await open_editor(pilot, key, "A copy; the original stays as it is")
        await until_shown(pilot, "Name Full L5 copy", "7 exercises 19 min (19:23)")
        await saved(pilot)
        await until_shown(pilot, "Full L5 copy is kept")
        await open_editor(pilot, "e")
        await until_shown(pilot, "Name Full L5 copy")
        await pilot.press("escape")
        await until_gone(pilot, "+ add an exercise")
        await open_editor(pilot, "c")
        await until_shown(pilot, "Name Full L5 copy 2")
        await saved(pilot)
    assert shipped.read_bytes() == before
    assert own("full_l5_copy").exists()
    assert own("full_l5_copy_2").exists()


async def test_an_exercise_is_copied_as_a_routine_of_it(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await pilot.press("end")
        await open_editor(pilot, "c", "Name McKenzie extension copy")
        await saved(pilot)
    assert 'exercise = "mckenzie_extension"' in own("mckenzie_extension_copy").read_text()


async def test_a_programmes_session_is_copied_and_the_programme_stays_in_force(tmp_path: Path) -> None:
    body = """
    [[sessions]]
    name = "Strength"
    exercises = ["glute_bridge"]
    days = "every day"
    """
    async with running(tmp_path, entries=[taken(body)]) as pilot:
        await go_to(pilot, "Strength")
        await open_editor(pilot, "e", "Name Strength copy")
        await saved(pilot)
        await until_shown(pilot, "Strength copy is kept", "TODAY")
        await go_to(pilot, "Strength")
        await pilot.press("d")
        await until_shown(pilot, "Strength is no routine of your own, so it stays")
    assert 'exercise = "glute_bridge"' in own("strength_copy").read_text()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "It is empty: it can't be called that."),
        ("x" * 41, "40 characters are the most: it can't be called that."),
        ("full l5", "There is Full L5 already. Give it another name."),
        ("Gentle relief", "There is Gentle already. Give it another name."),
    ],
)
async def test_a_name_that_cant_be_is_told_why_and_the_field_stays(tmp_path: Path, name: str, says: str) -> None:
    async with running(tmp_path) as pilot:
        await open_editor(pilot)
        await rename(pilot, name)
        await until_shown(pilot, says)
        await pilot.press("escape")
        await until_shown(pilot, "Name My routine")


async def test_a_name_with_markup_or_escapes_is_shown_as_text(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_editor(pilot)
        await add(pilot, "Cat-cow")
        await rename(pilot, "[bold]x[/] \x1b[31m\u202ey")
        await until_shown(pilot, "Name [bold]x[/] [31m y")
        await saved(pilot)
        await until_shown(pilot, "[bold]x[/] [31m y is kept")
    assert CONTENT.problems == load(own=own_content()).problems


async def test_keys_change_nothing_while_a_text_is_written_or_the_window_is_too_small(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_editor(pilot)
        await add(pilot, "Cat-cow")
        await add(pilot, "Bird dog")
        await pilot.resize_terminal(30, 8)
        await until_shown(pilot, "needs 40x12")
        await pilot.press("d", "shift+up", "right")
        await pilot.resize_terminal(80, 24)
        await until_shown(pilot, "1 Cat-cow", "2 Bird dog")
        await pilot.press("home", "enter")
        await until_shown(pilot, "enter keep")
        await pilot.press("shift+up", "shift+down", "d", "escape")
        await until_shown(pilot, "Name My routine", "1 Cat-cow", "2 Bird dog")


async def test_without_an_exercise_there_is_nothing_to_save(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_editor(pilot)
        await pilot.press("s")
        await until_shown(pilot, NO_STEPS)
        assert isinstance(pilot.app.screen, RoutineEditorScreen)


async def test_a_routine_of_forty_steps_takes_no_more(tmp_path: Path) -> None:
    write_own('id = "mine"\nname = "Mine"\n' + '[[steps]]\nexercise = "cat_cow"\n' * 40)
    async with running(tmp_path) as pilot:
        await go_to(pilot, "Mine")
        await open_editor(pilot, "e", "1 Cat-cow")
        await pilot.press("a")
        await until_shown(pilot, FULL)


async def test_a_routine_whose_every_exercise_is_off_says_so_and_why(tmp_path: Path) -> None:
    check = new_full_check(new_header(), SAFETY, {"A2": Answer.YES}, over=())
    short = next(question.short for question in SAFETY.questions if question.id == "A2")
    async with running(tmp_path, entries=[check], screened=False) as pilot:
        await open_editor(pilot)
        await add(pilot, "McKenzie extension")
        await until_shown(pilot, f"Your safety answers leave nothing of it: {short}", "left out", "0 exercises")
        await saved(pilot)
    assert own().exists()


async def test_in_a_narrow_window_the_line_that_all_is_off_names_the_reason(tmp_path: Path) -> None:
    check = new_full_check(new_header(), SAFETY, {"A2": Answer.YES}, over=())
    short = next(question.short for question in SAFETY.questions if question.id == "A2")
    async with running(tmp_path, size=(40, 12), entries=[check], screened=False) as pilot:
        await open_editor(pilot)
        await add(pilot, "McKenzie extension")
        await until_shown(pilot, f"All of it is off: {short}")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
async def test_a_disk_that_refuses_is_a_line_and_nothing_is_lost(
    tmp_path: Path, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from l5tui.library import own_routines

    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    async with running(tmp_path) as pilot:
        await open_editor(pilot)
        await add(pilot, "Cat-cow")
        with monkeypatch.context() as patch:
            patch.setattr(own_routines, "replace_private", refuse)
            await pilot.press("s")
            await until_shown(pilot, os.strerror(code))
        assert isinstance(pilot.app.screen, RoutineEditorScreen)
        await until_shown(pilot, "1 Cat-cow")
        await saved(pilot)
        await until_gone(pilot, os.strerror(code))
    assert own().exists()


async def test_the_key_line_is_that_of_the_window_after_each_resize(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_editor(pilot)
        wide = text(pilot.app).splitlines()[-1]
        await pilot.resize_terminal(40, 12)
        await until(pilot, lambda: "keys" in text(pilot.app).splitlines()[-1], "the narrow key line")
        assert "undo" not in text(pilot.app).splitlines()[-1]
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: text(pilot.app).splitlines()[-1] == wide, "the wide key line again")


async def test_a_reason_that_does_not_fit_ends_with_an_ellipsis(tmp_path: Path) -> None:
    write_own(MINE.replace('name = "Mine"', f'name = "Mine"\nwhy = "{"for the hills " * 20}"'))
    async with running(tmp_path) as pilot:
        await go_to(pilot, "Mine")
        await open_editor(pilot, "e")
        await go_to(pilot, "Name")
        await until(pilot, lambda: any(line.rstrip().endswith("…") for line in text(pilot.app).splitlines()[3:6]))


async def test_more_rounds_than_the_article_has_are_named(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_editor(pilot)
        await add(pilot, "Bird dog")
        await pilot.press("right")
        await set_to(pilot, "Rounds left", "2", "right")
        await until_shown(pilot, "2 rounds: more than the article (1)")


@pytest.mark.parametrize("answer", ["s", "n", "escape"])
async def test_a_file_that_another_program_changed_meanwhile_is_asked_about(tmp_path: Path, answer: str) -> None:
    file = write_own(MINE)
    async with running(tmp_path) as pilot:
        await go_to(pilot, "Mine")
        await open_editor(pilot, "e")
        file.write_text(f"{MINE}# theirs\n")
        await add(pilot, "Bird dog")
        await pilot.press("s")
        await until_shown(pilot, "The file is another one now")
        await pilot.press(answer)
        if answer == "escape":
            await until_shown(pilot, "3 Bird dog")
            assert file.read_text() == f"{MINE}# theirs\n"
            return
        await until(pilot, lambda: not isinstance(pilot.app.screen, RoutineEditorScreen), "closed")
    if answer == "s":
        assert "# hug first" in file.read_text()
        assert "bird_dog" in file.read_text()
        assert file.with_name("mine.toml.bak").read_text() == f"{MINE}# theirs\n"
    else:
        assert file.read_text() == f"{MINE}# theirs\n"
        text = own("mine_2").read_text()
        assert "bird_dog" in text
        assert 'name = "Mine 2"' in text, "two routines of one name could not be saved again"


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_leaving_with_changes_asks_first(tmp_path: Path, key: str) -> None:
    async with running(tmp_path) as pilot:
        await open_editor(pilot)
        await pilot.press(key)
        await until_gone(pilot, "+ add an exercise")
        await open_editor(pilot)
        await add(pilot, "Cat-cow")
        await pilot.press(key)
        await until_shown(pilot, "Leave without saving?")
        await pilot.press("escape")
        await until_gone(pilot, "Leave without saving?")
        await until_shown(pilot, "1 Cat-cow")
        await pilot.press(key)
        await until_shown(pilot, "Leave without saving?")
        await pilot.press("d")
        await until_gone(pilot, "+ add an exercise")
    assert not own().exists()


async def test_closing_the_app_with_changes_asks_first_and_saves(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_editor(pilot)
        await add(pilot, "Cat-cow")
        await pilot.press("ctrl+c")
        await until_shown(pilot, "Leave without saving?")
        await pilot.press("s")
        await until(pilot, lambda: own().exists(), "saved")
        await until_closing(pilot)


async def test_an_own_routine_is_deleted_when_confirmed_and_kept_as_a_bak(tmp_path: Path) -> None:
    file = write_own(MINE)
    async with running(tmp_path) as pilot:
        await pilot.press("d")
        await until_shown(pilot, "Full L5 is no routine of your own, so it stays")
        await go_to(pilot, "Mine")
        await pilot.press("d")
        await until_shown(pilot, "Delete Mine?")
        await pilot.press("escape")
        await until_gone(pilot, "Delete Mine?")
        assert file.exists()
        await pilot.press("d")
        await until_shown(pilot, "Delete Mine?")
        await pilot.press("d")
        await until_shown(pilot, "Mine is deleted; mine.toml.bak keeps it")
        await until(pilot, lambda: "Mine" not in part(pilot.app, "#list"), "gone from the list")
    assert not file.exists()
    assert file.with_name("mine.toml.bak").read_text() == MINE


async def test_the_demo_writes_nothing(tmp_path: Path) -> None:
    async with running(tmp_path, demo=True) as pilot:
        await open_editor(pilot)
        await add(pilot, "Cat-cow")
        await pilot.press("s")
        await until_shown(pilot, NOT_IN_DEMO)
    assert not own_content().exists()


async def test_a_saved_routine_is_what_a_session_then_runs(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_editor(pilot)
        await add(pilot, "Cat-cow")
        await saved(pilot)
        await until_shown(pilot, "My routine is kept")
        await pilot.press("enter")
        await until_shown(pilot, "nothing new")


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_it_can_be_drawn_in_ascii(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, size=size, ascii=True) as pilot:
        await open_editor(pilot)
        await pilot.press("a")
        await until_shown(pilot, "Add an exercise")
        assert text(pilot.app).isascii()
        await pilot.press("enter")
        await until_shown(pilot, "1 Child's pose")
        await pilot.press("right")
        await until_shown(pilot, "Repetitions")
        assert text(pilot.app).isascii(), text(pilot.app)


async def test_what_is_edited_is_a_draft_until_it_is_saved(tmp_path: Path) -> None:
    def held(pilot: Pilot[Any]) -> list[str]:
        return [str(draft.values["exercises"]) for draft in pilot.app.records.drafts.typed]  # type: ignore[attr-defined]

    async with running(tmp_path) as pilot:
        await open_editor(pilot)
        assert held(pilot) == []
        await add(pilot, "Cat-cow")
        await until(pilot, lambda: held(pilot) == ["Cat-cow"])
        await pilot.press("u")
        await until(pilot, lambda: held(pilot) == [])
        await add(pilot, "Cat-cow")
        await until(pilot, lambda: held(pilot) == ["Cat-cow"])
        await pilot.press("s")
        await until_shown(pilot, "is kept")
        assert held(pilot) == []


async def test_changes_that_are_dropped_leave_no_draft(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_editor(pilot)
        await add(pilot, "Cat-cow")
        drafts = pilot.app.records.drafts  # type: ignore[attr-defined]
        await until(pilot, lambda: drafts.typed)
        await pilot.press("escape")
        await until_shown(pilot, "drop the changes")
        await pilot.press("d")
        await until(pilot, lambda: not isinstance(pilot.app.screen, RoutineEditorScreen))
        assert drafts.typed == ()


async def test_what_a_kill_left_is_offered_and_kept_as_another_routine(tmp_path: Path) -> None:
    file = write_own(MINE)
    draft = Draft("a" * 32, "routine", "2026-11-20T09:00:00+01:00", DRAFTED, about="Mine")
    left = Drafts(tmp_path / "journal.json")
    left.hold(draft)
    left.keep()
    async with running(tmp_path) as pilot:
        await until_shown(pilot, "A routine in the editor", "Mine", "Glute bridge", "becomes a routine of its own")
        await pilot.press("enter")
        await until_shown(pilot, "Mine copy is kept")
        await until_shown(pilot, "Mine copy")
        assert 'exercise = "glute_bridge"' in own("mine_copy").read_text()
        assert file.read_text() == MINE
        await until(pilot, lambda: Drafts(tmp_path / "journal.json").left() == [])


@pytest.mark.parametrize("end", [signal.SIGHUP, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_while_a_routine_is_edited_leaves_it_to_the_next_start(tmp_path: Path, end: signal.Signals) -> None:
    file = tmp_path / "journal.json"
    Journal(file).put(new_decision(new_header(), NOTICE, "read"))
    with Terminal("--journal", str(file)) as terminal:
        terminal.until("start one")
        terminal.press("n")
        terminal.until("+ add an exercise")
        terminal.press("a")
        terminal.until("Glute bridge")
        terminal.press("enter")
        terminal.until("1 exercise ")
        folder = tmp_path / "journal.json.drafts"
        wait_for(lambda: any("My routine" in one.read_text() for one in folder.glob("*.draft")))
        os.kill(terminal.child.pid, end)
        terminal.until_end()
    with Terminal("--journal", str(file)) as terminal:
        terminal.until("A routine in the editor")
        terminal.press("enter")
        wait_for(lambda: list(folder.iterdir()) == [], "the draft is a routine")
        terminal.until("My routine is kept")


# A file with a fault


FAULTY = """\
id = "mine"
name = "Mine"

# lift slowly
[[steps]]
exercise = "glute_bridge"
reps = 99
[[steps]]
exercise = "cat_cow"
rest = 9000
"""


@pytest.mark.parametrize("size", SMALLEST)
async def test_an_own_routine_with_a_dose_out_of_range_is_opened_with_the_fault_marked_and_mended(
    tmp_path: Path, size: Size
) -> None:
    file = write_own(FAULTY)
    async with running(tmp_path, size=size) as pilot:
        await pilot.press("slash", *"mine")
        await until_shown(pilot, "TO MEND", "Mine")
        await pilot.press("escape")
        for _ in range(40):
            if "Mine" in line_with(pilot.app, "▌"):
                break
            await pilot.press("down")
        await pilot.press("enter")
        await until_shown(pilot, "Mine has a fault: mend it first")
        await open_editor(pilot, "e", "Glute bridge")
        await go_to(pilot, "Glute bridge")
        assert "fault" in line_with(pilot.app, "1 Glute bridge")
        await until_shown(pilot, "It is 99. For Glute bridge it can be")
        await pilot.press("s")
        await until_shown(pilot, "It is 99. For Glute")
        assert isinstance(pilot.app.screen, RoutineEditorScreen)
        await pilot.press("right")
        await set_to(pilot, "Repetitions", "15", "left")
        await pilot.press("escape")
        assert "fault" not in line_with(pilot.app, "1 Glute bridge")
        await go_to(pilot, "Cat-cow")
        await until_shown(pilot, "It is 9000. 600 is the most (rest)")
        await saved(pilot)
        await until_shown(pilot, "Mine is kept")
        await until_gone(pilot, "TO MEND")
        await until_gone(pilot, "it is 99")
    assert '# lift slowly\n[[steps]]\nexercise = "glute_bridge"\nreps = 15\n' in file.read_text()
    assert "9000" not in file.read_text()
    assert load(own=own_content()).routines["mine"].steps[0].overrides == {"reps": 15}


async def test_a_fault_that_the_editor_cant_set_is_named_and_left_to_the_file(tmp_path: Path) -> None:
    write_own(FAULTY.replace("cat_cow", "cat_cwo"))
    async with running(tmp_path) as pilot:
        for _ in range(40):
            if "Mine" in line_with(pilot.app, "▌"):
                break
            await pilot.press("down")
        await until_shown(pilot, "has a fault", "it is 99", "It is mended in the file.")
        await pilot.press("e", "f")
        await until_shown(pilot, "Mine can only be mended in its file")
        assert not isinstance(pilot.app.screen, RoutineEditorScreen)


@pytest.mark.long
@pytest.mark.parametrize("size", [(120, 40), (200, 60)])
async def test_in_a_large_window_what_an_exercise_is_stands_right_below_the_list(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, size=size) as pilot:
        await pilot.press("n")
        await until_shown(pilot, "add an exercise")
        await pilot.press("a")
        await until_shown(pilot, "McKenzie extension", "A gentle bend forward")
        rows = lines(pilot.app)
        last, about = (next(at for at, row in enumerate(rows) if said in row) for said in ("McKenzie", "A gentle bend"))
        assert about - last <= 4
