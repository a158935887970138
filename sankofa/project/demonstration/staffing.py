"""What the pages about staff show in the demonstration: an invitation, somebody away, a review half done."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sankofa.accounts import actions, roster
from sankofa.accounts import queries as accounts
from sankofa.accounts.action import system
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

AWAY_DAYS = 10
REVIEW_BEGAN_DAYS_AGO = 20
LINES_ANSWERED = 12


def load(office: "Office", *, absent: str, covering: str, administrator: str, at: datetime) -> None:
    """Invite a colleague who has not answered, let one be away, and begin the review of this quarter."""
    people = {user.email: user for user in accounts.staff_of(office.name)}
    _begin_review(office, people[administrator].as_actor(), at=at - timedelta(days=REVIEW_BEGAN_DAYS_AGO))
    if accounts.address_taken("nusrat@example.org"):
        return
    actions.send_invitation(
        office=office,
        email="nusrat@example.org",
        name="Nusrat Jahan",
        language="en",
        roles={"caseworker": actions.usual_reach("caseworker", office)},
        is_by_hand=False,
        by=people[administrator].as_actor(),
        at=at,
    )
    today = clock.day_of(at, office.zone)
    actions.ask_for_cover(
        absent=people[absent],
        covering_user=people[covering],
        from_on=today,
        until_on=today + timedelta(days=AWAY_DAYS),
        by=people[absent].as_actor(),
        at=at,
    )


def _begin_review(office: "Office", administrator: Actor, *, at: datetime) -> None:
    by = system("demonstration", on=at.date())
    with clock.frozen(at):
        review = actions.open_review(organisation=office.organisation, by=by, at=at)
        answered = 0
        for line in roster.lines_of(review):
            is_own = str(line.assignment.user_id) == administrator.id
            if answered < LINES_ANSWERED and not is_own and line.answer == "open":
                actions.answer_line(line=line, is_kept=True, note="", by=administrator, at=at)
                answered += 1
