"""Builders of introductions to lenders, found through `tests.builders` like all others."""

from typing import Any

from sankofa.kernel.identifiers import uuid7


def referral(person: Any = None, *, organisation: Any = None, product: Any = None, **facts: Any) -> Any:
    """That somebody was introduced to a lender, which has not opened it."""
    from sankofa.credit.models import Referral
    from tests import builders

    about = person or builders.person()
    offer = product or _new_product(about.office, organisation)
    given = {"sent_at": builders.AT, "organisation": offer.lender.organisation, "lender": offer.lender}
    version = offer.versions.get()
    return Referral.objects.create(person=about, product=offer, version=version, **{**given, **facts})


def sentpacket(referral: Any = None, *, organisation: Any = None, **facts: Any) -> Any:
    """What was sent to a lender of somebody: a name and a wish."""
    from sankofa.credit.models import SentPacket
    from tests import builders

    held = referral or _new_referral(organisation)
    content = {"name": "Rahima Khatun", "plan": "10,000 taka for 6 months. What for: a fridge"}
    wish = {"minor": 1_000_000, "currency": "BDT", "months": 6}
    given = {
        "handover_id": uuid7(),
        "fields": sorted(content),
        "content": content,
        "wish": wish,
        "sent_at": builders.AT,
    }
    return SentPacket.objects.create(referral=held, organisation=held.organisation, **{**given, **facts})


def question(referral: Any = None, **facts: Any) -> Any:
    """A question of a lender that nobody has answered."""
    from sankofa.credit.models import Question
    from tests import builders

    held = referral or _new_referral(state="asked")
    if not hasattr(held, "packet"):
        sentpacket(held)
    return Question.objects.create(referral=held, **{"text": "Since when?", "asked_at": builders.AT, **facts})


def _new_product(office: Any, organisation: Any) -> Any:
    from tests import builders

    house = organisation or builders.organisation(kind="lender")
    return builders.product(builders.lender(office, organisation=house))


def _new_referral(organisation: Any = None, **facts: Any) -> Any:
    return referral(organisation=organisation, **facts)
