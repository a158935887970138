"""What the command line does with accounts: found an organisation with its first office and administrator."""

from zoneinfo import available_timezones

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from sankofa.accounts import actions, queries
from sankofa.accounts.action import system
from sankofa.kernel import clock
from sankofa.places import queries as places

ADMINISTRATOR = "administrator"


class Unfit(Exception):
    """Something that was typed does not fit; the text says what and what would be right."""


def found_first(
    *, organisation: str, kind: str, office: str, place: str, zone: str, name: str, email: str, password: str
) -> None:
    """Found an organisation with an office and an administrator of the whole organisation.  Raises Unfit."""
    _check(place=place, zone=zone, email=email, password=password)
    now = clock.now()
    by = system("command line", on=now.date())
    made = actions.found_organisation(name=organisation, kind=kind, offices={office: (place, zone)})
    first = queries.office_of(made, office)
    try:
        actions.enter_user(
            office=first,
            email=email,
            name=name,
            password=password,
            language="en",
            roles={ADMINISTRATOR: ("organisation", str(made.pk))},
            from_on=clock.day_of(now, zone),
            by=by,
            at=now,
        )
    except actions.AddressTaken:
        raise Unfit(f"Somebody signs in with {email.lower()} already. Use another address.") from None


def clear_second_step(email: str) -> str:
    """Take the second step off somebody whom nobody else can help, such as the only administrator.  Raises Unfit.

    Whoever runs the server holds the keys anyway; the record names the command line, and a mail goes out.
    """
    user = queries.user_with_address(email)
    if user is None:
        raise Unfit(f"Nobody signs in with {email.strip().lower()}.")
    now = clock.now()
    actions.clear_second_step(user=user, by=system("command line", on=now.date()), at=now)
    return user.name


def _check(*, place: str, zone: str, email: str, password: str) -> None:
    if not places.is_known(place):
        raise Unfit(f"There is no place with the path {place}. A path looks like BD.60.91; see the list of places.")
    if zone not in available_timezones():
        raise Unfit(f"There is no time zone called {zone}. One looks like Asia/Dhaka.")
    try:
        validate_email(email)
    except ValidationError:
        raise Unfit(f"{email} is not an e-mail address. It looks like name@example.org.") from None
    try:
        validate_password(password)
    except ValidationError as weak:
        raise Unfit(" ".join(weak.messages)) from None
