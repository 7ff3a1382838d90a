from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from l5tui.tui.ascii_fallback import PLAIN, AsciiFilter, in_ascii
from l5tui.tui.widgets.text import harmless


@given(st.text())
def test_any_text_becomes_ascii_of_the_same_cell_width(text: str) -> None:
    """Columns stay aligned; control characters are removed before this filter."""
    shown = harmless(text)
    assert in_ascii(shown).isascii()
    assert len(in_ascii(shown)) == cell_len(shown)


def test_each_replaced_sign_is_one_cell_wide() -> None:
    assert all(cell_len(chr(sign)) == 1 and len(str(plain)) == 1 for sign, plain in PLAIN.items())


def test_signs_become_similar_signs_and_letters_lose_their_accents() -> None:
    assert in_ascii("5 → 3 × ▌ “é” ↓ 漢") == '5 > 3 x > "e" v ??'


def test_a_row_keeps_its_styles() -> None:
    bold = Style(bold=True)
    row = AsciiFilter().apply([Segment("→ ", bold), Segment("x", None)], Color(0, 0, 0))
    assert row == [Segment("> ", bold), Segment("x", None)]
