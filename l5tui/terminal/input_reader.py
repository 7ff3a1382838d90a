"""From what a terminal sends to the messages that Textual's driver would make of it; no reply is ever a key.

All that relies on Textual's own parser of keys stands here. It is given complete sequences in a form that it reads
right, one by one, so that it is never left in the middle of one; a fault of it costs what it was given, and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from textual import constants, events
from textual.message import Message

from l5tui.terminal.input_tokenizer import ESCAPE, Tokenizer
from l5tui.terminal.input_tokens import ControlString, CutOff, EscapeKey, Pasted, Sequence, Token, Typed, one_by_one
from l5tui.terminal.key_bursts import DoubtTracker, mark_doubtful
from l5tui.terminal.key_sequences import MODES_FOR_TEXTUAL, Meaning, meaning_of
from l5tui.terminal.textual_internals import KeyParser

ESCAPE_S: Final = constants.ESCAPE_DELAY


class InputReader:
    """Makes messages of what a terminal sends, and goes on whatever that is.

    Args:
        mouse: the mouse is reported. If not, what looks like it was asked for by somebody else.
        reported: told what the terminal has answered or reported, once for each read.
        survived: told of each fault in reading; the input goes on behind what caused it.
        debug: have Textual's parser keep a log.
    """

    def __init__(
        self,
        *,
        mouse: bool,
        reported: Callable[[Meaning], None],
        survived: Callable[[Exception], None],
        debug: bool = False,
    ) -> None:
        self._mouse, self._reported, self._survived, self._debug = mouse, reported, survived, debug
        self._tokens = Tokenizer(ESCAPE_S)
        self._parser = KeyParser(debug)
        self._doubt = DoubtTracker()
        self.sizes_wanted = False
        """The terminal was asked to report its size. A report that nobody asked for is older than what is shown."""

    @property
    def wait_s(self) -> float | None:
        """How long to wait for more before calling `quiet`; None when nothing is unfinished."""
        return self._tokens.wait_s

    def feed(self, text: str, now: float) -> Iterator[Message]:
        """What has come; `text` and `now` as in `Tokenizer.feed`."""
        return self._messages(lambda: self._tokens.feed(text, now), now)

    def quiet(self, now: float) -> Iterator[Message]:
        """Nothing has come for `wait_s`."""
        return self._messages(lambda: self._tokens.quiet(now), now)

    def _messages(self, tokens: Callable[[], list[Token]], now: float) -> Iterator[Message]:
        try:
            found = tokens()
        except Exception as error:  # noqa: BLE001  nothing that is sent may end the session
            self._survived(error)
            self._tokens = Tokenizer(ESCAPE_S)
            return
        meanings: set[Meaning] = set()
        for token in one_by_one(found):
            doubtful = self._doubt.of(token, now)
            try:
                messages = list(self._of(token, meanings))
            except Exception as error:  # noqa: BLE001
                self._survived(error)
                self._new_parser()
                continue
            for message in messages:
                if doubtful and isinstance(message, events.Key):
                    mark_doubtful(message)
                yield message

    def _of(self, token: Token, meanings: set[Meaning]) -> Iterable[Message]:
        match token:
            case Typed(text):
                return self._parser.feed(text)
            case EscapeKey():
                return [events.Key("escape", ESCAPE)]
            case Pasted(text):
                return [events.Paste(text)]
            case Sequence(text):
                return self._sequence(meaning_of(text), meanings)
            case ControlString(introducer):
                return self._report(Meaning("report", introducer), meanings)
            case CutOff():
                return ()

    def _sequence(self, meaning: Meaning, meanings: set[Meaning]) -> Iterable[Message]:
        match meaning.kind:
            case "report":
                return self._report(meaning, meanings)
            case "mode":
                self._report(meaning, meanings)
                wanted = meaning.mode is not None and meaning.mode[0] in MODES_FOR_TEXTUAL
            case "alt":
                return [_with_alt(key) for key in self._parser.keys_with_alt(meaning.text)]
            case "mouse":
                wanted = self._mouse
            case "size":
                wanted = self.sizes_wanted
            case kind:
                wanted = kind != "nothing"
        return self._whole(meaning.text) if wanted else ()

    def _whole(self, sequence: str) -> Iterable[Message]:
        """What Textual's parser makes of a complete sequence; one that waits for more has not understood it."""
        messages = list(self._parser.feed(sequence))
        if self._parser.waits:
            self._new_parser()
            return ()
        return messages

    def _report(self, meaning: Meaning, meanings: set[Meaning]) -> Iterable[Message]:
        """Tell of a report, and of many alike in one read only once: a flood of them is no news."""
        if meaning not in meanings:
            meanings.add(meaning)
            self._reported(meaning)
        return ()

    def _new_parser(self) -> None:
        """Begin anew, with what the old one knew of the mouse."""
        old, self._parser = self._parser, KeyParser(self._debug)
        for name in ("last_x", "last_y", "mouse_pixels", "terminal_size", "terminal_pixel_size"):
            setattr(self._parser, name, getattr(old, name))


def _with_alt(key: events.Key) -> events.Key:
    """Textual (8.2.8) says alt of letters only: alt and a comma would be a comma. With alt nothing is typed."""
    return events.Key(key.key if key.key.startswith("alt+") else f"alt+{key.key}", None)
