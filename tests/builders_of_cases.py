"""Builders of cases, plans, deliveries, grants, visits tried and mediation."""

from datetime import timedelta
from typing import Any

from sankofa.kernel.identifiers import uuid7
from tests.moment import AT, ON


def _builders() -> Any:
    from tests import builders

    return builders


def case(person: Any = None, **facts: Any) -> Any:
    """An open case of somebody, with nothing in it yet."""
    from sankofa.cases.models import Case

    return Case.objects.create(person=person or _builders().person(), **{"opened_on": ON, **facts})


def plan(case: Any = None, **facts: Any) -> Any:
    """A plan that is being written, with a goal and one thing to do."""
    from sankofa.cases.models import Plan

    activity = {"key": str(uuid7()), "what": "A course in repairing phones", "kind": "service", "provider": ""}
    activity |= {"provider_words": "The training centre", "amount": None, "from_on": None, "until_on": None}
    given = {"number": 1, "content": {"goals": ["A shop of my own"], "activities": [activity]}}
    return Plan.objects.create(case=case or _case(), **{**given, **facts})


def delivery(case: Any = None, **facts: Any) -> Any:
    """That something the plan promises was delivered."""
    from sankofa.cases.models import Delivery

    return Delivery.objects.create(case=case or _case(), **{"activity": uuid7(), "done_on": ON, **facts})


def plangrant(case: Any = None, **facts: Any) -> Any:
    """A grant of 250 taka that waits for two approvals."""
    from sankofa.cases.models import PlanGrant

    of_case = case or _case()
    given = {"activity": uuid7(), "amount_minor": 25_000, "amount_currency": "BDT", "what": "Shelves"}
    given |= {"proposed_by": facts.pop("proposed_by", None) or _builders().user(of_case.person.office)}
    return PlanGrant.objects.create(case=of_case, **{**given, **facts})


def handover(grant: Any = None, **facts: Any) -> Any:
    """That 100 taka of a grant were handed over, with its entry in a book for grants."""
    from sankofa.cases.models import Handover

    of_grant = grant or _grant()
    organisation = of_grant.case.person.office.organisation
    till = facts.pop("account", None) or _builders().account(_builders().book(organisation, kind="grant"))
    given = {"amount_minor": 10_000, "amount_currency": "BDT", "given_on": ON, "receiver": "self", "account": till}
    given |= {
        "witness": "The grocer",
        "handed_by": facts.pop("handed_by", None) or _builders().user(of_grant.case.person.office),
    }
    return Handover.objects.create(grant=of_grant, **{**given, **facts})


def visittry(case: Any = None, **facts: Any) -> Any:
    """A try to hold the first visit in vain: nobody answered."""
    from sankofa.cases.models import VisitTry

    of_case = case or _case()
    given = {"months": 1, "tried_on": ON, "why": "no_answer", "noted_by": _builders().user(of_case.person.office)}
    return VisitTry.objects.create(case=of_case, **{**given, **facts})


def mediation(case: Any = None, **facts: Any) -> Any:
    """A mediation with the family that goes on."""
    from sankofa.cases.models import Mediation

    what = {"whom": "family", "who": "Her brother", "why": "The house"}
    given = {"what": what, "opened_on": ON, "until_on": ON + timedelta(days=14)}
    return Mediation.objects.create(case=case or _case(), **{**given, **facts})


def _grant() -> Any:
    return plangrant(approved_at=AT)


def _case() -> Any:
    return case()
