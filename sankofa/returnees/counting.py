"""Reading people for counts about many of them: once each, without names, and nobody whose file is protected.

What somebody says of their journey lies sealed; here it is opened for many people at once and leaves as codes.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sankofa.kernel.periods import age_on
from sankofa.returnees.models import EDUCATION, RETURN_KINDS, SEXES, Journey, Passage, Person, SamePerson
from sankofa.returnees.models.passages import HELP_WANTED, REASONS_RETURN, SKILLS_LEARNED
from sankofa.returnees.rules.terms import Precision

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

MIGRANTS = ("returnee", "abroad")
EXACT_ENOUGH = (Precision.DAY.value, Precision.MONTH.value)
"""A day known by its year alone can be a year off, and is not counted in months."""
CHUNK = 500
_SAID = ("reasons_return", "skills_learned", "help_wanted")


@dataclass(frozen=True, slots=True)
class Away:
    """A journey by its days, as far as they are known well enough; `is_away` says that it goes on."""

    left_on: date | None
    returned_on: date | None
    is_away: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted of a person: codes and days, no name.  `files` are the ids of all files of theirs."""

    files: tuple[UUID, ...]
    kind: str
    sex: str
    education: str
    district: str
    age: int | None
    destination: str
    return_kind: str
    journeys: tuple[Away, ...]
    reasons: tuple[str, ...]
    learned: tuple[str, ...]
    wanted: tuple[str, ...]


def people_counted(office: "Office") -> Mapping[UUID, Counted]:
    """Return everybody who came back or is abroad and belongs to an office, by the id of the file that leads."""
    led = _led()
    following = {file for files in led.values() for file in files}
    shut = set(Person.objects.filter(is_protected=True).values_list("pk", flat=True))
    rows = Person.objects.filter(office=office, kind__in=MIGRANTS, is_protected=False).values(
        "pk", "kind", "sex", "education", "place__path", "born_on", "born_precision"
    )
    found: dict[UUID, Counted] = {}
    facts = iter(rows.order_by("pk").iterator(chunk_size=CHUNK))
    while some := list(islice(facts, CHUNK)):
        # Where any of somebody's files is protected, none of them is counted.
        files = {
            row["pk"]: (row["pk"], *led.get(row["pk"], ()))
            for row in some
            if row["pk"] not in following and not shut.intersection(led.get(row["pk"], ()))
        }
        everything = [key for held in files.values() for key in held]
        journeys, said = _journeys(everything), _said(everything)
        for row in some:
            if row["pk"] in files:
                found[row["pk"]] = _counted(row, files[row["pk"]], journeys, said)
    return found


def protected_people() -> Iterator[UUID]:
    """Return whose file is protected now, of the leading file and of all that follow it."""
    led = _led()
    leading = {file: whose for whose, files in led.items() for file in files}
    for key in Person.objects.filter(is_protected=True).values_list("pk", flat=True):
        whose = leading.get(key, key)
        yield from (whose, *led.get(whose, ()))


def _led() -> Mapping[UUID, Sequence[UUID]]:
    """Return which files follow which leading one, through as many links as there are."""
    links = dict(SamePerson.objects.filter(until_at=None).values_list("person_id", "leading_id"))
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for file in links:
        above = file
        while above in links:
            above = links[above]
        found[above].append(file)
    return found


def _journeys(files: Sequence[UUID]) -> Mapping[UUID, list[Journey]]:
    found: dict[UUID, list[Journey]] = defaultdict(list)
    rows = Journey.objects.filter(person_id__in=files).only(
        "person_id",
        "destination_id",
        "left_on",
        "left_precision",
        "returned_on",
        "returned_precision",
        "return_kind",
    )
    for journey in rows.order_by("pk"):
        found[journey.person_id].append(journey)
    return found


def _said(files: Sequence[UUID]) -> Mapping[UUID, Mapping[str, tuple[str, ...]]]:
    """Return what people said of their journeys, by file and question; of several journeys the last that says it."""
    found: dict[UUID, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for passage in Passage.objects.filter(person_id__in=files).only("person_id", *_SAID).order_by("pk"):
        for column in _SAID:
            if told := getattr(passage, column):
                found[passage.person_id][column] = tuple(told.split())
    return found


def _counted(
    row: Mapping[str, Any],
    files: tuple[UUID, ...],
    journeys: Mapping[UUID, Sequence[Journey]],
    said: Mapping[UUID, Mapping[str, tuple[str, ...]]],
) -> Counted:
    held = [one for file in files for one in journeys.get(file, ())]
    back = max((one for one in held if one.returned_on), key=lambda one: one.returned_on or date.min, default=None)
    told = {column: answers for file in reversed(files) for column, answers in said.get(file, {}).items()}
    is_abroad = row["kind"] == "abroad"
    return Counted(
        files=files,
        kind=row["kind"],
        sex=row["sex"],
        education=row["education"],
        district=row["place__path"] or "",
        age=_age_at_return(row["born_on"], row["born_precision"], None if back is None else back.returned_on),
        destination=(back.destination_id or "") if back is not None else "",
        return_kind="unknown" if back is None else back.return_kind,
        journeys=tuple(_away(one, is_abroad=is_abroad) for one in held),
        reasons=told.get("reasons_return", ()),
        learned=told.get("skills_learned", ()),
        wanted=told.get("help_wanted", ()),
    )


def _age_at_return(born_on: date | None, precision: str, returned_on: date | None) -> int | None:
    """Return full years at the return; where only the year of birth is known, as if the birthday had been."""
    if born_on is None or returned_on is None or returned_on < born_on:
        return None
    return age_on(born_on if precision in EXACT_ENOUGH else born_on.year, returned_on).most


def _away(journey: Journey, *, is_abroad: bool) -> Away:
    left = journey.left_on if journey.left_precision in EXACT_ENOUGH else None
    returned = journey.returned_on if journey.returned_precision in EXACT_ENOUGH else None
    return Away(left, returned, is_abroad and journey.returned_on is None)


LABELS: Mapping[str, Mapping[str, Any]] = {
    "group": {"returnee": _("came back"), "abroad": _("abroad again, or still")},
    "sex": dict(SEXES),
    "education": dict(EDUCATION),
    "return_kind": dict(RETURN_KINDS),
    "learned": dict(SKILLS_LEARNED),
    "reasons": dict(REASONS_RETURN),
    "wanted": dict(HELP_WANTED),
}
"""How the register calls the codes that are counted, in the reader's language."""
