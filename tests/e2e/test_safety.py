"""In a real terminal the questions before a session take few keys, and answers are saved before a kill."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import pytest

from l5tui.config.clock import new_header
from l5tui.domain.entry_reading import NOTICE
from l5tui.domain.new_entry import new_decision
from l5tui.domain.safety.entries import new_full_check, new_yes
from l5tui.domain.safety.questions import Answer
from l5tui.journal.store import Journal
from tests.domain.safety.safety_journal import SAFETY, full_check_all_no
from tests.e2e.session_steps import sessions
from tests.e2e.terminal import Terminal, nothing_new, wait_for

pytestmark = pytest.mark.long

ANSWER_DELAY_S = 0.7
"""Longer than a page that has just come takes no answer."""
PAGES = ("page 1 of 3", "page 2 of 3", "page 3 of 3")


@pytest.fixture(autouse=True)
def answered_safety() -> None:
    """Start without answered safety questions, unlike the other tests of this folder."""


class Typist:
    """Presses keys one by one, and counts them."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.keys: list[str] = []

    def press(self, *keys: str) -> None:
        for key in keys:
            time.sleep(
                ANSWER_DELAY_S
            )  # a page that has just come hears nothing, and nothing on the screen tells for how long
            self.keys.append(key)
            self.terminal.press(key)

    def start_first_session(self) -> None:
        """Accept the notice of the first run, and start what the library highlights."""
        self.terminal.until("No clinician has reviewed")
        self.press("enter")
        self.terminal.until("ROUTINES")
        self.press("enter")


def entries() -> list[dict[str, object]]:
    return [dict(one) for one in Journal(Path.home() / ".local/share/l5tui/journal.json").entries()]


def safety_answers() -> list[dict[str, object]]:
    return [one for one in entries() if one["kind"] == "safety"]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_first_run_takes_seven_keys_to_the_first_hold(size: tuple[int, int]) -> None:
    with Terminal(size=size) as terminal:
        hands = Typist(terminal)
        hands.start_first_session()
        for page in PAGES:
            terminal.until(page)
            hands.press("n")
        terminal.until("None of these apply today.")
        terminal.until("right now?")
        hands.press("2")
        terminal.until("enter  begin")
        hands.press("enter")
        terminal.until("x it hurts")
        assert hands.keys == ["enter", "enter", "n", "n", "n", "2", "enter"]


def test_an_emergency_answer_is_saved_before_a_kill_on_its_page() -> None:
    with Terminal() as terminal:
        hands = Typist(terminal)
        hands.start_first_session()
        terminal.until(PAGES[0])
        hands.press("y", "enter")
        terminal.until("Do not exercise.")
        terminal.child.kill(signal.SIGKILL)
    assert [one["answers"] for one in safety_answers()] == [{"E1": "yes"}]
    with Terminal() as terminal:
        terminal.until("Do not exercise.")


def test_an_emergency_that_was_marked_and_not_confirmed_is_kept_by_the_start_after_a_kill() -> None:
    with Terminal() as terminal:
        hands = Typist(terminal)
        hands.start_first_session()
        terminal.until(PAGES[0])
        hands.press("y")
        terminal.until("1 marked")
        folder = Path.home() / ".local/share/l5tui/journal.json.drafts"
        wait_for(lambda: folder.exists() and list(folder.glob("*.draft")))
        terminal.child.kill(signal.SIGKILL)
    with Terminal() as terminal:
        terminal.until("Do not exercise.")
    assert [one["answers"] for one in safety_answers()] == [{"E1": "yes"}]


def test_after_a_kill_the_answers_of_a_page_are_saved_and_the_check_is_incomplete() -> None:
    with Terminal() as terminal:
        hands = Typist(terminal)
        hands.start_first_session()
        terminal.until(PAGES[0])
        hands.press("n")
        terminal.until(PAGES[1])
        hands.press("u", "enter")
        terminal.until(PAGES[2])
        terminal.child.kill(signal.SIGKILL)
    assert [(one["occasion"], one["answers"]) for one in safety_answers()] == [("answer", {"U1": "not_sure"})]
    with Terminal("start", "morning") as terminal:
        terminal.until("Talk to a health professional first")


@pytest.mark.parametrize("plain", [False, True])
def test_an_emergency_refuses_every_start_and_the_plain_one_exits_with_its_status(plain: bool) -> None:
    Journal(Path.home() / ".local/share/l5tui/journal.json").put(new_yes(new_header(), "E7", Answer.YES))
    with Terminal("start", "morning", *(["--plain"] if plain else [])) as terminal:
        if plain:
            terminal.until("r: ")
            terminal.press("r")
            terminal.until("Get help now")
            assert terminal.until_end() == 1
        else:
            terminal.until("No clinician has reviewed")
            time.sleep(ANSWER_DELAY_S)
            terminal.press("enter")
            terminal.until("Do not exercise.")
    assert not [one for one in entries() if one["kind"] == "session"]


@pytest.mark.parametrize(
    "damage", ["", "not toml [", "version = 999\n"], ids=["missing", "broken", "from a newer version"]
)
def test_without_usable_safety_questions_no_session_starts_and_the_journal_works(damage: str, tmp_path: Path) -> None:
    """The person's own content folder can't replace the questions, so the shipped file is what is damaged."""
    import shutil
    import subprocess
    import sys

    import l5tui

    root = Path(l5tui.__file__).parent.parent
    copy = tmp_path / "copy"
    for folder in ("l5tui", "content"):
        shutil.copytree(root / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    questions = copy / "content/safety.toml"
    if damage:
        questions.write_text(damage)
    else:
        questions.unlink()

    def run(*args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "l5tui", *args], cwd=copy, capture_output=True, text=True, check=False, input="r\n"
        )

    started = run("start", "morning", "--plain")
    assert started.returncode == 1
    assert "safety.toml" in started.stderr
    assert len(started.stderr.strip().splitlines()) == 1
    assert run("log", "4").returncode == 0
    assert json.loads(run("journal", "--json").stdout)
    assert run("export", str(tmp_path / "scores.csv")).returncode == 0
    with Terminal(command=[sys.executable, "-m", "l5tui"], cwd=copy) as terminal:
        terminal.until("ROUTINES")
        time.sleep(ANSWER_DELAY_S)
        terminal.press("enter")
        terminal.until("No session starts without the safety questions")


OWN_ROUTINE = """
id = "mine"
name = "My evening"
order = 1
why = "My own."
ladder = true
[[steps]]
exercise = "pelvic_tilt"
[[steps]]
exercise = "childs_pose"
"""


def my_journal() -> Journal:
    """A journal whose person has read the notice."""
    journal = Journal(Path.home() / ".local/share/l5tui/journal.json")
    journal.put(new_decision(new_header(), NOTICE, "read"))
    return journal


def test_an_urgent_yes_in_one_login_blocks_the_check_in_of_the_other() -> None:
    """One login is at the check-in with a score given; in the other the questions are answered again."""
    my_journal().put(full_check_all_no())
    with Terminal("start", "morning") as one, Terminal() as other:
        one.until("right now?")
        nothing_new(one)
        one.press("3")
        one.until("enter  begin")
        hands = Typist(other)
        other.until("ROUTINES")
        hands.press("?")
        other.until("All keys here")
        hands.press("s")
        other.until("Safety answers")
        hands.press("a")
        other.until(PAGES[0])
        hands.press("n")
        other.until(PAGES[1])
        hands.press("y", "enter")
        other.until(PAGES[2])
        assert {"U1": "yes"} in [one["answers"] for one in safety_answers()]
        one.press("enter")
        one.until("Talk to a health professional first")
        one.press("esc")
        one.until("ROUTINES")
    assert not [entry for entry in entries() if entry["kind"] == "session"]


def test_an_exercise_that_is_off_is_left_out_of_an_own_routine(home: Path) -> None:
    """Thin bones switch child's pose off wherever it stands: the routine is shortened, and says so."""
    folder = home / ".local/share/l5tui/content/routines"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text(OWN_ROUTINE)
    journal = my_journal()
    journal.put(new_full_check(new_header(), SAFETY, {"A5": Answer.YES}, over=()))
    with Terminal("start", "my evening", "--speed", "30") as terminal:
        terminal.until("right now?")
        nothing_new(terminal)
        terminal.press("3")
        terminal.until("enter  begin")
        terminal.press("enter")
        terminal.until("rep 1 of 10")
        terminal.press("shift+right")
        terminal.until("now that it is over")
    (session,) = sessions()
    assert not [one for one in session["steps"] if one["exercise"] == "childs_pose" and one["seconds"]]
