"""Looking people up by their search keys, so that it takes as long however many in the country bear a name.

The question is put to the keys and not to the people: one index holds key, office and person, so that whoever searches
in one office meets only who is there, and a second one holds person and key, so that further names are asked of few.
The rarest name is looked up first, and looking ends when there are enough.  Of two names that are only begun it is
first asked which names begin so: somebody who bears two of them has the pair, which few have, while many begin alike.

Whoever looks for several offices says so by offices (`accounts.queries.by_offices`), so that the index is followed.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise, product
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from sankofa.accounts.queries import within_scope
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import permissions
from sankofa.returnees.models import SearchKey
from sankofa.returnees.rules import names

COUNTED_MAX = 500
"""Keys are counted so far, to know which of several names is the rarest."""
BEGINNINGS_MAX = 60
"""As many names may begin as is written, to be told one by one; where more do, so many people are met that looking ends
early."""
PAIRS_MAX = 200
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

    def looked(sought: Sequence[Sought]) -> dict[UUID, Borne]:
        return holders(sought, viewer=viewer, on=on, most=most)

    spelled = looked(pairs) if pairs else {}
    are_all = 0 < len(spelled) < most
    if are_all:
        exact = with_all(whole, people=spelled) if len(spelled) > enough else set(spelled)
        found = {whose: spelled[whose] for whose in exact}
    else:
        found = looked([*whole, *pairs]) if spelled or not pairs else {}
    if len(found) > enough:
        return found
    begin = begun(tokens, viewer=viewer, on=on, most=most)
    if len(found | begin) > enough:
        if are_all and len(spelled) <= enough:
            exact = with_all(whole, people=spelled)
            found = {whose: spelled[whose] for whose in exact}
        if len(found | begin) > enough:
            return found | begin
    return found | begin | (spelled if pairs else looked([Sought(f"s{bones[0]}")]))


def holders(sought: Sequence[Sought], *, viewer: Actor, on: date, most: int) -> dict[UUID, Borne]:
    """Return at most so many people whom the viewer may see and who have a key for everything that is sought.

    With everybody's names, in both scripts, as they are compared with what was asked.
    """
    rarest = _rarest(sought, viewer=viewer, on=on)
    if rarest is None:
        return {}
    found = _seen(rarest.condition(), viewer=viewer, on=on)
    return _named(found, [other for other in sought if other != rarest], most=most)


def begun(tokens: Sequence[str], *, viewer: Actor, on: date, most: int) -> dict[UUID, Borne]:
    """Return at most so many people, as `holders` does, who have names that begin like all of these."""
    # Whatever begins like the longer of two begins like the shorter one.
    wanted = [token for token in dict.fromkeys(tokens) if not _goes_on(token, tokens)]
    sought = [Sought(f"t{token}", is_begun=True) for token in wanted]
    pairs = _pairs_begun(wanted) if len(wanted) > 1 else None
    if pairs is None:
        return holders(sought, viewer=viewer, on=on, most=most)
    if not pairs:
        return {}
    return _named(_seen(Q(key__in=pairs), viewer=viewer, on=on), sought, most=most)


def with_all(sought: Sequence[Sought], *, people: Collection[UUID]) -> set[UUID]:
    """Return who of these people has every one of the keys."""
    wanted = {one.key.encode() for one in sought}
    rows = SearchKey.objects.filter(person_id__in=people, key__in=wanted).values_list("person_id", "key")
    held: dict[UUID, set[bytes]] = {}
    for whose, key in rows:
        held.setdefault(whose, set()).add(bytes(key))
    return {whose for whose, some in held.items() if some == wanted}


def holders_of_any(keys: Iterable[str], *, viewer: Actor, on: date, most: int) -> list[UUID]:
    """Return at most so many people whom the viewer may see and who have one of these keys, the newest first."""
    found = _seen(Q(key__in=[key.encode() for key in keys]), viewer=viewer, on=on)
    return list(dict.fromkeys(found.order_by("-person_id").values_list("person_id", flat=True)[:most]))


def _rarest(sought: Sequence[Sought], *, viewer: Actor, on: date) -> Sought | None:
    """Return what the fewest have of all that is sought; None where nobody has it.  Pairs of names go before names.

    Counted among those whom the viewer may see: what is asked next must not depend on somebody who is not there for
    them.
    """
    few = list(dict.fromkeys([one for one in sought if one.is_pair] or sought))
    if len(few) == 1:
        return few[0]
    counted = [(_seen(one.condition(), viewer=viewer, on=on)[:COUNTED_MAX].count(), one) for one in few]
    count, rarest = min(counted, key=lambda pair: pair[0])
    return rarest if count else None


def _seen(condition: Q, *, viewer: Actor, on: date) -> QuerySet[SearchKey]:
    return within_scope(SearchKey.objects.filter(condition), viewer=viewer, permission=permissions.VIEW, on=on)


def _named(found: QuerySet[SearchKey], others: Iterable[Sought], *, most: int) -> dict[UUID, Borne]:
    """Return whose keys these are, of those who have a key for all the others too, with their names."""
    for other in others:
        found = found.filter(Exists(SearchKey.objects.filter(other.condition(), person_id=OuterRef("person_id"))))
    rows = found.values_list("person_id", "person__given_name", "person__family_name", "person__native_name")
    return {whose: (f"{given} {family}".strip(), native) for whose, given, family, native in rows[:most]}


def _goes_on(token: str, tokens: Iterable[str]) -> bool:
    return any(other != token and other.startswith(token) for other in tokens)


def _pairs_begun(tokens: Sequence[str]) -> set[bytes] | None:
    """Return the keys of all pairs of names of which one begins like a token and the other like another one.

    Whoever has names that begin like all the tokens has one of them.  None where too many names begin so, or two of
    them are spellings of one name and make no pair.  Which names there are at all is asked, and not who bears them.
    """
    bones: list[set[str]] = []
    for token in tokens:
        held = _beginning(Sought(f"t{token}", is_begun=True))
        if not held:
            return set()
        if len(held) <= BEGINNINGS_MAX:
            bones.append({names.skeleton(one) for one in held})
    fitting = [
        {names.pair_key(*pair).encode() for pair in product(one, other)}
        for one, other in combinations(bones, 2)
        if not one & other and len(one) * len(other) <= PAIRS_MAX
    ]
    return min(fitting, key=len, default=None)


def _beginning(sought: Sought) -> list[str]:
    """Return the different names that begin as is sought, one more than are told one by one at most.

    From one name to the next one through the index, which the tables' own questions cannot say: they read every row.
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
