"""Names and how they are found: in any script, in any order, spelled as people spell.

A name is folded (transliterated to Latin, lower case, no accents) into tokens.  Each token also has a skeleton, in
which spellings of one name meet: Muhammad, Mohamed and Mohammed are all `mhmd`.  The keys of a person are

    t + token            so that the beginning of a name finds it: t`amina`
    s + skeleton         so that another spelling finds it: s`amn`
    b + two skeletons    every pair of a person's names together, so that common names do not drown rare pairs
    n + day + skeleton   each name with the day of birth, so that other names may be missing or wrong (`sameness`)
    p + digest, d + digest   phone and document number, which are sealed, by their blind index

Titles are dropped: a key that everybody has finds nobody.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations

from anyascii import anyascii
from rapidfuzz.distance import JaroWinkler

TITLES = frozenset(
    "md mohd mst mosammat mr mrs ms miss dr sri shri smt haji hajji hajja alhaji alhaja el al bin bint ibn ben".split()
)
ARTICLES = frozenset({"ul", "ur", "ud", "uz", "us", "un"})
"""The Arabic article as it stands inside a name, written with what comes before it or apart: Ziaul Haq, Zia ul Haq."""
TOKEN_LENGTH_MAX = 24
REMEMBERED_MAX = 32_768
"""How many names are remembered with what was worked out of them: everybody is called what somebody else is called."""
_WORDS = re.compile(r"[a-z0-9]+")
_SOUNDS: tuple[tuple[str, str], ...] = (
    ("ph", "f"), ("kh", "k"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("bh", "b"), ("sh", "s"), ("ch", "s"), ("zh", "z"),
    ("ck", "k"), ("ou", "u"), ("oo", "u"), ("ow", "u"), ("aw", "a"), ("ew", "e"),
    ("q", "k"), ("c", "k"), ("w", "v"), ("z", "s"), ("x", "ks"), ("j", "z"),
)  # fmt: skip


def is_latin(name: str) -> bool:
    """Whether a name is written in Latin letters, with whatever accents; signs and spaces between them do not count."""
    return all(unicodedata.name(sign, "").startswith("LATIN") for sign in name if sign.isalpha())


def tokens(name: str) -> list[str]:
    """Return the tokens of a name in Latin letters, in their order, titles left out, articles with what they follow."""
    folded = anyascii(name).lower().replace("'", "").replace("`", "")
    words: list[str] = []
    for word in _WORDS.findall(folded):
        if word in ARTICLES and words and words[-1] not in TITLES:
            words[-1] += word
        else:
            words.append(word)
    found = [word[:TOKEN_LENGTH_MAX] for word in words]
    return [word for word in found if word not in TITLES] or found


@lru_cache(maxsize=REMEMBERED_MAX)
def skeleton(token: str) -> str:
    """Return what is left of a token when spelling is taken out of it: its consonants, each once where doubled."""
    sound = re.sub(r"^ou(?=[aeiy])", "w", token)
    for written, heard in _SOUNDS:
        sound = sound.replace(written, heard)
    first, rest = sound[:1], re.sub(r"[aeiouyh]", "", sound[1:])
    if first in "aeiouyh":
        first = "a" if first != "h" else "h"
    return re.sub(r"(.)\1+", r"\1", first + rest)


def keys_of_name(*names: str) -> set[str]:
    """Return the search keys of a person's names."""
    found = {token for name in names for token in tokens(name)}
    bones = sorted({skeleton(token) for token in found})
    return (
        {f"t{token}" for token in found}
        | {f"s{bone}" for bone in bones}
        | {pair_key(one, other) for one, other in combinations(bones, 2)}
    )


def pair_key(one: str, other: str) -> str:
    """Return the key of two skeletons together, whatever their order."""
    first, second = sorted((one, other))
    return f"b{first}.{second}"


def likeness(asked: Iterable[str], name: str) -> float:
    """Return how well a name answers what was asked, from 0 to 1: for ordering a list, never for a decision."""
    held = tokens(name)
    if not held:
        return 0.0
    best = [
        max(
            1.0 if token == word else 0.97 if token.startswith(word) else JaroWinkler.similarity(word, token)
            for token in held
        )
        for word in asked
    ]
    return sum(best) / len(best) if best else 0.0
