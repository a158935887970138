"""What the books ask of the rooms above them: whose an account is."""

from uuid import UUID

from sankofa.store.hooks import Hook

persons: Hook[[str, str], UUID | None] = Hook("whose an account is")
"""Asked with the kind and the id of an account's owner.  Answers the id of the person of the register behind it.

None where there is none, such as for a book's own account.
"""


def person_behind(owner_kind: str, owner_id: str) -> UUID | None:
    """Return the person of the register for whom an account is kept; None where it is nobody's."""
    if not owner_id:
        return None
    return next((found for found in persons.answers(owner_kind, owner_id) if found is not None), None)
