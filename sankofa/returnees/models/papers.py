"""What is known of papers: their kinds, and where they are."""

from django.utils.translation import gettext_lazy as _

from sankofa.returnees.rules.paper_gaps import Whereabouts

PAPER_KINDS = [
    ("passport", _("Passport")),
    ("identity", _("Identity paper")),
    ("birth", _("Birth registration")),
    ("travel", _("Travel paper for the way home")),
    ("marriage", _("Marriage certificate")),
    ("certificate", _("School or training certificate")),
    ("licence", _("Driving licence")),
    ("contract", _("Work contract")),
    ("medical", _("Medical papers")),
    ("residence", _("Residence permit")),
    ("work", _("Work permit or visa")),
    ("bank", _("Tax or bank papers")),
    ("land", _("Land papers")),
    ("other", _("Another paper")),
]
"""Kinds that have a name in every language; what a list brought in otherwise is shown as the office wrote it."""
WHEREABOUTS = [
    (Whereabouts.UNKNOWN.value, _("not recorded")),
    (Whereabouts.WITH_PERSON.value, _("with the person")),
    (Whereabouts.OFFICE.value, _("at our office")),
    (Whereabouts.LOST.value, _("lost")),
    (Whereabouts.EMPLOYER.value, _("kept by the employer")),
    (Whereabouts.RECRUITER.value, _("kept by the recruiter")),
    (Whereabouts.AUTHORITY.value, _("kept by an authority")),
    (Whereabouts.APPLIED.value, _("applied for, not there yet")),
    (Whereabouts.NEVER.value, _("never had one")),
]
