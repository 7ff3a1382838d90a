"""A plain session plays the same cues at the same moments as the full screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from l5tui.config.settings import Settings, SocketPath
from l5tui.cues import player as cue_player
from l5tui.cues.speech import Speaker
from l5tui.cues.voice_socket import SocketVoice
from tests import factories
from tests.e2e.terminal import wait_for
from tests.plain.scripted_user import AFTERWARDS, Key, play

OUT: tuple[Key, ...] = ((AFTERWARDS, "3"), "")
ALONE = factories.routine(factories.exercise("bridge", name="Bridge", reps=1), routine_id="alone", name="Alone")
LONG = factories.exercise("bridge", reps=1, phases=(factories.phase("hold", 30),), ladder=None)


class Voice:
    """Records what the session asks the speech command to do."""

    spoken: list[str]

    def __init__(self, command: str, *, failed: Callable[[str], None]) -> None:
        self.failed = failed

    def say(self, words: str) -> None:
        type(self).spoken.append(words)

    def silence(self) -> None:
        type(self).spoken.append("(silenced)")

    def finish(self) -> None:
        type(self).spoken.append("(to its end)")

    def close(self) -> None:
        type(self).spoken.append("(quiet)")


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    Voice.spoken = []
    monkeypatch.setattr(cue_player, "Speaker", Voice)
    return Voice.spoken


def test_a_speech_command_that_is_set_speaks_in_a_plain_session_too(tmp_path: Path, spoken: list[str]) -> None:
    play(tmp_path, "5", *OUT, routine=ALONE, settings=Settings(cues="all", speak="say"))
    assert spoken == [
        "Bridge. Lie on your back.",
        "three",
        "two",
        "one",
        "Lift. lift now",
        "Hold. 20 seconds. hold now",
        "Half way.",
        "three",
        "two",
        "one",
        "Lower. lower now",
        "Done. Rest as long as you like.",
        "(to its end)",
    ]


@pytest.mark.parametrize("level", ["off", "bell"])
def test_sentences_are_spoken_only_with_all_cues(tmp_path: Path, spoken: list[str], level: Any) -> None:
    play(tmp_path, "5", *OUT, routine=ALONE, settings=Settings(cues=level, speak="say"))
    assert spoken == ["(to its end)"]


def test_the_bell_rings_at_the_end_of_each_phase_and_of_each_rest(tmp_path: Path) -> None:
    rests: tuple[Key, ...] = ("5", (14, "x"), "1", "8", (80, "s"), "3", *OUT)
    assert play(tmp_path / "bell", *rests, routine=ALONE).person.rung == [0, 10, 12, 74, 80]
    assert play(tmp_path / "off", *rests, routine=ALONE, settings=Settings(cues="off")).person.rung == []
    silent = Settings(cues="all", bell=False)
    assert play(tmp_path / "silent", *rests, routine=ALONE, settings=silent).person.rung == []


def test_half_way_is_printed_only_with_all_cues_and_in_long_holds(tmp_path: Path) -> None:
    routine = factories.routine(LONG, routine_id="long", name="Long")
    everything = Settings(cues="all")
    assert play(tmp_path / "all", "5", *OUT, routine=routine, settings=everything).person.when("Half way.") == [25]
    assert play(tmp_path / "bell", "5", *OUT, routine=routine).person.when("Half way.") == []
    assert play(tmp_path / "short", "5", *OUT, routine=ALONE, settings=everything).person.when("Half way.") == []


def test_c_changes_the_cues_from_bell_to_all_to_off(tmp_path: Path) -> None:
    played = play(tmp_path, "5", (1, "c"), (2, "cues"), (3, "c"), *OUT, routine=ALONE)
    assert [line for line in played.person.lines if line.startswith("Cues")] == [
        "Cues: all.",
        "Cues: off.",
        "Cues: bell.",
    ]


def test_a_failing_speech_command_is_reported_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The session goes on as planned."""

    class Missing(Voice):
        def say(self, words: str) -> None:
            self.failed("The command that speaks, say, isn't there.")

    Voice.spoken = []
    monkeypatch.setattr(cue_player, "Speaker", Missing)
    played = play(tmp_path, "5", *OUT, routine=ALONE, settings=Settings(cues="all", speak="say"))
    assert capfd.readouterr().err == "l5tui: The command that speaks, say, isn't there.\n"
    assert played.entry["status"] == "complete"


def test_nothing_is_spoken_after_closing(tmp_path: Path, spoken: list[str]) -> None:
    play(tmp_path, "5", (14, "q"), "y", "3", "", routine=ALONE, settings=Settings(cues="all", speak="say"))
    assert spoken[-1] == "(quiet)"


@pytest.mark.parametrize("key", ["", "x", "q"], ids=["a pause", "it hurts", "the question about the end"])
def test_a_pause_stops_the_current_sentence_at_once(tmp_path: Path, spoken: list[str], key: str) -> None:
    play(tmp_path, "5", (14, key), routine=ALONE, settings=Settings(cues="all", speak="say"))
    assert spoken[5:7] == ["Hold. 20 seconds. hold now", "(silenced)"]


def test_a_restarted_repetition_is_announced_when_it_begins_not_while_getting_ready(
    tmp_path: Path, spoken: list[str]
) -> None:
    play(tmp_path, "5", (14, "x"), "n", (18, "s"), routine=ALONE, settings=Settings(cues="all", speak="say"))
    heard = [words for words in spoken[6:] if words != "(silenced)"]
    assert heard[:4] == ["three", "two", "one", "Lift. lift now"]


def test_lowering_the_cue_level_silences_the_voice(tmp_path: Path, spoken: list[str]) -> None:
    play(tmp_path, "5", (13, "c"), routine=ALONE, settings=Settings(cues="all", speak="say"))
    assert spoken[5:7] == ["Hold. 20 seconds. hold now", "(silenced)"]


@pytest.mark.parametrize(
    ("there", "speak", "kind"),
    [(True, "", SocketVoice), (True, "say", SocketVoice), (False, "say", Speaker), (False, "", SocketVoice)],
)
def test_the_socket_speaks_where_it_is_there_and_else_the_command(
    there: bool, speak: str, kind: type, home: Path
) -> None:
    """Where there is neither, the first sentence names the socket that isn't there."""
    if there:
        (home / "voice").touch()
    settings = Settings(cues="all", speak=speak, speak_socket=SocketPath("~/voice"))
    assert type(cue_player.voice_of(settings, lambda _: None)) is kind
    assert "speak" in settings.cue_outputs("last")


def test_without_a_voice_nothing_is_spoken() -> None:
    assert cue_player.voice_of(Settings(cues="all"), lambda _: None) is None
    assert "speak" not in Settings(cues="all").cue_outputs("last")


def test_a_plain_session_names_a_socket_that_is_missing_once_and_goes_on(
    tmp_path: Path, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(cues="all", speak_socket=SocketPath("~/voice"))
    assert play(tmp_path, "5", *OUT, routine=ALONE, settings=settings).entry["status"] == "complete"
    said: list[str] = []

    def told() -> bool:
        said.extend(capfd.readouterr().err.splitlines())
        return bool(said)

    wait_for(told, "the line")
    assert said == [f"l5tui: The socket of the voice, {home / 'voice'}, isn't there."]
