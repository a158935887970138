"""Labels stored as data: one text per language, and which of them a reader gets.

Languages are BCP 47 tags: `ur`, `fr-SN`, `ps-Arab-AF`.  A reader gets the text in their own language, else in the
wider one (`fr-SN`, then `fr`), else in the deployment's last resort, else in whichever language there is: a label in
a foreign language is better than none.
"""

from collections.abc import Mapping, Sequence

LAST_RESORT = ("en",)


class NoLabel(ValueError):
    """There is no text in any language."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__(dict(texts))
        self.texts = dict(texts)

    def __str__(self) -> str:
        return f"There is no text in any language: {self.texts}."


def fallbacks(locale: str, last_resort: Sequence[str] = LAST_RESORT) -> tuple[str, ...]:
    """Return the languages to try for a reader, best first: `fr-SN` gives `fr-SN`, `fr`, `en`.

    Underscores and any case are understood; the answer is written as BCP 47 recommends.
    """
    parts = tag(locale).split("-") if locale else []
    wider = ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return tuple(dict.fromkeys([*wider, *last_resort]))


def best_language(texts: Mapping[str, str], locale: str, last_resort: Sequence[str] = LAST_RESORT) -> str:
    """Return the language of the text that a reader of this locale gets.  Raises NoLabel."""
    filled = [language for language, text in texts.items() if text.strip()]
    by_tag = {tag(language): language for language in filled}
    for language in fallbacks(locale, last_resort):
        if language in by_tag:
            return by_tag[language]
    if not filled:
        raise NoLabel(texts)
    return filled[0]


def label(texts: Mapping[str, str], locale: str, last_resort: Sequence[str] = LAST_RESORT) -> str:
    """Return the text that a reader of this locale gets.  Blank texts do not count.  Raises NoLabel."""
    return texts[best_language(texts, locale, last_resort)]


def tag(locale: str) -> str:
    """Return the name of a language as BCP 47 recommends to write it: `fr-SN` for `fr_sn`."""
    return "-".join(_cased(part, place) for place, part in enumerate(locale.replace("_", "-").split("-")))


def _cased(part: str, place: int) -> str:
    if place and len(part) == 4:
        return part.title()
    if place and len(part) == 2:
        return part.upper()
    return part.lower()
