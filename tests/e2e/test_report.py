"""In a real terminal: the report goes to the clipboard of the terminal in front, and to a file."""

from __future__ import annotations

import re
from base64 import b64decode
from pathlib import Path

import pytest

from l5tui.journal.store import Journal
from tests.e2e.session_steps import through_the_notice
from tests.e2e.terminal import Terminal, wait_for
from tests.factories import log

pytestmark = pytest.mark.long


def test_the_report_is_copied_and_written(home: Path) -> None:
    Journal(home / ".local/share/l5tui/journal.json").put(log("l1", 4))
    with Terminal(env={"TMUX": None, "STY": None}, cwd=home) as terminal:
        through_the_notice(terminal)
        terminal.until("ROUTINES")
        terminal.press("J")
        terminal.until("pain score")
        terminal.press("r")
        terminal.until("Back exercises and pain: a report")
        terminal.press("y")
        terminal.until("Sent to the terminal's clipboard.")
        [copied] = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\a", bytes(terminal.raw))
        assert "n = 1, lowest 4, highest 4." in b64decode(copied).decode()
        terminal.press("enter")
        terminal.until("to which file")
        terminal.press("enter")
        terminal.until("The report is in")
    wait_for(lambda: [one.read_text()[:15] for one in home.glob("back-report-*.html")] == ["<!DOCTYPE html>"])
