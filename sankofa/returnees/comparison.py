"""Two files side by side in words: what each says, whether and how it is alike, and the evidence to judge by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from sankofa.kernel import wording
from sankofa.returnees import clusters, histories, numbers, portrait, queries, standing
from sankofa.returnees.candidates import describe
from sankofa.returnees.models import Journey, Person
from sankofa.returnees.rules import side_by_side as rules
from sankofa.returnees.rules.likeness import Likeness, likeness
from sankofa.returnees.rules.side_by_side import Beside, Standing
from sankofa.returnees.rules.terms import NOT_KNOWN, years_apart
from sankofa.returnees.tellers import Fact
from sankofa.shell import words

_Told = Mapping[str, str | None]
_PHONES = frozenset({"phone_same", "phone_other"})
_PAPERS = frozenset({"paper_same", "number_same", "paper_other"})
_FAMILY = ("profile.father_name", "profile.mother_name", "profile.spouse_name", "profile.birth_place")
"""What is known beyond the first page that tells two of one name apart; told to whoever may correct both files."""


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


def side_by_side(left: Person, right: Person, found: Likeness, *, on: date, opens: bool = False) -> dict[str, Any]:
    """Return what the comparison shows of two files; parents and village only where both files `opens` for the viewer.

    Each row goes by the findings of the evidence: the same, alike and how, different, or not to be compared.
    """
    rows = [*_rows(left, right, found, on=on), *(_family(left, right) if opens else ())]
    shown = [_shown(row, left, right) for row in rows if row.left is not None or row.right is not None]
    shown.sort(key=lambda row: row["same"] is None)  # what can be compared first
    return {
        "left": {"label": left.case_number, "url": portrait.link(left)},
        "right": {"label": right.case_number, "url": portrait.link(right)},
        "evidence": sentences(found),
        "rows": shown,
    }


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    left: str | None
    right: str | None
    beside: Beside


def _rows(left: Person, right: Person, found: Likeness, *, on: date) -> list[_Row]:
    mine, theirs = _told(left, on=on), _told(right, on=on)
    codes = found.codes
    one, other = _latest(left), _latest(right)
    compared: Mapping[str, Beside] = {
        gettext("Name"): rules.told(left.name or None, right.name or None, codes, about="name"),
        gettext("Name in its own script"): _in_own_script(left, right, codes),
        # Girl and woman are one sex: the age is another row.
        gettext("Sex"): rules.told(_stated_sex(left), _stated_sex(right)),
        gettext("Born"): rules.days(left.born, right.born, codes, about="birth"),
        gettext("Home district"): _by(mine, theirs, gettext("Home district"), codes, about="district"),
        gettext("Country returned from"): _by(mine, theirs, gettext("Country returned from"), codes, about="country"),
        gettext("Left"): rules.journeys_begun(one.left if one else NOT_KNOWN, other.left if other else NOT_KNOWN),
        gettext("Came back"): rules.days(
            one.returned if one else NOT_KNOWN, other.returned if other else NOT_KNOWN, codes, about="return"
        ),
        gettext("Work abroad"): rules.occupations_of(
            one.occupation or None if one else None, other.occupation or None if other else None
        ),
        gettext("Phone"): rules.sealed(codes, about=_PHONES),
        gettext("Papers"): rules.sealed(codes, about=_PAPERS),
        gettext("Reason for return"): _freely(mine, theirs, gettext("Reason for return")),
    }
    return [
        _Row(label, said, theirs[label], compared.get(label) or rules.told(said, theirs[label]))
        for label, said in mine.items()
    ]


def _stated_sex(person: Person) -> str | None:
    return None if person.sex == "unknown" else person.sex


def _in_own_script(left: Person, right: Person, codes: Sequence[str]) -> Beside:
    if left.native_name and right.native_name:
        return rules.names_of(left.native_name, right.native_name)
    return rules.told(left.native_name or None, right.native_name or None, codes, about="name")


def _by(mine: _Told, theirs: _Told, label: str, codes: Sequence[str], *, about: str) -> Beside:
    return rules.told(mine.get(label), theirs.get(label), codes, about=about)


def _freely(mine: _Told, theirs: _Told, label: str) -> Beside:
    shut = gettext("cannot be opened now: a key is missing")
    said = [None if one == shut else one for one in (mine.get(label), theirs.get(label))]
    return rules.told_freely(*said)


def _family(left: Person, right: Person) -> list[_Row]:
    """Return the rows of parents, spouse and place of birth: compared as names are, in any spelling."""
    held = standing.rows_of(histories.more_records(left, right))
    rows = []
    for code in _FAMILY:
        fact = standing.FACTS[code]
        said = [_said(held.get((fact.kind, file.pk)), fact) for file in (left, right)]
        shut = gettext("cannot be opened now: a key is missing")
        compared = [None if one == shut else one for one in said]
        rows.append(_Row(gettext(fact.label), said[0], said[1], rules.names_of(compared[0], compared[1])))
    return rows


def _said(record: Any, fact: Fact) -> str | None:
    return None if record is None else standing.words(record, fact) or None


def _shown(row: _Row, left: Person, right: Person) -> dict[str, Any]:
    is_same: bool | None = row.beside.standing is Standing.SAME
    if row.beside.standing is Standing.UNKNOWN:
        is_same = None
    how = _how(row.beside.code, left, right) if row.beside.standing is Standing.ALIKE else ""
    return {"label": row.label, "left": row.left, "right": row.right, "same": is_same, "alike": how}


def _how(code: str, left: Person, right: Person) -> str:
    """Return how two facts are alike, in a few words."""
    if code == "birth_near":
        years = years_apart(left.born, right.born)
        if years == 0:
            return gettext("another month of the same year")
        return ngettext("%(count)s year apart", "%(count)s years apart", years) % {"count": words.number(years)}
    return {
        "name_equal": gettext("the same names, written otherwise"),
        "name_alike": gettext("spelled differently"),
        "name_across": gettext("in two kinds of letters"),
        "name_part": gettext("one has a name more"),
        "name_one": gettext("in one name"),
        "name_half": gettext("in part of the name"),
        "number_same": gettext("others know both under one number"),
        "birth_day": gettext("the same day"),
        "birth_turned": gettext("day and month exchanged"),
        "birth_slip": gettext("one figure differs"),
        "birth_year": gettext("the same year"),
        "district_same": gettext("one lies in the other"),
        "district_near": gettext("in one province"),
        "country_same": gettext("on another journey"),
        "return_day": gettext("on another journey"),
        "return_near": gettext("about the same time"),
        "work_same": gettext("the same kind of work"),
    }[code]


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


def _told(person: Person, *, on: date) -> _Told:
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


def _latest(person: Person) -> Journey | None:
    journeys = queries.journeys_of(person)
    return journeys[0] if journeys else None
