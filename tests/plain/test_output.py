"""Standard output of a plain session: whole lines at once, no control characters, and no endless waiting."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from l5tui.plain import output as voice
from l5tui.plain.output import Printer


def test_text_from_people_and_files_is_printed_without_control_characters(capfd: pytest.CaptureFixture[str]) -> None:
    Printer(ascii_only=False, bell=False).say("[b]\x1b[2J\x07‮ é 漢\n×")
    assert capfd.readouterr().out == "[b]\\x1b[2J\\x07\\u202e é 漢\\n×\n"


def test_in_an_ascii_locale_the_programs_own_characters_are_ascii(capfd: pytest.CaptureFixture[str]) -> None:
    Printer(ascii_only=True, bell=False).say("3 × 20 s – don’t")
    assert capfd.readouterr().out == "3 x 20 s - don't\n"


def test_the_bell_is_sent_only_to_a_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    Printer(ascii_only=False, bell=False).bell()
    assert capfd.readouterr().out == ""
    Printer(ascii_only=False, bell=True).bell()
    assert capfd.readouterr().out == "\a"


def test_each_line_is_written_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "out").open("w", encoding="utf-8") as out:
        monkeypatch.setattr(sys, "stdout", out)
        Printer(ascii_only=False, bell=False).say("10")
        assert (tmp_path / "out").read_text() == "10\n"


def test_a_stalled_output_is_reported_before_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice, "STALLED_S", 0.05)
    reads, writes = os.pipe()
    os.set_blocking(writes, False)
    with os.fdopen(writes, "w", encoding="utf-8") as out, os.fdopen(reads, "rb") as reader:
        full = sum(iter(lambda: _filled(writes), 0))
        os.set_blocking(writes, True)
        monkeypatch.setattr(sys, "stdout", out)
        told = threading.Event()
        printer = Printer(ascii_only=False, bell=False)
        printer.stalled = told.set
        speaking = threading.Thread(target=printer.say, args=("10",), daemon=True)
        speaking.start()
        assert told.wait(60)
        assert speaking.is_alive(), "it waits, and says it when there is room"
        reader.read(full)
        speaking.join(60)
        assert os.read(reader.fileno(), 100) == b"10\n"


def _filled(fd: int) -> int:
    """How much went in; nothing when it is full."""
    try:
        return os.write(fd, b"x" * 4096)
    except BlockingIOError:
        return 0
