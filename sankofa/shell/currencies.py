"""Currencies to choose from: each by its three letters and by the name that people know it by."""

from django.utils.translation import get_language

from sankofa.kernel.currencies import CURRENCIES
from sankofa.places.rules import reference
from sankofa.places.rules.naming import currency_name

NONE_CHOSEN = ("", "—")


def currencies_in_use() -> list[tuple[str, str]]:
    """Return the currencies in which amounts are written today, by code and name in the reader's language.

    For the choices of a form, which asks anew for each reader; before them stands that none was chosen yet.
    """
    language = get_language() or "en"
    return [
        NONE_CHOSEN,
        *(
            (code, f"{code} · {currency_name(code, language)}")
            for code, one in sorted(CURRENCIES.items())
            if one.exponent is not None and one.withdrawn_on is None
        ),
    ]


def currency_of(country: str) -> str:
    """Return the currency of a country that people come back to; empty where the list does not know it."""
    origin = reference.country(country).origin
    return "" if origin is None else origin.currency
