"""A key that is pressed while the app opens is kept, and answered once there is something to answer it."""

from __future__ import annotations

from pathlib import Path

import pytest

from l5tui.config.clock import new_header
from l5tui.domain.entry_reading import NOTICE
from l5tui.domain.new_entry import new_decision
from l5tui.journal.store import Journal
from tests.e2e.terminal import Terminal, wait_for

pytestmark = pytest.mark.long


@pytest.fixture
def read(home: Path) -> None:
    """The notice was read, so that the library is the first screen."""
    file = home / ".local/share/l5tui/journal.json"
    Journal(file).put(new_decision(new_header(), NOTICE, "read"))


@pytest.mark.usefixtures("read")
def test_a_key_between_the_first_byte_and_the_first_text_is_answered() -> None:
    with Terminal() as terminal:
        wait_for(lambda: terminal.read(0.01) and bool(terminal.raw))
        assert not terminal.text.strip()
        terminal.child.send("G")
        terminal.until("Key takeaways")


@pytest.mark.usefixtures("read")
def test_several_keys_while_it_opens_are_answered_in_their_order() -> None:
    """They take the person to the journal, back to the library, and to the guide."""
    with Terminal() as terminal:
        wait_for(lambda: terminal.read(0.01) and bool(terminal.raw))
        for key in "JLG":
            terminal.child.send(key)
        terminal.until("Key takeaways")
