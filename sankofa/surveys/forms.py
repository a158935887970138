"""Forms for publishing a form."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.surveys.rules import faults
from sankofa.surveys.rules.unlinked import Because

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
        _offer(self.fields["office"], offices, home)


class _SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class _SeveralFilesField(forms.FileField):
    """One or several files; each must be one that a single field would take."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(_SeveralFilesField, self).clean(one, initial) for one in given or [None]]


class GatherForm(forms.Form):
    """A file, or several, in which another system hands over what it collected."""

    file = _SeveralFilesField(
        label=_("The file of KoboToolbox or ODK"),
        help_text=_("XLSX with a sheet for each repeat, several CSV files, or a ZIP of them, up to 15 MB."),
        widget=_SeveralFiles(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.zip", "multiple": True}),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file.")},
    )
    office = forms.ChoiceField(label=_("Office"), help_text=_("The office that collected the answers."))

    def __init__(self, *args: Any, offices: Sequence["Office"], home: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["office"], offices, home)


class LetInForm(forms.Form):
    """Which column says whose answers they are."""

    case_column = forms.ChoiceField(
        label=_("Whose answers are these?"),
        help_text=_("Choose the column with our case numbers. Without one, the answers stay with the office."),
        required=False,
    )

    def __init__(self, *args: Any, headings: Sequence[str], proposed: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["case_column"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Nobody’s in the register")), *((heading, heading) for heading in headings)]
        field.initial = proposed[0] if proposed else ""


class TakeBackForm(forms.Form):
    """Why what a file brought is taken back."""

    reason = forms.CharField(
        label=_("Why is it taken back?"),
        help_text=_("One sentence for colleagues, such as: the file of another district was chosen."),
        max_length=300,
        error_messages={"required": _("Write why, in one sentence.")},
    )


class BeginPaperForm(forms.Form):
    """What stands at the top of a paper: whose it is, who asked, on which day."""

    case_number = forms.CharField(label=_("Case number"), max_length=40)
    asked_by = forms.CharField(label=_("Asked by"), help_text=_("Who held the talk, as on the paper."), max_length=120)
    asked_on = forms.DateField(
        label=_("Day"),
        help_text=_("The day of the talk, such as 2026-03-31."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, asks_whom: bool, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if not asks_whom:
            del self.fields["case_number"]

    def clean_asked_on(self) -> Any:
        """Refuse a day that has not come."""
        day = self.cleaned_data["asked_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day has not come yet. Look at the paper again."))
        return day


class TakeAnswersForm(forms.Form):
    """In which shape answers leave, and what for."""

    layout = forms.ChoiceField(
        label=_("Shape of the tables"),
        choices=[("wide", _("Wide: a row for each filled form")), ("long", _("Long: a row for each answer"))],
        widget=forms.RadioSelect,
        initial="wide",
    )
    format = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[("xlsx", _("Workbook (XLSX)")), ("zip", _("CSV files in a ZIP"))],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    has_texts = forms.BooleanField(
        label=_("With free words and places, which may tell who somebody is"), required=False
    )
    purpose = forms.CharField(
        label=_("What for?"),
        help_text=_("One sentence. It stands on every copy."),
        max_length=300,
        error_messages={"required": _("Write what the tables are for.")},
    )

    def __init__(self, *args: Any, may_take_texts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_take_texts:
            del self.fields["has_texts"]


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
    version = forms.RegexField(
        label=_("Version"),
        regex=faults.VERSION,
        initial="1",
        error_messages={"invalid": _("Write a version such as 2, without a stroke (/).")},
    )


def _offer(field: forms.Field, offices: Sequence["Office"], home: str | None) -> None:
    """Offer offices to choose from; where there is only one, nothing is asked."""
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(str(office.pk), office.name) for office in offices]
    field.initial = home
    if len(offices) == 1:
        field.widget = forms.HiddenInput()
        field.initial = str(offices[0].pk)


class PhoneForm(forms.Form):
    """What to call a phone."""

    name = forms.CharField(
        label=_("What do you call this phone?"),
        help_text=_("Such as: my Samsung, or the tablet with the blue cover."),
        max_length=60,
        error_messages={"required": _("Give the phone a name, so that you know it in the list.")},
    )


class AsideForm(forms.Form):
    """Why a filled form is not to be taken in."""

    because = forms.ChoiceField(
        label=_("Why is it set aside?"),
        widget=forms.RadioSelect,
        choices=[
            (Because.A_TRY.value, _("It was only a try")),
            (Because.TWICE.value, _("It came twice")),
            (Because.NOT_FOUND.value, _("We asked, and nobody knows whom it is about")),
            (Because.WRONG.value, _("It was filled wrongly, and filled anew")),
        ],
        error_messages={
            "required": _("Choose why it is set aside."),
            "invalid_choice": _("Choose why it is set aside."),
        },
    )


class WhomForm(forms.Form):
    """Whom a filled form is about, by the case number."""

    case_number = forms.CharField(
        label=_("Case number of the person"),
        max_length=40,
        error_messages={"required": _("Write the case number of the person.")},
    )
