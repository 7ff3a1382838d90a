"""A question about an entry that is answered in a line of text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy

from msgspec import Struct

from l5tui.domain.entry_reading import Body
from l5tui.journal.field_paths import set_value


class FieldQuestion(Struct, frozen=True):
    """A question whose answer is a line of text.

    Attributes:
        field: the entry's field.
        words: the question.
        hint: what may be written.
        shown: the present value as text.
        read: the new values by field; raises `ValueError` with words for the person.
    """

    field: str
    words: str
    hint: str
    shown: Callable[[Body], str]
    read: Callable[[str, Body], dict[str, object]]

    @property
    def widget_id(self) -> str:
        return self.field.replace(".", "-")

    def changes(self, written: str, entry: Body, others: Mapping[str, object] | None = None) -> dict[str, object]:
        """The new values by field, as `Journal.edit` takes them; none where the text is what was shown.

        Args:
            written: the text.
            entry: the entry.
            others: what else is corrected with it.

        Raises:
            ValueError: it can't be read; its words are for the person.
        """
        written = " ".join(written.split())
        if written == self.shown(entry):
            return {}
        return self.read(written, with_values(entry, others) if others else entry)


def one_of(
    field: str, words: Mapping[str, str], said: str, *, empty: bool = True
) -> Callable[[str, Body], dict[str, object]]:
    """Reads one of these words, or its beginning; nothing if it may be empty."""

    def read(written: str, _: Body) -> dict[str, object]:
        wanted = written.casefold()
        found = [value for value, name in words.items() if name == wanted]
        found = found or [value for value, name in words.items() if wanted and name.startswith(wanted)]
        if len(found) != 1 and (wanted or not empty):
            raise ValueError(said)
        return {field: found[0] if found else None}

    return read


def with_values(entry: Body, values: Mapping[str, object]) -> Body:
    """A copy of the entry with these values, by field."""
    body = deepcopy(dict(entry))
    for field, value in values.items():
        set_value(body, field, value)
    return body
