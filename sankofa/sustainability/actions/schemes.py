"""Writes of schemes: a deployment's own table loaded, put in use by two people, taken out of use."""

from datetime import datetime
from typing import TYPE_CHECKING

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.sustainability import permissions, queries
from sankofa.sustainability.models import LoadedScheme

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.sustainability.models import Study


class NotNow(Exception):
    """What is used is not put in use again, and what is not used is not taken out."""


@action(permissions.KEEP_SCHEMES, on="office")
def load_scheme(*, office: "Office", text: str, file_name: str, note: str, by: Actor, at: datetime) -> LoadedScheme:
    """Keep a way of scoring that the deployment brought, word for word; nothing is scored with it yet.

    Raises SchemeNotUnderstood with everything that is wrong in it.
    """
    return kept(office=office, text=text, file_name=file_name, note=note, by=by, at=at)


def kept(
    *,
    office: "Office",
    text: str,
    file_name: str,
    note: str,
    by: Actor,
    at: datetime,
    study: "Study | None" = None,
) -> LoadedScheme:
    """Keep the text of a way of scoring, in the transaction of the action.  Raises SchemeNotUnderstood."""
    read = queries.loadable(text)
    made = LoadedScheme(
        created_at=at,
        office=office,
        name=read.name,
        digest=read.digest,
        text=text,
        file_name=file_name[-200:],
        note=note.strip(),
        study=study,
        loaded_by_id=by.id if by.kind == "user" else None,
    )
    made.full_clean()
    made.save(force_insert=True)
    return made


@action(permissions.KEEP_SCHEMES, on="loaded")
def put_in_use(*, loaded: LoadedScheme, by: Actor, at: datetime) -> LoadedScheme:  # noqa: ARG001  the record names who
    """Score talks with a loaded way of scoring too, from now on.  Nobody does this alone.  Raises NotNow."""
    if loaded.is_used:
        raise NotNow
    loaded.used_from, loaded.used_until = at, None
    loaded.save()
    return loaded


@action(permissions.KEEP_SCHEMES, on="loaded")
def take_out_of_use(*, loaded: LoadedScheme, by: Actor, at: datetime) -> LoadedScheme:  # noqa: ARG001
    """Score no more talks with a loaded way of scoring; the figures made with it stay.  Raises NotNow."""
    if not loaded.is_used:
        raise NotNow
    loaded.used_until = at
    loaded.save()
    return loaded
