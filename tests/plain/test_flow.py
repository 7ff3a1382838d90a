"""A plain start: the notice, an unfinished session, the check-in, and what is saved at the end of input."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

import pytest
from msgspec.structs import replace

from l5tui.config.clock import now
from l5tui.config.errors import JournalError, L5Error
from l5tui.domain.entry import Entry
from l5tui.domain.entry_times import moment_of
from l5tui.engine.events import Ended, Rated
from l5tui.journal.drafts import Draft, Drafts
from l5tui.journal.may_write import MayWrite, always
from l5tui.journal.sessionlog.log_files import unfinished
from l5tui.journal.sessionlog.session_log import InterruptedSession, SessionLog, read_interrupted
from l5tui.journal.store import Journal
from l5tui.library import load
from l5tui.plain.records import Records
from l5tui.plain.safety import RefusedError
from l5tui.storage.owner import this_process
from tests import factories
from tests.plain.scripted_user import AFTERWARDS, BOTH, LIBRARY, OUT, Key, play


def live(place: Path) -> list[Path]:
    return list((place / "journal.json.live").glob("*.log"))


def test_the_notice_is_shown_once(tmp_path: Path) -> None:
    content = replace(LIBRARY, guides=load().guides)
    first = play(tmp_path, "", "r", "5", *OUT, notice_read=False, content=content)
    assert first.person.lines[0] == "Before you begin"
    assert "No clinician has reviewed this app. It is not a medical device and does not replace care." in (
        first.person.lines
    )
    assert not any("*" in line or "#" in line for line in first.person.lines)
    again = play(tmp_path, "q", notice_read=False, content=content)
    assert "Before you begin" not in again.person.lines


def test_without_its_file_the_notice_is_still_shown_and_refusing_starts_nothing(tmp_path: Path) -> None:
    played = play(tmp_path, "q", notice_read=False, screened=False)
    assert "No clinician has reviewed this app" in played.person.text
    assert (played.status, played.journal.entries()) == (0, [])


def test_the_score_is_in_the_journal_before_the_first_hold(tmp_path: Path) -> None:
    seen: list[Entry] = []

    class Watched(Records):
        def keep(self, entry: Entry, may_write: MayWrite = always) -> bool:
            seen.append(entry)
            return super().keep(entry, may_write)

    play(tmp_path, "5", *OUT, records=Watched)
    first = seen[0]
    assert first["kind"] == "session"
    assert (first["status"], first["before"]["pain"], first["steps"]) == ("interrupted", 5, [])


@pytest.mark.parametrize("script", [(), ("q",), ("11",)])
def test_leaving_before_the_session_began_saves_nothing(tmp_path: Path, script: tuple[str, ...]) -> None:
    played = play(tmp_path, *script)
    assert played.status == 0
    assert {entry["kind"] for entry in played.journal.entries()} == {"decision", "safety"}
    assert not live(tmp_path)


def test_the_end_of_input_saves_the_session_as_interrupted_and_it_can_be_resumed(tmp_path: Path) -> None:
    left = play(tmp_path, "5", (14, ""), routine=BOTH)
    assert left.status == 0
    assert left.person.lines[-1] == "What was done is kept, as interrupted. The next start offers to go on."
    assert (left.entry["status"], left.entry["stop"], left.entry["ended"]) == ("interrupted", None, None)
    assert left.entry["steps"][0]["held"] == 2
    assert len(live(tmp_path)) == 1

    on = play(tmp_path, "g", (20, ""), *OUT)
    assert "Bridge, rep 1. 2:51 are left." in on.person.lines
    assert "Paused, 18 seconds left. Space goes on." in on.person.lines
    begins = on.person.lines.index("Get ready.")
    assert on.person.said[begins : begins + 5] == [
        (20, "Get ready."),
        (20, "3"),
        (21, "2"),
        (22, "1"),
        (23, "Hold, 18 seconds left."),
    ], "the three seconds are no practice"
    assert on.entry["uid"] == left.entry["uid"]
    assert on.entry["status"] == "complete"
    assert on.entry["steps"][0]["held"] == 40
    assert not live(tmp_path)


def test_the_question_open_at_the_interruption_is_asked_again(tmp_path: Path) -> None:
    """Resuming later avoids neither the stop of the exercise nor the five minutes."""
    left = play(tmp_path, "5", (14, "x"), "1", "8", routine=BOTH)
    assert left.entry["steps"][0]["hurt"][0]["pain"] == 8
    on = play(tmp_path, "g", (80, "s"), "5", (85, "x"), "3", clock=factories.ManualClock(14_000))
    assert "That is a lot. We stop this exercise." in on.person.text
    assert [at for at, line in on.person.said if line.startswith("Dog, 2 of 2")] == [80]
    assert on.entry["steps"][1]["hurt"] == [
        {"rep": 1, "phase": "move_on", "answer": "spreading", "pain": None, "settled": None}
    ]
    assert on.entry["status"] == "interrupted"
    over = play(tmp_path, "g", (400, "y"), "r", "5", "", clock=factories.ManualClock(90_000))
    assert "Is it still further down?" in over.person.lines
    assert (over.entry["stop"], over.entry["steps"][1]["hurt"][0]["settled"]) == ("S3", False)


def test_a_key_stops_the_countdown(tmp_path: Path) -> None:
    play(tmp_path, "5", (14, ""))
    again = play(tmp_path, "g", (20, ""), (21.5, ""), clock=factories.ManualClock(14_000))
    assert again.person.lines[-2] == "Paused, 18 seconds left. Space goes on."


@pytest.mark.parametrize(("choice", "kind"), [("k", "session"), ("d", "log")])
def test_an_interrupted_session_can_be_kept_or_discarded_before_a_new_one(
    tmp_path: Path, choice: str, kind: str
) -> None:
    play(tmp_path, "5", (14, ""))
    again = play(tmp_path, "", choice, "q")
    assert "An empty line is no answer here. Type g, k, d or l." in again.person.lines
    assert "How much pain do you have right now?" in again.person.text
    [entry] = [entry for entry in again.journal.entries() if entry["kind"] not in ("decision", "safety")]
    assert entry["kind"] == kind
    assert not live(tmp_path)


def test_later_leaves_the_interrupted_session_unchanged(tmp_path: Path) -> None:
    play(tmp_path, "5", (14, ""))
    play(tmp_path, "l", "q")
    assert len(live(tmp_path)) == 1


def test_a_session_in_another_login_is_named_and_a_second_one_can_begin(tmp_path: Path) -> None:
    play(tmp_path, "5", (14, ""))
    [path] = live(tmp_path)
    log, _ = SessionLog.resume(path)
    try:
        played = play(tmp_path, "leave", "5", "q", "y", "3")
        assert "this session is running in another login." in played.person.text
        assert "t: take it over here; it begins paused" in played.person.lines
        assert "How much pain" in played.person.text
        assert [entry["status"] for entry in played.journal.entries() if entry["kind"] == "session"] == [
            "partial",
            "interrupted",
        ]
        assert live(tmp_path) == [path]
    finally:
        log.close()


def test_a_session_that_cannot_be_taken_over_is_offered_again_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(tmp_path, "5", (14, ""))
    log, _ = SessionLog.resume(live(tmp_path)[0])
    why = JournalError("the other login did not let go", "try again")

    def refuse(_: Path) -> object:
        raise why

    monkeypatch.setattr("l5tui.plain.unfinished.take_over", refuse)
    try:
        played = play(tmp_path, "t", "take", "l", "q")
        assert played.person.lines.count("The other login did not let go. Try again.") == 2
        assert played.person.text.count("What shall become of it?") == 3
    finally:
        log.close()


def test_a_session_on_another_machine_is_named_and_not_offered(tmp_path: Path) -> None:
    play(tmp_path, "5", (14, ""))
    log, _ = SessionLog.resume(live(tmp_path)[0])
    log.log._record("owner", {**this_process(), "host": "lab7", "machine": "m", "boot": "b"})
    try:
        played = play(tmp_path, "q")
        assert "A session is running on lab7. It is left alone; the journal works here too." in played.person.lines
    finally:
        log.close()


def test_a_session_paused_elsewhere_for_half_an_hour_needs_the_recheck_before_it_continues_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(tmp_path, "5", (14, ""))
    log, _ = SessionLog.resume(live(tmp_path)[0])

    def take(path: Path) -> tuple[SessionLog, InterruptedSession]:
        log.give_up()
        return SessionLog.resume(path)

    monkeypatch.setattr("l5tui.plain.unfinished.take_over", take)
    half_an_hour_ago = time.time() - 1800
    os.utime(live(tmp_path)[0], (half_an_hour_ago, half_an_hour_ago))
    played = play(tmp_path, "t", "k", "q")
    assert "g: go on where it was; it begins paused" in played.person.lines
    assert played.entry["status"] == "interrupted"
    assert not live(tmp_path), "it was ours to put away"


@pytest.mark.parametrize("rated", [False, True], ids=["not yet rated", "rated"])
def test_a_finished_session_that_is_taken_over_is_only_rated_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rated: bool
) -> None:
    play(tmp_path, "5", (14, ""))
    log, _ = SessionLog.resume(live(tmp_path)[0])
    log(Ended(15_000, "person"))
    if rated:
        log(Rated(15_000, "after", factories.score(2)))

    def take(path: Path) -> tuple[SessionLog, InterruptedSession]:
        log.give_up()
        return SessionLog.resume(path)

    monkeypatch.setattr("l5tui.plain.unfinished.take_over", take)
    played = play(tmp_path, "t", *([] if rated else ["2"]), "")
    assert played.entry["after"]["pain"] == 2
    assert (played.person.text.count("How much pain"), played.entry["stop"]) == (0 if rated else 1, "person")
    assert not live(tmp_path)


def test_a_missing_score_after_the_session_leaves_it_complete(tmp_path: Path) -> None:
    played = play(tmp_path, "5", (17, "+"), (18, "-"), (AFTERWARDS, "11"))
    assert (played.status, played.entry["status"], played.entry["after"]["pain"]) == (0, "complete", None)
    assert not live(tmp_path)


def test_a_note_is_saved_as_written(tmp_path: Path) -> None:
    played = play(tmp_path, "5", (AFTERWARDS, "3"), " [b]\x1b[2J ‮rtl ")
    assert played.entry["note"] == "[b]\x1b[2J ‮rtl"


class FullDisk(Records):
    """A journal on a disk that is full."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal)
        self.put = journal.put

        def full(entry: Entry) -> None:
            raise JournalError("the disk of the journal is full", "Make room; it is tried again")

        journal.put = full  # type: ignore[method-assign]


def test_a_full_disk_prints_one_line_and_loses_no_session(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    played = play(tmp_path, "5", *OUT, records=FullDisk)
    assert played.status == 1
    assert "Not saved yet; the next start offers it again." in played.person.lines
    assert capsys.readouterr().err.count("the disk of the journal is full") == 1
    journal = Journal(tmp_path / "journal.json")
    [one] = unfinished(journal.live)
    assert read_interrupted(one.path).entry["before"]["pain"] == 5
    play(tmp_path, "q")
    [entry] = [entry for entry in journal.entries() if entry["kind"] == "session"]
    assert entry["status"] == "complete", "it is kept at the next start, without a question"


def test_an_error_during_the_session_saves_what_was_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        raise BrokenPipeError

    monkeypatch.setattr("l5tui.plain.words.state", broken)
    with pytest.raises(BrokenPipeError):
        play(tmp_path, "5", (14, "s"))
    [entry] = [entry for entry in Journal(tmp_path / "journal.json").entries() if entry["kind"] == "session"]
    assert (entry["status"], entry["active_s"]) == ("interrupted", 14)
    assert len(live(tmp_path)) == 1


def test_a_routine_with_every_exercise_off_is_refused(tmp_path: Path) -> None:
    with pytest.raises(L5Error, match="has no exercise left"):
        play(tmp_path, "5", routine=replace(BOTH, steps=()))


@pytest.mark.parametrize("line", ["y", "", "?", "left", "no such key"])
def test_twenty_answers_in_a_row_that_change_nothing_end_the_session_as_interrupted(
    tmp_path: Path, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    played = play(tmp_path, "5", *[(14, line)] * 500)
    assert played.status == 2
    assert len(played.person.lines) < 400
    assert played.entry["status"] == "interrupted"
    assert capsys.readouterr().err == "l5tui: 20 answers in a row changed nothing, so it has ended\n"
    assert len(live(tmp_path)) == 1


def test_automatic_answers_before_and_after_a_session_write_no_note(tmp_path: Path) -> None:
    assert play(tmp_path / "before", *["y"] * 500).status == 2
    played = play(tmp_path / "after", "5", *[(AFTERWARDS, "y")] * 500)
    assert (played.status, played.entry["status"], played.entry["note"]) == (2, "complete", "")


def test_a_person_at_a_keyboard_may_hold_any_key(tmp_path: Path) -> None:
    played = play(tmp_path, *["y"] * 500, "\b", "5", "enter", single_keys=True)
    assert played.status == 0


# What was typed


def typed_drafts(place: Path) -> Drafts:
    return Drafts(place / "journal.json")


def test_a_typed_score_is_a_draft_until_it_is_confirmed(tmp_path: Path) -> None:
    held: list[Drafts] = []

    class Watched(Records):
        def __init__(self, journal: Journal) -> None:
            super().__init__(journal)
            held.append(self.drafts)

    play(tmp_path / "left", "7", "ctrl+c", single_keys=True, records=Watched)
    [draft] = held[0].typed
    assert (draft.form, draft.values, draft.about) == ("before", {"pain": 7}, "Both")
    play(tmp_path / "whole", "7", "enter", "b", single_keys=True, records=Watched)
    assert held[1].typed == ()
    play(tmp_path / "taken back", "7", "backspace", "ctrl+c", single_keys=True, records=Watched)
    assert held[2].typed == ()


def test_an_unconfirmed_note_is_saved_as_a_draft(tmp_path: Path) -> None:
    keys: tuple[Key, ...] = ("5", "enter", (AFTERWARDS, "3"), "enter", *"shaky", "ctrl+c")
    played = play(tmp_path, *keys, single_keys=True)
    assert (played.entry["note"], played.entry["after"]["pain"]) == ("shaky", 3)


@pytest.mark.parametrize(("key", "pains", "stays"), [("k", [7], False), ("d", [], False), ("l", [], True)])
def test_a_draft_is_offered_to_a_person_at_a_keyboard(tmp_path: Path, key: str, pains: list[int], stays: bool) -> None:
    drafts = typed_drafts(tmp_path)
    drafts.hold(Draft("one", "log", "2026-11-22T14:02:00+01:00", {"pain": 7, "note": "long drive"}))
    drafts.keep()
    piped = play(tmp_path, "q")
    assert "not confirmed" not in piped.person.text, "a pipe's lines are answers to other questions"
    played = play(tmp_path, key, "q", "enter", single_keys=True)
    assert "A pain score without a session: typed 22 November, 14:02, not confirmed." in played.person.lines
    assert "Note: long drive" in played.person.lines
    assert [log["pain"] for log in played.logs] == pains
    assert bool(drafts.left()) == stays


@pytest.mark.parametrize("choice", ["g", "k", "d", "l"])
def test_a_session_interrupted_at_the_emergency_questions_makes_the_full_check_due(tmp_path: Path, choice: str) -> None:
    play(tmp_path, "5", (14, "x"), "8")
    with suppress(RefusedError):  # nothing else begins after it
        play(tmp_path, choice, clock=factories.ManualClock(14_000))
    said = [one for one in Journal(tmp_path / "journal.json").entries() if one["kind"] == "safety"]
    new = [(one["occasion"], one["stop"]) for one in said if one["occasion"] != "full_check"]
    assert new == [("recheck", None) if choice == "g" else ("stop", "S5")]


class Filling(Records):
    """A journal whose disk has room for the beginning of a session and not for its finished entry."""

    def keep(self, entry: Entry, may_write: MayWrite = always) -> bool:
        if entry["kind"] == "log" or (entry["kind"] == "session" and entry["ended"]):
            self.unwritten.add(entry, may_write)
            return False
        return super().keep(entry, may_write)


def test_the_log_of_a_session_stays_when_its_finished_entry_could_not_be_written(tmp_path: Path) -> None:
    """The log is the only copy then, and the next start makes the entry from it."""
    played = play(tmp_path, "5", *OUT, records=Filling)
    assert played.status == 1
    assert played.entry["status"] == "interrupted"
    assert len(live(tmp_path)) == 1
    again = play(tmp_path, "q")
    assert (again.entry["status"], again.entry["after"]["pain"]) == ("complete", 3)
    assert not live(tmp_path)


def test_an_entry_that_waits_for_the_disk_is_not_written_after_another_login_took_the_session_over(
    tmp_path: Path,
) -> None:
    """The other login knows more of the session than what waits here."""

    class Taken(Filling):
        def keep(self, entry: Entry, may_write: MayWrite = always) -> bool:
            saved = super().keep(entry, may_write)
            if not saved:
                log = may_write.__self__  # type: ignore[attr-defined]
                log.give_up()
                self.journal.put({**entry, "note": "of the other login"})  # type: ignore[arg-type]
                self.unwritten.flush()
            return saved

    assert play(tmp_path, "5", *OUT, records=Taken).entry["note"] == "of the other login"


@pytest.mark.parametrize("choice", ["k", "d"])
def test_the_log_of_an_interrupted_session_stays_when_its_entry_could_not_be_written(
    tmp_path: Path, choice: str
) -> None:
    play(tmp_path, "5", (14, ""))
    play(tmp_path, choice, "q", records=Filling)
    assert len(live(tmp_path)) == 1


def test_every_score_is_saved_with_its_time(tmp_path: Path) -> None:
    before = now().replace(microsecond=0)
    entry = play(tmp_path, "5", *OUT).entry
    for score in (entry["before"], entry["after"]):
        at = moment_of(score["at"])
        assert at is not None
        assert before <= at <= now()
