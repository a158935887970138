"""Forms for publishing a form."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from sankofa.accounts.models import Office


class SendFormForm(forms.Form):
    """A spreadsheet with a form, and the office whose form it is."""

    file = forms.FileField(
        label=_("The form as a spreadsheet"),
        help_text=_("An XLSX or XLS file with the sheets survey, choices and settings, as XLSForm asks for."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file with your form.")},
    )
    office = forms.ChoiceField(label=_("Office"), help_text=_("The office whose form this is."))

    def __init__(self, *args: Any, offices: Sequence["Office"], home: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(office.pk), office.name) for office in offices]
        field.initial = home
        if len(offices) == 1:
            field.widget = forms.HiddenInput()
            field.initial = str(offices[0].pk)


class PublishForm(forms.Form):
    """Why this version was made."""

    note = forms.CharField(
        label=_("Why is this version made?"),
        help_text=_("One sentence for colleagues, such as: two questions on water, asked for by the district."),
        max_length=300,
        required=False,
    )


class NameFormForm(forms.Form):
    """What a form is called that came without a sheet of settings."""

    title = forms.CharField(label=_("Title of the form"), max_length=200)
    code = forms.RegexField(
        label=_("Short name"),
        help_text=_("Latin letters, digits, _ or -, a letter first, such as household_2026."),
        regex=r"^[A-Za-z][A-Za-z0-9_-]{0,59}$",
        error_messages={"invalid": _("Write Latin letters, digits, _ or -, a letter first.")},
    )
    version = forms.CharField(label=_("Version"), max_length=60, initial="1")
