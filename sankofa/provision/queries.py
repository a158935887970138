"""Reads of the map: what help there is, by what one narrows it down, what to check again.

The map itself belongs to everybody who works here; an entry with an office to those who may see that office's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from sankofa.accounts.queries import offices_of
from sankofa.accounts.rules.terms import Actor
from sankofa.places.rules import terms as places
from sankofa.provision import permissions
from sankofa.provision.models import Check, Entry, EntryVersion, Facet, FacetKind
from sankofa.provision.rules import checking, content, terms
from sankofa.provision.rules.checking import State
from sankofa.provision.rules.matches_many import Prepared

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

ROOM = "sankofa.provision"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What somebody looks for on the map; what is empty narrows nothing down."""

    text: str = ""
    country: str = ""
    kind: str = ""
    state: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)


@cache
def shipped() -> tuple[terms.Entry, ...]:
    """Return what the product brings along, from the files of the map.  Raises ContentNotUnderstood."""
    folder = files(ROOM) / "content"
    texts = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".toml")}
    return content.entries(dict(sorted(texts.items())))


@cache
def english() -> frozenset[str]:
    """Return every text of the files of the map, which are in English; without the full stop at its end."""
    return frozenset(text.removesuffix(".") for entry in shipped() for text in _texts(entry))


def _texts(entry: terms.Entry) -> Iterator[str]:
    yield from (entry.name, *entry.also, entry.offers, entry.cost, entry.contact)
    yield from (*entry.strengths, *entry.weaknesses, *entry.notes, *entry.run_by, *entry.funded_by, *entry.within)
    yield from (text for figure in entry.figures for text in (figure.what, figure.unit))
    yield from (text for dated in entry.rules for text in dated.rules.asked)
    yield from (text for dated in entry.rules for text in dated.rules.registered_with)


def entries(viewer: Actor, *, on: date) -> QuerySet[Entry]:
    """Return what is on the map for somebody: all that is everybody's, and what their own organisation added."""
    own = offices_of(viewer, permissions.VIEW, on=on).values("organisation_id")
    return Entry.objects.filter(Q(office=None) | Q(office__organisation_id__in=own))


def entry(code: str, *, viewer: Actor, on: date) -> Entry | None:
    """Return one entry that the viewer may see, or None."""
    return entries(viewer, on=on).select_related("office__organisation").filter(code=code).first()


def narrowed(viewer: Actor, wanted: Narrowed, *, on: date) -> QuerySet[Entry]:
    """Return the entries that fit, by country and name."""
    found = entries(viewer, on=on)
    if wanted.text:
        found = found.filter(Q(name__icontains=wanted.text) | Q(code__icontains=wanted.text))
    if wanted.country:
        found = found.filter(country=None) if wanted.country == "none" else found.filter(country_id=wanted.country)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.state:
        found = found.filter(in_state(State(wanted.state), on=on))
    for kind, value in wanted.facets.items():
        found = found.filter(pk__in=Facet.objects.filter(kind=kind, value=value).values("entry_id"))
    return found.order_by("country_id", "name", "pk")


def in_state(state: State, *, on: date) -> Q:
    """Return the condition that entries are in a state on a day."""
    match state:
        case State.NOT_CHECKED:
            return Q(checked_on=None)
        case State.NOT_SO:
            return Q(checked_on__isnull=False, holds_until=None)
        case State.HOLDS:
            return Q(holds_until__gt=on)
        case State.ENDED:
            return Q(holds_until__lte=on)


def state_of(held: Entry, *, on: date) -> State:
    """Return how far an entry can be relied upon on a day."""
    return checking.state(held.checked_on, held.holds_until, on=on)


def to_check(viewer: Actor, *, on: date) -> QuerySet[Entry]:
    """Return what people can go to and somebody here should ask about: checks that ended or end soon, the oldest first.

    Only of the countries in which the viewer may check.  What was never checked is on the map and waits there: a list
    of hundreds is no list of what to do today.
    """
    soon = checking.ask_again_before(on=on)
    mine = countries_of(viewer, on=on)
    found = entries(viewer, on=on).filter(country_id__in=mine, is_for_people=True, checked_on__isnull=False)
    return found.filter(Q(ends_on=None) | Q(ends_on__gte=on), Q(holds_until=None) | Q(holds_until__lte=soon)).order_by(
        F("holds_until").asc(nulls_first=True), "name", "pk"
    )


def wanting_a_second(viewer: Actor, *, on: date) -> QuerySet[Entry]:
    """Return what one other person confirmed and a second has to, so that everybody finds it."""
    latest = Check.objects.filter(entry=OuterRef("pk")).order_by("-checked_on", "-pk")
    found = entries(viewer, on=on).filter(
        Q(office=None) | Q(is_public=True),
        Q(public_until=None) | Q(public_until__lte=on),
        pk__in=reliable(on=on).values("pk"),
        country_id__in=countries_of(viewer, on=on),
    )
    found = found.annotate(last_by=Subquery(latest.values("checked_by")[:1])).exclude(last_by=viewer.id)
    return found.order_by("holds_until", "name", "pk")


def countries_of(viewer: Actor, *, on: date) -> list[str]:
    """Return the countries in which the viewer may check what help there is."""
    paths = offices_of(viewer, permissions.CHECK, on=on).order_by().values_list("place_id", flat=True).distinct()
    return sorted({places.country_of(path) for path in paths})


def reliable(*, on: date) -> QuerySet[Entry]:
    """Return the entries that people can be sent to: for people one by one, with a check that holds, never a loan."""
    return Entry.objects.filter(is_for_people=True, microcredit=False, holds_until__gt=on)


def givers(country: str, *, viewer: Actor, on: date) -> dict[str, str]:
    """Return what people of a country can be helped by, the names by their codes; never what lends money."""
    runs = Q(ends_on=None) | Q(ends_on__gte=on)
    found = entries(viewer, on=on).filter(runs, country_id=country, is_for_people=True, microcredit=False)
    return dict(found.order_by("name", "pk").values_list("code", "name"))


def serving(found: QuerySet[Entry], path: str) -> QuerySet[Entry]:
    """Return those of some entries that serve a place: the place itself, or a wider one around it."""
    around = [*places.ancestors_of(path), path]
    return found.filter(pk__in=Facet.objects.filter(kind=FacetKind.AREA, value__in=around).values("entry_id"))


def terms_of(held: Iterable[Entry]) -> dict[UUID, terms.Entry]:
    """Return what is said of entries now, as the rules know it, by the id of the entry.  Raises NotAnEntry."""
    current_ones = EntryVersion.objects.filter(
        entry__in=[one.pk for one in held], from_at__isnull=False, until_at=None
    ).values_list("entry_id", "pk")
    now = dict(current_ones)
    said = _versions_read(now.values())
    return {entry_id: said[key] for entry_id, key in now.items()}


def prepared(organisation: UUID, *, on: date) -> Prepared:
    """Return what people of an organisation can be sent to on a day, ready to be asked about one after the other.

    What versions say is read once and taken apart once for all of them; what is asked here is which they are.
    """
    held = reliable(on=on).filter(Q(office=None) | Q(office__organisation_id=organisation))
    now = EntryVersion.objects.filter(entry__in=held.values("pk"), from_at__isnull=False, until_at=None)
    return _prepared(tuple(now.order_by("pk").values_list("pk", flat=True)), on)


@lru_cache(maxsize=8)
def _prepared(versions: tuple[UUID, ...], on: date) -> Prepared:
    return Prepared(_versions_read(versions).values(), on=on)


def _versions_read(keys: Iterable[UUID]) -> dict[UUID, terms.Entry]:
    keys = tuple(keys)
    unread = [key for key in keys if key not in _READ]
    for row in EntryVersion.objects.filter(pk__in=unread) if unread else ():
        _READ[row.pk] = row.to_terms()
    return {key: _READ[key] for key in keys}


_READ: Final[dict[UUID, terms.Entry]] = {}
"""Versions that were read: what one says never changes, and the map has hundreds, so that all of them may stay."""


def current(held: Entry) -> EntryVersion:
    """Return the version of an entry that counts."""
    return EntryVersion.objects.select_related("noted_by").get(entry=held, from_at__isnull=False, until_at=None)


def versions_of(held: Entry) -> list[EntryVersion]:
    """Return all that was ever said of an entry, the newest first."""
    return list(EntryVersion.objects.filter(entry=held).select_related("noted_by").order_by("-number"))


def waiting_version(held: Entry) -> EntryVersion | None:
    """Return the newer text of the paper that waits because an office had put the entry right; None where none does."""
    return EntryVersion.objects.filter(entry=held, from_at=None).order_by("-number").first()


def checks_of(held: Entry) -> list[Check]:
    """Return the checks of an entry, the latest first."""
    return list(Check.objects.filter(entry=held).select_related("checked_by", "office").order_by("-checked_on", "-pk"))


def latest_checks(held: Sequence[Entry]) -> dict[UUID, Check]:
    """Return the latest check of each entry, by the id of the entry."""
    rows = Check.objects.filter(entry__in=[one.pk for one in held]).order_by("entry_id", "checked_on", "pk")
    return {row.entry_id: row for row in rows}


def latest_checks_of(codes: Iterable[str]) -> dict[str, Check]:
    """Return the latest check of each entry, by the code of the entry."""
    rows = Check.objects.filter(entry__code__in=set(codes)).select_related("entry").order_by("checked_on", "pk")
    return {row.entry.code: row for row in rows}


def last_checked(viewer: Actor, country: str, *, on: date) -> dict[str, date]:
    """Return the days of the last checks of what somebody sees of a country, by the codes of entries."""
    held = entries(viewer, on=on).filter(country_id=country, checked_on__isnull=False)
    return {code: day for code, day in held.values_list("code", "checked_on") if day is not None}


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of entries by their codes; what is no code of an entry is left out."""
    return dict(Entry.objects.filter(code__in=set(codes)).values_list("code", "name"))


class Reach(StrEnum):
    """Whether help of the map reaches somebody at a place."""

    REACHES = "reaches"
    ENDED = "ended"
    NOT_SO = "not_so"  # somebody asked, and it is not as written
    ELSEWHERE = "elsewhere"


def reach_of(codes: Iterable[str], path: str, *, on: date) -> dict[str, Reach]:
    """Return of each of these helps whether it runs and serves a place; an empty path is somewhere unknown, not far."""
    found = Entry.objects.filter(code__in=set(codes))
    near = set(serving(found, path).values_list("code", flat=True)) if path else set()
    return {one.code: _reach(one, is_near=not path or one.code in near, on=on) for one in found}


def _reach(held: Entry, *, is_near: bool, on: date) -> Reach:
    if held.ends_on is not None and held.ends_on < on:
        return Reach.ENDED
    if state_of(held, on=on) is State.NOT_SO:
        return Reach.NOT_SO
    return Reach.REACHES if is_near else Reach.ELSEWHERE


def programme_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of programmes by their codes; what is another sort of help, or no code at all, is left out."""
    found = Entry.objects.filter(code__in=set(codes), kind=terms.Kind.PROGRAMME.value)
    return dict(found.values_list("code", "name"))


def known_terms(organisation: UUID) -> dict[str, terms.Entry]:
    """Return all that is said now of what an organisation has on its map, by code: for judging a new one beside them.

    What others keep to themselves is not among it, so that no code and no name of theirs can be guessed by naming it.
    """
    rows = EntryVersion.objects.filter(
        Q(entry__office=None) | Q(entry__office__organisation_id=organisation), from_at__isnull=False, until_at=None
    ).select_related("entry")
    return {row.entry.code: row.to_terms() for row in rows}


def may_keep(held: Entry, office: "Office") -> bool:
    """Whether an office may put an entry right or check it: of its own country, and no other organisation's own."""
    is_near = held.country_id is None or held.country_id == places.country_of(office.place_id)
    if held.office_id is None:
        return is_near
    return is_near and held.office is not None and held.office.organisation_id == office.organisation_id


def countries_on_map(viewer: Actor, *, on: date) -> list[str | None]:
    """Return the countries that have anything on the map; None stands for what belongs to no one country."""
    rows = entries(viewer, on=on).order_by().values_list("country_id", flat=True).distinct()
    return list(rows)


def own_country(viewer: Actor, *, on: date) -> str:
    """Return the country of the viewer's own office, where there is anything on the map for it; else nothing."""
    office = offices_of(viewer, permissions.VIEW, on=on).filter(pk=viewer.office).first() if viewer.office else None
    own = "" if office is None else places.country_of(office.place_id)
    return own if own and entries(viewer, on=on).filter(country_id=own).exists() else ""


def codes_of(organisation: UUID) -> frozenset[str]:
    """Return the codes of what an organisation has on the map as its own."""
    return frozenset(Entry.objects.filter(office__organisation_id=organisation).values_list("code", flat=True))


def code_of(entry_id: str) -> str:
    """Return the code of an entry by its id.  Raises Entry.DoesNotExist."""
    return Entry.objects.values_list("code", flat=True).get(pk=entry_id)
