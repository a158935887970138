"""The nouns of permission."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ScopeKind(StrEnum):
    """How far a role reaches."""

    OWN = "own"
    OFFICE = "office"
    DISTRICT = "district"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    EVERYWHERE = "everywhere"
    RECORD = "record"
    """One record, for some hours: what an opening with a reason gives.  No role is ever given this reach."""


OF_A_ROLE = tuple(kind for kind in ScopeKind if kind is not ScopeKind.RECORD)
"""The reaches within which a role can be held."""

EVERY_ORGANISATION = "*"
"""Instead of an organisation's id: a district or a country whatever the organisation, which few may give."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A reach: a kind and what it is anchored to: a user, an office, a place's path, an organisation, a country.

    A district or a country is reached `within` an organisation.  Where nothing is said there, nothing is reached: a
    forgotten organisation must not open the files of all.
    """

    kind: ScopeKind
    anchor: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True)
class Permission:
    """Something a person may be allowed to do, declared by the room that it belongs to.

    What only `shows` changes nothing, and can be lent for some hours by opening a file with a reason.
    """

    code: str
    label: str
    shows: bool = False

    def __str__(self) -> str:
        return self.code


EVERY_ROLE = "*"
"""Instead of the code of a role: any role.  Only the system itself may give every role."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held within a scope, from a day until (not including) another, if an end is set.

    `sees_protected` is for the system itself, which scores, rotates keys and erases: no person's grant has it.
    `ends_at` is the moment at which an opening closes by itself, for the page that says so.
    """

    role: str
    permissions: frozenset[str]
    scope: Scope
    from_on: date
    until_on: date | None = None
    ends_at: datetime | None = None
    sees_protected: bool = False
    may_give: frozenset[str] = frozenset()
    """Codes of the roles that may be given by whoever manages staff with this grant."""
    cover_of: str = ""
    """Whose absence is covered with this grant, by id; empty where the grant is one's own."""
    asks_second_step: bool = False
    """Whether whoever acts with this grant must have more than a password."""

    def is_current(self, on: date) -> bool:
        """Whether the grant counts on a day."""
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


@dataclass(frozen=True, slots=True)
class RoleTerms:
    """A role as it is given: what it allows, and which roles its holder may give in turn."""

    code: str
    permissions: frozenset[str]
    may_give: frozenset[str] = frozenset()
    by_two: bool = False
    """Whether it opens so much that a second person approves the gift, wherever there is one."""


@dataclass(frozen=True, slots=True)
class Resource:
    """Where a record belongs, as far as known.  What is not known is None and matches no scope but `everywhere`."""

    owner: str | None = None
    office: str | None = None
    organisation: str | None = None
    place: str | None = None
    """Path of the place that the owning office serves, such as `BD.30.26`."""
    record: str | None = None
    """Whose file it is: the id that an opening with a reason names."""
    named: frozenset[str] | None = None
    """On a protected file the ids of those named on it, whom alone it is there for; None where it is not protected."""

    @property
    def country(self) -> str | None:
        """The country of the owning office, ISO 3166-1 alpha-2."""
        return None if self.place is None else self.place.split(".", 1)[0]


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts: a person signed in, or the system itself on a named occasion."""

    kind: str
    id: str
    name: str
    grants: tuple[Grant, ...] = ()
    office: str | None = None
    zone: str = "UTC"
    on_behalf_of: str = ""
    watcher: str = ""
    """The id of the administrator who looks at the pages as this person sees them, and changes nothing."""

    @property
    def named_as(self) -> str:
        """Under which id the actor counts as named on protected files: only people are, and only as themselves."""
        return self.id if self.kind == "user" and not self.watcher else ""
