"""To which programmes people belong: those on the map of help that their agreed plan names, or what they were given."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sankofa.cases.models import Case, PlanGrant
from sankofa.cases.queries import plan_now, plans_of
from sankofa.provision.queries import programme_names
from sankofa.store.rules.sealing import CannotOpen


def programmes_of(people: Collection[UUID]) -> Mapping[UUID, frozenset[str] | None]:
    """Return the codes of the programmes of each of these files, by its latest case; None where a key is missing.

    Whoever asks has to have reached the people by their own permission; a file without a case has no programme.
    """
    held = {row.person_id: row for row in Case.objects.filter(person__in=people).order_by("opened_on", "pk")}
    plans = plans_of(list(held.values()))
    grants = PlanGrant.objects.filter(case__in=[one.pk for one in held.values()], cancelled_at=None)
    given = set(grants.exclude(approved_at=None).values_list("case__person_id", "programme"))
    named: dict[UUID, set[str] | None] = {}
    for person, case in held.items():
        plan = plan_now(plans.get(case.pk, []))
        try:
            named[person] = set() if plan is None else {one.provider for one in plan.to_terms().activities}
        except CannotOpen:
            named[person] = None
    known = programme_names({code for codes in named.values() for code in codes or ()} | {code for _, code in given})
    return {
        person: None
        if codes is None
        else frozenset((codes | {code for whose, code in given if whose == person}) & known.keys())
        for person, codes in named.items()
    }
