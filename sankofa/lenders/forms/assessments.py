"""Forms of assessments: the answer to one question, and the decision that is proposed."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sankofa.lenders.actions import Told
from sankofa.lenders.forms import fields
from sankofa.lenders.labels import OUTCOMES
from sankofa.lenders.models.assessments import VERIFIED
from sankofa.lenders.rules.due_diligence import Indicator, Kind, Status, VerifiedBy
from sankofa.lenders.rules.frameworks import PERCENT_MOST

if TYPE_CHECKING:
    from sankofa.lenders.models import AssessmentAnswer

UNKNOWN = "unknown"
_UNKNOWN = (UNKNOWN, _("We asked, and do not know"))
_ANSWERS = {
    Kind.YES_NO: [("1", _("Yes")), ("0", _("No")), _UNKNOWN],
    Kind.DOCUMENT: [("1", _("Yes, we saw the paper")), ("0", _("No, there is none")), _UNKNOWN],
    Kind.ORDINAL: [
        ("3", _("Very well")),
        ("2", _("Well")),
        ("1", _("A little")),
        ("0", _("Not at all")),
        _UNKNOWN,
    ],
    Kind.RATIO: [("known", _("The figure is known")), _UNKNOWN],
}


class AnswerForm(forms.Form):
    """Notes what was found to one question."""

    answer = forms.ChoiceField(label=_("What did you find?"), widget=forms.RadioSelect)
    figure = forms.DecimalField(
        label=_("The figure, in percent"), required=False, min_value=0, max_value=PERCENT_MOST, decimal_places=2
    )
    seen_on = fields.day(label=_("When did you look?"))
    verified_by = forms.ChoiceField(
        label=_("Who confirms it?"),
        help_text=_("What only the lender says counts two thirds at most."),
        choices=VERIFIED,
        widget=forms.RadioSelect,
    )
    evidence = forms.CharField(
        label=_("What shows it?"),
        help_text=_("A paper with its page, a visit, whom you asked. It is kept locked in the database."),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        indicator: Indicator,
        today: date,
        held: "AssessmentAnswer | None" = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"seen_on": today} if held is None else _written(held, indicator)
        super().__init__(*args, **kwargs)
        self.indicator, self.today = indicator, today
        field = self.fields["answer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _ANSWERS[indicator.kind]
        months = indicator.months_valid
        self.fields["seen_on"].help_text = ngettext(
            "The answer holds for %(months)d month.", "The answer holds for %(months)d months.", months
        ) % {"months": months}
        if indicator.kind is not Kind.RATIO:
            del self.fields["figure"]

    def clean(self) -> dict[str, Any]:
        """Check that a figure that is known is there, and that the day has come."""
        told = super().clean() or {}
        if told.get("answer") == "known" and told.get("figure") is None and "figure" not in self.errors:
            self.add_error("figure", gettext("Write the figure, or choose that you do not know it."))
        if told.get("seen_on") is not None and told["seen_on"] > self.today:
            self.add_error("seen_on", gettext("This day has not come yet."))
        return told

    def told(self) -> Told:
        """Return what was found."""
        said = self.cleaned_data
        value = None
        if said["answer"] != UNKNOWN:
            value = said["figure"] if self.indicator.kind is Kind.RATIO else Decimal(said["answer"])
        return Told(self.indicator.code, value, said["seen_on"], VerifiedBy(said["verified_by"]), said["evidence"])


class OutcomeForm(forms.Form):
    """Proposes what to decide on a lender."""

    outcome = forms.ChoiceField(
        label=_("What do you propose?"),
        choices=[(status.value, label) for status, label in OUTCOMES.items()],
        widget=forms.RadioSelect,
    )
    conditions = forms.CharField(
        label=_("Conditions, or the reason"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """Ask for words where the decision is not a plain yes."""
        told = super().clean() or {}
        if told.get("outcome") in {Status.CONDITIONAL, Status.REFUSED} and not (told.get("conditions") or "").strip():
            self.add_error("conditions", gettext("Write the conditions, or the reason."))
        return told


def _written(held: "AssessmentAnswer", indicator: Indicator) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(held, name) for name in ("seen_on", "verified_by", "evidence")}
    if held.value is None:
        return told | {"answer": UNKNOWN}
    if indicator.kind is Kind.RATIO:
        return told | {"answer": "known", "figure": held.value}
    return told | {"answer": str(int(held.value))}
