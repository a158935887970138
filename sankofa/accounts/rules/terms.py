"""The nouns of permission."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ScopeKind(StrEnum):
    """How far a role reaches."""

    OWN = "own"
    OFFICE = "office"
    DISTRICT = "district"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Scope:
    """A reach: a kind and what it is anchored to: a user, an office, a place's path, an organisation, a country."""

    kind: ScopeKind
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Permission:
    """Something a person may be allowed to do, declared by the room that it belongs to."""

    code: str
    label: str

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held within a scope, from a day until (not including) another, if an end is set."""

    role: str
    permissions: frozenset[str]
    scope: Scope
    from_on: date
    until_on: date | None = None

    def is_current(self, on: date) -> bool:
        """Whether the grant counts on a day."""
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


@dataclass(frozen=True, slots=True)
class Resource:
    """Where a record belongs, as far as known.  What is not known is None and matches no scope but `everywhere`."""

    owner: str | None = None
    office: str | None = None
    organisation: str | None = None
    place: str | None = None
    """Path of the place that the owning office serves, such as `BD.30.26`."""

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
