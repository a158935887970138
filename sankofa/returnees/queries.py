"""Reads of the register: always within what the viewer may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.db.models.lookups import IsNull

from sankofa.accounts.queries import by_offices, decision_on, holders_of, holders_somewhere, within_scope
from sankofa.accounts.rules.access import Decision
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.returnees import clusters, permissions
from sankofa.returnees.clusters import Cluster
from sankofa.returnees.listing import DUE_OR_NOT, People, listed
from sankofa.returnees.looking_up import bearers, holders_of_any
from sankofa.returnees.models import (
    Demand,
    Document,
    Journey,
    Named,
    PairState,
    Person,
    PossibleSame,
    ProtectedMatch,
    Protection,
    ProtectionKind,
    SamePerson,
    SearchKey,
    partial,
)
from sankofa.returnees.rules import names, sameness, search
from sankofa.returnees.rules.terms import Sex
from sankofa.returnees.search_keys import hidden

if TYPE_CHECKING:
    from sankofa.accounts.models import Office, User

CANDIDATES_MAX = 150
KEYS_AT_ONCE = 500
NEWEST_MAX = 1_000
SHOWN_MAX = 50
SOON = timedelta(days=8)
"""What is due within a week: today, the seven days after it, and whatever was due before."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: people, best first, and what else the searcher should know."""

    people: tuple[Person, ...]
    understood: search.Question
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """How a list of people is narrowed; empty means not narrowed."""

    sex: str = ""
    destination: str = ""
    return_kind: str = ""
    due: str = ""


def people(viewer: Actor, *, on: date, permission: Permission = permissions.VIEW) -> QuerySet[Person]:
    """Return the people whom the viewer may see, or with whom they may do something else."""
    return within_scope(Person.objects.select_related("place", "office"), viewer=viewer, permission=permission, on=on)


def leading_people(viewer: Actor, *, on: date, permission: Permission = permissions.VIEW) -> QuerySet[Person]:
    """Return the people whom the viewer may see, each once: a file that follows one they may see is left out."""
    # Asked of each person of the list in turn: as a list of all who follow somebody, it is made before the first page.
    links = _links(viewer, on=on, permission=permission).filter(person=OuterRef("pk"))
    return people(viewer, on=on, permission=permission).filter(~Exists(links))


def _links(viewer: Actor, *, on: date, permission: Permission = permissions.VIEW) -> QuerySet[SamePerson]:
    """Return the links by which a file follows one that the viewer may see."""
    current = SamePerson.objects.filter(until_at=None)
    return within_scope(current, viewer=viewer, permission=permission, on=on)


def stands_alone(seen: Person) -> bool:
    """Whether a file neither follows nor leads another one: then nothing more has to be asked to read it."""
    either = Q(person=seen) | Q(leading=seen)
    return not SamePerson.objects.filter(either, until_at=None).exists()


def leading_of(seen: Person, *, viewer: Actor, on: date) -> Person:
    """Return the file that leads a person's as far as the viewer may see, or the file itself."""
    while (above := _links(viewer, on=on).filter(person=seen).select_related("leading").first()) is not None:
        seen = above.leading
    return seen


def cluster(seen: Person, *, viewer: Actor, on: date) -> Cluster:
    """Return all files that are read as one with a person's, as far as the viewer may see them."""
    return clusters_for([seen], viewer=viewer, on=on)[seen.pk]


def clusters_for(some: Iterable[Person], *, viewer: Actor, on: date) -> dict[UUID, Cluster]:
    """Return what follows each of these files, as far as the viewer may see."""
    found = clusters.clusters_of(some)
    below = {other.pk for one in found.values() for other in one.others}
    if not below:
        return found
    visible = set(people(viewer, on=on).filter(pk__in=below).values_list("pk", flat=True))
    if visible == below:
        return found
    return clusters.clusters_of([one.leading for one in found.values()], visible=visible)


def as_shown(some: Iterable[Person], *, viewer: Actor, on: date) -> list[Person]:
    """Return people as all their files together tell of them, in the same order.  For showing alone."""
    held = list(some)
    together = clusters_for(held, viewer=viewer, on=on)
    return [together[person.pk].shown() for person in held]


def pairs(viewer: Actor, *, on: date) -> QuerySet[PossibleSame]:
    """Return the pairs of files that may be one person and wait for the viewer: the most alike first."""
    told = by_offices(viewer, permission=permissions.JOIN, on=on)
    # Asked of both files of each pair in turn: there are few pairs, and many people in reach.
    theirs = within_scope(Person.objects.all(), viewer=told, permission=permissions.JOIN, on=on).filter(erased_on=None)
    both = [Exists(theirs.filter(pk=OuterRef(side))) for side in ("one_id", "other_id")]
    return (
        PossibleSame.objects.filter(*both, state__in=[PairState.OPEN, PairState.UNSURE])
        .select_related("one__office__organisation", "one__place", "other__office__organisation", "other__place")
        .order_by("state", "-score", "pk")
    )


def pair(pair_id: str, *, viewer: Actor, on: date) -> PossibleSame | None:
    """Return a pair that waits for the viewer, or None."""
    return pairs(viewer, on=on).filter(pk=pair_id).first()


def link(link_id: str, *, viewer: Actor, on: date) -> SamePerson | None:
    """Return a link that counts now between two files that the viewer may join and separate, or None."""
    found = (
        within_scope(
            SamePerson.objects.filter(until_at=None).select_related("person__office", "leading__office"),
            viewer=viewer,
            permission=permissions.JOIN,
            on=on,
        )
        .filter(pk=link_id)
        .first()
    )
    if found is None or not decision_on(found.person, actor=viewer, permission=permissions.JOIN, on=on).allowed:
        return None
    return found


def person(person_id: str, *, viewer: Actor, on: date) -> Person | None:
    """Return one person, or None where there is nobody or nobody whom the viewer may see: the two look alike."""
    return (
        people(viewer, on=on)
        .select_related("office__organisation", "office__place", "owner")
        .filter(pk=person_id)
        .first()
    )


def why_visible(seen: Person, *, viewer: Actor, on: date) -> Decision:
    """Return the rule, role and scope by which the viewer may see a person."""
    return decision_on(seen, actor=viewer, permission=permissions.VIEW, on=on)


def may_open(seen: Person, *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may open this person's phone and papers."""
    return decision_on(seen, actor=viewer, permission=permissions.OPEN, on=on).allowed


def may_join(seen: Person, *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may say which files are this person's."""
    return decision_on(seen, actor=viewer, permission=permissions.JOIN, on=on).allowed


def may_erase(seen: Person, *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may erase this person."""
    return decision_on(seen, actor=viewer, permission=permissions.ERASE, on=on).allowed


def filtered(
    viewer: Actor, narrowed: Filter, *, on: date, permission: Permission = permissions.VIEW
) -> QuerySet[Person]:
    """Return a list of people narrowed by what was ticked: those with something due first, then the newest.

    Nobody who was erased is in it.
    """
    found = _listed(viewer, on=on, permission=permission).filter(erased_on__isnull=True)
    if not found.parts and replace(narrowed, due="") != Filter():
        found = found.in_parts(*DUE_OR_NOT)
    if narrowed.sex:
        found = found.filter(sex=narrowed.sex)
    if narrowed.destination:
        found = found.filter(_travelled(Journey.objects.filter(destination_id=narrowed.destination)))
    if narrowed.return_kind:
        found = found.filter(_travelled(Journey.objects.filter(return_kind=narrowed.return_kind)))
    match narrowed.due:
        case "overdue":
            found = found.filter(next_due_on__lt=on)
        case "soon":
            found = found.filter(next_due_on__lt=on + SOON)
        case _:
            pass
    return found.order_by(F("next_due_on").asc(nulls_last=True), "-created_at", "pk")


def _listed(viewer: Actor, *, on: date, permission: Permission = permissions.VIEW) -> People:
    told = by_offices(viewer, permission=permission, on=on)
    found = leading_people(told, on=on, permission=permission)
    return listed(found, viewer=told, permission=permission, on=on)


def _travelled(journeys: QuerySet[Journey]) -> Q:
    """Return the condition that one of these journeys is a person's, on their own file or on one that follows it."""
    # Asked of each person of the list in turn: it ends with the page, while half the register came from one country.
    theirs = _has_any(journeys.filter(person_id=OuterRef("person_id")))
    following = SamePerson.objects.filter(theirs, until_at=None, leading=OuterRef("pk"))
    return Q(_has_any(journeys.filter(person=OuterRef("pk")))) | Q(Exists(following))


def _has_any(journeys: QuerySet[Journey]) -> IsNull:
    """Return the condition that there is one: in words that do not let PostgreSQL read everybody's journeys first."""
    return IsNull(Subquery(journeys.values("person_id")[:1]), False)


def destinations_seen(viewer: Actor, *, on: date, permission: Permission = permissions.VIEW) -> list[str]:
    """Return the countries from which people whom the viewer may see returned, the commonest first.

    The newest thousand people tell: looking through a register of millions would take longer than the list itself.
    """
    told = by_offices(viewer, permission=permission, on=on)
    found = listed(people(told, on=on, permission=permission), viewer=told, permission=permission, on=on)
    looked_at = found.order_by("-created_at", "-pk").whose(NEWEST_MAX)
    rows = (
        Journey.objects.filter(person__in=looked_at, destination__isnull=False)
        .values_list("destination_id")
        .annotate(people=Count("pk"))
        .order_by("-people", "destination_id")
    )
    return [code for code, _ in rows]


def due_first(viewer: Actor, *, on: date, until: date) -> QuerySet[Person]:
    """Return the people with something due before a day, the most urgent first."""
    return _listed(viewer, on=on).filter(next_due_on__lt=until).order_by("next_due_on", "-created_at", "pk")


def newest(viewer: Actor, *, on: date) -> QuerySet[Person]:
    """Return the people last put into the register, but for those erased since."""
    return _listed(viewer, on=on).filter(erased_on__isnull=True).order_by("-created_at", "-pk")


def journeys_of(*files: Person) -> list[Journey]:
    """Return a person's journeys on all these files of theirs, the latest first, by the last day known of each."""
    return sorted(
        (j for file in files for j in file.journeys.all()),
        key=lambda journey: (journey.returned_on or journey.left_on or date.min, journey.returned_on is None),
        reverse=True,
    )


def read_journeys(some: Iterable[Person]) -> None:
    """Read the journeys of all people of a list at once, before each of them is shown in a row."""
    prefetch_related_objects(list(some), "journeys")


def documents_of(seen: Person) -> list[Document]:
    """Return a person's documents, in the order in which they were written down."""
    return sorted(seen.documents.all(), key=lambda paper: (paper.created_at, paper.pk))


def find(text: str, *, viewer: Actor, on: date) -> Found:
    """Search the register as one box does: case number, phone, document or name, in any script and order."""
    viewer = by_offices(viewer, permission=permissions.VIEW, on=on)
    found = _led(_found(text, viewer=viewer, on=on), viewer=viewer, on=on)
    prefetch_related_objects(found.people, "journeys")
    return found


def _led(found: Found, *, viewer: Actor, on: date) -> Found:
    """Return the same search with every file replaced by the one that leads it: found by either's names and numbers."""
    leads: dict[UUID, UUID] = {}
    asked = {person.pk for person in found.people}
    while asked:
        above = dict(_links(viewer, on=on).filter(person_id__in=asked).values_list("person_id", "leading_id"))
        leads |= above
        asked = set(above.values()) - set(leads)
    if not leads:
        return found
    tops = []
    for person in found.people:
        top = person.pk
        while top in leads:
            top = leads[top]
        tops.append(top)
    held = people(viewer, on=on).in_bulk(tops)
    return replace(found, people=tuple(held[top] for top in dict.fromkeys(tops)))


def _found(text: str, *, viewer: Actor, on: date) -> Found:
    asked = search.understood(text)
    match asked.sought:
        case search.Sought.NOTHING | search.Sought.MISTYPED_CASE_NUMBER:
            return Found((), asked)
        case search.Sought.CASE_NUMBER:
            return Found(tuple(people(viewer, on=on).filter(case_number=asked.text)), asked)
        case search.Sought.NUMBER:
            numbered = holders_of_any(_number_keys(asked.text), viewer=viewer, on=on, most=SHOWN_MAX)
            return Found(tuple(people(viewer, on=on).filter(pk__in=numbered).order_by("-pk")), asked)
        case search.Sought.NAME:
            return _by_name(asked, viewer=viewer, on=on)


def _number_keys(text: str) -> list[str]:
    found = []
    if phone := search.phone_digits(text):
        found.append(hidden(f"p{phone}"))
    if document := search.document_signs(text):
        found += [hidden(f"d{document}"), hidden(f"r{document}")]
    return found


def _by_name(asked: search.Question, *, viewer: Actor, on: date) -> Found:
    """Find by name: whole names first, then names that begin so, then other spellings, as long as there is room."""
    named = bearers(asked.tokens, viewer=viewer, on=on, enough=SHOWN_MAX, most=CANDIDATES_MAX)
    likest = sorted(
        named, key=lambda whose: (-names.likeness(asked.tokens, " ".join(named[whose])), named[whose][0], whose)
    )
    shown = people(viewer, on=on).in_bulk(likest[:SHOWN_MAX])
    return Found(tuple(shown[whose] for whose in likest if whose in shown), asked, is_cut=len(likest) > SHOWN_MAX)


@dataclass(frozen=True, slots=True)
class Known:
    """What the register of an organisation knows of the rows of a file: who is there, whose paper is another's."""

    same: Mapping[int, Person]
    document_of_another: frozenset[int]


def known_people(wanted: Mapping[int, sameness.Features], *, office: "Office") -> Known:
    """Return, for rows of a file, who is surely in the register of the office's organisation already."""
    keys_of_row = {row: {hidden(key).encode() for key in sameness.strong_keys(facts)} for row, facts in wanted.items()}
    sought = set().union(*keys_of_row.values()) if keys_of_row else set()
    held: dict[bytes, list[Person]] = {}
    rows = (
        # A protected person is never "already there": whoever sends the file is told what they are told of nobody, and
        # the officers named on the protected file compare the two in silence.
        # The office is the key's own: asked of the person, a database may walk through everybody of the organisation.
        SearchKey.objects.filter(
            key__in=sought, office__organisation_id=office.organisation_id, person__is_protected=False
        )
        .select_related("person")
        .prefetch_related("person__journeys", "person__documents")
    )
    for row in rows:
        held.setdefault(bytes(row.key), []).append(row.person)
    same: dict[int, Person] = {}
    shared: set[int] = set()
    for number, facts in wanted.items():
        for candidate in (person for key in keys_of_row[number] for person in held.get(key, [])):
            there = features_of(candidate)
            if sameness.is_same(facts, there):
                same[number] = candidate
            elif sameness.has_same_document(facts, there):
                shared.add(number)
    return Known(same, frozenset(shared - set(same)))


def features_of(known: Person) -> sameness.Features:
    """Return what a stored person is compared by."""
    returned = next((journey.returned for journey in journeys_of(known) if journey.returned.is_known), None)
    documents = [number for document in known.documents.all() if (number := document.number)]
    return sameness.Features(
        skeletons=frozenset(names.skeleton(token) for token in names.tokens(known.name)),
        name=known.name,
        sex=Sex(known.sex),
        born=known.born,
        returned=returned or partial(None, "unknown"),
        phone=search.phone_digits(known.phone or ""),
        document=search.document_signs(documents[0]) if documents else "",
    )


def by_case_number(number: str, *, viewer: Actor) -> Person | None:
    """Return the person with a case number in the organisation of whoever asks, whatever their reach; else None.

    For opening with a reason and for explaining alone.  A protected person is found by those named on the file.
    """
    if viewer.office is None:
        return None
    named = Named.objects.filter(user_id=viewer.named_as, ended_at=None) if viewer.named_as else Named.objects.none()
    return (
        Person.objects.select_related("office__organisation", "office__place")
        .filter(case_number=number, office__organisation__offices=UUID(viewer.office))
        .filter(Q(is_protected=False) | Q(pk__in=named.values("person_id")))
        .first()
    )


def hidden_from(*, viewer: Actor, on: date) -> frozenset[str]:
    """Return the ids of the protected people who are not there for the viewer: lists of other rooms leave them out."""
    seen = people(viewer, on=on).filter(is_protected=True).order_by()
    rows = Person.objects.filter(is_protected=True).exclude(pk__in=seen.values("pk"))
    return frozenset(map(str, rows.values_list("pk", flat=True)))


def protection_of(person: Person) -> Protection | None:
    """Return the protection of a file that counts now, or None."""
    return Protection.objects.filter(person=person, lifted_at=None).select_related("protected_by").first()


def kind_words(held: Protection) -> str:
    """Return why a file is protected, in the reader's language."""
    return str(ProtectionKind(held.kind).label)


def protected_files(viewer: Actor, *, on: date) -> QuerySet[Protection]:
    """Return the protected files on which the viewer is named and which they look after, the next review first."""
    held = Protection.objects.filter(lifted_at=None, person__erased_on=None).select_related(
        "person__office", "person__place"
    )
    found = within_scope(held, viewer=viewer, permission=permissions.LOOK_AFTER, on=on)
    return found.order_by("review_on", "pk")


def named_rows(person: Person) -> list[Named]:
    """Return who is or was named on a protected file, those who still are first."""
    rows = Named.objects.filter(person=person).select_related("user", "named_by")
    return sorted(rows, key=lambda row: (row.ended_at is not None, row.named_at))


def named_on(person: Person) -> frozenset[str]:
    """Return the ids of those named on a file."""
    rows = Named.objects.filter(person=person, ended_at=None)
    return frozenset(map(str, rows.values_list("user_id", flat=True)))


def officers_for(person: Person, *, on: date) -> list["User"]:
    """Return the protection officers whose role reaches a person."""
    return holders_of(permissions.LOOK_AFTER, person.resource(), on=on)


def who_could_see(person: Person, *, on: date) -> list["User"]:
    """Return whose role reaches a person: they can be named on the protected file."""
    return holders_of(permissions.VIEW, person.resource(), on=on)


def matches(viewer: Actor, *, on: date) -> QuerySet[ProtectedMatch]:
    """Return the comparisons that wait for the viewer, the oldest first."""
    open_ones = ProtectedMatch.objects.filter(settled_at=None).select_related("person__office", "other__office")
    return within_scope(open_ones, viewer=viewer, permission=permissions.LOOK_AFTER, on=on).order_by("noted_at", "pk")


def unnoted_matches() -> list[tuple[Person, Person]]:
    """Return protected people, each with somebody of their organisation who has the same phone, paper or name and year.

    For the periodic work alone: it looks at everybody.
    """
    strong = Q()
    for kind in (b"d", b"p", b"i"):
        strong |= Q(key__gte=kind, key__lt=bytes([kind[0] + 1]))
    noted = set(ProtectedMatch.objects.values_list("person_id", "other_id"))
    protected = SearchKey.objects.filter(strong, person__is_protected=True).select_related("person__office")
    held: dict[bytes, list[Person]] = {}
    for row in protected:
        held.setdefault(bytes(row.key), []).append(row.person)
    found: dict[tuple[UUID, UUID], tuple[Person, Person]] = {}
    keys = list(held)
    for first in range(0, len(keys), KEYS_AT_ONCE):
        others = SearchKey.objects.filter(key__in=keys[first : first + KEYS_AT_ONCE], person__is_protected=False)
        for row in others.select_related("person__office"):
            for person in held[bytes(row.key)]:
                pair = (person.pk, row.person_id)
                if person.office.organisation_id == row.person.office.organisation_id and pair not in noted:
                    found[pair] = (person, row.person)
    return list(found.values())


def without_officer(*, on: date) -> list[Person]:
    """Return the protected people on whose files no active protection officer is named any more."""
    people_of: dict[UUID, Person] = {}
    for held in Protection.objects.filter(lifted_at=None).select_related("person__office__place"):
        people_of[held.person_id] = held.person
    active = {str(user.pk) for user in holders_somewhere(permissions.LOOK_AFTER, on=on)}
    return [person for person in people_of.values() if not named_on(person) & active]


def demands(viewer: Actor, *, on: date) -> QuerySet[Demand]:
    """Return the demands of authorities that the viewer decides or noted: the open ones first, by their due day."""
    rows = Demand.objects.select_related("office", "noted_by", "decided_by")
    decided = within_scope(rows, viewer=viewer, permission=permissions.DECIDE_DEMAND, on=on)
    own = Q(noted_by_id=viewer.id) if viewer.kind == "user" else Q(pk__in=[])
    found = rows.filter(Q(pk__in=decided.values("pk")) | own)
    return found.order_by(F("decided_at").asc(nulls_first=True), "due_on", "pk")
