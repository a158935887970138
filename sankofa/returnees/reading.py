"""How other rooms find a file without knowing the register: by its exact number, and whether it is there at all."""

from datetime import date

from sankofa.accounts.hooks import File
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import permissions, portrait, queries
from sankofa.returnees.rules import search


def file_numbered(number: str, viewer: Actor) -> File | None:
    """Return the file with exactly this case number in the viewer's organisation, for whoever opens or explains it."""
    asked = search.understood(number)
    if asked.sought is not search.Sought.CASE_NUMBER:
        return None
    person = queries.by_case_number(asked.text, viewer=viewer)
    return None if person is None else File(person, person.case_number, portrait.link(person), permissions.VIEW)


def hidden(viewer: Actor, on: date) -> frozenset[str]:
    """Return the ids of the protected people who are not there for the viewer."""
    return queries.hidden_from(viewer=viewer, on=on)
