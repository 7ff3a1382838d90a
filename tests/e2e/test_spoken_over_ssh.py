"""A session runs on the other side of a real SSH server on loopback, and its cues are spoken on this side."""

from __future__ import annotations

import math
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from l5tui.cues.voice_socket import SocketVoice
from tests.e2e.session_steps import ATTEMPTS, p95, through_the_notice
from tests.e2e.spoken_session import NAME, SAID, SPEED, due
from tests.e2e.ssh_server import Server
from tests.e2e.terminal import Terminal, nothing_new, press_until, wait_for

SOON_S = 0.15
"""From a cue to its sentence."""


class Heard:
    """A fake speech command on this side, which notes when it is given each sentence."""

    def __init__(self, folder: Path) -> None:
        self.said = folder / "said"
        self.command = folder / "voice"
        self.command.write_text(f'#!/bin/sh\nat=$(date +%s.%N)\necho "$at $1" >> {self.said}\n')
        self.command.chmod(0o755)

    @property
    def times(self) -> list[tuple[float, str]]:
        lines = self.said.read_text().splitlines() if self.said.exists() else []
        return [(float(at), sentence) for at, _, sentence in (line.partition(" ") for line in lines)]

    @property
    def sentences(self) -> list[str]:
        return [sentence for _, sentence in self.times]


@pytest.fixture
def heard(tmp_path: Path) -> Heard:
    return Heard(tmp_path)


@contextmanager
def listening(path: Path, heard: Heard) -> Iterator[subprocess.Popen[bytes]]:
    """`l5tui speak-lines --listen` on this side."""
    command = [sys.executable, "-m", "l5tui", "speak-lines", "--listen", str(path), f"--command={heard.command}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:
        try:
            wait_for(path.is_socket, "the socket")
            yield child
        finally:
            child.terminate()


def set_up(home: Path, far: Path) -> None:
    config = home / ".config" / "l5tui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'cues = "all"\nspeak_socket = "{far}"\nreduced_motion = true\n')


def forwarded(server: Server, far: Path, near: Path, *args: str) -> list[str]:
    return server.login(*args, options=("-qtt", "-R", f"{far}:{near}"))


def piped(server: Server, heard: Heard, *args: str, options: tuple[str, ...]) -> list[str]:
    """`ssh HOST l5tui start ROUTINE --plain | l5tui speak-lines`, as a shell of a person runs it."""
    login = shlex.join(server.login("start", NAME, "--plain", *args, options=options))
    return ["sh", "-c", f"{login} | {sys.executable} -m l5tui speak-lines --command={heard.command}"]


@pytest.mark.long
def test_the_full_screen_speaks_through_a_forwarded_socket_and_says_once_when_it_is_gone(
    server: Server, home: Path, tmp_path: Path, heard: Heard
) -> None:
    far, near = tmp_path / "far", tmp_path / "near"
    set_up(home, far)
    with (
        listening(near, heard) as voice,
        Terminal(command=forwarded(server, far, near, "start", "bird dog")) as terminal,
    ):
        through_the_notice(terminal)
        nothing_new(terminal)
        terminal.press("4", "enter")
        terminal.until("rep 1 of 10", 90)
        wait_for(lambda: any(one.startswith("Bird dog.") for one in heard.sentences), "the first cue")
        press_until(terminal, "space", "Space goes on")
        voice.terminate()
        voice.wait(30)
        press_until(terminal, "space", lambda text: "Space goes on" not in text)
        terminal.until("has been left by the other side")
        terminal.until("rep 2 of 10", 90)
        terminal.press("ctrl+c")
        terminal.until("Close l5tui?")
        terminal.press("enter")
        assert terminal.until_end() == 0


@pytest.mark.long
@pytest.mark.parametrize("options", [("-T",), ("-tt",)], ids=["lines", "single keys"])
def test_plain_lines_are_passed_on_spoken_and_answered(
    server: Server, home: Path, heard: Heard, options: tuple[str, ...]
) -> None:
    """Keys go back through `ssh`: as lines, or singly with `-tt`."""
    single = options == ("-tt",)
    enter = () if single else ("enter",)
    with Terminal(command=piped(server, heard, options=options)) as terminal:
        terminal.until("I have read this")
        press_until(terminal, "r" if single else "r\r", "nothing new")
        time.sleep(1)
        press_until(terminal, "n" if single else "n\r", "q quits.")
        terminal.press("4", "enter")
        terminal.until("Where")
        terminal.press("enter")
        terminal.until("Get ready, 10 seconds.")
        wait_for(lambda: heard.sentences[:1] == [SAID[0]], "the first cue")
        terminal.until("Fold down, rep 1 of 3")
        wait_for(lambda: any(one.startswith(SAID[4]) for one in heard.sentences), "the next")
        terminal.press("space", *enter)
        terminal.until("Paused, ")
        terminal.press("q", *enter)
        terminal.until("Stopping is fine")
        time.sleep(1)
        terminal.press("d", *enter)
        assert terminal.until_end() == 0
    assert "\n".join(terminal.text.splitlines()).count("Fold down, rep 1 of 3") == 1


@pytest.mark.alone
def test_a_sentence_is_spoken_within_150_ms_at_the_other_end_of_the_line(
    server: Server, home: Path, tmp_path: Path, heard: Heard
) -> None:
    """From `say` on the far side to the command on this side, through sshd, ssh and the socket."""
    far, near = tmp_path / "far", tmp_path / "near"
    with listening(near, heard):
        login = server.login(options=("-N", "-R", f"{far}:{near}"))[:-1]
        with subprocess.Popen(login) as line:
            try:
                wait_for(far.is_socket, "the forwarded socket")
                assert any(_latency(far, heard) < SOON_S for _ in range(ATTEMPTS))
            finally:
                line.terminate()


def _latency(far: Path, heard: Heard) -> float:
    heard.said.unlink(missing_ok=True)
    voice = SocketVoice(str(far))
    began = []
    for number in range(40):
        began.append(time.time())
        voice.say(f"Sentence {number}")
        wait_for(lambda: len(heard.times) > len(began) - 1, "the sentence")
        time.sleep(0.05)
    voice.finish()
    late = [at - then for (at, _), then in zip(heard.times, began, strict=True)]
    print(f"from say to spoken: p95 {p95(late) * 1000:.0f} ms, worst {max(late) * 1000:.0f} ms")
    return p95(late)


@pytest.mark.alone
def test_each_cue_of_a_session_over_ssh_is_spoken_within_150_ms(
    server: Server, home: Path, tmp_path: Path, heard: Heard
) -> None:
    """Lateness is measured from the earliest cue, because only the far program knows when its clock began."""
    far, near = tmp_path / "far", tmp_path / "near"
    set_up(home, far)

    def lateness() -> float:
        heard.said.unlink(missing_ok=True)
        far.unlink(missing_ok=True)
        with Terminal(command=forwarded(server, far, near, "--speed", str(SPEED), "start", NAME)) as terminal:
            terminal.until(lambda text: "professional" in text or "right now?" in text)
            if "right now?" not in terminal.text:
                terminal.press("enter")
            terminal.until("How much pain do you have right now?")
            nothing_new(terminal)
            terminal.press("4", "enter")
            terminal.until("Let go", deadline_s=60)
            terminal.until(lambda _: SAID[-1] in heard.sentences)
            terminal.press("ctrl+c")
            terminal.until("Close l5tui?")
            terminal.press("d")
        if tuple(heard.sentences[: len(SAID)]) != SAID:
            return math.inf  # the machine started the command so late that the next sentence cut it off
        late = [at - wanted for (at, _), wanted in zip(heard.times[: len(SAID)], due(), strict=False)]
        print(f"cues over ssh: p95 {p95([one - min(late) for one in late]) * 1000:.0f} ms")
        return p95([one - min(late) for one in late])

    with listening(near, heard):
        assert any(lateness() < SOON_S for _ in range(ATTEMPTS))


@pytest.mark.alone
def test_plain_lines_over_ssh_are_spoken_within_150_ms_of_a_key(server: Server, home: Path, heard: Heard) -> None:
    """From a key that goes on by one step to the sentence, so there and back."""

    def latency() -> float:
        heard.said.unlink(missing_ok=True)
        with Terminal(command=piped(server, heard, options=("-tt",))) as terminal:
            terminal.until(lambda text: "I have read this" in text or "nothing new" in text)
            if "I have read this" in terminal.text:
                press_until(terminal, "r", "nothing new")
            time.sleep(1)
            press_until(terminal, "n", "q quits.")
            terminal.press("4", "enter")
            terminal.until("Where")
            terminal.press("enter")
            terminal.until("Get ready, 10 seconds.")
            wait_for(lambda: heard.times, "the first cue")
            late = []
            for step in range(30):
                before = len(heard.times)
                key = "right" if step % 2 == 0 else "left"
                at = time.time()
                terminal.press(key)
                terminal.until(lambda _: len(heard.times) > before)  # noqa: B023 - it is called at once
                late.append(heard.times[before][0] - at)
                time.sleep(0.3)
            terminal.press("ctrl+c")
            terminal.until("Close l5tui?")
            time.sleep(1)
            terminal.press("d")
        print(f"plain over ssh, from key to spoken: p95 {p95(late) * 1000:.0f} ms")
        return p95(late)

    assert any(latency() < SOON_S for _ in range(ATTEMPTS))
