"""Turns terminal input into the messages that Textual's driver would post; a terminal reply never becomes a key.

All code that uses Textual's key parser is here. The parser gets complete sequences, one by one, in a form that it reads
correctly, so it is never left in the middle of one; an error in it loses only that sequence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from textual import constants, events
from textual.message import Message

from l5tui.terminal.input_tokenizer import Tokenizer
from l5tui.terminal.input_tokens import (
    ESCAPE,
    ControlString,
    CutOff,
    EscapeKey,
    Pasted,
    Sequence,
    Token,
    Typed,
    one_by_one,
)
from l5tui.terminal.key_bursts import DoubtTracker, mark_doubtful
from l5tui.terminal.key_sequences import MODES_FOR_TEXTUAL, Meaning, meaning_of
from l5tui.terminal.textual_internals import KeyParser

ESCAPE_S: Final = constants.ESCAPE_DELAY


class InputReader:
    """Makes messages from terminal input, whatever the terminal sends.

    Args:
        mouse: the mouse is reported. If not, mouse reports were requested by another program and are dropped.
        reported: called with each answer or report of the terminal, once per read.
        survived: called with each error in reading; reading continues after what caused it.
        debug: make Textual's parser keep a log.
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
        """The terminal was asked to report its size. An unrequested report is out of date."""

    @property
    def wait_s(self) -> float | None:
        """Seconds to wait for more input before calling `quiet`; None when nothing is unfinished."""
        return self._tokens.wait_s

    def feed(self, text: str, now: float) -> Iterator[Message]:
        """The messages of new input; `text` and `now` as in `Tokenizer.feed`."""
        return self._messages(lambda: self._tokens.feed(text, now), now)

    def quiet(self, now: float) -> Iterator[Message]:
        """The messages of unfinished input, after `wait_s` without more."""
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
        """The messages of Textual's parser for a complete sequence; none if it waits for more, since it then failed to
        recognise it.
        """
        messages = list(self._parser.feed(sequence))
        if self._parser.waits:
            self._new_parser()
            return ()
        return messages

    def _report(self, meaning: Meaning, meanings: set[Meaning]) -> Iterable[Message]:
        """Pass a report on; equal ones within one read only once, so that a flood of them does no harm."""
        if meaning not in meanings:
            meanings.add(meaning)
            self._reported(meaning)
        return ()

    def _new_parser(self) -> None:
        """Start a new parser with the old one's mouse state."""
        old, self._parser = self._parser, KeyParser(self._debug)
        for name in ("last_x", "last_y", "mouse_pixels", "terminal_size", "terminal_pixel_size"):
            setattr(self._parser, name, getattr(old, name))


def _with_alt(key: events.Key) -> events.Key:
    """The key with alt. Textual (8.2.8) marks alt on letters only, so alt and a comma would type a comma."""
    return events.Key(key.key if key.key.startswith("alt+") else f"alt+{key.key}", None)
