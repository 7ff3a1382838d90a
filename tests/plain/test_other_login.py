"""Answers and stops in another login take effect here: the gate is checked again after each answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest

from l5tui.config.clock import new_header, now
from l5tui.config.errors import L5Error
from l5tui.domain.entry import Entry
from l5tui.domain.safety.entries import new_something_new, new_stop, new_yes
from l5tui.domain.safety.questions import Answer, Level
from l5tui.journal.store import Journal
from l5tui.plain.safety import RefusedError
from tests.domain.safety.safety_journal import SAFETY, SafetyJournal
from tests.plain.safety_scripts import MINE, NAMED, ByHand, age, cut_off
from tests.plain.scripted_user import LIBRARY, OUT, Key, ScriptedUser, play


def elsewhere(place: Path, asked: str, make: Callable[[], Entry]) -> type[ScriptedUser]:
    """Somebody who answers what is asked only after another login has put an entry into the journal.

    Args:
        place: where the journal is.
        asked: part of the line that is said before the answer.
        make: the entry.
    """

    class Meanwhile(ScriptedUser):
        done = False
        heard: ClassVar[list[str]] = []

        def key(self, wait_s: float | None) -> str | None:
            if not self.done and asked in self.text and wait_s is None:
                self.done = True
                Journal(place / "journal.json").put(make())
            return super().key(wait_s)

        def say(self, *lines: str) -> None:
            super().say(*lines)
            self.heard.extend(lines)

    return Meanwhile


def stopped() -> Entry:
    return new_stop(new_header(), "S4", "another")


def emergency() -> Entry:
    return new_yes(new_header(), "E2", Answer.YES, occasion="session")


def kinds(place: Path) -> list[str]:
    return [one["kind"] for one in Journal(place / "journal.json").entries() if one["kind"] in ("session", "log")]


@pytest.mark.parametrize(("make", "why"), [(stopped, "the last one was stopped"), (emergency, "Get help now")])
def test_a_stop_in_another_login_during_the_check_in_refuses_the_session_and_saves_the_score(
    tmp_path: Path, make: Callable[[], Entry], why: str
) -> None:
    with pytest.raises(RefusedError, match=why):
        play(tmp_path, "5", *OUT, person=elsewhere(tmp_path, "How much pain", make))
    assert kinds(tmp_path) == ["log"]
    [log] = [one for one in Journal(tmp_path / "journal.json").entries() if one["kind"] == "log"]
    assert log["pain"] == 5


@pytest.mark.parametrize("typed", ["5", "5 e"])
def test_an_exercise_switched_off_by_another_login_during_the_check_in_is_left_out_and_named(
    tmp_path: Path, typed: str
) -> None:
    played = play(
        tmp_path,
        typed,
        *OUT,
        content=NAMED,
        person=elsewhere(
            tmp_path, "How much pain", lambda: new_yes(new_header(), "A2", Answer.YES, occasion="session")
        ),
    )
    assert "Dog is left out (Recent operation)." in played.person.lines
    assert {step["outcome"] for step in played.entry["steps"] if step["exercise"] == "dog"} == {"off"}
    easier = {step["variant"] for step in played.entry["steps"] if step["exercise"] == "bridge"} == {"easy"}
    assert easier is (typed == "5 e"), "the easier forms that were chosen stay chosen"


def test_a_stop_in_another_login_withdraws_the_offer_to_resume(tmp_path: Path) -> None:
    cut_off(tmp_path)
    person = elsewhere(tmp_path, "go on where it was", stopped)
    with pytest.raises(RefusedError):
        play(tmp_path, "g", "k", person=person)
    heard = person.heard  # type: ignore[attr-defined]
    said = heard[heard.index("No session can go on now, so it can be kept or discarded.") :]
    assert not any("go on where it was" in line for line in said)
    assert kinds(tmp_path) == ["session"]


def test_a_stop_in_another_login_during_the_recheck_withdraws_the_offer_to_resume(tmp_path: Path) -> None:
    cut_off(tmp_path)
    age(tmp_path, 1800)

    class Answering(elsewhere(tmp_path, SAFETY.recheck.text, stopped)):  # type: ignore[misc]
        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(*given, **more)
            self.rechecks = False

    with pytest.raises(RefusedError):
        play(tmp_path, "g", "n", "k", person=Answering)
    assert "No session can go on now, so it can be kept or discarded." in Answering.heard


def started(place: Path, *yes: str, content: Any = NAMED, script: tuple[Key, ...] = ()) -> tuple[list[str], str]:
    """What was said at a start that is refused, and the refusal."""
    someone = SafetyJournal(now(), safety=content.safety)
    someone.check(*yes)
    heard: list[str] = []

    class Heard(ByHand):
        def say(self, *lines: str) -> None:
            super().say(*lines)
            heard.extend(lines)

    with pytest.raises(L5Error) as refused:
        play(place, *script, entries=tuple(someone.entries), content=content, person=Heard)
    return heard, str(refused.value)


def test_with_every_exercise_off_the_start_says_why_without_asking_anything(tmp_path: Path) -> None:
    heard, refused = started(tmp_path, "A1", "A2")
    assert "Both has no exercise left" in refused
    assert "Dog is left out (Recent operation)." in heard
    assert any(line.startswith("Bridge is left out (") for line in heard)
    assert MINE.recheck.text not in heard


def test_an_urgent_refusal_in_plain_lines_names_no_key_of_the_full_screen(tmp_path: Path) -> None:
    heard, refused = started(tmp_path, "U1", content=LIBRARY)
    assert "press c" in SAFETY.pages[Level.URGENT].body
    assert any("get help at once." in line for line in heard)
    assert "press c" not in "\n".join(heard)
    assert "talk to a health professional first" in refused


# While a session runs here


def kept_within(place: Path, make: Callable[[], Entry], at_s: float) -> type[ScriptedUser]:
    """Somebody in whose session another login keeps an entry, after so many seconds of it."""

    class Within(ScriptedUser):
        done = False
        heard: ClassVar[list[tuple[float, str]]] = []

        def key(self, wait_s: float | None) -> str | None:
            began = any("Get ready" in line for line in self.lines)
            if not self.done and began and self.clock.ms >= at_s * 1000:
                self.done = True
                Journal(place / "journal.json").put(make())
            return super().key(wait_s)

    return Within


@pytest.mark.parametrize(
    ("make", "said", "answers", "stop"),
    [
        (stopped, "New numbness, tingling or weakness: stop here.", ("e", "4"), "S4"),
        (emergency, "Stop. Get help now.", ("r", "r"), "S5"),
        (lambda: new_yes(new_header(), "U1", Answer.YES, occasion="session"), "first", ("e", "4"), "S1"),
        (lambda: new_something_new(new_header()), "The safety questions come first", ("e", "4"), "S1"),
    ],
)
def test_a_stop_in_another_login_ends_a_plain_session_without_comparing_scores(
    tmp_path: Path, make: Callable[[], Entry], said: str, answers: tuple[str, ...], stop: str
) -> None:
    played = play(tmp_path, "5", *((40.0, one) for one in answers), person=kept_within(tmp_path, make, 36))
    [when] = [at for at, line in played.person.said if said in line and at < 60][:1]
    assert 36 <= when <= 39
    assert played.entry["stop"] == stop
    assert "about the same" not in played.person.text
    assert len([one for one in played.journal.entries() if one["kind"] == "safety" and one["stop"] == "S4"]) == (
        stop == "S4"
    )


def test_a_stop_in_another_login_during_a_pause_ends_the_session_before_it_resumes(tmp_path: Path) -> None:
    person = elsewhere(tmp_path, "Paused", stopped)
    played = play(tmp_path, "5", (12, "space"), (20, "space"), "e", "4", person=person)
    assert played.entry["stop"] == "S4"
    after = played.person.lines[played.person.lines.index("Stop for today.") :]
    assert not any("left." in line and "Hold" in line for line in after)


def test_an_exercise_switched_off_by_another_login_is_left_out_of_a_plain_session(tmp_path: Path) -> None:
    make = lambda: new_yes(new_header(), "A2", Answer.YES, occasion="session")  # noqa: E731
    played = play(tmp_path, "5", *OUT, content=NAMED, person=kept_within(tmp_path, make, 14))
    assert "Dog is left out (Recent operation)." in played.person.lines
    assert {step["outcome"] for step in played.entry["steps"] if step["exercise"] == "dog"} == {"off"}
