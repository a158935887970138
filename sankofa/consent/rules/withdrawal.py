"""What a withdrawal stops at once, and what stays lawful although it was withdrawn, and why.

A withdrawal works forward: nothing more goes out from that moment on.  What was lawfully done before stays done, and
the person is told which of it cannot be called back.

Source: case-work notes 2.7 (principles 2, 4, 5, 9); the help a person gets does not depend on a consent
("Safeguards": separately refusable without loss of help).
"""

from collections.abc import Iterable, Mapping

from sankofa.consent.rules.terms import Purpose
from sankofa.kernel.finding import Finding, Weight

SOURCE = "case-work notes 2.7"
STOPS: Mapping[Purpose, tuple[str, ...]] = {
    Purpose.REGISTRATION: ("stops_new_entries",),
    Purpose.CASE_WORK: ("stops_notes",),
    Purpose.CONTACT_SMS: ("stops_sms",),
    Purpose.CONTACT_PHONE: ("stops_calls",),
    Purpose.REFERRAL: ("stops_sharing",),
    Purpose.CREDIT_REFERRAL: ("stops_sharing",),
    Purpose.STATISTICS: ("stops_counting",),
    Purpose.RESEARCH: ("stops_counting",),
    Purpose.MINISTRY: ("stops_sharing",),
    Purpose.EMBASSY: ("stops_sharing",),
    Purpose.RETURNING_COUNTRY: ("stops_sharing",),
    Purpose.DONOR_VISIT: ("stops_visits",),
    Purpose.PHOTO_STORY: ("stops_pictures",),
}
"""What ends the moment somebody withdraws, by purpose."""
STAYS: Mapping[Purpose, tuple[str, ...]] = {
    Purpose.REGISTRATION: ("stays_record_of_help",),
    Purpose.CASE_WORK: ("stays_record_of_help", "stays_legal_duty"),
    Purpose.REFERRAL: ("stays_already_sent",),
    Purpose.CREDIT_REFERRAL: ("stays_already_sent", "stays_repayments"),
    Purpose.STATISTICS: ("stays_published",),
    Purpose.RESEARCH: ("stays_published",),
    Purpose.MINISTRY: ("stays_already_sent", "stays_legal_duty"),
    Purpose.EMBASSY: ("stays_already_sent",),
    Purpose.RETURNING_COUNTRY: ("stays_already_sent",),
    Purpose.PHOTO_STORY: ("stays_pictures_out",),
}
"""What stays lawful after a withdrawal, by purpose; nothing where nothing is named."""
CODES = frozenset({code for held in (*STOPS.values(), *STAYS.values()) for code in held} | {"help_stays"})
"""Every code that a withdrawal can find."""


def findings(purposes: Iterable[Purpose]) -> list[Finding]:
    """Return what stops at once, then what stays lawful and why, and that the help goes on; each said once."""
    asked = list(purposes)
    stopping = [Finding(code, Weight.PREREQUISITE, SOURCE) for one in asked for code in STOPS[one]]
    staying = [Finding(code, Weight.NOTE, SOURCE) for one in asked for code in STAYS.get(one, ())]
    return list(dict.fromkeys([*stopping, *staying, Finding("help_stays", Weight.NOTE, SOURCE)]))
