"""People who arrived yesterday at the demonstration's Sylhet office, so that the pages of arrivals show somebody.

Everybody is invented.  Through the real actions, as at a real desk.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from sankofa.accounts import queries as offices
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.returnees import actions as register
from sankofa.returnees.rules import arrivals

if TYPE_CHECKING:
    from uuid import UUID

PHONE = "02-9555-0101"
EXPECTED = (
    register.Expected(name="Jorina Khatun", age=34, district="Sylhet", sex="female"),
    register.Expected(name="Abdul Malek", age=41, district="Sylhet", sex="male"),
    register.Expected(name="Shefali Begum", age=27, district="Habiganj", sex="female"),
    register.Expected(name="Nurul Islam", age=52, district="Sunamganj", sex="male"),
)
MET: tuple[dict[str, str], ...] = (
    {"help_medical": "needed", "number_on_list": "1", "phone": "01755500123", "phone_whose": "family"},
    {"help_food": "given", "help_travel_home": "needed", "number_on_list": "2"},
    {"help_phone_call": "given"},
)
"""The lines that were written, help first; one of them names nobody."""


def load(*, office: str, at: datetime) -> None:
    """Expect a flight at an office and meet some of its people."""
    by = offices.staff_of(office)[0].as_actor()
    there = offices.office_named(office)
    with clock.frozen(at):
        register.open_desk(office=there, phone=PHONE, by=by, at=at)
        flight = register.expect(
            office=there, kind="flight", label="BG 128", due_on=at.date(), rows=EXPECTED, by=by, at=at
        ).crossing
        for told in MET:
            said = {**told, "crossing": _list_of(told, flight.pk)}
            register.meet(office=there, number=uuid7(), line=arrivals.read(said), by=by, at=at)


def _list_of(told: dict[str, str], flight: "UUID") -> str:
    return str(flight) if "number_on_list" in told else ""
