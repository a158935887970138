"""How the help of one country is seen: a first version and one put right since, in invented words; and people counted.

So that a country's two pages and the picture of gaps are not empty on the first start.
"""

from datetime import datetime, timedelta
from typing import Final

from sankofa.accounts import queries as offices
from sankofa.provision import actions

FIRST: Final = actions.Sides(
    strengths=("Every district has an office where people can ask.",),
    weaknesses=("Many who came back learn of a course when it is over.", "Women are rarely asked what they need."),
    threats=("Most projects end next year.",),
)
PUT_RIGHT: Final = actions.Sides(
    strengths=(
        "Every district has an office where people can ask.",
        "Training centres now count what was learned abroad.",
    ),
    weaknesses=("Women are rarely asked what they need.", "Nobody to talk to outside the towns."),
    chances=("Returned nurses and welders are looked for here.",),
    threats=("Most projects end next year.",),
)


def load(*, office: str, writer: str, at: datetime) -> int:
    """Write two versions by one of the staff, and count the people of every country; return how many were counted."""
    held = offices.office_named(office)
    user = offices.user_with_address(writer)
    assert user is not None
    by = user.as_actor()
    actions.write_country_view(office=held, sides=FIRST, seen=0, by=by, at=at - timedelta(days=90))
    actions.write_country_view(office=held, sides=PUT_RIGHT, seen=1, by=by, at=at - timedelta(days=6))
    return actions.count_groups(at=at)
