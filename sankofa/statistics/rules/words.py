"""Which words a comparison may use: few people allow few words.

Source: responsible-finance rules, 8.1: below 10 per group counts only; 10 to 29 "too few to compare"; from 30 on an
adjusted estimate if the groups are alike after weighting, overlap and are large enough; otherwise none.  The published
evidence is 13 borrowers of 86, and 6 of about 1,400.
"""

import re
from collections.abc import Mapping
from enum import StrEnum


class Level(StrEnum):
    """What a comparison may say, from the least to the most."""

    COUNTS_ONLY = "counts_only"
    TOO_FEW = "too_few"
    REFUSED = "refused"
    ADJUSTED = "adjusted"


COUNTS_BELOW = 10
TOO_FEW_BELOW = 30

# Beginnings of words, so that "improved" and "improves" are both found.
CAUSAL: Mapping[str, tuple[str, ...]] = {
    "en": (
        "effect", "impact", "cause", "because of", "due to", "led to", "leads to", "thanks to", "result of",
        "resulted in", "improve", "help", "benefit", "worsen", "boost", "harm", "made them", "proves", "proof",
    ),
    "fr": (
        "effet", "impact", "cause", "causé", "à cause", "grâce à", "dû à", "conduit à", "résultat d", "entraîn",
        "amélior", "aide", "bénéfi", "aggrav", "renforc", "nuit", "prouve", "preuve",
    ),
}  # fmt: skip
COMPARING: Mapping[str, tuple[str, ...]] = {
    "en": (
        "more than",
        "less than",
        "higher",
        "lower",
        "better",
        "worse",
        "average",
        "mean",
        "per cent",
        "percent",
        "%",
        "rate",
    ),
    "fr": (
        "plus que",
        "moins que",
        "supérieur",
        "inférieur",
        "mieux",
        "meilleur",
        "pire",
        "moyenne",
        "pour cent",
        "%",
        "taux",
    ),
}


class UnknownLanguage(LookupError):
    """There is no list of words for this language, so a text cannot be checked."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.language = language

    def __str__(self) -> str:
        return f"locale is {self.language!r}; words can be checked in {', '.join(sorted(CAUSAL))}."


def forbidden_words(text: str, level: Level, locale: str) -> list[str]:
    """Return the words of a text that a study of this level must not use, in the order of the lists.

    Below an adjusted estimate nothing may sound as if loans did something; with counts only, nothing may compare.
    Raises UnknownLanguage.
    """
    language = locale.replace("_", "-").partition("-")[0]
    if language not in CAUSAL:
        raise UnknownLanguage(locale)
    lists = () if level is Level.ADJUSTED else CAUSAL[language]
    if level is Level.COUNTS_ONLY:
        lists += COMPARING[language]
    return [word for word in lists if re.search(rf"(?<!\w){re.escape(word)}", text, re.IGNORECASE)]
