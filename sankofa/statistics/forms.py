"""Forms of tables: what is asked, what a version for sharing is for, and in which format a copy is taken."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sankofa.returnees.forms.days import WholeDayField, calendar_of
from sankofa.statistics import labels
from sankofa.statistics.rules import asking
from sankofa.statistics.rules.asking import ALL_SCORES, NotAQuestion, Question

if TYPE_CHECKING:
    from sankofa.statistics.queries import Known

PURPOSE_MIN = 10
FORMATS = [("xlsx", _("Workbook (.xlsx)")), ("csv", _("Text table (.csv)"))]


class QuestionForm(forms.Form):
    """What a table shows and of whom.  The address holds the state; what cannot be asked is said and not shown."""

    rows = forms.ChoiceField(label=_("Down the side"), choices=list(labels.WAYS.items()))
    columns = forms.ChoiceField(
        label=_("Along the top"),
        choices=[("", _("nothing")), *((code, labels.WAYS[code]) for code in labels.WAYS if code in asking.ONE_EACH)],
        required=False,
    )
    score = forms.ChoiceField(
        label=_("Score"), choices=[*labels.SCORES.items(), (ALL_SCORES, _("All four scores"))], required=False
    )
    turn = forms.ChoiceField(label=_("Which talk"), choices=list(labels.TURNS.items()), required=False)
    place = forms.ChoiceField(label=_("Where"), required=False)
    from_on = WholeDayField(label=_("Talks from"))
    until_on = WholeDayField(label=_("Talks before"))
    scheme = forms.ChoiceField(label=_("Way of scoring"), required=False)
    is_screened = forms.BooleanField(label=_("Only those whom the mapping’s survey would have asked"), required=False)

    def __init__(self, asked: QueryDict, *, known: "Known", schemes: Mapping[str, str], scheme: str) -> None:
        super().__init__(asked if asked else {"rows": "group", "score": ALL_SCORES})
        offered: Mapping[str, Any] = self.fields
        held = known.columns
        everywhere = ("", _("everywhere in my reach"))
        offered["place"].choices = [everywhere, *labels.places_offered(held, known.offices, known.names)]
        others = [(one, schemes.get(one, one)) for one in held.names["scheme"] if one != scheme]
        offered["scheme"].choices = [("", schemes.get(scheme, scheme)), *others]

    def question(self) -> Question | None:
        """Return the question that is asked; None where it cannot be, and then the form says why."""
        if not self.is_valid():
            return None
        said = {name: value for name, value in self.cleaned_data.items() if value not in {"", None}}
        try:
            return Question(**said)
        except NotAQuestion as no:
            if no.field == "columns":
                self.add_error("columns", _("It stands down the side already. Choose something else."))
            elif no.field == "score":
                self.add_error("score", _("All four scores fit where nothing stands along the top. Choose one."))
            else:
                self.add_error("until_on", _("This day lies before the first one. Choose a later day."))
            return None


CARRIED = (*QuestionForm.base_fields, calendar_of("from_on"), calendar_of("until_on"))
"""The names of all that the address of a table holds: each day with the calendar it was typed in."""


class ShareForm(forms.Form):
    """What a version for sharing is for."""

    purpose = forms.CharField(
        label=_("What for"),
        max_length=300,
        min_length=PURPOSE_MIN,
        help_text=_("It stands on record, such as: yearly report to the ministry."),
        error_messages={
            "required": _("Write what the table is for."),
            "min_length": _("Write in a few words what the table is for, so that others understand it later."),
        },
    )


class TakeForm(forms.Form):
    """In which format a copy is taken."""

    format = forms.ChoiceField(label=_("Format"), choices=FORMATS, initial="xlsx", widget=forms.RadioSelect)
