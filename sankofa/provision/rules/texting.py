"""Help as short messages that fit any phone: each one complete by itself, numbered, never cut inside a word.

A message of the seven-bit alphabet holds 160 signs, one of any other script 70.  Each part is sent as a message of its
own, because old phones show the parts of a long one in any order.  A long dash or a curly quotation mark alone would
make a message of Latin letters more than twice as short, so such signs are written plainly where that helps.

Source: 3GPP TS 23.038 (alphabets), by way of `messages.rules.segments`.
"""

from collections.abc import Iterator
from typing import Final

from sankofa.messages.rules.segments import BASIC, EXTENDED, length_of

_NUMBERED: Final = "10/10 "
_PLAIN: Final = str.maketrans(
    {"‐": "-", "‑": "-", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "…": "..."}
)


def parts(text: str) -> tuple[str, ...]:
    """Return a text as short messages; more than one are numbered in front: "1/3 …"."""
    words = _plainly(text).split()
    whole = " ".join(words)
    if not whole:
        return ()
    if length_of(whole).parts == 1:
        return (whole,)
    lines = tuple(_lines(words))
    return tuple(f"{number}/{len(lines)} {line}" for number, line in enumerate(lines, start=1))


def _plainly(text: str) -> str:
    """A text with plain dashes and quotation marks, where nothing else in it needs the longer alphabet."""
    plain = text.translate(_PLAIN)
    return plain if all(sign in BASIC or sign in EXTENDED or sign.isspace() for sign in plain) else text


def _is_one(line: str) -> bool:
    return length_of(f"{_NUMBERED}{line}").parts == 1


def _lines(words: list[str]) -> Iterator[str]:
    line = ""
    for word in (piece for one in words for piece in _pieces(one)):
        longer = f"{line} {word}" if line else word
        if _is_one(longer):
            line = longer
        else:
            yield line
            line = word
    yield line


def _pieces(word: str) -> Iterator[str]:
    """A word longer than a message, such as an address of the web, is broken where the message ends."""
    while not _is_one(word):
        end = next(end for end in range(len(word) - 1, 0, -1) if _is_one(word[:end]))
        yield word[:end]
        word = word[end:]
    yield word
