"""Words that offices write for sex, family, schooling and return, in the languages of the twelve countries.

Only words that mean one thing are here.  A word that is not here goes back with the row; it is never guessed.
"""

from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from anyascii import anyascii

from sankofa.returnees.rules.terms import Education, MaritalStatus, ReturnKind, Sex

E = TypeVar("E", bound=str)

SEX: Mapping[Sex, tuple[str, ...]] = {
    Sex.FEMALE: (
        "f", "female", "woman", "w", "femme", "féminin", "feminin", "fille", "girl", "mrs", "ms",
        "মহিলা", "নারী", "महिला", "औरत", "स्त्री", "عورت", "خاتون", "زن", "مؤنث", "ගැහැණු", "කාන්තා", "பெண்", "իգական", "կին",
    ),
    Sex.MALE: (
        "m", "male", "man", "h", "homme", "masculin", "garçon", "boy", "mr",
        "পুরুষ", "पुरुष", "मर्द", "مرد", "مذکر", "පිරිමි", "ஆண்", "արական", "տղամարդ",
    ),
    Sex.OTHER: ("other", "x", "autre", "third gender", "hijra", "তৃতীয় লিঙ্গ", "अन्य", "دیگر"),
    Sex.UNKNOWN: ("unknown", "not recorded", "inconnu", "n/a", "na", "?"),
}  # fmt: skip
MARITAL: Mapping[MaritalStatus, tuple[str, ...]] = {
    MaritalStatus.SINGLE: ("single", "unmarried", "never married", "célibataire", "s", "c"),
    MaritalStatus.MARRIED: ("married", "marié", "mariée", "marié(e)", "m", "in union", "en union"),
    MaritalStatus.DIVORCED: ("divorced", "divorcé", "divorcée", "divorcé(e)", "d"),
    MaritalStatus.SEPARATED: ("separated", "séparé", "séparée", "séparé(e)"),
    MaritalStatus.WIDOWED: ("widowed", "widow", "widower", "veuf", "veuve", "veuf/veuve", "w", "v"),
    MaritalStatus.UNKNOWN: ("unknown", "inconnu", "n/a", "na", "?"),
}
EDUCATION: Mapping[Education, tuple[str, ...]] = {
    Education.NONE: (
        "none", "no schooling", "no education", "illiterate", "aucun", "aucune", "non scolarisé", "sans",
    ),
    Education.PRIMARY: ("primary", "primaire", "elementary", "primary school", "école primaire", "class 5"),
    Education.SECONDARY: (
        "secondary", "secondaire", "ssc", "hsc", "high school", "lycée", "collège", "matric", "secondary school",
    ),
    Education.VOCATIONAL: (
        "vocational", "diploma", "vocational/diploma", "tvet", "iti", "professionnel", "formation professionnelle",
        "technical",
    ),
    Education.UNDERGRADUATE: ("undergraduate", "some university", "university (not finished)", "premier cycle"),
    Education.GRADUATE: ("graduate", "bachelor", "bachelors", "bachelor's", "licence", "degree", "ba", "bsc"),
    Education.POSTGRADUATE: (
        "postgraduate", "post graduate", "post-graduate", "master", "masters", "master's", "msc", "phd",
        "doctorat",
    ),
    Education.UNKNOWN: ("unknown", "inconnu", "n/a", "na", "?"),
}  # fmt: skip
RETURN: Mapping[ReturnKind, tuple[str, ...]] = {
    ReturnKind.VOLUNTARY: (
        "voluntary", "volontaire", "own will", "assisted voluntary return", "avrr", "avr", "own decision",
        "retour volontaire",
    ),
    ReturnKind.FORCED: (
        "forced", "forcé", "deported", "deportation", "expelled", "expulsé", "expulsion", "removed", "refoulé",
        "retour forcé",
    ),
    ReturnKind.PANDEMIC: ("pandemic", "covid", "covid-19", "covid 19", "corona", "pandémie"),
    ReturnKind.CONTRACT_END: (
        "contract end", "end of contract", "contract_end", "contract ended", "contract over", "fin de contrat",
        "contract finished", "job ended",
    ),
    ReturnKind.UNKNOWN: ("unknown", "inconnu", "n/a", "na", "?"),
}  # fmt: skip


def folded(text: str) -> str:
    """Return a text in lower-case Latin letters, blanks and dashes evened out, as words are compared."""
    return " ".join(anyascii(text).lower().replace("-", " ").replace("_", " ").replace(".", " ").split())


def meant(text: str, words: Mapping[E, tuple[str, ...]]) -> E | None:
    """Return the value that a word stands for; None where the word is not on the list."""
    wanted = folded(text)
    for value, known in words.items():
        if wanted == _as_compared(value) or any(wanted == _as_compared(word) for word in known):
            return value
    return None


@cache
def _as_compared(word: str) -> str:
    """Return a word of our own lists as it is compared, folded once and not for every row."""
    return folded(word)
