"""States and reasons of messages and calls in the reader's words."""

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.messages.rules.reaching import LENGTH_MAX
from sankofa.messages.rules.terms import CallState, Channel, EndpointState, Held, State

CHANNELS: Mapping[str, object] = {Channel.MAIL: _("Mail"), Channel.SMS: _("SMS")}
STATES: Mapping[str, tuple[object, str]] = {
    State.WAITING: (_("Waiting"), "info"),
    State.HELD: (_("Held back"), "care"),
    State.SENT: (_("Sent"), "good"),
    State.DELIVERED: (_("Arrived"), "good"),
    State.FAILED: (_("Failed"), "danger"),
    State.EXPIRED: (_("Too old, not sent"), ""),
}
"""Each state in words, with the tone of its tag."""
HELD: Mapping[str, object] = {
    Held.NO_MAIL: _("No mail server is set up yet."),
    Held.NO_SMS: _("No SMS gateway is set up yet."),
    Held.NO_PLAN: _("Nobody has asked yet how this person may be reached."),
    Held.PLAN_OLD: _("What this person said about being reached is older than ninety days. Ask again."),
    Held.NO_NUMBER: _("There is no number for messages."),
    Held.NOT_SAFE: _("It is not known that this number is safe, and what is not known is not safe."),
    Held.VOICE_ONLY: _("This person wants to be called, not written to."),
    Held.SHARED_PHONE: _("Others use this phone or hear it. This text is for the person alone."),
    Held.NO_SAFE_HOURS: _("No safe hours were named."),
    Held.NOT_ASKED: _("This person has not been asked whether they agree to be contacted."),
    Held.REFUSED: _("This person does not want to be contacted."),
}
NO_REPORTS = _("The SMS gateway does not report what arrives. After “Sent” it is not known whether an SMS arrived.")
TEXTS: Mapping[str, object] = {
    "staff.anything": _("Something waits"),
    "staff.invited": _("Invitation"),
    "staff.password_forgotten": _("New password"),
    "staff.password_changed": _("Password changed"),
    "staff.second_step_added": _("Second step added"),
    "staff.second_step_removed": _("Second step removed"),
    "staff.second_step_cleared": _("Second step cleared"),
    "staff.role_given": _("Role given"),
    "staff.cover": _("Stand-in"),
    "staff.review": _("Who may do what"),
    "staff.arrival_set_apart": _("To look after"),
    "staff.demand_noted": _("To decide"),
    "staff.file_opened": _("A file opened with a reason"),
    "staff.given_to_look_after": _("Somebody given to a colleague to look after"),
    "staff.opening_questioned": _("A question about an opened file"),
    "staff.carried_out": _("Approved"),
    "staff.sent_back": _("Sent back"),
    "staff.refused": _("Not approved"),
    "staff.danger_to_life": _("Somebody needs you today"),
    "staff.round_begins": _("A round of talks"),
    "staff.round_ends": _("A round of talks ends soon"),
    "staff.call_parked": _("A partner's system does not answer"),
    "staff.referral_sent": _("Something new was sent to a lender"),
    "staff.referral_told": _("A question of a lender was answered"),
    "staff.referral_asked": _("A question about somebody"),
    "staff.referral_answered": _("An answer about somebody"),
    "staff.trial": _("Trial message"),
    "person.call_back": _("Please call us"),
    "person.come_by": _("Please come by"),
    "person.appointment": _("When we meet"),
    "person.we_have_it": _("We have it"),
}
CALLS: Mapping[str, tuple[object, str]] = {
    CallState.WAITING: (_("Waiting"), "info"),
    CallState.DELIVERED: (_("Received"), "good"),
    CallState.PARKED: (_("Given up"), "danger"),
}
ENDPOINTS: Mapping[str, tuple[object, str]] = {
    EndpointState.ON: (_("On"), "good"),
    EndpointState.PAUSED: (_("Paused"), "care"),
    EndpointState.PARKED: (_("Does not answer"), "danger"),
}
_PROBLEMS: Mapping[str, object] = {
    "not_arrived": _("the gateway reported that it did not arrive"),
    "no_connection": _("no connection"),
    "no_answer": _("no answer in time"),
    "name_unknown": _("the name is not known on the network"),
    "not_public": _("the name leads into a private network"),
    "gone": _("the system wants no more calls"),
    "address_refused": _("the address was refused"),
    "sign_in_refused": _("the mail server refused our password"),
    "not_https": _("the address does not begin with https"),
    "no_host": _("this is not an address"),
    "sign_in": _("the address holds a name or password"),
    "port": _("the address names another port than 443"),
    "too_long": _("the address is longer than %(count)s signs"),
}


def text_in_words(code: str) -> str:
    """Return what sort of text a message has."""
    return str(TEXTS.get(code, code))


def problem_in_words(code: str) -> str:
    """Return what went wrong at the last try; empty where nothing did."""
    if code.startswith("answer_"):
        return gettext("it answered with %(number)s") % {"number": code.removeprefix("answer_")}
    known = _PROBLEMS.get(code)
    return code if known is None else str(known) % {"count": LENGTH_MAX}


def why(state: str, held_because: str, problem: str) -> str:
    """Return why a message is not out yet; empty where it is."""
    if held_because:
        return str(HELD[held_because])
    return problem_in_words(problem) if state in {State.WAITING, State.FAILED, State.EXPIRED} else ""
