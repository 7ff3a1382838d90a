"""An exception in reading input is survived and logged once; unreadable input ends the app as a fault, not as if the
person had left.
"""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual import events
from textual.app import App
from textual.message import Message

from l5tui.config.paths import crash_log
from l5tui.terminal.driver_messages import InputEndedMessage, InputFailedMessage
from l5tui.terminal.textual_internals import KeyParser
from l5tui.tui.app import L5App
from tests.terminal.recording_driver import RecordingDriver
from tests.tui.reading import until
from tests.tui.running import running


class RefusesKey(RecordingDriver):
    """A driver whose app fails on the key `n`."""

    def send_message(self, message: Message) -> None:
        if isinstance(message, events.Key) and message.key == "n":
            raise RuntimeError("nobody takes it")
        super().send_message(message)

    @property
    def keys(self) -> list[str]:
        return [message.key for message in self.heard if isinstance(message, events.Key)]


@pytest.fixture
async def ears() -> AsyncIterator[RefusesKey]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTSTP, signal.SIGCONT)}
    driver = RefusesKey(App(), mouse=False)
    driver.heard = []
    yield driver
    driver.close()
    for number, handler in before.items():
        signal.signal(number, handler)


async def test_an_exception_in_the_parser_is_survived_and_logged_once(
    ears: RefusesKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = KeyParser.feed

    def fails(self: KeyParser, data: str) -> object:
        if data == "b":
            raise ZeroDivisionError(data * 3)
        return feed(self, data)

    monkeypatch.setattr(KeyParser, "feed", fails)
    ears._on_typed("abc")
    assert ears.keys == ["a", "c"]
    first = crash_log().read_text(encoding="utf-8")
    assert "ZeroDivisionError" in first
    assert "bbb" not in first, "a value may be anything"
    crash_log().unlink()
    ears._on_typed("bd")
    assert ears.keys == ["a", "c", "d"]
    assert not crash_log().exists(), "once is enough to mend it, and the next would take the place of the first"


async def test_an_exception_in_one_message_does_not_lose_others(ears: RefusesKey) -> None:
    ears._on_typed("mno")
    assert ears.keys == ["m", "o"]
    assert "RuntimeError" in crash_log().read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("message", "is_fault"),
    [(InputEndedMessage(), False), (InputFailedMessage(OSError(22, "Invalid argument")), True)],
    ids=["ended", "failed"],
)
async def test_the_app_saves_after_the_end_of_input_and_after_a_fault(
    tmp_path: Path, message: Message, is_fault: bool
) -> None:
    saved: list[bool] = []
    async with running(tmp_path) as pilot:
        app = pilot.app
        assert isinstance(app, L5App)
        app.signal_handler.save_with(lambda: saved.append(True))
        app.post_message(message)
        await until(pilot, lambda: saved, "saved")
        assert (app.fault is not None) is is_fault
