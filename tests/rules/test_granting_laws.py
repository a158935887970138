"""Nobody gives what they do not hold: laws over generated histories of gifts, ends and covers.

The world is small: two organisations, three offices, four people, roles that may give one another.  Whatever the people
do, in any order, what anybody can reach stays within what the founders gave; and who acts alone gains nothing.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sankofa.accounts.rules.access import reaches
from sankofa.accounts.rules.covering import CoverTerms, findings, passed_on
from sankofa.accounts.rules.granting import (
    Colleague,
    Gift,
    decide_gift,
    decide_second,
    open_delegations,
    open_seconds,
    second_person,
)
from sankofa.accounts.rules.terms import Grant, Permission, Resource, RoleTerms, Scope, ScopeKind

MANAGE = Permission("manage", "manage staff")
START = date(2026, 11, 1)
DAYS = tuple(START + timedelta(days=days) for days in (0, 3, 10, 40))
PLACES = {"dhaka": ("agency", "BD.30"), "sylhet": ("agency", "BD.60"), "bank hall": ("bank", "BD.30")}
PEOPLE = {"ana": "dhaka", "bilal": "sylhet", "chen": "dhaka", "dora": "bank hall"}
RECORDS = [
    Resource(owner=owner, office=office, organisation=PLACES[office][0], place=PLACES[office][1])
    for office in PLACES
    for owner in (None, *(person for person, home in PEOPLE.items() if home == office))
]
SCOPES = [
    (Scope(ScopeKind.OFFICE, office), Resource(office=office, organisation=body, place=place))
    for office, (body, place) in PLACES.items()
]
SCOPES += [(Scope(ScopeKind.ORGANISATION, body), Resource(organisation=body)) for body in ("agency", "bank")]
SCOPES += [
    (Scope(ScopeKind.DISTRICT, "BD.30", body), Resource(organisation=body, place="BD.30"))
    for body in ("agency", "bank")
]
SCOPES += [(Scope(ScopeKind.COUNTRY, "BD", "agency"), Resource(organisation="agency", place="BD"))]
SCOPES += [(Scope(ScopeKind.DISTRICT, "BD.30", "*"), Resource(place="BD.30"))]
SCOPES += [(Scope(ScopeKind.EVERYWHERE), Resource())]

CODES = ("boss", "manager", "worker", "reader")


@st.composite
def _role_tables(draw: Any) -> dict[str, RoleTerms]:
    """Any table of roles that a deployment could load: one in which no delegation is open."""
    roles = {}
    for code in CODES:
        permissions = draw(st.frozensets(st.sampled_from(["manage", "view", "change"])))
        # Without a boss who manages nobody gives anything, and the walk would show nothing.
        permissions |= {"manage"} if code == "boss" else frozenset()
        roles[code] = RoleTerms(code, permissions, draw(st.frozensets(st.sampled_from(CODES))))
    while found := open_delegations(roles):
        code, _, further = found[0]
        roles[code] = RoleTerms(code, roles[code].permissions, roles[code].may_give | {further})
    return roles


def _grant(role: RoleTerms, scope: Scope, from_on: date = START, until_on: date | None = None) -> Grant:
    return Grant(role.code, role.permissions, scope, from_on, until_on, may_give=role.may_give)


@dataclass
class World:
    """Who holds what, and which covers count."""

    roles: dict[str, RoleTerms]
    held: dict[str, list[Grant]] = field(default_factory=lambda: {person: [] for person in PEOPLE})
    covers: list[CoverTerms] = field(default_factory=list)

    def grants(self, person: str) -> list[Grant]:
        covered = [
            grant
            for cover in self.covers
            if cover.covering == person
            for grant in passed_on(self.held[cover.absent], cover)
        ]
        return [*self.held[person], *covered]

    def give(
        self, giver: str, to: str, role: str, scope: Scope, lies_in: Resource, until_on: date | None, on: date
    ) -> None:
        gift = Gift(self.roles[role], to, lies_in, until_on)
        if decide_gift(self.grants(giver), gift, giver_id=giver, managing=MANAGE, on=on).allowed:
            self.held[to].append(_grant(self.roles[role], scope, on, until_on))

    def cover(self, giver: str, absent: str, covering: str, until_on: date, on: date) -> None:
        cover = CoverTerms(absent, covering, giver, on, until_on)
        bodies = (PLACES[PEOPLE[absent]][0], PLACES[PEOPLE[covering]][0])
        if giver != absent:
            for grant in self.held[absent]:
                lies_in = next(lies for scope, lies in SCOPES if scope == grant.scope)
                gift = Gift(self.roles[grant.role], covering, lies_in, until_on)
                if not decide_gift(self.grants(giver), gift, giver_id=giver, managing=MANAGE, on=on).allowed:
                    return
        if not findings(cover, organisations=bodies, is_active=True, on=on):
            self.covers.append(cover)

    def reach(self, person: str, on: date) -> set[tuple[str, Resource]]:
        return {
            (permission, record)
            for grant in self.grants(person)
            if grant.is_current(on)
            for record in RECORDS
            if reaches(grant.scope, record, actor_id=person)
            for permission in grant.permissions
        }


def _founded(world: World, founders: list[tuple[str, str, int, date | None]]) -> None:
    for person, role, number, until_on in [*founders, ("ana", "boss", 3, None)]:
        world.held[person].append(_grant(world.roles[role], SCOPES[number][0], START, until_on))


def _given_by_the_founders(world: World, on: date) -> set[tuple[str, Resource]]:
    """What the founders gave: what their grants allow, and what the roles allow that their holders may give."""
    found = set()
    for grants in world.held.values():
        for grant in grants:
            if not grant.is_current(on):
                continue
            permissions = set(grant.permissions)
            if "manage" in grant.permissions:
                for code in grant.may_give:
                    permissions |= world.roles[code].permissions
            found |= {
                (permission, record)
                for record in RECORDS
                if reaches(grant.scope, record, actor_id="nobody")
                for permission in permissions
            }
    return found


_UNTIL = st.sampled_from([None, *DAYS[1:]])
_FOUNDERS = st.lists(
    st.tuples(st.sampled_from(list(PEOPLE)), st.sampled_from(CODES), st.integers(0, len(SCOPES) - 1), _UNTIL),
    min_size=1,
    max_size=4,
)
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["give", "give", "cover"]),
        st.sampled_from(list(PEOPLE)),
        st.sampled_from(list(PEOPLE)),
        st.sampled_from(list(PEOPLE)),
        st.sampled_from(CODES),
        st.integers(0, len(SCOPES) - 1),
        _UNTIL,
        st.sampled_from(DAYS),
    ),
    max_size=14,
)


def _walk(world: World, steps: list[Any]) -> None:
    for kind, giver, to, covering, role, number, until_on, on in sorted(steps, key=lambda step: step[-1]):
        if kind == "give":
            world.give(giver, to, role, *SCOPES[number], until_on, on)
        elif to != covering:
            world.cover(giver, to, covering, until_on or on + timedelta(days=30), on)


@given(_role_tables(), _FOUNDERS, _STEPS)
def test_what_anybody_can_reach_stays_within_what_the_founders_gave(
    roles: dict[str, RoleTerms], founders: list[Any], steps: list[Any]
) -> None:
    world = World(roles)
    _founded(world, founders)
    given = {on: _given_by_the_founders(world, on) for on in (*DAYS, date(2030, 1, 1))}
    _walk(world, steps)
    for on, bound in given.items():
        for person in PEOPLE:
            assert world.reach(person, on) <= bound


@settings(max_examples=300)
@given(_role_tables(), _FOUNDERS, _STEPS, st.sampled_from(list(PEOPLE)))
def test_whoever_acts_alone_gains_nothing(
    roles: dict[str, RoleTerms], founders: list[Any], steps: list[Any], alone: str
) -> None:
    world = World(roles)
    _founded(world, founders)
    before = {on: world.reach(alone, on) for on in DAYS}
    _walk(world, [step for step in steps if step[1] == alone])
    assert all(world.reach(alone, on) <= reach for on, reach in before.items())


def _closed_for_two(roles: dict[str, RoleTerms]) -> dict[str, RoleTerms]:
    """Let two give the boss's role, and every role whose holder could give one that two give."""
    roles = {**roles, "boss": replace(roles["boss"], by_two=True)}
    while found := open_seconds(roles, managing=MANAGE):
        roles[found[0][0]] = replace(roles[found[0][0]], by_two=True)
    return roles


@settings(max_examples=300)
@given(_role_tables(), _FOUNDERS, _STEPS, st.sampled_from(["ana", "bilal", "chen", "dora"]))
def test_a_role_that_two_give_never_comes_from_one_human_alone_where_two_could(
    table: dict[str, RoleTerms], founders: list[Any], steps: list[Any], honest: str
) -> None:
    """Everybody but one is the same human, with as many old accounts as they like; they propose and approve for one
    another.  What two give comes only where the honest one could not have been asked."""
    world = World(_closed_for_two(table))
    _founded(world, founders)
    trick = [person for person in PEOPLE if person != honest]
    for _, giver, to, _, code, number, until_on, on in sorted(steps, key=lambda step: step[-1]):
        if giver == honest or not world.roles[code].by_two:
            if giver != honest:
                world.give(giver, to, code, *SCOPES[number], until_on, on)
            continue
        gift = Gift(world.roles[code], to, SCOPES[number][1], until_on)
        there = {who: Colleague(who, tuple(world.grants(who)), START - timedelta(days=99)) for who in PEOPLE}
        if not decide_gift(world.grants(giver), gift, giver_id=giver, managing=MANAGE, on=on).allowed:
            continue
        found = second_person(gift, there.values(), giver_id=giver, managing=MANAGE, on=on)
        could = [
            who for who in PEOPLE if who != giver and decide_second(gift, there[who], managing=MANAGE, on=on).allowed
        ]
        assert found is not None
        assert (found.code == "gift_needs_second") == bool(could)
        held_by_two = {who for who in trick if any(world.roles[grant.role].by_two for grant in world.held[who])}
        # Whoever approves holds a role that two give: no account that the human made alone is among them.
        assert set(could) & set(trick) <= held_by_two
        if found.code == "gift_alone":
            world.give(giver, to, code, *SCOPES[number], until_on, on)


@given(_role_tables(), _FOUNDERS, _STEPS)
def test_who_covers_for_somebody_reaches_no_more_than_both_together(
    roles: dict[str, RoleTerms], founders: list[Any], steps: list[Any]
) -> None:
    world = World(roles)
    _founded(world, founders)
    _walk(world, [step for step in steps if step[0] == "cover"])
    own = World(roles, world.held)
    for on in DAYS:
        for person in PEOPLE:
            absent = [cover.absent for cover in world.covers if cover.covering == person]
            assert world.reach(person, on) <= own.reach(person, on).union(*(own.reach(one, on) for one in absent))


def test_the_walks_do_give_and_cover_something() -> None:
    roles = {
        "boss": RoleTerms("boss", frozenset({"manage"}), frozenset({"worker"})),
        "worker": RoleTerms("worker", frozenset({"view"})),
    }
    world = World(roles)
    _founded(world, [])
    world.give("ana", "bilal", "worker", *SCOPES[1], None, START)
    world.give("ana", "dora", "worker", *SCOPES[2], None, START)
    world.give("ana", "ana", "worker", *SCOPES[0], None, START)
    assert {person: len(grants) for person, grants in world.held.items()} == {
        "ana": 1,
        "bilal": 1,
        "chen": 0,
        "dora": 0,
    }
    world.cover("bilal", "bilal", "chen", START + timedelta(days=7), START)
    assert world.reach("chen", START) == world.reach("bilal", START) != set()
    assert world.reach("chen", START + timedelta(days=7)) == set()
