"""What the demonstration sends: mails to staff in the inbox, a contact plan, a message held for its reason, a key.

A message to an invented person is held, because nobody has asked them yet whether they agree: ask, and it goes.
"""

from datetime import datetime, timedelta

from sankofa.accounts import actions as accounts
from sankofa.accounts import queries as offices
from sankofa.accounts.hooks import Notice, notices
from sankofa.accounts.rules import keys
from sankofa.messages import actions as messages
from sankofa.messages import permissions
from sankofa.messages.rules import signing
from sankofa.messages.rules.contact import Heard, Plan, Way, Whose
from sankofa.returnees import queries as register

KEY_DAYS = 365


def load(*, office: str, at: datetime) -> None:
    """Send what the demonstration sends from one office, and set up a partner's system and its key there."""
    staff = {user.email.partition("@")[0]: user for user in offices.staff_of(office)}
    administrator, caseworker = staff["administrator"], staff["caseworker"].as_actor()
    notices.tell(Notice(to=administrator, code="trial", at=at))
    notices.tell(Notice(to=staff["supervisor"], code="review", at=at, path="/"))
    for person in register.newest(caseworker, on=at.date())[:2]:
        messages.keep_plan(
            person=person,
            plan=Plan(
                number=person.phone or "+8801700000000",
                whose=Whose.SHARED,
                heard_by=Heard.FAMILY,
                is_safe=True,
                ways=frozenset({Way.SMS, Way.VOICE}),
                from_hour=9,
                until_hour=12,
                zone=person.office.zone,
                word="Mina",
            ),
            by=caseworker,
            at=at,
        )
        messages.send_neutral(person=person, code="person.come_by", facts={}, by=caseworker, at=at)
    by = administrator.as_actor()
    organisation = administrator.office.organisation
    accounts.give_key(
        organisation=organisation,
        office=None,
        kind="key",
        name="Register of the ministry",
        may=[permissions.SEE_CALLS.code],
        expires_at=at + timedelta(days=KEY_DAYS),
        made=keys.fresh(),
        by=by,
        at=at,
    )
    messages.add_endpoint(
        organisation=organisation,
        name="Register of the ministry",
        url="https://register.example/sankofa",
        told_of=[],
        secret=signing.fresh_secret(),
        by=by,
        at=at,
    )
    messages.send_due()
