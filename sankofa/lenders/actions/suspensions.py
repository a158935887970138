"""Writes of suspensions: stop at once, alone; lift only as another person.  Both with a reason."""

from datetime import datetime

from django.db import IntegrityError, transaction

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.lenders import permissions
from sankofa.lenders.models import Lender, Suspension

WHY_MAX = 600


class SuspendedAlready(Exception):
    """Nobody is sent to this lender already."""


class LiftedAlready(Exception):
    """Somebody lifted this suspension already."""


class StoppedItThemselves(Exception):
    """Whoever stopped a lender does not lift the stop."""


class WhyMissing(Exception):
    """A stop, or its end, needs a reason."""


@action(permissions.DECIDE, on="lender")
def suspend_lender(*, lender: Lender, why: str, by: Actor, at: datetime) -> Suspension:
    """Stop a lender at once: from now on nobody is sent there.  Raises SuspendedAlready, WhyMissing."""
    if not why.strip():
        raise WhyMissing
    made = Suspension(
        created_at=at,
        lender=lender,
        from_on=clock.day_of(at, by.zone),
        why=why.strip()[:WHY_MAX],
        suspended_by_id=by.id if by.kind == "user" else None,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise SuspendedAlready from None
    return made


@action(permissions.DECIDE, on="suspension")
def lift_suspension(*, suspension: Suspension, why: str, by: Actor, at: datetime) -> Suspension:
    """Lift a stop; what was decided on the lender before holds again, as long as it has not run out.

    Raises LiftedAlready, StoppedItThemselves, WhyMissing.
    """
    if suspension.lifted_on is not None:
        raise LiftedAlready
    if by.kind == "user" and str(suspension.suspended_by_id) == by.id:
        raise StoppedItThemselves
    if not why.strip():
        raise WhyMissing
    suspension.lifted_on, suspension.lifted_why = clock.day_of(at, by.zone), why.strip()[:WHY_MAX]
    suspension.lifted_by_id = by.id if by.kind == "user" else None
    suspension.save()
    return suspension
