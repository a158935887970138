"""Several files of one person read as one: who leads, which files belong together, and whose word counts for a field.

Links run from a file that led itself to another that leads, so they form trees and never rings: the one that leads is
found by following them, and ending any one link leaves both sides as whole as they were.
"""

import copy
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import prefetch_related_objects

from sankofa.returnees.models import FieldChoice, Person, SamePerson

FIELDS: Mapping[str, tuple[str, ...]] = {
    "kind": ("kind",),
    "name": ("given_name", "family_name"),
    "native_name": ("native_name",),
    "sex": ("sex",),
    "born": ("born_on", "born_precision", "born_calendar"),
    "marital_status": ("marital_status",),
    "education": ("education",),
    "language": ("language",),
    "place": ("place_id",),
}
"""What can be chosen between joined files, and the columns that hold it.  Columns of one fact are chosen together."""
_NOTHING = {"", None, "unknown"}


@dataclass(frozen=True, slots=True)
class Cluster:
    """The files of one person: the one that leads, the others, the links between them and what was chosen."""

    leading: Person
    others: tuple[Person, ...] = ()
    links: tuple[SamePerson, ...] = ()
    choices: Mapping[tuple[UUID, str], UUID] = field(default_factory=dict)
    """Whose word counts, by link and field."""

    @property
    def files(self) -> tuple[Person, ...]:
        """All files, the leading one first."""
        return (self.leading, *self.others)

    def read_whole(self) -> None:
        """Read the journeys and papers of all files in two questions, for a page on which several parts show them."""
        prefetch_related_objects(self.files, "journeys", "documents")

    def source(self, fact: str) -> Person:
        """Return the file whose word counts for a fact: the chosen one, else the first that says anything."""
        return self._source(self.leading, fact) or self.leading

    def shown(self) -> Person:
        """Return the person as all files together tell of them.  For showing alone: it is no row and is never saved."""
        if not self.others:
            return self.leading
        shown = copy.copy(self.leading)
        shown._state = copy.copy(self.leading._state)
        shown._state.fields_cache = dict(self.leading._state.fields_cache)
        for fact, columns in FIELDS.items():
            source = self.source(fact)
            if source is not self.leading:
                for column in columns:
                    setattr(shown, column, getattr(source, column))
        return shown

    def differing(self, link: SamePerson) -> list[str]:
        """Return the facts in which the two files of a link contradict each other."""
        by_id = {person.pk: person for person in self.files}
        one, other = by_id[link.leading_id], by_id[link.person_id]
        return [
            fact
            for fact in FIELDS
            if _says(one, fact) and _says(other, fact) and value(one, fact) != value(other, fact)
        ]

    def standing(self, fact: str, says: Collection[UUID]) -> tuple[Person, ...]:
        """Return the files whose word stands for a fact of which several may be true: all that say anything.

        Where somebody chose between the two sides of a link, only the chosen side's; a side that says nothing hides
        nobody's word.
        """
        return self._standing(self.leading, fact, says)

    def _standing(self, top: Person, fact: str, says: Collection[UUID]) -> tuple[Person, ...]:
        by_id = {person.pk: person for person in self.files}
        here = sorted((link for link in self.links if link.leading_id == top.pk), key=lambda one: (one.from_at, one.pk))
        held: tuple[Person, ...] = (top,) if top.pk in says else ()
        for link in here:
            theirs = self._standing(by_id[link.person_id], fact, says)
            chosen = self.choices.get((link.pk, fact))
            if not held or (theirs and chosen == link.person_id):
                held = theirs
            elif chosen != link.leading_id:
                held += theirs
        return held

    def _source(self, top: Person, fact: str) -> Person | None:
        by_id = {person.pk: person for person in self.files}
        here = sorted((link for link in self.links if link.leading_id == top.pk), key=lambda one: (one.from_at, one.pk))
        for link in reversed(here):
            if self.choices.get((link.pk, fact)) == link.person_id:
                found = self._source(by_id[link.person_id], fact)
                if found is not None:
                    return found
        if _says(top, fact):
            return top
        told = (self._source(by_id[link.person_id], fact) for link in here)
        return next((person for person in told if person is not None), None)


def value(person: Person, fact: str) -> tuple[object, ...]:
    """Return what a file says of a fact."""
    return tuple(getattr(person, column) for column in FIELDS[fact])


def _says(person: Person, fact: str) -> bool:
    # In which calendar a day was said tells nothing where no day was said.
    told = (getattr(person, column) for column in FIELDS[fact] if not column.endswith("_calendar"))
    return any(said not in _NOTHING for said in told)


def leading_id(person_id: UUID) -> UUID:
    """Return the id of the file that leads in the end; one's own where nothing leads."""
    seen = {person_id}
    while (above := SamePerson.objects.filter(person_id=person_id, until_at=None).first()) is not None:
        person_id = above.leading_id
        assert person_id not in seen, "links form no ring"
        seen.add(person_id)
    return person_id


def leading_ids(person_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return the ids of the files that lead these in the end; as many as there are people behind them."""
    return frozenset(leading_of(person_ids).values())


def leading_of(person_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return, for each of these files, the id of the one that leads it in the end."""
    above = dict(SamePerson.objects.filter(until_at=None).values_list("person_id", "leading_id"))
    found = {}
    for key in person_ids:
        top = key
        while top in above:
            top = above[top]
        found[key] = top
    return found


def ids_together(person_id: UUID) -> frozenset[UUID]:
    """Return the ids of all files of the person to whom a file belongs, this one among them."""
    return frozenset({(top := leading_id(person_id)), *(link.person_id for link in _below([top]))})


def owners_together(person_id: UUID) -> frozenset[UUID]:
    """Return who looks after any file of the person to whom a file belongs."""
    named = Person.objects.filter(pk__in=ids_together(person_id), owner__isnull=False)
    return frozenset(named.values_list("owner_id", flat=True))


def clusters_of(people: Iterable[Person], *, visible: Collection[UUID] | None = None) -> dict[UUID, Cluster]:
    """Return, for files that lead, everything that follows each; of `visible` files alone where that is said."""
    tops = {person.pk: person for person in people}
    links = list(_below(list(tops)))
    if not links:
        return {key: Cluster(person) for key, person in tops.items()}
    below = Person.objects.select_related("place", "office__organisation").in_bulk([link.person_id for link in links])
    choices = {
        (made.link_id, made.field): made.chosen_id
        for made in FieldChoice.objects.filter(link__in=[link.pk for link in links], until_at=None)
    }
    return {key: _cluster(person, links, below, choices, visible=visible) for key, person in tops.items()}


def _cluster(
    top: Person,
    links: Sequence[SamePerson],
    below: Mapping[UUID, Person],
    choices: Mapping[tuple[UUID, str], UUID],
    *,
    visible: Collection[UUID] | None,
) -> Cluster:
    held, waiting = [], [top.pk]
    while waiting:
        above = waiting.pop(0)
        for link in links:
            if link.leading_id == above and (visible is None or link.person_id in visible):
                held.append(link)
                waiting.append(link.person_id)
    return Cluster(top, tuple(below[link.person_id] for link in held), tuple(held), choices)


def _below(tops: Collection[UUID]) -> Iterator[SamePerson]:
    """Yield the links under these files, level by level."""
    while tops:
        links = list(SamePerson.objects.filter(leading_id__in=tops, until_at=None).order_by("from_at", "pk"))
        yield from links
        tops = [link.person_id for link in links]
