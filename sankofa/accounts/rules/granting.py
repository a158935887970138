"""Who may give which role to whom: nobody gives what they do not hold.

Source: casework, "Safeguards" (least privilege); the rule of delegated administration in docs/adr/0018.  Either the
giver's own role names the role as one it may give, or the giver holds everything that the role carries, in both cases
as far as the role will reach and as long as it will last.  What somebody holds only because they cover for a colleague
is never passed on, and nobody changes their own roles.

A role that opens much is given by two (docs/adr/0024): wherever somebody else could give it too, one proposes and the
other approves, so that one human with two accounts gains nothing by the second.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sankofa.accounts.rules.access import Decision, reaches
from sankofa.accounts.rules.terms import EVERY_ROLE, Grant, Permission, Resource, RoleTerms
from sankofa.kernel.finding import Finding, Weight

SOURCE = "roles and scopes, docs/adr/0018"
SOURCE_OF_TWO = "four eyes, docs/adr/0024"
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gift:
    """A role about to be given: to whom, where it will reach, and until when; None where no end is set."""

    role: RoleTerms
    to: str
    lies_in: Resource
    """What all records have in common that the role will reach: the office, its organisation, its place."""
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody active who may be the second person: their own grants, and the day since which they have an account."""

    id: str
    grants: tuple[Grant, ...]
    since_on: date


def decide_gift(grants: Iterable[Grant], gift: Gift, *, giver_id: str, managing: Permission, on: date) -> Decision:
    """Decide whether a role may be given, or taken back, and say by which rule."""
    if gift.to == giver_id:
        return Decision(False, _finding("gift_to_oneself", gift))
    reaching = [
        grant
        for grant in grants
        if not grant.cover_of and grant.is_current(on) and reaches(grant.scope, gift.lies_in, actor_id=giver_id)
    ]
    by_right = [grant for grant in reaching if managing.code in grant.permissions]
    if not by_right:
        return Decision(False, _finding("gift_out_of_reach", gift))
    lasting = [grant for grant in reaching if _lasts(grant, gift.until_on)]
    by_right_lasting = [grant for grant in by_right if grant in lasting]
    if not by_right_lasting:
        return Decision(False, _finding("gift_lasts_longer", gift), by_right[0])
    for grant in by_right_lasting:
        if gift.role.code in grant.may_give or EVERY_ROLE in grant.may_give:
            return Decision(True, _finding("gift_delegated", gift), grant)
    held = frozenset().union(*(grant.permissions for grant in lasting))
    delegated = frozenset().union(*(grant.may_give for grant in by_right_lasting))
    if gift.role.permissions <= held and gift.role.may_give <= delegated:
        return Decision(True, _finding("gift_held", gift), by_right_lasting[0])
    return Decision(False, _finding("gift_not_held", gift), by_right_lasting[0])


def decide_second(gift: Gift, one: Colleague, *, managing: Permission, on: date) -> Decision:
    """Decide whether somebody may approve that another person gives a role, and say by which rule.

    They could give it themselves, and have had their account for more than a day: of two fresh accounts that somebody
    made for themselves, one does not approve the other.
    """
    if on - one.since_on <= A_DAY:
        return Decision(False, Finding("second_is_new", Weight.BARRIER, SOURCE_OF_TWO, role=gift.role.code))
    return decide_gift(one.grants, gift, giver_id=one.id, managing=managing, on=on)


def second_person(
    gift: Gift, colleagues: Iterable[Colleague], *, giver_id: str, managing: Permission, on: date
) -> Finding | None:
    """Return what is to be said about a second person for a gift: asked for, or not there; None where none is needed.

    A role that is given by two needs one wherever somebody besides the giver and the receiver may be it.
    """
    if not gift.role.by_two:
        return None
    others = [one for one in colleagues if one.id not in {giver_id, gift.to}]
    if any(decide_second(gift, one, managing=managing, on=on).allowed for one in others):
        return Finding("gift_needs_second", Weight.BARRIER, SOURCE_OF_TWO, role=gift.role.code)
    return Finding("gift_alone", Weight.NOTE, SOURCE_OF_TWO, role=gift.role.code)


def open_seconds(roles: Mapping[str, RoleTerms], *, managing: Permission) -> list[tuple[str, str]]:
    """Return every (role that one gives, role that two give) where whoever holds the first could give the last.

    With such a table somebody could make their own second person.  What all roles that one gives carry together counts:
    one account may hold them all.
    """
    by_one = [role for role in roles.values() if not role.by_two]
    together = RoleTerms(
        "",
        frozenset().union(*(role.permissions for role in by_one)),
        frozenset().union(*(role.may_give for role in by_one)),
    )
    return [
        (role.code, grave.code)
        for role in by_one
        if managing.code in role.permissions
        for grave in roles.values()
        if grave.by_two and (grave.code in role.may_give or _carries(together, grave))
    ]


def open_delegations(roles: Mapping[str, RoleTerms]) -> list[tuple[str, str, str]]:
    """Return every (role, role it may give, role that one may give) where the first may not give the last.

    Such a table would let somebody reach by two steps what they may not give in one.
    """
    return [
        (role.code, given, further)
        for role in roles.values()
        for given in sorted(role.may_give)
        if given in roles
        for further in sorted(roles[given].may_give)
        if further not in role.may_give and not _carries(role, roles.get(further))
    ]


def _carries(role: RoleTerms, other: RoleTerms | None) -> bool:
    """Whether a role holds all that another carries, so that giving it needs no delegation."""
    return other is not None and other.permissions <= role.permissions and other.may_give <= role.may_give


def _lasts(grant: Grant, until_on: date | None) -> bool:
    return grant.until_on is None or (until_on is not None and until_on <= grant.until_on)


def _finding(code: str, gift: Gift) -> Finding:
    weight = Weight.NOTE if code in {"gift_delegated", "gift_held"} else Weight.BARRIER
    return Finding(code, weight, SOURCE, role=gift.role.code)


CODES = frozenset(
    {
        "gift_to_oneself",
        "gift_out_of_reach",
        "gift_lasts_longer",
        "gift_not_held",
        "gift_delegated",
        "gift_held",
        "gift_needs_second",
        "gift_invite_first",
        "gift_by_mail_only",
        "gift_alone",
        "second_is_new",
    }
)
"""Every code that a decision about a gift can carry."""
