"""The table of how a journey went, beside the journey itself: channel, countries passed, money, papers, reasons.

What can be held against somebody lies sealed: the way, the recruiter's licence, the reasons.  Several answers to one
question are kept as their codes with a blank between them.  Source: the profile of a national programme's case system,
part 2; debt studies, B: journey.  What was learned and which help is wanted: the South Asia mapping, 8.2, Figure 8,
panel 2, and Figure 7, panel 11.
"""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.returnees.models.profiles import NOT_SAID, UNKNOWN
from sankofa.returnees.models.register import Journey, Person
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record

CHANNELS_OF_JOURNEYS = [
    ("regular", _("with the papers asked for")),
    ("irregular", _("without the papers asked for")),
    ("mixed", _("partly with papers")),
    NOT_SAID,
    UNKNOWN,
]
VISAS = [
    ("work", _("work")),
    ("visit", _("visit")),
    ("study", _("study")),
    ("family", _("family")),
    ("pilgrimage", _("pilgrimage")),
    ("none", _("no visa")),
    ("other", _("other")),
    NOT_SAID,
    UNKNOWN,
]
REASONS_LEAVING = [
    ("work", _("to find work")),
    ("debt", _("debts")),
    ("family", _("family abroad or at home")),
    ("study", _("to study")),
    ("danger", _("danger or war")),
    ("violence", _("violence at home")),
    ("disaster", _("flood, drought or another disaster")),
    ("other", _("another reason")),
    NOT_SAID,
]
REASONS_RETURN = [
    ("contract", _("the contract ended")),
    ("dismissed", _("dismissed")),
    ("wages", _("wages were not paid")),
    ("illness", _("illness or an accident")),
    ("abuse", _("badly treated")),
    ("papers", _("papers ran out")),
    ("sent_back", _("sent back by the authorities")),
    ("pandemic", _("the pandemic")),
    ("danger", _("danger or war there")),
    ("family", _("family at home")),
    ("leave", _("on leave")),
    ("saved", _("had saved enough")),
    ("other", _("another reason")),
    NOT_SAID,
]
SKILLS_LEARNED = [
    ("livelihood", _("new skills to earn a living")),
    ("education", _("got on with their education")),
    ("language", _("a foreign language, or a better one")),
    ("none", _("nothing new")),
    NOT_SAID,
]
HELP_WANTED = [
    ("business", _("to start a business")),
    ("job", _("to find work")),
    ("migrate", _("to go abroad again")),
    ("retirement", _("for old age")),
    ("none", _("none")),
    NOT_SAID,
]
PAPERS_USED = [
    ("passport", _("passport")),
    ("visa", _("visa")),
    ("contract", _("work contract")),
    ("card", _("emigration or smart card")),
    ("travel", _("travel paper")),
    ("others", _("papers of somebody else")),
    ("none", _("none")),
    NOT_SAID,
]
MONEY_FROM = [
    ("savings", _("own savings")),
    ("family", _("family and friends")),
    ("sold", _("land, animals or jewellery sold")),
    ("bank", _("a bank or lender with a licence")),
    ("moneylender", _("a moneylender")),
    ("recruiter", _("the recruiter, to be paid back from wages")),
    ("employer", _("the employer")),
    ("other", _("other")),
    NOT_SAID,
]


class Passage(Record):
    """How one journey went, for whoever told it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="passages")
    journey = models.OneToOneField(Journey, on_delete=models.PROTECT, related_name="passage")
    channel = SealedTextField(null=True, blank=True)
    visa = models.CharField(max_length=10, choices=VISAS, default="unknown")
    wanted_country = models.ForeignKey(
        "places.Country", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    transit = SealedTextField(null=True, blank=True)
    city = SealedTextField(null=True, blank=True)
    recruiter_licence = SealedTextField(null=True, blank=True)
    money_from = SealedTextField(null=True, blank=True)
    papers_used = SealedTextField(null=True, blank=True)
    reasons_leaving = SealedTextField(null=True, blank=True)
    reasons_return = SealedTextField(null=True, blank=True)
    skills_learned = SealedTextField(null=True, blank=True)
    help_wanted = SealedTextField(null=True, blank=True)
    returned_to = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def sealed_for(self) -> UUID:
        """Return whose journey it was."""
        return self.person_id
