"""Looking people up by their search keys, so that it takes as long however many in the country bear a name.

The question is put to the keys and not to the people: one index holds key, office and person, so that whoever searches
in one office meets only who is there, and a second one holds person and key, so that further names are asked of few.
The rarest name is looked up first, and looking ends when there are enough.  Of names that are only begun it is asked
which names begin so: somebody who bears two of them has the pair, which few have, while many begin alike.

Whoever looks for several offices says so by offices (`accounts.queries.by_offices`), so that the index is followed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, pairwise, product
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from sankofa.accounts.queries import within_scope
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import permissions
from sankofa.returnees.models import SearchKey
from sankofa.returnees.rules import names
from sankofa.store.plans import kept_plans

COUNTED_MAX = 500
"""Keys are counted so far, to know which of several names is the rarest."""
BEGINNINGS_MAX = 60
"""As many names may begin as is written, to be told one by one; where more do, so many people are met that looking ends
early."""
PAIRS_MAX = 200
ASKED_AT_ONCE = (16, 64, 256)
"""So many keys of pairs are asked for at once, filled up with keys that nobody has."""
Borne = tuple[str, str]
"""What somebody is called: the name in Latin letters, and as they write it themselves."""
_TABLE = SearchKey._meta.db_table


@dataclass(frozen=True, slots=True)
class Sought:
    """A key that people have, or the beginning of one."""

    key: str
    is_begun: bool = False

    @property
    def is_pair(self) -> bool:
        """Whether it is the key of two names together."""
        return self.key.startswith("b")

    def condition(self) -> Q:
        """Return the condition that a key is the one sought, or begins so."""
        if not self.is_begun:
            return Q(key=self.key.encode())
        first, until = self.bounds
        return Q(key__gte=first, key__lt=until)

    @property
    def bounds(self) -> tuple[bytes, bytes]:
        """The first key that begins so, and the first after them that does not."""
        first = self.key.encode()
        return first, first[:-1] + bytes([first[-1] + 1])


def bearers(tokens: Sequence[str], *, viewer: Actor, on: date, enough: int, most: int) -> dict[UUID, Borne]:
    """Return people whom the viewer may see and who bear names such as these, with all their names.

    Whole names first, then names that begin so, then other spellings, as long as there are not enough; of each at most
    so many.
    """
    bones = [names.skeleton(token) for token in tokens]
    # Whoever has both names has their pair, which is rarer than either, and in which all spellings meet.
    pairs = [Sought(names.pair_key(*pair)) for pair in pairwise(bones) if pair[0] != pair[1]]
    whole = [Sought(f"t{token}") for token in tokens]
    looking = _Looking(viewer, on, most)
    spelled = looking.holders(pairs) if pairs else {}
    are_all = 0 < len(spelled) < most
    if are_all and len(spelled) <= enough:
        found = spelled
    elif are_all:
        found = _only(spelled, whole)
    else:
        found = looking.holders(whole, follows=pairs) if spelled or not pairs else {}
    if len(found) > enough:
        return found
    begun = looking.begun(tokens)
    if found is spelled and len(found | begun) > enough:
        found = _only(spelled, whole)
    if len(found | begun) > enough:
        return found | begun
    return found | begun | (spelled if pairs else looking.holders([Sought(f"s{bones[0]}")]))


def holders(sought: Sequence[Sought], *, viewer: Actor, on: date, most: int) -> dict[UUID, Borne]:
    """Return at most so many people whom the viewer may see and who have a key for everything that is sought.

    With everybody's names, in both scripts, as they are compared with what was asked.
    """
    return _Looking(viewer, on, most).holders(sought)


def holders_of_any(keys: Iterable[str], *, viewer: Actor, on: date, most: int) -> list[UUID]:
    """Return at most so many people whom the viewer may see and who have one of these keys, the newest first."""
    found = _seen(Q(key__in=[key.encode() for key in keys]), viewer=viewer, on=on)
    return list(dict.fromkeys(found.order_by("-person_id").values_list("person_id", flat=True)[:most]))


@dataclass(frozen=True, slots=True)
class _Looking:
    """One search: who looks, for how many at most, and how many keys were counted already."""

    viewer: Actor
    on: date
    most: int
    counts: dict[Sought, int] = field(default_factory=dict)

    def holders(self, sought: Sequence[Sought], *, follows: Sequence[Sought] = ()) -> dict[UUID, Borne]:
        """Return who has a key for everything that is sought; `follows` are keys that whoever has all of it has too."""
        if any(one.is_begun for one in sought):
            return self._holders(sought, follows)
        with kept_plans():  # of a beginning nobody knows how many keys it has, of a key it is few
            return self._holders(sought, follows)

    def _holders(self, sought: Sequence[Sought], follows: Sequence[Sought]) -> dict[UUID, Borne]:
        rarest = self.rarest([*follows, *sought])
        if rarest is None:
            return {}
        others = [other for other in dict.fromkeys(sought) if other != rarest]
        found = _named(self.seen(rarest.condition()), others, most=self.most)
        if not others and len(found) == self.most:
            self.counts.setdefault(rarest, COUNTED_MAX)
        return found

    def begun(self, tokens: Sequence[str]) -> dict[UUID, Borne]:
        """Return who has names that begin like all of these."""
        # Whatever begins like the longer of two begins like the shorter one.
        wanted = [token for token in dict.fromkeys(tokens) if not _goes_on(token, tokens)]
        sought = {token: Sought(f"t{token}", is_begun=True) for token in wanted}
        told = {token: _beginning(one) for token, one in sought.items()} if len(sought) > 1 else {}
        fitting = _pairs_begun(told)
        if not fitting:
            return self.holders(list(sought.values()))
        both = min(fitting, key=lambda two: (self.counts.get(_pair(*two), COUNTED_MAX), len(fitting[two])))
        # Whoever has the pair may be called otherwise than was begun; whether they have the other names tells more.
        others = sorted(wanted, key=lambda token: token in both)
        return _named(self.seen(Q(key__in=fitting[both])), [sought[token] for token in others], most=self.most)

    def rarest(self, sought: Sequence[Sought]) -> Sought | None:
        """Return what the fewest have of all that is sought; None where nobody has it.

        Pairs of names are counted, and names only where many have every pair; counted among those whom the viewer may
        see: what is asked next must not depend on somebody who is not there for them.
        """
        different = dict.fromkeys(sought)
        pairs, single = ([one for one in different if one.is_pair is wanted] for wanted in (True, False))
        few = pairs or single
        if len(few) == 1 and self.counts.get(few[0], 0) < COUNTED_MAX:
            return few[0]
        count, rarest = self.counted(few)
        if count == COUNTED_MAX and pairs and single:
            count, rarest = min((count, rarest), self.counted(single), key=lambda one: one[0])
        return rarest if count else None

    def counted(self, few: Sequence[Sought]) -> tuple[int, Sought]:
        """Return what the fewest have, and how many, counted as far as it helps."""
        for one in few:
            if one not in self.counts:
                self.counts[one] = self.seen(one.condition())[:COUNTED_MAX].count()
        rarest = min(few, key=lambda one: self.counts[one])
        return self.counts[rarest], rarest

    def seen(self, condition: Q) -> QuerySet[SearchKey]:
        """Return the keys of whom the viewer may see."""
        return _seen(condition, viewer=self.viewer, on=self.on)


def _only(people: Mapping[UUID, Borne], sought: Sequence[Sought]) -> dict[UUID, Borne]:
    """Return those of these people who have every one of the keys."""
    wanted = {one.key.encode() for one in sought}
    held: dict[UUID, set[bytes]] = {}
    # Asked for a span of keys: asked for the very keys, SQLite walks through everybody who bears the commonest.
    between = SearchKey.objects.filter(person_id__in=people, key__gte=min(wanted), key__lte=max(wanted))
    for whose, key in between.values_list("person_id", "key"):
        held.setdefault(whose, set()).add(bytes(key))
    return {whose: borne for whose, borne in people.items() if wanted <= held.get(whose, set())}


def _seen(condition: Q, *, viewer: Actor, on: date) -> QuerySet[SearchKey]:
    return within_scope(SearchKey.objects.filter(condition), viewer=viewer, permission=permissions.VIEW, on=on)


def _named(found: QuerySet[SearchKey], others: Iterable[Sought], *, most: int) -> dict[UUID, Borne]:
    """Return whose keys these are, of those who have a key for all the others too, with their names."""
    for other in others:
        # Asked of each in turn: PostgreSQL begins with everybody who has the key where it is asked whether one exists.
        theirs = SearchKey.objects.filter(other.condition(), person_id=OuterRef("person_id"))
        found = found.filter(IsNull(Subquery(theirs.values("person_id")[:1]), False))
    rows = found.values_list("person_id", "person__given_name", "person__family_name", "person__native_name")
    return {whose: (f"{given} {family}".strip(), native) for whose, given, family, native in rows[:most]}


def _goes_on(token: str, tokens: Iterable[str]) -> bool:
    return any(other != token and other.startswith(token) for other in tokens)


def _pair(one: str, other: str) -> Sought:
    return Sought(names.pair_key(names.skeleton(one), names.skeleton(other)))


def _pairs_begun(told: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], set[bytes]]:
    """Return, for every two beginnings, the keys of all pairs of names that begin so, where there are not too many.

    Whoever has names that begin like both has one of these keys.  Two beginnings of which some names are spellings of
    one name are left out: those make no pair.  Keys that nobody has fill them up, so that as much is asked where no
    name begins so: names of people who are not there for the asker must not be told by what follows.
    """
    bones = {one: {names.skeleton(name) for name in held} for one, held in told.items() if len(held) <= BEGINNINGS_MAX}
    return {
        (one, other): _filled_up({names.pair_key(*pair).encode() for pair in product(bones[one], bones[other])})
        for one, other in combinations(bones, 2)
        if not bones[one] & bones[other] and len(bones[one]) * len(bones[other]) <= PAIRS_MAX
    }


def _filled_up(keys: set[bytes]) -> set[bytes]:
    size = next(size for size in ASKED_AT_ONCE if len(keys) <= size)
    return keys | {b"b\0" + bytes([number]) for number in range(size - len(keys))}


def _beginning(sought: Sought) -> list[str]:
    """Return the different names that begin as is sought, one more than are told one by one at most.

    Which names there are is asked, and not who bears them.  From one to the next one through the index, which the
    tables' own questions cannot say: they read every row.
    """
    first, until = sought.bounds
    step = f"SELECT key FROM {_TABLE} WHERE key {{}} AND key < %s ORDER BY key LIMIT 1"  # noqa: S608  a table of ours
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE held (name) AS (SELECT ({step.format('>= %s')}) UNION ALL "  # noqa: S608  as above
            f"SELECT ({step.format('> held.name')}) FROM held WHERE held.name IS NOT NULL) "
            "SELECT name FROM held WHERE name IS NOT NULL LIMIT %s",
            [first, until, until, BEGINNINGS_MAX + 1],
        )
        return [bytes(name)[1:].decode() for (name,) in cursor.fetchall()]
