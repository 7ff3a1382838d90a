"""The commands that open the app, on a real terminal."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from l5tui.config.clock import new_header
from l5tui.domain.new_entry import new_decision
from l5tui.journal.store import Journal
from tests.cli.conftest import ROOT
from tests.domain.safety.safety_journal import put_full_check_all_no
from tests.e2e.terminal import Terminal


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make `l5tui` importable from any working directory."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.mark.long
def test_the_demo_is_labelled_as_a_demo_and_leaves_no_files(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with Terminal("demo", size=(100, 30)) as terminal:
        terminal.until(lambda text: "DEMO" in text and "1 Full L5" in text)
        [folder] = tmp_path.iterdir()
        assert folder.name.startswith("l5tui-demo-")
        terminal.press("tab")
        terminal.until(lambda text: "DEMO" in text and "scores in 30 days" in text)
        terminal.press("q")
        assert terminal.until_end() == 0
    assert list(tmp_path.iterdir()) == []
    assert list(home.iterdir()) == []


@pytest.mark.long
def test_start_opens_the_check_in_of_the_named_routine(home: Path) -> None:
    store = Journal(home / "j.json")
    put_full_check_all_no(store).put(new_decision(new_header(), "notice", "read"))
    store.set_favourites(["evening", "gentle_relief"])
    with Terminal("start", "2", "--journal", str(home / "j.json")) as terminal:
        terminal.until(lambda text: "Gentle" in text and "10" in text)
        terminal.press("ctrl+q")
        assert terminal.until_end() == 0


@pytest.mark.long
def test_the_app_opens_although_the_journal_cannot_be_read(home: Path) -> None:
    """The fault is shown on the screen, and in one line on the command line."""
    with Terminal("--journal", str(home), size=(160, 40)) as terminal:
        terminal.until("is a folder, not a journal")
        terminal.press("ctrl+q")
        assert terminal.until_end() == 0


FAULT = """
import sys
import l5tui.tui.library.screen
def broken(*_, **__):
    raise ValueError("sec" + "ret")
l5tui.tui.library.screen.LibraryScreen.on_mount = broken
from l5tui.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.long
def test_an_exception_in_the_app_ends_with_one_line_and_status_70(home: Path) -> None:
    """The terminal is restored, and the line has no text from the journal."""
    with Terminal(command=[sys.executable, "-c", FAULT], size=(160, 40), cwd=home) as terminal:
        assert terminal.until_end() == 70
        log = home / ".local/state/l5tui/crash.log"
        assert terminal.raw.endswith(
            f"l5tui: a fault of the program (ValueError), sorry. What happened is in {log}\r\n".encode()
        )
        assert b"Traceback" not in terminal.raw
        assert b"secret" not in terminal.raw
    assert "builtins.ValueError" in log.read_text()
    assert "secret" not in log.read_text()
