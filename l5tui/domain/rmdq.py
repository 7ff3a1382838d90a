"""The Roland-Morris Disability Questionnaire (RMDQ): its 24 statements, its score, and the word for a change.

The wording is that of the authors' English form, for which they ask no permission (Roland and Fairbank 2000; clinical
data, a4). It was compared with the copy of the PhenX Toolkit (protocol 171601): they differ in item 9, where the form's
"then" is a misprint for "than", and in a comma of item 4. No statement may be changed: another wording is another
instrument, and its scores can't be compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

RMDQ: Final = "rmdq"
"""The form's name in entries."""
NAME: Final = "Roland-Morris Disability Questionnaire"
SOURCE: Final = "Roland M, Morris R. A study of the natural history of back pain. Part 1. Spine 1983; 8: 141-144."
INSTRUCTION: Final = (
    "When your back hurts, you may find it difficult to do some of the things you normally do.",
    "This list contains sentences that people have used to describe themselves when they have back pain. When you read "
    "them, you may find that some stand out because they describe you today. As you read the list, think of yourself "
    "today. When you read a sentence that describes you today, put a tick against it. If the sentence does not "
    "describe you, then leave the space blank and go on to the next one. Remember, only tick the sentence if you are "
    "sure it describes you today.",
)
"""The form's own instruction, in its paragraphs."""
STATEMENTS: Final = (
    "I stay at home most of the time because of my back.",
    "I change position frequently to try and get my back comfortable.",
    "I walk more slowly than usual because of my back.",
    "Because of my back I am not doing any of the jobs that I usually do around the house.",
    "Because of my back, I use a handrail to get upstairs.",
    "Because of my back, I lie down to rest more often.",
    "Because of my back, I have to hold on to something to get out of an easy chair.",
    "Because of my back, I try to get other people to do things for me.",
    "I get dressed more slowly than usual because of my back.",
    "I only stand for short periods of time because of my back.",
    "Because of my back, I try not to bend or kneel down.",
    "I find it difficult to get out of a chair because of my back.",
    "My back is painful almost all the time.",
    "I find it difficult to turn over in bed because of my back.",
    "My appetite is not very good because of my back pain.",
    "I have trouble putting on my socks (or stockings) because of the pain in my back.",
    "I only walk short distances because of my back.",
    "I sleep less well because of my back.",
    "Because of my back pain, I get dressed with help from someone else.",
    "I sit down for most of the day because of my back.",
    "I avoid heavy jobs around the house because of my back.",
    "Because of my back pain, I am more irritable and bad tempered with people than usual.",
    "Because of my back, I go upstairs more slowly than usual.",
    "I stay in bed most of the time because of my back.",
)
HIGHEST: Final = len(STATEMENTS)
MATTERS: Final = 5
"""The smallest change of the score that isn't called "about the same" (Ostelo 2008; clinical data, a4 and g)."""


def score_of(ticks: Iterable[object]) -> int:
    """The score, 0 to 24: how many statements were ticked. Numbers that no statement has don't count."""
    return len({one for one in ticks if type(one) is int and 1 <= one <= HIGHEST})


def change_word(before: int, after: int) -> str:
    """The word for the change between two scores: "lower", "higher" or "about the same"."""
    if abs(after - before) < MATTERS:
        return "about the same"
    return "lower" if after < before else "higher"
