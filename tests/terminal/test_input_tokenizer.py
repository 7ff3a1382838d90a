"""The tokens of an input don't depend on how it is split into reads."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from l5tui.terminal.input_tokenizer import Tokenizer
from l5tui.terminal.input_tokens import ControlString, EscapeKey, Pasted, Sequence, Token, Typed
from l5tui.terminal.pasted_text import PASTE_BEGIN, PASTE_END

PASTED = st.text("b\x1b[20~\n🙂ש", max_size=12).filter(lambda pasted: PASTE_END not in pasted + PASTE_END[:-1])
PARTS = st.one_of(
    st.text("a1[~é]\\", min_size=1, max_size=6).map(lambda text: (text, [Typed(char) for char in text])),
    st.sampled_from(["\x1b[A", "\x1bOB", "\x1b[1;2C", "\x1b[?62;22c", "\x1b[[A", "\x1b[3$", "\x1bx", "\x9bA"]).map(
        lambda text: (text, [Sequence(text.replace("\x9b", "\x1b["))])
    ),
    st.tuples(st.sampled_from("]P_^X"), st.text("d1;rgb:/é", max_size=9), st.sampled_from(["\x07", "\x1b\\"])).map(
        lambda parts: ("\x1b" + "".join(parts), [ControlString(f"\x1b{parts[0]}")])
    ),
    PASTED.map(
        lambda text: (PASTE_BEGIN + text + PASTE_END, [Pasted(text.replace("\x1b", " "))] if text else []),
    ),
)


def pieces(text: str, cuts: list[int]) -> list[str]:
    places = sorted({min(cut, len(text)) for cut in cuts} | {0, len(text)})
    return [text[start:end] for start, end in itertools.pairwise(places)]


def one_by_one(tokens: list[Token]) -> list[Token]:
    return [
        one
        for token in tokens
        for one in ([Typed(char) for char in token.text] if isinstance(token, Typed) else [token])
    ]


@given(st.lists(PARTS, max_size=6), st.lists(st.integers(0, 120), max_size=8))
def test_the_tokens_do_not_depend_on_where_input_is_cut(parts: list[tuple[str, list[Token]]], cuts: list[int]) -> None:
    tokenizer = Tokenizer()
    came = "".join(text for text, _ in parts)
    found = [token for piece in pieces(came, cuts) for token in tokenizer.feed(piece, 0.0)]
    assert one_by_one(found) == [token for _, tokens in parts for token in tokens]
    assert tokenizer.wait_s is None


@given(st.text("\x1b[]PO;:0125?<$Mmu~A\\\x07\x9b\x9d\udc80é", max_size=40), st.lists(st.integers(0, 40), max_size=6))
def test_the_next_key_is_a_token_after_any_input(text: str, cuts: list[int]) -> None:
    tokenizer = Tokenizer()
    for piece in pieces(text, cuts):
        tokenizer.feed(piece, 0.0)
    tokenizer.quiet(1.0)
    assert tokenizer.wait_s is None
    assert tokenizer.feed("d", 10.0) == [Typed("d")]


def test_an_escape_alone_is_a_key_and_the_beginning_of_a_sequence_waits() -> None:
    tokenizer = Tokenizer(escape_s=0.025)  # too short for a reply that is torn behind its escape
    assert (tokenizer.feed("\x1b", 0.0), tokenizer.wait_s) == ([], 0.1)
    assert (tokenizer.quiet(0.1), tokenizer.wait_s) == ([EscapeKey()], None)
