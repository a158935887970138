"""Tables of assessments: who looked into a lender, what they found to each question, and what was decided."""

from fractions import Fraction
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded
from sankofa.lenders.models.lenders import Lender
from sankofa.lenders.rules.due_diligence import Answer, Kind, Status, VerifiedBy
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record

STATUSES = [
    (Status.DRAFT.value, _("being looked into")),
    (Status.REVIEWED.value, _("waits for a decision")),
    (Status.APPROVED.value, _("approved")),
    (Status.CONDITIONAL.value, _("approved with conditions")),
    (Status.REFUSED.value, _("refused")),
    (Status.SUSPENDED.value, _("stopped for now")),
]
VERIFIED = [
    (VerifiedBy.SELF.value, _("the lender says so")),
    (VerifiedBy.REVIEWER.value, _("we saw it ourselves")),
    (VerifiedBy.THIRD_PARTY.value, _("somebody else confirmed it")),
]
_DECIDED = (Status.APPROVED.value, Status.CONDITIONAL.value, Status.REFUSED.value, Status.SUSPENDED.value)


class Assessment(Guarded, Record):
    """One look into one lender: the questions it was asked, who asked, who decided, and until when that holds."""

    scope_columns: ClassVar = Lender.scope_columns.behind("lender")

    lender = models.ForeignKey(Lender, on_delete=models.PROTECT, related_name="assessments")
    framework = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    status = models.CharField(max_length=12, choices=STATUSES, default=Status.DRAFT.value)
    assessed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    conditions = models.CharField(max_length=600, blank=True)
    findings = models.JSONField(default=list, blank=True)
    """What the decision rested on, word for word, as it stood on that day."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="lenders_assessment_decided",
                condition=models.Q(decided_at__isnull=False, status__in=_DECIDED)
                | (models.Q(decided_at__isnull=True) & ~models.Q(status__in=_DECIDED)),
            ),
            models.CheckConstraint(
                name="lenders_assessment_by_two",
                condition=models.Q(decided_by=None)
                | models.Q(assessed_by=None)
                | ~models.Q(assessed_by=models.F("decided_by")),
            ),
            models.UniqueConstraint(
                fields=["lender"],
                condition=models.Q(status__in=[Status.DRAFT.value, Status.REVIEWED.value]),
                name="lenders_assessment_one_at_work",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["lender", "-decided_at"], name="lenders_assessment_latest")]


class AssessmentAnswer(Guarded, Record):
    """What was found to one question.  Without a value it was asked, and is not known; that is an answer of its own."""

    scope_columns: ClassVar = Lender.scope_columns.behind("assessment__lender")

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    indicator = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    """1 and 0 for yes and no, 0 to 3 for how well, percent for a share."""
    seen_on = models.DateField()
    verified_by = models.CharField(max_length=12, choices=VERIFIED)
    evidence = SealedTextField(null=True, blank=True)
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "indicator"], name="lenders_answer_once"),
        ]

    def to_terms(self, kind: Kind) -> Answer | None:
        """Return the answer as the rules know it; None where it is not known."""
        if self.value is None:
            return None
        value = Fraction(self.value)
        worth = value / 100 if kind is Kind.RATIO else value
        return Answer(self.indicator, worth, self.seen_on, VerifiedBy(self.verified_by))
