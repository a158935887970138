"""Whether two records speak of one person, for files that come in: strict, because a wrong match loses somebody.

What is only possible goes in as a new person; joining records is a decision for people.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sankofa.returnees.rules import names, search
from sankofa.returnees.rules.terms import PartialDay, PersonTerms, Precision, Sex, years_apart

LIKENESS_MIN = 0.88


@dataclass(frozen=True, slots=True)
class Features:
    """What two records are compared by."""

    skeletons: frozenset[str]
    name: str
    sex: Sex
    born: PartialDay
    returned: PartialDay
    phone: str
    document: str


def features(person: PersonTerms) -> Features:
    """Return what a person's record is compared by."""
    return Features(
        skeletons=frozenset(names.skeleton(token) for token in names.tokens(person.name_latin)),
        name=person.name_latin,
        sex=person.sex,
        born=person.born,
        returned=person.journey.returned,
        phone=search.phone_digits(person.phone),
        document=search.document_signs(person.document_number),
    )


def is_same(one: Features, other: Features) -> bool:
    """Whether the two are surely one person."""
    if Sex.UNKNOWN not in (one.sex, other.sex) and one.sex is not other.sex:
        return False
    alike = names.likeness(names.tokens(one.name), other.name)
    if alike >= LIKENESS_MIN and (has_same_document(one, other) or (one.phone and one.phone == other.phone)):
        return not _contradict(one.born, other.born)
    if one.skeletons != other.skeletons or not one.born.is_known or not other.born.is_known:
        return False
    same_birthday = one.born == other.born and one.born.precision is Precision.DAY
    same_return = one.returned == other.returned and one.returned.precision is Precision.DAY
    other_phone = bool(one.phone and other.phone) and one.phone != other.phone
    return same_birthday or (same_return and not other_phone and not _contradict(one.born, other.born))


def has_same_document(one: Features, other: Features) -> bool:
    """Whether the two give the same document number.  Alone it proves nothing: numbers are mistyped and shared."""
    return bool(one.document) and one.document == other.document


def strong_keys(facts: Features) -> Iterator[str]:
    """Yield the texts under which the same person would also be found: document, phone, name with year of birth."""
    if facts.document:
        yield f"d{facts.document}"
    if facts.phone:
        yield f"p{facts.phone}"
    if facts.born.day is not None and facts.skeletons:
        said = ".".join(sorted(facts.skeletons))
        # An age is a year off as often as not, so an estimated year is also looked up beside itself.
        spread = 1 if facts.born.precision is Precision.ESTIMATED else 0
        for year in range(facts.born.years[0] - spread, facts.born.years[-1] + spread + 1):
            yield "i" + hashlib.sha256(f"{said}|{year}".encode()).hexdigest()[:20]


def day_keys(said: PersonTerms) -> Iterator[str]:
    """Yield the keys of each name together with the day of birth: found where the other names or numbers are missing.

    A year alone would be shared by thousands; a name and a day are shared by few however large the register is.
    """
    if said.born.day is not None and said.born.precision is Precision.DAY:
        tokens = {token for name in (said.name_latin, said.native_name) for token in names.tokens(name)}
        for bone in sorted({names.skeleton(token) for token in tokens}):
            yield f"n{said.born.day:%Y%m%d}.{bone}"


def _contradict(one: PartialDay, other: PartialDay) -> bool:
    if one.day is None or other.day is None:
        return False
    if Precision.ESTIMATED in (one.precision, other.precision):
        return years_apart(one, other) > 2
    if Precision.YEAR in (one.precision, other.precision):
        return years_apart(one, other) > 0
    return one.day != other.day
