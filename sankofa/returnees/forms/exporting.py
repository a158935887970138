"""Forms of lists that leave the register: of whom, of what, in which format and what for; and tracing a copy."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.returnees import portrait
from sankofa.returnees.forms.people import ALL
from sankofa.returnees.leaving.columns import GROUP_LABELS
from sankofa.returnees.models import RETURN_KINDS, SEXES
from sankofa.returnees.rules.exporting import ALWAYS, Format, Group

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

PURPOSE_MIN = 10
FORMATS = [
    (Format.XLSX, _("Workbook (.xlsx), with a dictionary; up to 50,000 people")),
    (Format.CSV, _("Text table (.csv)")),
    (Format.PARQUET, _("Parquet (.parquet), for statistics programs")),
]


class ExportForm(forms.Form):
    """Of whom a list is wanted, what it shows, in which format, and what for."""

    sex = forms.ChoiceField(label=_("Sex"), choices=[ALL, *SEXES], required=False)
    destination = forms.ChoiceField(label=_("Country returned from"), required=False)
    return_kind = forms.ChoiceField(label=_("How the return came about"), choices=[ALL, *RETURN_KINDS], required=False)
    groups = forms.MultipleChoiceField(
        label=_("What the list shows"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Sex, year of birth, schooling, district and office are always in it. Take no more than you need."),
    )
    format = forms.ChoiceField(label=_("Format"), choices=FORMATS, initial=Format.XLSX, widget=forms.RadioSelect)
    purpose = forms.CharField(
        label=_("What for"),
        max_length=500,
        min_length=PURPOSE_MIN,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands on the list and on record, such as: quarterly report to the ministry, March."),
        error_messages={
            "required": _("Write what the list is for."),
            "min_length": _("Write in a few words what the list is for, so that others understand it later."),
        },
    )
    office = forms.ChoiceField(label=_("For which office"))

    def __init__(
        self,
        *args: Any,
        allowed: Collection[Group],
        destinations: Sequence[str],
        offices: Sequence["Office"],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: Mapping[str, Any] = self.fields
        chosen["destination"].choices = [ALL, *((code, portrait.country(code)) for code in destinations)]
        chosen["groups"].choices = [
            (group.value, gettext(GROUP_LABELS[group])) for group in Group if group in allowed and group not in ALWAYS
        ]
        chosen["office"].choices = [(str(office.pk), office.name) for office in offices]
        if len(offices) == 1:
            chosen["office"].widget = forms.HiddenInput()
            chosen["office"].initial = str(offices[0].pk)

    def narrowed(self) -> dict[str, str]:
        """Return of whom the list is wanted."""
        return {
            name: self.cleaned_data[name]
            for name in ("sex", "destination", "return_kind")
            if self.cleaned_data.get(name)
        }


class TraceForm(forms.Form):
    """The number or the mark from a copy that was found."""

    said = forms.CharField(
        label=_("Number or mark"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("From the last two columns of any row."),
        error_messages={"required": _("Write the number or the mark from a row of the copy.")},
    )
