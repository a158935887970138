"""The form that takes a directory of services, to be laid out as a list."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")


class DirectoryForm(forms.Form):
    """One directory and the office that it is for."""

    file = forms.FileField(
        label=_("The directory"),
        help_text=_("A file with the ending .json, or a package (.zip) of tables, 15 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".json,.zip"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file of the directory.")},
    )
    office = forms.ChoiceField(label=_("Office"), help_text=_("The office that will look after what is in it."))

    def __init__(self, *args: Any, offices: list[tuple[str, str]], home: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = self.fields["office"]
        assert isinstance(office, forms.ChoiceField)
        office.choices, office.initial = offices, home
        if len(offices) == 1:
            office.widget, office.initial = forms.HiddenInput(), offices[0][0]

    def clean_file(self) -> UploadedFile:
        """Lead a spreadsheet to its own door: inside it is a package too, and would only be told to hold no service."""
        given: UploadedFile = self.cleaned_data["file"]
        if str(given.name).lower().endswith(SPREADSHEETS):
            raise forms.ValidationError(_("This is a spreadsheet. Go back and press “Send a list (spreadsheet)”."))
        return given
