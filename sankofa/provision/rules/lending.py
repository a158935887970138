"""Words by which a text tells of lending: a loan is a debt more, and is never matched here.

What lends and nothing else is marked so on the map.  What lends beside other help is found by its words, whoever wrote
them, so that nobody has to think of a mark.

Source: microcredit paper (2021), 4.2.1: a loan is no help to be handed on, it has a door of its own.
"""

import re
import unicodedata
from typing import Final

_LENDS: Final = re.compile(
    r"\b(micro[ -]?(credits?|finance|loans?|prets?)|loans?|lending|lenders?|credits?|prets?|emprunts?)\b|قرض"
)


def says_lending(said: str) -> bool:
    """Return whether words speak of lending money, in English, French or Urdu."""
    return _LENDS.search(plainly(said)) is not None


def plainly(text: str) -> str:
    """Return a text in small letters without accents, its words one blank apart."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).split())
