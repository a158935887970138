"""Which rules apply to a look at a loan: those of the scheme that the offer comes from, else our own.

Nobody chooses them on a page.  A scheme brings its rules where it is switched on for a deployment, with its products;
what such a rule asks is the scheme's, and who looks cannot make it milder.

Source: responsible-finance rules, 1.3 (presets); Knowledge Paper 1, 3.1 (R30, R31).
"""

from datetime import date
from typing import TYPE_CHECKING

from sankofa.credit.rules.policy import DEFAULT, PRESETS, Policy
from sankofa.lenders import queries as lenders

if TYPE_CHECKING:
    from sankofa.lenders.models import ProductVersion
    from sankofa.lenders.rules.presets import Preset
    from sankofa.returnees.models import Person


def to_offer(version: "ProductVersion | None") -> Policy:
    """Return the rules by which a loan of this offer is looked at; our own where there is no offer yet."""
    preset = None if version is None else lenders.preset_of(version.product)
    return DEFAULT if preset is None else PRESETS.get(preset.rules, DEFAULT)


def before_an_offer(person: "Person", *, on: date) -> Policy:
    """Return the rules of the seven questions, before anybody chose an offer.

    Where a scheme lends in the country they are the scheme's: else whoever it is meant for would never reach its offer.
    The whole table asks again by the rules of the offer itself.
    """
    for preset in lenders.presets_offered_in(str(person.office.place.country_id), on=on):
        if preset.rules in PRESETS:
            return PRESETS[preset.rules]
    return DEFAULT


def scheme_of(policy: Policy) -> "Preset | None":
    """Return the scheme that brings these rules; None where they are our own."""
    return next((one for one in lenders.shipped() if one.rules == policy.name), None)
