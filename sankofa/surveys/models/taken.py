"""Tables of what left with the answers of a form: who took what, for what."""

from typing import ClassVar

from django.db import models

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.kernel.identifiers import receipt_number
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record
from sankofa.surveys.models.asked import AnswersAsked


class AnswersTaken(Guarded, Record):
    """Answers that somebody took out as tables.  No copy is kept; each row has a mark made of this record."""

    scope_columns: ClassVar = ScopeColumns(
        owner="taken_by_id", office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    purpose = SealedTextField()
    form_code = models.CharField(max_length=60)
    form_version = models.CharField(max_length=60)
    layout = models.CharField(max_length=4)
    has_texts = models.BooleanField(default=False)
    rows = models.PositiveIntegerField()
    asked = models.ForeignKey(AnswersAsked, on_delete=models.PROTECT, null=True, blank=True, related_name="taken")
    """To what a second person agreed; None where they were few enough to be taken alone."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["form_code", "-taken_at"], name="surveys_answers_taken")]

    @property
    def receipt(self) -> str:
        """The number under which people can ask about these tables; it stands in every copy."""
        return receipt_number(self.pk)
