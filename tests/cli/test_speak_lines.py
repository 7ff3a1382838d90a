"""`l5tui speak-lines`: passes lines on as they come and speaks the cues among them, from a pipe or a socket."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from l5tui.config.errors import ExitStatus
from l5tui.cues.line_splitter import LONGEST
from tests.cli.conftest import L5tui
from tests.e2e.terminal import Terminal, wait_for

LINES = (
    b"How much pain do you have right now? \x1b[2J",
    b"\r\nBridge, 1 of 1. 2 repetitions. 3:05 left in all.\r\n",
    b"Get ready, 10 seconds. Lie on your back.\r\nNext: lift 2 s, then hold 20 s.\r\n",
    b"\xff\xfe no text\n",
    b"3\r\n",
)


class Voice:
    """A fake speech command that notes what it is given."""

    def __init__(self, folder: Path, then: str = "") -> None:
        self.said = folder / "said"
        self.command = folder / "a voice"
        self.process = folder / "process"
        self.command.write_text(f'#!/bin/sh\necho $$ > {self.process}\necho "$1" >> {self.said}\n{then}\n')
        self.command.chmod(0o755)

    def is_silent(self) -> bool:
        """Whether the last command has ended."""
        return not Path(f"/proc/{self.process.read_text().strip()}").exists()

    @property
    def lines(self) -> list[str]:
        return self.said.read_text().splitlines() if self.said.exists() else []


@pytest.fixture
def voice(tmp_path: Path) -> Voice:
    return Voice(tmp_path)


@contextmanager
def program(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen(
        [sys.executable, "-m", "l5tui", "speak-lines", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield child
    finally:
        child.kill()
        child.communicate()


def option(command: Path) -> str:
    return f"--command='{command}'"


def test_lines_are_passed_on_byte_by_byte_as_they_come_and_cues_are_spoken(home: Path, voice: Voice) -> None:
    with program(option(voice.command)) as child:
        assert child.stdin
        assert child.stdout
        for line in LINES:
            child.stdin.write(line)
            child.stdin.flush()
            assert os.read(child.stdout.fileno(), 4096) == line, "a question has no line's end"
            if line.startswith(b"Get ready"):
                wait_for(lambda: voice.lines == ["Bridge. Lie on your back."], "the first cue")
        wait_for(lambda: voice.lines[1:] == ["three"], "the count")
        child.stdin.write(b"Done. Rest as long as you like.\n")
        out, err = child.communicate(timeout=60)
        assert (out, err, child.returncode) == (b"Done. Rest as long as you like.\n", b"", 0)
    assert voice.lines[-1] == "Done. Rest as long as you like.", "the last sentence is finished"
    assert list(home.rglob("journal*")) == []


def test_a_voice_that_is_missing_is_named_once_and_the_lines_go_on(home: Path) -> None:
    with program("--command=/nowhere/voice") as child:
        out, err = child.communicate(b"".join(LINES) + b"Half way.\n" * 3, timeout=60)
    assert out == b"".join(LINES) + b"Half way.\n" * 3
    assert err == b"l5tui: The command that speaks, /nowhere/voice, isn't there.\n"
    assert child.returncode == 0


def test_a_voice_that_hangs_holds_up_no_line(home: Path, tmp_path: Path) -> None:
    voice = Voice(tmp_path, then="sleep 600")
    with program(option(voice.command)) as child:
        assert child.stdin
        assert child.stdout
        for number in range(1, 20):
            line = f"Hold, rep {number} of 20, 20 seconds.\n".encode()
            child.stdin.write(line)
            child.stdin.flush()
            assert os.read(child.stdout.fileno(), 4096) == line
        wait_for(lambda: voice.lines, "a sentence")
        child.send_signal(signal.SIGTERM)
        assert child.wait(30) == 128 + signal.SIGTERM
        wait_for(voice.is_silent, "the voice to be ended")


def test_the_settings_say_which_voice(home: Path, voice: Voice) -> None:
    config = home / ".config/l5tui/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f"theme = dark\nspeak = \"'{voice.command}' -v\"\n")
    with program() as child:
        _, err = child.communicate(b"Half way.\n", timeout=60)
    assert err.startswith(f"l5tui: {config}: line 1: ".encode()), "a fault in the settings is said, and the lines go on"
    config.write_text(f"speak = \"'{voice.command}'\"\n")
    with program() as child:
        child.communicate(b"Half way.\n", timeout=60)
    assert voice.lines == ["Half way."]


def test_without_lines_it_says_how_it_is_used(called: L5tui) -> None:
    with Terminal("speak-lines") as terminal:
        assert terminal.until_end() == ExitStatus.USAGE
        assert "ssh HOST l5tui start ROUTINE --plain | l5tui speak-lines" in terminal.text.replace("\n", "")
    ran = called("speak-lines", "--command='say")
    assert ran.status == ExitStatus.USAGE
    assert ran.complaint.startswith('"\'say" is no command: no closing quotation')


@contextmanager
def listening(path: Path, voice: Voice) -> Iterator[subprocess.Popen[bytes]]:
    with program("--listen", str(path), option(voice.command)) as child:
        wait_for(lambda: listens_at(path), "the socket")
        yield child


def listens_at(path: Path) -> bool:
    """Whether connections are taken: the file is there a moment earlier."""
    try:
        with connected(path):
            return True
    except OSError:
        return False


@contextmanager
def connected(path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as one:
        one.connect(str(path))
        yield one


def test_it_speaks_what_comes_to_its_socket_and_takes_it_away_at_the_end(
    home: Path, tmp_path: Path, voice: Voice
) -> None:
    path = tmp_path / "v.sock"
    with listening(path, voice) as child:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        with connected(path) as one, connected(path) as other:
            one.sendall(b"Hold. 20 sec")
            one.sendall(b"onds.\n")
            wait_for(lambda: voice.lines == ["Hold. 20 seconds."], "the sentence")
            other.sendall(b"three\n")
            wait_for(lambda: voice.lines[1:] == ["three"], "another session's sentence")
        with connected(path) as one:
            one.sendall(b"two\none\n")
            wait_for(lambda: voice.lines[2:] == ["one"], "the newest of what came at once")
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=60)
        assert err == b""
        assert child.returncode == 128 + signal.SIGINT
        assert f"ssh -qt -R HOME/.l5tui-voice:{path} HOST".encode() in out
        assert b'speak_socket = "~/.l5tui-voice"' in out
    assert not path.exists()


def test_an_empty_line_cuts_the_sentence_off(home: Path, tmp_path: Path) -> None:
    voice = Voice(tmp_path, then="sleep 600")
    path = tmp_path / "v.sock"
    with listening(path, voice), connected(path) as one:
        one.sendall(b"Hold.\n")
        wait_for(lambda: voice.lines == ["Hold."], "the sentence")
        one.sendall(b"\n")
        wait_for(voice.is_silent, "silence")


@pytest.mark.parametrize("junk", [b"\xff\xfe\n", b"x" * (LONGEST + 10), os.urandom(100_000)])
def test_junk_is_named_once_and_ends_only_its_own_connection(
    home: Path, tmp_path: Path, voice: Voice, junk: bytes
) -> None:
    path = tmp_path / "v.sock"
    with listening(path, voice) as child:
        for _ in range(3):
            with connected(path) as bad:
                try:
                    bad.sendall(junk)
                    assert bad.recv(1) == b"", "it is hung up on"
                except (BrokenPipeError, ConnectionResetError):
                    pass
        with connected(path) as good:
            good.sendall(b"three\n")
            wait_for(lambda: voice.lines[-1:] == ["three"], "the sentence")
        child.send_signal(signal.SIGTERM)
        _, err = child.communicate(timeout=60)
    assert err == b"l5tui: What came to the socket isn't from l5tui, and isn't listened to.\n"
    assert child.returncode == 128 + signal.SIGTERM


def test_a_socket_that_is_left_is_replaced_and_another_file_never(
    called: L5tui, home: Path, tmp_path: Path, voice: Voice
) -> None:
    path = tmp_path / "v.sock"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    with listening(path, voice) as child:
        wait_for(lambda: _accepts(path), "it to listen", 5)
        second = called("speak-lines", "--listen", str(path))
        assert second.complaint.startswith(f"another program listens at {path} already")
        assert child.poll() is None
    file = tmp_path / "notes"
    file.write_text("mine")
    refused = called("speak-lines", "--listen", str(file))
    assert refused.status == ExitStatus.FAILED
    assert refused.complaint.startswith(f"no socket can be made at {file} (")
    assert file.read_text() == "mine"
    far = called("speak-lines", "--listen", str(tmp_path / ("x" * 200)))
    assert far.status == ExitStatus.FAILED
    assert "no socket can be made" in far.complaint


def _accepts(path: Path) -> bool:
    try:
        with connected(path):
            return True
    except OSError:
        return False
