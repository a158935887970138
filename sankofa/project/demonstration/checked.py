"""Checks of some of the help on the map, invented and marked so: a part holds, two ran out, one found nobody.

Phones are of the kind kept free for stories, places are plain words: nobody must be led to a real door by them.
"""

from datetime import datetime, timedelta
from typing import Final

from sankofa.accounts import queries as offices
from sankofa.accounts.rules import access
from sankofa.provision import actions, permissions, queries
from sankofa.provision.rules.checking import Confirmed

CHECKED: Final = {
    "BD": (
        "bd-prottasha",
        "bd-rpl",
        "bd-siyb",
        "bd-digital-centres",
        "bd-ttc",
        "bd-youth-department",
        "bd-cso-gatherings",
        "bd-bdesh-jaatra",
        "bd-unwomen-health",
        "bd-avrr",
    ),
    "NP": ("np-resource-centres", "np-rpl", "np-employment-coordinators", "np-pourakhi", "np-welfare-fund"),
    "LK": ("lk-sahana-piyasa", "lk-upskilling", "lk-school-grant", "lk-psychosocial", "lk-legal-support"),
    "PK": ("pk-mrc", "pk-opf-hospitals", "pk-opf-schools", "pk-hunarmand", "pk-giz-programme", "pk-opf-website"),
    "IN": ("in-helpline", "in-ndprem", "in-santhwana", "in-pravasi-scholarship", "in-tiss"),
}
RAN_OUT: Final = {"bd-demo": 200, "bd-social-services": 240}
NOT_SO: Final = "bd-prottasha-hotline"
_DAYS_AGO: Final = (12, 40, 75, 110, 160)


def load(*, offices_by_country: dict[str, str], at: datetime) -> int:
    """Write down checks by those of the staff of each office who may; return how many."""
    count = 0
    for country, codes in CHECKED.items():
        for number, code in enumerate(codes):
            days = _DAYS_AGO[number % len(_DAYS_AGO)]
            count += _check(offices_by_country[country], code, number, at=at - timedelta(days=days))
    for number, (code, days) in enumerate(RAN_OUT.items()):
        count += _check(offices_by_country["BD"], code, 20 + number, at=at - timedelta(days=days))
    # A second person asked too, but for the last two: those wait for one, and the public page does not know them yet.
    for number, code in enumerate(CHECKED["BD"][:-2]):
        count += _check(offices_by_country["BD"], code, number, at=at - timedelta(days=6), is_second=True)
    return count + _check(offices_by_country["BD"], NOT_SO, 30, at=at - timedelta(days=9), is_so=False)


def _check(
    office_name: str, code: str, number: int, *, at: datetime, is_so: bool = True, is_second: bool = False
) -> int:
    office = offices.office_named(office_name)
    staff = (one.as_actor() for one in offices.staff_of(office_name))
    by = [one for one in staff if access.holds(one.grants, permissions.CHECK, on=at.date())][int(is_second)]
    entry = queries.entry(code, viewer=by, on=at.date())
    if entry is None:
        return 0
    actions.note_check(
        office=office,
        entry=entry,
        asked=actions.Asked(
            Confirmed(at.date(), phone=is_so, place=is_so, rules=is_so),
            how="called" if number % 3 else "visited",
            phone=f"555-01{number:02}" if is_so else "",
            place="Invented Street, beside the post office" if is_so else "",
            hours="Sun–Thu 9–16" if is_so else "",
            found="" if is_so else "The number is not in use any more.",
        ),
        by=by,
        at=at,
        is_demonstration=True,
    )
    return 1
