"""Speak sentences by any command that the person has set."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.cues import speech
from l5tui.cues.speech import LONGEST_S, WORDS_A_SECOND, Speaker, speakable
from tests.e2e.terminal import DEADLINE_S


class Voice:
    """A fake speech command that logs its arguments and state, and the speakers that use it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said = folder / "said"
        self.failures: list[str] = []
        self.speakers: list[Speaker] = []

    def speaker(
        self, then: str = "", *, command: str | None = None, longest_s: float = 30.0, overdue_s: float = 30.0
    ) -> Speaker:
        """A speaker whose command notes the sentence, its number, mask and session, and then does something."""
        path = self.folder / "voice"
        path.write_text(
            textwrap.dedent(
                f"""\
                #!/bin/sh
                mask=$(sed -n 's/^SigBlk:[[:space:]]*//p' /proc/$$/status)
                leads=$(ps -o sid= -p $$ | tr -d ' ')
                echo "$$ $leads $mask $#:$1" >> {self.said}
                {then}
                """
            ),
            encoding="utf-8",
        )
        path.chmod(0o755)
        speaker = Speaker(command or str(path), failed=self.failures.append, longest_s=longest_s, overdue_s=overdue_s)
        self.speakers.append(speaker)
        return speaker

    @property
    def lines(self) -> list[list[str]]:
        """What was said: number, session, blocked signals, sentence."""
        return [line.split(" ", 3) for line in self.said.read_text("utf-8").splitlines()] if self.said.exists() else []

    def until(self, is_so: Callable[[], object]) -> None:
        """Wait until a condition is met."""
        end = time.monotonic() + DEADLINE_S
        while not is_so():
            assert time.monotonic() < end, (self.lines, self.failures)
            time.sleep(0.005)


def is_speaking(speaker: Speaker) -> bool:
    """Whether a sentence is being spoken or waits to be spoken."""
    with speaker._news:
        return speaker._child is not None or speaker._next is not None or speaker._starting.locked()


@pytest.fixture
def voice(tmp_path: Path) -> Iterator[Voice]:
    voice = Voice(tmp_path)
    before = _children()
    yield voice
    for speaker in voice.speakers:
        speaker.close()
    voice.until(lambda: not any(map(is_speaking, voice.speakers)) and _children() <= before)


def test_a_sentence_is_the_last_argument_of_the_command_whatever_it_contains(voice: Voice) -> None:
    """No shell reads it."""
    voice.speaker().say('Switch sides: $(touch /tmp/x) `id`; it\'s "right" & now')
    voice.until(lambda: voice.lines)
    assert voice.lines[0][3] == '1:Switch sides: $(touch /tmp/x) `id`, it\'s "right" & now'


def test_the_command_keeps_its_own_arguments(voice: Voice) -> None:
    voice.speaker()
    voice.speaker(command=f"{voice.folder / 'voice'} 'en gb'").say("Rest.")
    voice.until(lambda: voice.lines)
    assert voice.lines[0][3] == "2:en gb"


def test_the_command_has_a_session_of_its_own_and_no_blocked_signals(voice: Voice) -> None:
    """The app blocks the ending signals in every thread; a child that inherited that could not be ended."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT})
    try:
        voice.speaker().say("Hold.")
        voice.until(lambda: voice.lines)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    number, session, mask, _ = voice.lines[0]
    assert number == session
    assert int(mask, 16) == 0


def test_an_old_c_library_gives_the_command_its_own_session_too(voice: Voice, monkeypatch: pytest.MonkeyPatch) -> None:
    spawn = os.posix_spawnp

    def without_sessions(*args: object, setsid: bool = False, **more: object) -> int:
        if setsid:
            raise NotImplementedError
        return spawn(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "posix_spawnp", without_sessions)
    test_the_command_has_a_session_of_its_own_and_no_blocked_signals(voice)
    voice.speaker(command="no-such-voice").say("Hold.")
    voice.until(lambda: voice.failures)
    assert "isn't there" in voice.failures[0]


def test_a_new_sentence_ends_the_old_command_with_all_its_child_processes(voice: Voice) -> None:
    speaker = voice.speaker('if [ "$1" = old ]; then sleep 1000 & sleep 1000; fi')
    speaker.say("old")
    voice.until(lambda: len(_session(voice, 0)) == 3)
    began = time.monotonic()
    speaker.say("new")
    voice.until(lambda: len(voice.lines) == 2)
    assert time.monotonic() - began < LONGEST_S / 2, "cut off, and not left until it has taken far too long"
    assert voice.lines[1][3] == "1:new"
    voice.until(lambda: _session(voice, 0) == [])
    voice.until(lambda: not is_speaking(speaker))
    assert voice.failures == []


def test_silencing_ends_the_command_with_its_child_processes_and_the_next_sentence_is_spoken(voice: Voice) -> None:
    speaker = voice.speaker('if [ "$1" = old ]; then sleep 1000 & sleep 1000; fi')
    speaker.say("old")
    voice.until(lambda: len(_session(voice, 0)) == 3)
    speaker.silence()
    voice.until(lambda: _session(voice, 0) == [] and not is_speaking(speaker))
    speaker.say("new")
    voice.until(lambda: len(voice.lines) == 2)
    assert voice.lines[1][3] == "1:new"
    voice.until(lambda: not is_speaking(speaker))
    assert voice.failures == [], "it was cut off, and didn't fail"


def test_a_sentence_that_is_silenced_before_it_begins_is_never_spoken(voice: Voice) -> None:
    speaker = voice.speaker()
    for _ in range(50):
        speaker.say("never")
        speaker.silence()
    speaker.say("this")
    voice.until(lambda: voice.lines and voice.lines[-1][3] == "1:this")
    voice.until(lambda: not is_speaking(speaker))
    assert voice.lines[-1][3] == "1:this"
    assert voice.failures == []


def test_silencing_a_silent_speaker_does_nothing(voice: Voice) -> None:
    speaker = voice.speaker()
    speaker.silence()
    speaker.say("this")
    speaker.finish()
    voice.until(lambda: voice.lines)
    voice.until(lambda: not is_speaking(speaker))


def test_of_many_sentences_at_once_only_the_last_is_spoken(voice: Voice) -> None:
    speaker = voice.speaker()
    for number in range(100):
        speaker.say(f"sentence {number}")
    voice.until(lambda: voice.lines and voice.lines[-1][3] == "1:sentence 99")
    assert len(voice.lines) < 50


def test_say_never_blocks_the_caller(voice: Voice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if the command lies on a disk that hangs."""
    started, go_on = threading.Event(), threading.Event()

    def hangs(arguments: object) -> int:
        started.set()
        go_on.wait(DEADLINE_S)
        raise FileNotFoundError

    monkeypatch.setattr(speech, "_spawned", hangs)
    speaker = voice.speaker()
    speaker.say("one")
    assert started.wait(DEADLINE_S)
    began = time.monotonic()
    speaker.say("two")
    speaker.cut()
    assert time.monotonic() - began < DEADLINE_S / 2
    go_on.set()


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        ("no-such-voice --fast", "no-such-voice, isn't there"),
        ("/", "/, can't be run (Permission denied)"),
        ("false", "false, failed (status 1)"),
        ("sh -c 'kill -9 $$'", "sh, failed (ended by signal 9)"),
        ("say 'unclosed", "can't be used (No closing quotation)"),
        ("", "can't be used (no command is given)"),
    ],
)
def test_a_failing_command_is_reported_once(voice: Voice, command: str, wrong: str) -> None:
    speaker = voice.speaker()
    speaker = Speaker(command, failed=voice.failures.append)
    voice.speakers.append(speaker)
    for count in range(3):
        speaker.say(f"sentence {count}")
        voice.until(lambda: voice.failures and not is_speaking(speaker))
    assert len(voice.failures) == 1
    assert wrong in voice.failures[0]
    assert voice.failures[0].startswith("The command that speaks")


def test_a_command_that_starts_slowly_counts_as_speaking(voice: Voice, monkeypatch: pytest.MonkeyPatch) -> None:
    starts, may_start, spawned = threading.Event(), threading.Event(), speech._spawned

    def slowly(arguments: list[bytes]) -> int:
        starts.set()
        may_start.wait(DEADLINE_S)
        return spawned(arguments)

    monkeypatch.setattr(speech, "_spawned", slowly)
    speaker = voice.speaker()
    speaker.say("Hold.")
    assert starts.wait(DEADLINE_S)
    assert is_speaking(speaker)
    may_start.set()
    voice.until(lambda: not is_speaking(speaker))
    assert len(voice.lines) == 1


def test_a_command_that_hangs_is_ended_and_reported_once(voice: Voice, monkeypatch: pytest.MonkeyPatch) -> None:
    """The speaker's clock passes the limit once the command has logged its arguments, however long that takes."""
    now = 0.0
    monkeypatch.setattr(speech, "time", SimpleNamespace(monotonic=lambda: now))
    speaker = voice.speaker("trap '' TERM HUP; sleep 1000", longest_s=LONGEST_S)
    for count in range(2):
        speaker.say("Hold")
        voice.until(lambda count=count: len(_session(voice, count)) == 2)  # type: ignore[misc]
        now += LONGEST_S
        assert is_speaking(speaker), "the words take time, too"
        now += 1 / WORDS_A_SECOND + 0.1
        voice.until(lambda count=count: not is_speaking(speaker) and _session(voice, count) == [])  # type: ignore[misc]
    assert len(voice.lines) == 2
    assert len(voice.failures) == 1
    assert "takes far too long" in voice.failures[0]


def test_a_command_that_hangs_is_recognised_when_new_sentences_interrupt_it(
    voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a session the next sentence comes before the time limit has passed."""
    monkeypatch.setattr(speech, "WORDS_A_SECOND", 1000)
    speaker = voice.speaker("sleep 1000", overdue_s=0.0)
    speaker.say("One.")
    voice.until(lambda: voice.lines)
    speaker.say("Two.")
    voice.until(lambda: voice.failures)
    assert "takes far too long" in voice.failures[0]
    voice.until(lambda: len(voice.lines) == 2)
    speaker.close()
    assert len(voice.failures) == 1


def test_a_sentence_that_is_interrupted_early_is_no_failure(voice: Voice) -> None:
    speaker = voice.speaker("sleep 1000")
    for number, word in enumerate(("Three.", "Two.", "One."), 1):
        speaker.say(word)
        voice.until(lambda number=number: len(voice.lines) == number)  # type: ignore[misc]
    speaker.close()
    assert not voice.failures


def test_without_a_failure_callback_a_failure_is_silent(voice: Voice) -> None:
    speaker = Speaker("false")
    speaker.say("Hold.")
    voice.until(lambda: not is_speaking(speaker))
    speaker.close()


def test_the_failure_callback_may_speak_or_close(voice: Voice) -> None:
    """No lock is held while the failure is reported."""
    told = threading.Event()

    def speak_and_cut() -> None:
        speaker.say("again")
        speaker.cut()

    def failed(_: str) -> None:
        thread = threading.Thread(target=speak_and_cut)
        thread.start()
        thread.join(DEADLINE_S)
        assert not thread.is_alive()
        told.set()

    speaker = Speaker("false", failed=failed)
    speaker.say("Hold.")
    assert told.wait(DEADLINE_S)
    speaker.close()


def test_closing_ends_the_command_and_nothing_more_is_spoken(voice: Voice) -> None:
    speaker = voice.speaker("trap '' TERM; sleep 1000 & sleep 1000")
    speaker.say("Hold.")
    voice.until(lambda: len(_session(voice, 0)) == 3)
    speaker.close()
    voice.until(lambda: _session(voice, 0) == [])
    speaker.say("More.")
    voice.until(lambda: "speech" not in [thread.name for thread in threading.enumerate()])
    assert len(voice.lines) == 1


def test_the_last_sentence_can_be_spoken_to_its_end_and_nothing_after_it(voice: Voice) -> None:
    """The words that a session is done are spoken while its screen closes."""
    heard = voice.folder / "heard"
    speaker = voice.speaker(f"sleep 0.2; echo whole >> {heard}")
    speaker.say("Done.")
    speaker.finish()
    speaker.say("More.")
    voice.until(lambda: "speech" not in [thread.name for thread in threading.enumerate()])
    assert heard.read_text("utf-8") == "whole\n"
    assert [line[3] for line in voice.lines] == ["1:Done."]


def test_the_end_of_the_program_ends_the_last_sentence(tmp_path: Path) -> None:
    """No command outlives the program."""
    number, command = tmp_path / "number", tmp_path / "voice"
    command.write_text(f"#!/bin/sh\necho $$ > {number}.new; mv {number}.new {number}; sleep 1000\n", encoding="utf-8")
    command.chmod(0o755)
    program = (
        "import pathlib, sys, time\n"
        "from l5tui.cues.speech import Speaker\n"
        "speaker = Speaker(sys.argv[1])\n"
        "speaker.say('Done.')\n"
        "speaker.finish()\n"
        "while not pathlib.Path(sys.argv[2]).exists(): time.sleep(0.005)\n"
    )
    subprocess.run([sys.executable, "-c", program, command, number], check=True, timeout=DEADLINE_S)
    status = Path("/proc", number.read_text("utf-8").strip(), "stat")
    end = time.monotonic() + DEADLINE_S
    while status.exists() and status.read_text("utf-8", "replace").rpartition(")")[2].split()[0] not in "ZX":
        assert time.monotonic() < end
        time.sleep(0.005)


def test_the_output_of_the_command_does_not_reach_the_screen(voice: Voice, capfd: pytest.CaptureFixture[str]) -> None:
    speaker = voice.speaker("echo out; echo err >&2; read line && echo 'read something' >&2")
    speaker.say("Hold.")
    voice.until(lambda: voice.lines and not is_speaking(speaker))
    assert capfd.readouterr() == ("", "")


def test_a_sentence_is_never_taken_for_an_option() -> None:
    assert speakable("--help") == "help"
    assert speakable(" -f/etc/passwd") == "f/etc/passwd"
    assert speakable("Rest.\n\x1b]0;x\a Next:  left") == "Rest. ]0,x Next: left"
    assert speakable("— … !") == ""
    assert speakable("5, 4, 3") == "5, 4, 3"


@given(st.text())
def test_any_sentence_becomes_one_line_that_does_not_begin_like_an_option(sentence: str) -> None:
    said = speakable(sentence)
    assert said == "" or said[0].isalnum()
    assert said.isprintable()
    assert len(said) <= 300
    said.encode(sys.getfilesystemencoding(), "replace")


def _session(voice: Voice, line: int) -> list[int]:
    """The living processes of the session that a sentence had."""
    if len(voice.lines) <= line:
        return []
    wanted = voice.lines[line][1]
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        if fields[3] == wanted and fields[0] not in "ZX":
            found.append(int(status.parent.name))
    return found


def _children() -> set[int]:
    """The child processes of this one, including those that ended and were not reaped."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = status.read_text("utf-8", "replace")
        except OSError:
            continue
        if text.rpartition(")")[2].split()[1] == str(os.getpid()):
            found.add(int(status.parent.name))
    return found
