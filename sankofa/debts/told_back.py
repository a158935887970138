"""What somebody told of their debts, for the paper on which they read what is recorded of them.

What was said alone is not on it, nor is the plan: both are talked about, alone.  Nothing of others at home is on it.
"""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from sankofa.accounts.rules.terms import Actor
from sankofa.debts import portrait, queries
from sankofa.shell import words
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from sankofa.returnees.models import Person

Part = tuple[str, list[tuple[str, str]]]


def parts(person: "Person", *, viewer: Actor, on: date) -> list[Part]:
    """Return what a person told of their debts, part by part: the talk, each debt, and a month of the home.

    Where the viewer may not see it, the sheet says so: nobody takes it for everything.
    """
    title = gettext("What you told us about debts")
    if not queries.may_view(person, viewer=viewer, on=on):
        return [(title, [(gettext("Not on this sheet"), gettext("Ask your caseworker to read it to you."))])]
    found: list[Part] = []
    record = queries.latest_talk(person, viewer=viewer, on=on)
    talked = None if record is None else queries.talked(record)
    if record is not None and talked is None:
        found.append((title, [(gettext("What was said"), portrait.title_of(None))]))
    if talked is not None:
        found.append((title, _known(portrait.six_facts(talked))))
    for held in queries.debts_of(person, viewer=viewer, on=on):
        name = portrait.title_of(held.told)
        if held.told is None:
            found.append((name, [(gettext("Told on"), words.day(held.record.told_on))]))
            continue
        happened = portrait.happened(queries.changes_of(held.record), held.changes)["entries"]
        since = [(entry["at"], " · ".join(filter(None, (entry["title"], entry["note"])))) for entry in happened]
        found.append((name, [*_known(portrait.debt_facts(held)), *since]))
    try:
        budget = queries.latest_budget(person, viewer=viewer, on=on)
    except CannotOpen:
        budget = None
    if budget is not None:
        found.append((gettext("A usual month at home, as you told it"), _known(portrait.budget_facts(budget[1]))))
    return found


def _known(facts: portrait.Row) -> list[tuple[str, str]]:
    return [(str(row["label"]), str(row["value"])) for row in facts["rows"] if row["value"] is not None]
