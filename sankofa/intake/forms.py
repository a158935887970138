"""Forms of files coming in."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.intake.importers import Importer
from sankofa.intake.rules.mapping import Proposal, doubled_fields, missing_fields, never_filled
from sankofa.intake.rules.table import Layout
from sankofa.intake.rules.terms import Column, FieldKind, FieldSpec
from sankofa.places.rules.calendars import Calendar
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

DAY_FIRST, MONTH_FIRST = "day", "month"
REASON_SIGNS_MAX = 500


class SendForm(forms.Form):
    """One file, what its rows are, and the office that it is for; what can be one thing only is not asked."""

    file = forms.FileField(
        label=_("Your list"),
        help_text=_(
            "A spreadsheet (XLSX, XLS, ODS) or CSV file of 15 MB at most, as it is. "
            "Titles above the list and a total below it do no harm."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.txt,.tsv"}),
        # An empty file is told by reading it, in the same words as a file of blanks.
        allow_empty_file=True,
        error_messages={"required": _("Choose the file with your list.")},
    )
    list_source = forms.CharField(
        label=_("Where does the list come from?"),
        help_text=_("An agency or a project, never a person. Its columns are remembered for the next list."),
        widget=forms.TextInput(attrs={"list": "list-sources", "autocomplete": "off"}),
        max_length=120,
        required=False,
    )
    importer = forms.ChoiceField(label=_("What is each row about?"))
    office = forms.ChoiceField(label=_("Office"), help_text=_("The office that will look after what is on the list."))

    def __init__(
        self, *args: Any, importers: Sequence[Importer], offices: Sequence["Office"], home: str | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choose("importer", [(importer.code, gettext(importer.label)) for importer in importers])
        self._choose("office", [(str(office.pk), office.name) for office in offices], initial=home)

    def _choose(self, name: str, choices: list[tuple[str, str]], initial: str | None = None) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        if len(choices) == 1:
            field.widget = forms.HiddenInput()
            initial = choices[0][0]
        field.choices = choices
        field.initial = initial


class ColumnsForm(forms.Form):
    """Which column fills which field, and how days are written where the file does not show it."""

    day_first = forms.ChoiceField(
        label=_("How are dates written?"),
        help_text=_("Asked only for dates such as 03/04/2021, which can be read both ways."),
        choices=[
            (DAY_FIRST, _("Day first: 03/04/2021 is 3 April")),
            (MONTH_FIRST, _("Month first: 03/04/2021 is 4 March")),
        ],
        widget=forms.RadioSelect,
        initial=DAY_FIRST,
    )
    sheet = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    header_row = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    header_first = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(
        self,
        *args: Any,
        laid: Layout,
        specs: Sequence[FieldSpec],
        proposed: Mapping[int, Proposal],
        calendars: Mapping[str, Calendar] | None = None,
        guesses: Mapping[int, Calendar] | None = None,
        is_day_first: bool = True,
        **kwargs: Any,
    ) -> None:
        stands = {
            "sheet": laid.sheet,
            "header_row": laid.header_row,
            "header_first": laid.header_rows[0],
            "day_first": DAY_FIRST if is_day_first else MONTH_FIRST,
        }
        kwargs["initial"] = {**stands, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.laid, self.specs, self.proposed = laid, specs, proposed
        self.days = frozenset(spec.code for spec in specs if spec.kind is FieldKind.DAY)
        self.guesses = guesses or {}
        self.never = never_filled(laid.columns, specs, laid.tags)
        choices = [("", gettext("Leave out")), *((spec.code, _choice(spec)) for spec in specs if not spec.never)]
        for column in laid.columns:
            proposal = proposed.get(column.index)
            self.fields[_name(column)] = forms.ChoiceField(
                label=column.heading or gettext("Column %(letter)s") % {"letter": column.letter},
                choices=choices[:1] if column.index in self.never else choices,
                required=False,
                initial=proposal.field if proposal else "",
            )
            filled = proposal.field if proposal else ""
            if filled in self.days or column.index in self.guesses:
                self._ask_calendar(column, calendars.get(filled) if calendars is not None else None)
        if not self.days:
            del self.fields["day_first"]

    def rows(self) -> list[dict[str, Any]]:
        """Return each column with its examples, its select and how sure the proposal is, for the page."""
        return [
            {
                "column": column,
                "field": self[_name(column)],
                "proposal": self.proposed.get(column.index),
                "tag": self.laid.tags.get(column.index, ""),
                "calendar": self[_calendar(column)] if _calendar(column) in self.fields else None,
                "never": gettext(self.never[column.index].never) if column.index in self.never else "",
                "guess": words.calendar_name(self.guesses[column.index]) if column.index in self.guesses else "",
            }
            for column in self.laid.columns
        ]

    def goes_nowhere(self) -> list[str]:
        """Return the columns of which nothing is kept as the page stands, but for empty ones: by heading or letter."""
        return [
            column.heading or gettext("Column %(letter)s") % {"letter": column.letter}
            for column in self.laid.columns
            if column.examples and not self[_name(column)].value()
        ]

    def columns(self) -> dict[int, str]:
        """Return the field chosen for each column that is not left out."""
        chosen = {column.index: self.cleaned_data.get(_name(column), "") for column in self.laid.columns}
        return {index: code for index, code in chosen.items() if code}

    def calendars(self) -> dict[str, Calendar]:
        """Return the calendar chosen for each field of days."""
        return {
            code: Calendar(self.cleaned_data[_calendar(column)])
            for column in self.laid.columns
            if (code := self.cleaned_data.get(_name(column), "")) in self.days and _calendar(column) in self.fields
        }

    def is_day_first(self) -> bool:
        """Whether the officer said that days stand before months."""
        return bool(self.cleaned_data.get("day_first", DAY_FIRST) == DAY_FIRST)

    def clean(self) -> dict[str, Any]:
        """Refuse a field filled twice and a needed field left out, at the selects concerned."""
        cleaned = super().clean() or self.cleaned_data
        columns = self.columns()
        for code in sorted(doubled_fields(columns)):
            twice = [column for column in self.laid.columns if columns.get(column.index) == code]
            for column in twice[1:]:
                self.add_error(
                    _name(column),
                    gettext("%(field)s is chosen for “%(other)s” already. Choose one of the two.")
                    % {"field": self._label(code), "other": twice[0].heading or twice[0].letter},
                )
        for spec in missing_fields(columns, self.specs):
            self.add_error(
                None, gettext("Choose the column that holds: %(field)s.") % {"field": self._label(spec.code)}
            )
        return cleaned

    def _ask_calendar(self, column: Column, remembered: Calendar | None) -> None:
        """Ask for the calendar of a column of days: what was confirmed before stands there, else what it looks like."""
        chosen = remembered or self.guesses.get(column.index, Calendar.GREGORIAN)
        self.fields[_calendar(column)] = forms.TypedChoiceField(
            label=gettext("Calendar of its days"),
            choices=[(str(one), words.calendar_name(one)) for one in Calendar],
            required=False,
            initial=str(chosen),
            empty_value=str(chosen),
        )

    def _label(self, code: str) -> str:
        return next(gettext(spec.label) for spec in self.specs if spec.code == code)


def _name(column: Column) -> str:
    return f"column_{column.index}"


def _calendar(column: Column) -> str:
    return f"calendar_{column.index}"


def _choice(spec: FieldSpec) -> str:
    label = gettext(spec.label)
    return gettext("%(field)s (needed)") % {"field": label} if spec.required else label


class UndoForm(forms.Form):
    """Why a list is taken back; `is_meant` is set by the second look alone."""

    reason = forms.CharField(
        label=_("Why is this list taken back?"),
        help_text=_("For example: it was last year’s list."),
        max_length=REASON_SIGNS_MAX,
        error_messages={"required": _("Write in a few words why this list is taken back.")},
    )
    is_meant = forms.BooleanField(required=False, widget=forms.HiddenInput)


class BrakeForm(forms.Form):
    """How a list goes on that was stopped."""

    OTHERS, ALL = "others", "all"

    how = forms.ChoiceField(
        label=_("How does this list go on?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how this list goes on."),
            "invalid_choice": _("Choose how this list goes on."),
        },
    )
    reason = forms.CharField(
        label=_("Why do all rows go in?"),
        help_text=_("Only where all rows go in. For example: these are brothers and sisters."),
        max_length=REASON_SIGNS_MAX,
        required=False,
    )

    def __init__(self, *args: Any, may_release: bool, **kwargs: Any) -> None:
        """Offer to let all rows in to those alone who may."""
        super().__init__(*args, **kwargs)
        how = self.fields["how"]
        assert isinstance(how, forms.ChoiceField)
        how.choices = [(self.OTHERS, _("Only the rows that look like nobody go in; the others come back"))]
        if may_release:
            how.choices = [*how.choices, (self.ALL, _("All rows go in"))]
        else:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where all rows are to go in."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("how") == self.ALL and not cleaned.get("reason"):
            self.add_error("reason", _("Write in a few words why all rows go in."))
        return cleaned
