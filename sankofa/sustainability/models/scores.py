"""Tables of the score: figures per talk and scheme.  What the answers ask to be done is sealed."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedJSONField
from sankofa.store.models import Record


def _figure() -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)


def _known_or_between(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"sustainability_{name}_in_range",
        condition=models.Q(**{f"{name}__isnull": True}) | models.Q(**{f"{name}__gte": 0, f"{name}__lte": 1}),
    )


class Score(Guarded, Record):
    """The score of one talk under one scheme: four figures from 0 to 1, each unknown where too little was answered."""

    scope_columns: ClassVar = person_at("person")

    submission = models.ForeignKey("surveys.Submission", on_delete=models.PROTECT, related_name="scores")
    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="scores")
    answered_on = models.DateField()
    scheme = models.CharField(max_length=60)
    scheme_digest = models.CharField(max_length=64)
    economic = _figure()
    social = _figure()
    psychosocial = _figure()
    composite = _figure()
    questions_answered = models.PositiveSmallIntegerField()
    questions_asked = models.PositiveSmallIntegerField()
    flags = SealedJSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "scheme"], name="sustainability_score_once"),
            models.CheckConstraint(
                name="sustainability_score_answered",
                condition=models.Q(questions_answered__lte=models.F("questions_asked")),
            ),
            *(_known_or_between(name) for name in ("economic", "social", "psychosocial", "composite")),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "scheme", "-answered_on"], name="sustainability_of_person")]

    def sealed_for(self) -> UUID:
        """Return whose score it is."""
        return self.person_id
