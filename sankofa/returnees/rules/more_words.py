"""Words that offices write for what is asked beyond the first page: work, way, reasons, nationality, languages, money.

Only words that mean one thing are here, in English and French.  A word that is not here goes back with the row; it is
never guessed.  The codes are those of the register's own lists.
"""

from collections.abc import Mapping
from functools import cache

from sankofa.kernel.currencies import CURRENCIES
from sankofa.places.rules import naming
from sankofa.returnees.rules.words import folded

_UNKNOWN = ("unknown", "not recorded", "inconnu", "inconnue", "n/a", "na", "?")
_NOT_SAID = ("not_said", "prefers not to say", "not said", "refused to answer", "ne souhaite pas répondre")

SECTORS: Mapping[str, tuple[str, ...]] = {
    "agriculture": (
        "agriculture", "farming", "fishing", "forestry", "farm", "élevage", "pêche", "agriculture et pêche",
        "farming, fishing, forestry",
    ),
    "construction": ("construction", "building", "btp", "bâtiment"),
    "manufacturing": (
        "manufacturing", "factory", "factory work", "garment", "garments", "industry", "industrie", "usine",
    ),
    "domestic": (
        "domestic", "domestic work", "household", "housework", "housemaid", "work in a household", "travail domestique",
        "emploi domestique", "domestique",
    ),
    "care": ("care", "health", "health and care", "nursing", "santé", "soins"),
    "hospitality": (
        "hospitality", "hotel", "hotels", "hotels and restaurants", "restaurant", "hôtellerie", "restauration",
        "hôtellerie et restauration",
    ),
    "transport": ("transport", "driving", "driving and transport", "transportation", "transports"),
    "trade": ("trade", "shops and trade", "retail", "sales", "commerce", "vente"),
    "cleaning": (
        "cleaning", "cleaning and guarding", "guarding", "security guard", "cleaner", "nettoyage", "gardiennage",
    ),
    "sea": ("sea", "work at sea", "seafarer", "maritime", "marine", "mer", "marin"),
    "other": ("other", "others", "autre", "autres"),
    "unknown": _UNKNOWN,
}  # fmt: skip
CHANNELS: Mapping[str, tuple[str, ...]] = {
    "regular": (
        "regular", "legal", "documented", "with papers", "official", "régulier", "régulière", "légal", "légale",
        "voie régulière", "avec papiers", "regular channel", "with the papers asked for",
    ),
    "irregular": (
        "irregular", "illegal", "undocumented", "without papers", "irrégulier", "irrégulière", "illégal", "illégale",
        "clandestin", "clandestine", "voie irrégulière", "sans papiers", "irregular channel",
        "without the papers asked for",
    ),
    "mixed": ("mixed", "partly with papers", "mixte", "both", "les deux"),
    "not_said": _NOT_SAID,
    "unknown": _UNKNOWN,
}  # fmt: skip
REASONS_RETURN: Mapping[str, tuple[str, ...]] = {
    "contract": (
        "contract", "contract ended", "end of contract", "contract over", "contract finished", "fin de contrat",
        "the contract ended", "contrat terminé",
    ),
    "dismissed": (
        "dismissed", "laid off", "lost job", "job loss", "lost the job", "licencié", "licenciée", "licenciement",
        "perte d'emploi", "perte d’emploi",
    ),
    "wages": (
        "wages", "wages not paid", "unpaid wages", "wages were not paid", "non payment of wages", "salary not paid",
        "salaire impayé", "salaires impayés", "non-paiement du salaire",
    ),
    "illness": (
        "illness", "sick", "sickness", "health", "accident", "illness or an accident", "injury", "maladie", "santé",
        "accident de travail",
    ),
    "abuse": (
        "abuse", "badly treated", "mistreatment", "ill-treatment", "exploitation", "maltraitance",
        "mauvais traitements",
        "abus",
    ),
    "papers": (
        "papers", "papers ran out", "visa expired", "papers expired", "visa expiré", "papiers expirés",
        "documents expired",
    ),
    "sent_back": (
        "sent_back", "sent back", "sent back by the authorities", "deported", "deportation", "expelled", "expulsé",
        "expulsée", "expulsion", "removed", "refoulé", "refoulée",
    ),
    "pandemic": ("pandemic", "the pandemic", "covid", "covid-19", "covid 19", "corona", "pandémie"),
    "danger": ("danger", "war", "danger or war", "conflict", "danger or war there", "guerre", "conflit", "insécurité"),
    "family": ("family", "family at home", "family reasons", "famille", "raisons familiales", "raison familiale"),
    "leave": ("leave", "on leave", "holiday", "congé", "congés"),
    "saved": ("saved", "had saved enough", "saved enough", "objectif d'épargne atteint"),
    "other": ("other", "another reason", "autre", "autre raison"),
    "not_said": _NOT_SAID,
    "unknown": _UNKNOWN,
}  # fmt: skip
NATIONALITIES: Mapping[str, tuple[str, ...]] = {
    "AF": ("afghan", "afghane", "afghani"),
    "AM": ("armenian", "arménien", "arménienne"),
    "BD": ("bangladeshi", "bangladais", "bangladaise"),
    "GM": ("gambian", "gambien", "gambienne"),
    "GN": ("guinéen", "guinéenne"),
    "IN": ("indian", "indien", "indienne"),
    "LK": ("sri lankan", "sri-lankais", "sri-lankaise"),
    "ML": ("malian", "malien", "malienne"),
    "NG": ("nigerian", "nigérian", "nigériane"),
    "NP": ("nepali", "nepalese", "népalais", "népalaise"),
    "PK": ("pakistani", "pakistanais", "pakistanaise"),
    "SN": ("senegalese", "sénégalais", "sénégalaise"),
}
"""How people of the twelve countries are called.  "Guinean" is said of three countries, so it is not among them."""
LANGUAGES = (
    "ar", "am", "as", "azb", "bal", "bm", "bn", "bho", "de", "din", "dyu", "dz", "en", "es", "fa", "ff", "fil", "fr",
    "gu", "ha", "hi", "hy", "id", "ig", "it", "kn", "ko", "kri", "ks", "ku", "mag", "mai", "man", "ml", "mnk", "mr",
    "ms", "mwr", "my", "ne", "new", "nqo", "or", "pa", "prs", "ps", "pt", "ro", "ru", "sat", "sd", "si", "snk", "so",
    "srr", "sus", "sw", "syl", "ta", "te", "th", "tig", "tk", "tr", "tw", "ug", "ur", "uz", "vi", "wo", "yo", "zh",
)  # fmt: skip
"""ISO 639: the languages of the countries people come from and went to that CLDR has a name for, among others."""
_OTHER_NAMES_OF_LANGUAGES: Mapping[str, str] = {
    "bengali": "bn", "bangla": "bn", "sylheti": "syl", "farsi": "fa", "dari": "prs", "pular": "ff", "peul": "ff",
    "dioula": "dyu", "djoula": "dyu", "sinhalese": "si", "sinhala": "si", "oriya": "or", "sousou": "sus",
    "malinké": "man", "mandinka": "mnk", "tagalog": "fil", "pushto": "ps",
}  # fmt: skip
_CURRENCY_WORDS: Mapping[str, tuple[str, ...]] = {
    "AED": ("dirham emirati", "uae dirham", "dh emirats"),
    "AFN": ("afghani", "afs", "؋"),
    "AMD": ("dram", "drams", "֏"),
    "BDT": ("taka", "tk", "৳"),
    "EUR": ("euro", "euros", "€"),
    "GBP": ("£", "pound sterling"),
    "GMD": ("dalasi", "dalasis"),
    "GNF": ("franc guinéen", "francs guinéens", "fg"),
    "INR": ("₹", "indian rupee", "indian rupees"),
    "NGN": ("naira", "nairas", "₦"),
    "USD": ("us$", "us dollar", "us dollars", "dollars us"),
    "XOF": ("fcfa", "f cfa", "cfa"),
}
"""Words and signs that mean one currency; rupees, riyals and dinars are several countries' and are not among them."""


def language_meant(text: str) -> str | None:
    """Return the language that a word names, by its code; None where the word is not known."""
    return _language_names().get(folded(text))


def nationality_meant(text: str) -> str | None:
    """Return the country whose people are called so; None where the word is not known."""
    return _nationalities().get(folded(text))


def currency_meant(text: str) -> str | None:
    """Return the currency that a word, a sign or a code means alone; None where it can be several or is not known."""
    said = " ".join(text.split())
    code = said.upper()
    if code in CURRENCIES and CURRENCIES[code].exponent is not None:
        return code
    return _currency_names().get(said.casefold())


@cache
def _language_names() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for code in LANGUAGES:
        for name in (
            naming.language_name(code, "en"),
            naming.language_name(code, "fr"),
            naming.native_name(code),
            code,
        ):
            found.setdefault(folded(name), code)
    return found | {folded(name): code for name, code in _OTHER_NAMES_OF_LANGUAGES.items()}


@cache
def _nationalities() -> Mapping[str, str]:
    return {folded(word): country for country, known in NATIONALITIES.items() for word in known}


@cache
def _currency_names() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for code, currency in CURRENCIES.items():
        if currency.exponent is not None:
            for language in ("en", "fr"):
                found.setdefault(naming.currency_name(code, language).casefold(), code)
    return found | {word: code for code, known in _CURRENCY_WORDS.items() for word in known}
