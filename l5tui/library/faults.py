"""Faults of content files: what is wrong, in which file, at which line and key, and what to do.

A `Faults` collects all faults of one file, so that a person mends them at once. Code that can't go on raises the error
that `fault` makes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from l5tui.config.errors import ContentError
from l5tui.config.output import similar
from l5tui.config.toml_lines import line_of, lines_by_key

MOST: Final = 50
"""The most faults of a file that are named; of the others it is said how many they are."""
_LONGEST_KEY: Final = 80
_LONGEST_FILE: Final = 300


class FileError(ContentError):
    """One fault of a content file.

    Args:
        file: the file's name as the person knows it.
        key: the key with its table, such as `steps[0].hold`; empty if it is about the whole file.
        what: what is wrong, without a full stop.
        hint: what to do; may be empty.
        line: the line in the file, from 1, or None.
        is_warning: whether the file can be used all the same.
        count: how many faults it stands for.
    """

    def __init__(
        self,
        file: str,
        key: str,
        what: str,
        hint: str = "",
        line: int | None = None,
        *,
        is_warning: bool = False,
        count: int = 1,
    ) -> None:
        file = file if len(file) <= _LONGEST_FILE else f"…{file[1 - _LONGEST_FILE :]}"
        shown = key if len(key) <= _LONGEST_KEY else f"{key[: _LONGEST_KEY - 1]}…"
        said = [spelled(part) for part in (file, shown, what) if part]
        super().__init__(": ".join(said), spelled(hint))
        self._said = spelled(what)
        self.file = file
        self.key = key
        self.line = line
        self.is_warning = is_warning
        self.count = count

    @property
    def fact(self) -> str:
        """What is wrong and what to do, without file and key: `it is 99. For Glute bridge it can be 1 to 15`."""
        return str(ContentError(self._said, self.hint))

    @property
    def located(self) -> str:
        """The fault with its line: `mine.toml: line 7: steps[0].hold: it is -4. 1 is the least`."""
        file = spelled(self.file)
        return str(self) if self.line is None else f"{file}: line {self.line}: {str(self).removeprefix(f'{file}: ')}"


def fault(file: str, key: str, what: str, hint: str = "") -> FileError:
    """The error of one key in one file: `exercises/cat_cow.toml: phases[1].seconds: it is -4 ...`."""
    return FileError(file, key, what, hint)


def spelled(text: str) -> str:
    """The text with all that can't be printed spelled out, such as `\\x1b`, `\\u200f` and unassigned signs."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def nearest_word(word: str, words: Iterable[str]) -> str | None:
    """The known word that is most like a misspelt one, or None."""
    close = similar(word[:_LONGEST_KEY], sorted(words))
    return close[0] if close else None


def nearest(word: str, words: Iterable[str]) -> str:
    """The hint for an unknown word: the nearest known word, or all of them if they are few."""
    known = sorted(words)
    if close := nearest_word(word, known):
        return f'did you mean "{close}"?'
    return f"it can be {', '.join(known)}" if 0 < len(known) <= 12 else ""


def shown_number(number: float) -> str:
    """A number as a message shows it: a long one shortened."""
    try:
        text = str(number)
    except ValueError:  # Python refuses to write a number of thousands of digits
        text = "a number of thousands of digits"
    return text if len(text) <= 40 else f"{text[:39]}…"


class Faults:
    """The faults of one file, collected while it is read.

    Args:
        file: the file's name in the messages.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[FileError] = []
        """In the order in which they were noticed."""
        self.more = 0
        """How many were noticed after these."""
        self._misspelt: list[str] = []
        self._text = ""
        self._first_line = 1

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.found)

    @property
    def full(self) -> bool:
        """Whether no more are named."""
        return len(self.found) >= MOST

    def reading(self, text: str, first_line: int) -> None:
        """Take the TOML text in which the keys are, and the line of the file at which it begins."""
        self._text, self._first_line = text, first_line

    def add(self, key: str, what: str, hint: str = "") -> None:
        """Note one fault and go on."""
        if self.full:
            self.more += 1
        else:
            self.found.append(FileError(self.file, key, what, hint))

    def misspelt(self, key: str) -> None:
        """Note a required key that stands in the file under another name, which has a fault of its own."""
        self._misspelt.append(key)

    def caught(self, error: FileError) -> None:
        """Note the fault at which reading could not go on."""
        if error not in self.found:
            self.found.append(error)

    def sound(self, *keys: str) -> bool:
        """Whether these keys have no fault, inside them or of a table around them, so that rules may read them. Among
        more faults than are named none counts as sound."""
        return not self.full and not any(
            _within(found, key) or _within(key, found)
            for found in (*(one.key for one in self.found), *self._misspelt)
            for key in keys
        )

    def stop_if_any(self) -> None:
        """Raise the first fault, if there is any.

        Raises:
            FileError: there is one.
        """
        if self.found:
            raise self.found[0]

    def located(self) -> list[FileError]:
        """All faults with their lines, in the order of the file. What is missing has the line of its table."""
        lines = lines_by_key(self._text) if self.found else {}
        for found in self.found:
            line = line_of(found.key, lines) or (1 if self._text and found.key else None)
            if line is not None and found.line is None:
                found.line = line + self._first_line - 1
        more = [FileError(self.file, "", f"and {self.more} more", count=self.more)] if self.more else []
        return [*sorted(self.found, key=lambda found: found.line or 0), *more]


def _within(key: str, table: str) -> bool:
    """Whether a key is this one, or inside it; nothing is inside the whole file's empty key."""
    return bool(table) and key.startswith(table) and key[len(table) : len(table) + 1] in ("", ".", "[")
