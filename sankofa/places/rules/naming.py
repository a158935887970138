"""What countries, currencies and languages are called, in the reader's language.

Source: Unicode CLDR, through Babel.  Where CLDR has no word in a language, the next wider language and then English
answers; a code CLDR does not know is shown as it is.
"""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import get_territory_currencies


@lru_cache(maxsize=4_096)
def country_name(alpha_2: str, language: str) -> str:
    """Return what a country is called in a language: SA in French is "Arabie saoudite"."""
    return _known(locale_of(language).territories.get(alpha_2), _english().territories.get(alpha_2), alpha_2)


def currency_name(code: str, language: str) -> str:
    """Return what a currency is called in a language."""
    return _known(locale_of(language).currencies.get(code), _english().currencies.get(code), code)


def language_name(code: str, language: str) -> str:
    """Return what a language is called in another one: "ps" in English is "Pashto"."""
    wanted = code.replace("-", "_")
    base = wanted.partition("_")[0]
    for locale in (locale_of(language), _english()):
        name = locale.languages.get(wanted) or locale.languages.get(base)
        if name is not None:
            return str(name)
    return code


def native_name(code: str) -> str:
    """Return what a language is called by those who speak it, or its English name where CLDR lacks theirs."""
    try:
        own = Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return language_name(code, "en")
    return str(own.languages.get(str(own)) or own.languages.get(own.language) or language_name(code, "en"))


def is_right_to_left(code: str) -> bool:
    """Tell whether a language is written from right to left."""
    return locale_of(code).text_direction == "rtl"


def currencies_of(alpha_2: str, *, on: date) -> tuple[str, ...]:
    """Return the currencies that were legal tender in a country on a day, the main one first; empty where unknown."""
    return tuple(get_territory_currencies(alpha_2, start_date=on, end_date=on))


@cache
def locale_of(language: str) -> Locale:
    """Return CLDR's data for a language (BCP 47), for the nearest wider one, or for English."""
    parts = language.replace("_", "-").split("-")
    while parts:
        try:
            return Locale.parse("-".join(parts), sep="-")
        except (UnknownLocaleError, ValueError):
            parts.pop()
    return _english()


def _english() -> Locale:
    return Locale.parse("en")


def _known(*names: str | None) -> str:
    return next(str(name) for name in names if name)
