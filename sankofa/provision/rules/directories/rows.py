"""What the rows of a list of services say, and which entries of the map they become.

Such lists have a row for each place: what one organisation does in twelve districts is twelve rows.  They become one
entry with twelve places; it goes in with the first of its rows, and every other row says where it went.  What has
ended, what names no place, and what lies in another country goes back with its reason.  Whatever is taken over is
reported, never checked.

In a public list of August 2021 the short names of organisations stand under the heading of the long ones and the
other way round, and every second row stands there twice; both are told, the former once of each column, and nothing
goes in twice.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

from sankofa.intake.rules import reading
from sankofa.intake.rules.terms import MappedRow, RowOutcome, Verdict
from sankofa.kernel.finding import Fact, Finding, Weight
from sankofa.places.rules import matching
from sankofa.places.rules.spelling import folded
from sankofa.provision.rules.directories.terms import LENGTHS_MAX
from sankofa.provision.rules.eligibility import Bounds, Rules
from sankofa.provision.rules.lending import plainly, says_lending
from sankofa.provision.rules.terms import DatedRules, Dimension, Entry, Kind, Source, Span, Status

SOURCE: Final = "lists of services"
PAPER: Final = "directory"
_STATUS: Final = {
    Status.RUNNING: ("ongoing", "active", "running", "open", "encours", "actif", "inprogress", "جاری"),
    Status.PLANNED: ("planned", "upcoming", "prevu", "planifie", "منصوبہ"),
    Status.CLOSED: ("completed", "closed", "ended", "defunct", "termine", "acheve", "ferme", "بند"),
    Status.UNKNOWN: (
        "temporarilyclosed",
        "temporarliyclosed",
        "suspended",
        "suspendu",
        "inactive",
        "unknown",
        "inconnu",
    ),
}
_PARTS: Final = {
    Dimension.PSYCHOSOCIAL: ("psycho", "mental", "counsel", "trauma"),
    Dimension.ECONOMIC: (
        "livelihood", "employ", "income", "agricult", "recovery", "training", "business", "cash", "job", "releve",
        "moyens d", "emploi", "formation", "metier",
    ),
    Dimension.SOCIAL: (
        "health", "sante", "education", "shelter", "abri", "housing", "legal", "protection", "water", "wash", "eau",
        "nutrition", "food", "aliment", "school",
    ),
}  # fmt: skip
_NOWHERE_FROM: Final = 5
"""So many rows at least show that a list is of another country; fewer may hold a slip each."""
_SWAPPED_FROM: Final = 5
"""So many rows at least show that two columns are swapped; fewer prove nothing."""


@dataclass(frozen=True, slots=True)
class Around:
    """What rows are read against: the country, the day, what is on the map, whose it will be, how the list is kept."""

    country: str
    on: date
    on_the_map: Collection[str] = frozenset()
    owner: str = ""
    names_swapped: bool = False
    is_nowhere: bool = False
    """No row names a place of the country: it is a list of another one, and every row goes back for that."""


@dataclass(frozen=True, slots=True)
class _Read:
    """One row: what it says as an entry, which help that is, and every finding."""

    entry: Entry | None
    findings: tuple[Finding, ...]


def outcomes(rows: Sequence[MappedRow], table: Sequence[MappedRow], around: Around) -> list[RowOutcome]:
    """Return the verdict on each of some rows of a table, in order; `record` of what goes in is its Entry.

    A row goes in with the places of all rows of the table that speak of the same help; these are told so.
    """
    around = replace(around, names_swapped=are_names_swapped(table), is_nowhere=is_nowhere(table, around.country))
    keys = {row.number: _key(row, around) for row in rows}
    wanted = set(keys.values())
    alike: dict[tuple[str, ...], list[MappedRow]] = {}
    for row in table:
        if (key := _key(row, around)) in wanted:
            alike.setdefault(key, []).append(row)
    judged: dict[int, RowOutcome] = {}
    for key, group in alike.items():
        judged.update((outcome.row, outcome) for outcome in _of_one_help(key, group, around))
    return [judged[row.number] for row in rows]


def are_names_swapped(table: Iterable[MappedRow]) -> bool:
    """Whether the short names of organisations stand in the column of the long ones and the other way round."""
    longer = shorter = 0
    for row in table:
        name, acronym = _said(row, "organisation"), _said(row, "acronym")
        if len(name) != len(acronym) and name and acronym:
            longer, shorter = longer + (len(name) > len(acronym)), shorter + (len(name) < len(acronym))
    return shorter >= _SWAPPED_FROM and shorter > 4 * longer


def about_columns(table: Sequence[MappedRow]) -> list[Finding]:
    """Return what is told of whole columns, once for all rows: which two hold each other's names, with one of each.

    The rows themselves go in without a remark: nothing in them needs a look.
    """
    if not are_names_swapped(table):
        return []
    said = ((_said(row, "organisation"), _said(row, "acronym")) for row in table)
    short, long = next((short, long) for short, long in said if short and len(short) < len(long))
    return [
        Finding("list_short_names_here", Weight.NOTE, SOURCE, field="organisation", said=short),
        Finding("list_long_names_here", Weight.NOTE, SOURCE, field="acronym", said=long),
    ]


def is_nowhere(table: Sequence[MappedRow], country: str) -> bool:
    """Whether a list names places, and not one of them lies in a country as far as we know it."""
    named = [row for row in table if _said(row, "place_code") or _said(row, "district") or _said(row, "province")]
    return len(named) >= _NOWHERE_FROM and not any(_is_known(row, country) for row in named)


def _is_known(row: MappedRow, country: str) -> bool:
    province = _said(row, "province")
    return any(
        said and (_place(said, country, "") or _close(said, country) or matching.country_meant(said).path == country)
        for said in (_said(row, "place_code"), _said(row, "district"), province)
    )


def code_of(country: str, key: Iterable[str], *names: str) -> str:
    """Return the code under which a help stands on the map: the same for the same help, whichever list names it."""
    words = [slug for name in names if (slug := _slug(name))]
    mark = hashlib.sha256("\n".join(key).encode()).hexdigest()[:6]
    return "-".join([country.lower(), *"-".join(words)[:60].strip("-").split("-"), mark]).replace("--", "-")


def _of_one_help(key: tuple[str, ...], group: Sequence[MappedRow], around: Around) -> list[RowOutcome]:
    """The verdicts on rows that speak of the same help: one goes in with all places, the others say where they went."""
    read = {row.number: _read(row, key, around) for row in group}
    good = {number: one.entry for number, one in read.items() if one.entry is not None}
    areas = tuple(sorted({area for entry in good.values() for area in entry.areas}))
    first = min(good, default=None)
    lends = any(entry.microcredit for entry in good.values())
    found = []
    seen: dict[tuple[str, ...], int] = {}
    for number, one in read.items():
        if one.entry is None:
            found.append(RowOutcome(number, Verdict.REFUSED, one.findings))
        elif one.entry.code in around.on_the_map:
            found.append(_known(number, Finding("list_on_the_map", Weight.NOTE, SOURCE, field="", code=one.entry.code)))
        elif (earlier := seen.setdefault(one.entry.areas, number)) != number:
            found.append(_known(number, Finding("list_same_help", Weight.NOTE, SOURCE, field="", earlier=earlier)))
        elif number != first and first is not None:
            found.append(_known(number, Finding("list_adds_place", Weight.NOTE, SOURCE, field="", earlier=first)))
        else:
            verdict = Verdict.REMARK if one.findings else Verdict.NEW
            found.append(
                RowOutcome(number, verdict, one.findings, record=replace(one.entry, areas=areas, microcredit=lends))
            )
    return found


def _known(number: int, why: Finding) -> RowOutcome:
    return RowOutcome(number, Verdict.KNOWN, (why,))


def _key(row: MappedRow, around: Around) -> tuple[str, ...]:
    """What tells one help from another: who gives it, what it is called, of which kind it is, whether it runs."""
    organisation, acronym = _names(row, around)
    said = (organisation or acronym, _said(row, "service"), _said(row, "sector"), _said(row, "status"))
    return around.owner, around.country, *map(folded, said)


def _names(row: MappedRow, around: Around) -> tuple[str, str]:
    names = _said(row, "organisation"), _said(row, "acronym")
    return (names[1], names[0]) if around.names_swapped else names


def _said(row: MappedRow, field: str) -> str:
    text = reading.read_text(row[field], field).value or ""
    return "" if reading.is_unknown(text) else " ".join(text.split())


class _Findings(list[Finding]):
    """What is found about a row, as it is found."""

    def note(self, code: str, weight: Weight, field: str, **facts: Fact) -> None:
        self.append(Finding(code, weight, SOURCE, field=field, **facts))

    @property
    def stop(self) -> bool:
        return any(finding.weight is Weight.BARRIER for finding in self)


def _read(row: MappedRow, key: tuple[str, ...], around: Around) -> _Read:
    found = _Findings()
    organisation, acronym = _names(row, around)
    organisation, acronym = organisation or acronym, acronym or organisation
    sector = _said(row, "sector")
    service = _said(row, "service") or sector
    if not organisation:
        found.note("list_nobody", Weight.BARRIER, "organisation")
    if not service:
        found.note("list_no_service", Weight.BARRIER, "service")
    for field, most in LENGTHS_MAX.items():
        if len(_said(row, field)) > most:
            found.note("list_too_long", Weight.BARRIER, field, begins=_said(row, field)[:40], most=most)
    area = _area(row, around, found)
    status = _status(row, found)
    parts = parts_of(f"{sector} {service}")
    if not parts:
        found.note("list_part_unknown", Weight.CONCERN, "sector", said=sector or service)
    age, year = _age(row, found), _year(row, around, found)
    lends = says_lending(f"{sector} {service} {_said(row, 'offers')}")
    if lends:
        found.note("list_lends", Weight.CONCERN, "service")
    if found.stop:
        return _Read(None, tuple(found))
    asked = tuple(text for text in (_said(row, "for_whom"), _said(row, "papers")) if text)
    rules = Rules(age=age, asked=asked)
    return _Read(
        Entry(
            code=code_of(around.country, key, acronym, service),
            kind=Kind.SERVICE,
            name=f"{service} ({organisation if len(organisation) <= 40 else acronym})"[:200],
            also=(),
            country=around.country,
            areas=(area,),
            dimensions=parts,
            levels=frozenset(),
            phases=frozenset(),
            groups=frozenset(),
            run_by=(organisation,),
            funded_by=(),
            within=(),
            span=Span(),
            status=status,
            rules=() if rules.ask_nothing else (DatedRules(rules),),
            offers=_said(row, "offers") or service,
            cost=_said(row, "cost"),
            contact=" · ".join(filter(None, (_said(row, f) for f in ("phone", "email", "website", "address")))),
            returns_clause=None,
            figures=(),
            strengths=(),
            weaknesses=(),
            notes=tuple(filter(None, (_said(row, "languages"),))),
            source=Source(PAPER, (row.number,)),
            as_of=year,
            microcredit=lends,
        ),
        tuple(found),
    )


def parts_of(said: str) -> frozenset[Dimension]:
    """Return the parts of a return that the name of a kind of help speaks of; empty where it names none we know."""
    plain = plainly(said)
    found = {part for part, words in _PARTS.items() if any(word in plain for word in words)}
    # Psychosocial help is often printed under "protection" or "health": the closer word counts.
    return frozenset(found - {Dimension.SOCIAL} if Dimension.PSYCHOSOCIAL in found else found)


def _area(row: MappedRow, around: Around, found: _Findings) -> str:
    """The path of the place a row names, by its number before its name, by the smaller before the wider one."""
    country = _said(row, "country")
    if country and (meant := matching.country_meant(country).path) != around.country:
        found.note("list_elsewhere", Weight.BARRIER, "country", said=meant or country)
        return around.country
    code, district, province = _said(row, "place_code"), _said(row, "district"), _said(row, "province")
    # A district that nobody knows is not widened to its province: help would be looked for where there is none.
    wider = "" if code or district else province
    for field, said in (("place_code", code), ("district", district), ("province", wider)):
        if said and (path := _place(said, around.country, province if field == "district" else "")):
            return path
    for field, said in (("district", district), ("place_code", code), ("province", wider)):
        if not said:
            continue
        if matching.country_meant(said).path == around.country:
            return around.country  # they wrote the country where others write the district: it is everywhere
        close = _close(said, around.country)
        if around.is_nowhere:
            found.note("list_nowhere", Weight.BARRIER, "")
        elif close:
            found.note("list_place_unsure", Weight.BARRIER, field, said=said, close=" / ".join(close))
        else:
            found.note("list_place_unknown", Weight.BARRIER, field, said=said)
        return around.country
    found.note("list_no_place", Weight.BARRIER, "district")
    return around.country


@lru_cache(maxsize=10_000)
def _place(said: str, country: str, province: str) -> str | None:
    for wording in (said, f"{said}, {province}" if province else said):
        for level in (2, None):
            if path := matching.place_meant(wording, within=country, level=level).path:
                return path
    return None


@lru_cache(maxsize=10_000)
def _close(said: str, country: str) -> tuple[str, ...]:
    candidates = matching.place_meant(said, within=country).candidates
    return tuple(dict.fromkeys(candidate.spelling for candidate in candidates))[:3]


def _status(row: MappedRow, found: _Findings) -> Status:
    said = _said(row, "status")
    if not said:
        return Status.UNKNOWN
    plain = plainly(said).replace(" ", "")
    for status, words in _STATUS.items():
        if plain in words:
            if status is Status.CLOSED:
                found.note("list_ended", Weight.BARRIER, "status", said=said)
            return status
    found.note("list_status_unknown", Weight.CONCERN, "status", said=said)
    return Status.UNKNOWN


def _age(row: MappedRow, found: _Findings) -> Bounds:
    """From the first age to the last one, which a list includes and we no longer do."""
    least, most = (_number(row, field, found) for field in ("age_from", "age_to"))
    bounds = Bounds(least or None, None if most is None else most + 1)
    if bounds.is_empty:
        found.note("list_nobody_so_old", Weight.BARRIER, "age_to")
        return Bounds()
    return bounds


def _year(row: MappedRow, around: Around, found: _Findings) -> int:
    year = _number(row, "year", found)
    if year is not None and not 1990 <= year <= around.on.year:
        found.note("list_year_impossible", Weight.CONCERN, "year", said=year)
        year = None
    return year or around.on.year


def _number(row: MappedRow, field: str, found: _Findings) -> int | None:
    read = reading.read_whole_number(row[field], field)
    if read.finding is not None:
        found.append(read.finding.weighing(Weight.CONCERN))
    return read.value


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", plainly(text)).strip("-")[:40].strip("-")
