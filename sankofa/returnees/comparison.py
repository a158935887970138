"""Two files side by side in words: what each says, whether it is alike, and the evidence a person can judge by."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext

from sankofa.kernel import wording
from sankofa.returnees import clusters, numbers, portrait, queries
from sankofa.returnees.candidates import describe
from sankofa.returnees.models import Person
from sankofa.returnees.rules.likeness import Likeness, likeness
from sankofa.returnees.rules.terms import NOT_KNOWN, PartialDay, Precision, years_apart

_BY_CODES: Mapping[str, Mapping[str, bool]] = {
    "phone": {"phone_same": True, "phone_other": False},
    "papers": {"paper_same": True, "paper_other": False},
}
"""Sealed numbers are not opened to be compared: what the findings say of them is all there is."""


def evidence(left: Person, right: Person) -> Likeness:
    """Return how alike two files are as they stand now."""
    described = describe({left.pk, right.pk})
    return likeness(described[left.pk], described[right.pk])


def evidence_of_each(pairs: Iterable[tuple[Person, Person]]) -> list[Likeness]:
    """Return how alike the two files of each pair are, for a list of pairs: everybody is read once."""
    held = list(pairs)
    described = describe({file.pk for pair in held for file in pair})
    return [likeness(described[left.pk], described[right.pk]) for left, right in held]


def sentences(found: Likeness) -> list[str]:
    """Return the findings in the reader's words, the weightiest first."""
    return [wording.text(finding, get_language() or "en", "sankofa.returnees") for finding in found.findings]


def side_by_side(left: Person, right: Person, found: Likeness, *, on: date) -> dict[str, Any]:
    """Return what the comparison shows of two files."""
    mine, theirs = _told(left, on=on), _told(right, on=on)
    rows = [
        {"label": label, "left": said, "right": theirs[label], "same": _alike(said, theirs[label])}
        for label, said in mine.items()
        if said is not None or theirs[label] is not None
    ]
    rows.sort(key=lambda row: row["same"] is None)  # what can be compared first
    known = {row["label"]: row for row in rows}
    for label, codes in ((gettext("Phone"), _BY_CODES["phone"]), (gettext("Papers"), _BY_CODES["papers"])):
        if label in known:
            known[label]["same"] = next((codes[code] for code in found.codes if code in codes), None)
    if (label := gettext("Sex")) in known and "unknown" not in {left.sex, right.sex}:
        known[label]["same"] = left.sex == right.sex  # girl and woman are one sex: the age is another row
    for label, mine_on, theirs_on in (
        (gettext("Born"), left.born, right.born),
        (gettext("Came back"), _came_back(left), _came_back(right)),
    ):
        if label in known and known[label]["same"] is False and _may_be_one_day(mine_on, theirs_on):
            known[label]["same"] = True
    return {
        "left": {"label": left.case_number, "url": portrait.link(left)},
        "right": {"label": right.case_number, "url": portrait.link(right)},
        "evidence": sentences(found),
        "rows": rows,
    }


def fact_words(person: Person, fact: str) -> str:
    """Return what a file says of a fact that can be chosen."""
    if fact in {"sex", "marital_status", "education", "kind"}:
        return str(getattr(person, f"get_{fact}_display")())
    match fact:
        case "name":
            return person.name
        case "born":
            return portrait.partial_words(person.born) or ""
        case "place":
            return portrait.place_name(person)
        case _:
            return str(getattr(person, fact))


def fact_labels() -> dict[str, str]:
    """Return what the facts that can be chosen are called, in the reader's language."""
    labels = {
        "kind": gettext("What they are to the register"),
        "name": gettext("Name"),
        "native_name": gettext("Name in its own script"),
        "sex": gettext("Sex"),
        "born": gettext("Born"),
        "marital_status": gettext("Marital status"),
        "education": gettext("Schooling"),
        "language": gettext("Language"),
        "place": gettext("Home district"),
    }
    assert labels.keys() == clusters.FIELDS.keys(), "every fact that can be chosen has a name"
    return labels


def _told(person: Person, *, on: date) -> dict[str, str | None]:
    journeys = queries.journeys_of(person)
    contact = numbers.contact(person)["rows"]
    held: Iterable[tuple[str, str | None]] = [
        (gettext("Name"), person.name or None),
        (gettext("Name in its own script"), person.native_name or None),
        (gettext("Sex"), portrait.sex(person, on=on)),
        *portrait.facts(person, journeys),
        *((row["label"], row["value"]) for row in contact),
    ]
    return dict(held)


def _came_back(person: Person) -> PartialDay:
    journeys = queries.journeys_of(person)
    return journeys[0].returned if journeys else NOT_KNOWN


def _may_be_one_day(one: PartialDay, other: PartialDay) -> bool:
    """Whether two days, one known less exactly than the other, agree as far as both are known."""
    known = {one.precision, other.precision}
    if one.day is None or other.day is None or Precision.ESTIMATED in known:
        return False
    if Precision.YEAR in known:
        return years_apart(one, other) == 0
    return Precision.MONTH in known and (one.day.year, one.day.month) == (other.day.year, other.day.month)


def _alike(one: str | None, other: str | None) -> bool | None:
    return None if one is None or other is None else one == other
