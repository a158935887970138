"""By which columns a person is found by scopes, for the register and for every table that hangs on a person.

A talk, a score, a debt belongs where its person belongs: `scope_columns = person_at("person")`.  So one mark on
the file takes everything that hangs on it out of every list.
"""

from sankofa.accounts.guarded import ScopeColumns

PERSON = ScopeColumns(
    owner="owner_id",
    office="office_id",
    organisation="office__organisation_id",
    place="office__place__path",
    record="id",
    marked="is_protected",
    named="named",
)


def person_at(relation: str) -> ScopeColumns:
    """Return how a table is scoped that points at a person, such as `person`."""
    return PERSON.behind(relation)
