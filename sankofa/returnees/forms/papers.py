"""Forms about papers: a picture of one, what partners ask for, and help with getting one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.intake.rules import reading
from sankofa.intake.rules.terms import Cell
from sankofa.kernel.identifiers import uuid7
from sankofa.places.rules import reference
from sankofa.returnees import scans
from sankofa.returnees.forms.days import DayField
from sankofa.returnees.models import PAPER_KINDS, STAGES, Requirement
from sankofa.returnees.rules.paper_gaps import Need
from sankofa.returnees.rules.paper_help import NEEDS_REASON, NEXT, Stage
from sankofa.returnees.sentences import sentence

NEEDS_MAX = 5

REFUSED = {
    "empty": _("The file is empty. Take the picture again."),
    "too_big": _("This file is larger than 10 MB. Make it smaller and send it again."),
    "heic": _(
        "This picture is of the kind HEIC, which cannot be kept. In the camera’s settings choose JPEG or “most "
        "compatible” and take it again, or send a screenshot of the picture."
    ),
    "password": _("This PDF asks for a password. Send one without, or take a picture of the paper."),
    "many_pages": _("Of one paper twelve pages are kept. Send the pages that matter, or take a picture of each."),
    "not_known": _("This is no picture that can be kept. Send a JPEG, PNG, WebP or PDF."),
    "broken": _("This file is damaged or cannot be drawn. Take a picture of the paper and send that."),
}
"""Why a file is not kept, and what to do instead."""


class ScanForm(forms.Form):
    """A picture of one page of a paper."""

    file = forms.FileField(
        label=_("Picture of the paper"),
        help_text=_(
            "JPEG, PNG, WebP or PDF, up to 10 MB. Flat and in good light; each page of a PDF becomes a picture."
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(scans.ACCEPTED)}),
        allow_empty_file=True,
        error_messages={"required": _("Choose the picture.")},
    )
    number = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, sent_bytes: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("number", uuid7())
        if sent_bytes > scans.SIZE_MAX:
            # What is too large is not taken in at all, so the field is empty and this is why.
            self.fields["file"].error_messages["required"] = REFUSED["too_big"]

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > scans.SIZE_MAX:
            raise forms.ValidationError(REFUSED["too_big"])
        return file


class RequirementForm(forms.Form):
    """Which papers a partner asks for: for each, up to three kinds of which one is enough."""

    partner = forms.CharField(
        label=_("Who asks for them"),
        max_length=120,
        help_text=_("The partner or programme."),
        error_messages={"required": _("Write who asks for them.")},
    )
    purpose = forms.CharField(
        label=_("What for"), max_length=120, error_messages={"required": _("Write what they ask for them for.")}
    )
    said_by = forms.CharField(
        label=_("Who says so"),
        max_length=200,
        help_text=_("Such as: their leaflet of March 2026, or a call with their branch."),
        error_messages={"required": _("Write who says so.")},
    )
    from_on = DayField(label=_("Since when"))

    def __init__(self, *args: Any, with_since: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("", _("nothing more")), *PAPER_KINDS]
        for number in range(1, NEEDS_MAX + 1):
            for place, label in enumerate((_("One of these"), _("or"), _("or")), start=1):
                self.fields[f"kind_{number}_{place}"] = forms.ChoiceField(label=label, choices=kinds, required=False)
            self.fields[f"days_{number}"] = forms.IntegerField(
                label=_("Valid for so many days more"), required=False, min_value=0, max_value=3_650
            )
        if not with_since:
            del self.fields["from_on"]

    @property
    def about(self) -> list[forms.BoundField]:
        """The questions about who asks."""
        return [self[name] for name in ("partner", "purpose", "said_by", "from_on") if name in self.fields]

    @property
    def rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The papers that are asked for, row by row."""
        names = ("kind_{}_1", "kind_{}_2", "kind_{}_3", "days_{}")
        return [(number, [self[name.format(number)] for name in names]) for number in range(1, NEEDS_MAX + 1)]

    def clean(self) -> dict[str, Any]:
        """Ask for one paper at least."""
        held = super().clean() or self.cleaned_data
        held["needs"] = self._needs(held)
        if not held["needs"]:
            self.add_error("kind_1_1", _("Choose at least one paper."))
        return held

    def told(self) -> dict[str, Any]:
        """Return what was typed, as the actions take it."""
        names = ("partner", "purpose", "said_by", "from_on", "needs")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    @staticmethod
    def typed(held: Requirement) -> dict[str, Any]:
        """Return what is asked for now, as the fields show it."""
        found: dict[str, Any] = {"partner": held.partner, "purpose": held.purpose, "said_by": held.said_by}
        for number, need in enumerate(held.to_terms(), start=1):
            found |= {f"kind_{number}_{place}": kind for place, kind in enumerate(need.kinds, start=1)}
            found[f"days_{number}"] = need.days_left_min or None
        return found

    @staticmethod
    def _needs(held: dict[str, Any]) -> list[Need]:
        found = []
        for number in range(1, NEEDS_MAX + 1):
            kinds = dict.fromkeys(kind for place in (1, 2, 3) if (kind := held.get(f"kind_{number}_{place}")))
            if kinds:
                found.append(Need(tuple(kinds), held.get(f"days_{number}") or 0))
        return found


class BeginHelpForm(forms.Form):
    """Which paper somebody is helped to get, and when to look at it again."""

    paper_kind = forms.ChoiceField(label=_("Which paper"), choices=PAPER_KINDS)
    due_on = DayField(label=_("Look at it again on"))


class ApplicationForm(forms.Form):
    """Where and when a paper was applied for, and what it costs."""

    applied_on = DayField(label=_("Applied on"))
    applied_where = forms.CharField(label=_("At which office"), max_length=200, required=False)
    cost = forms.CharField(label=_("What it costs"), max_length=30, required=False)
    cost_currency = forms.ChoiceField(label=_("In which money"), required=False)
    due_on = DayField(label=_("Ask about it on"))

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        origin = reference.origins().get(country)
        currencies = dict.fromkeys([*([origin.currency] if origin else []), "USD"])
        self.fields["cost_currency"].choices = [(code, code) for code in currencies]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Read the amount in the money chosen beside it, and look at the two days."""
        held = super().clean() or self.cleaned_data
        read = reading.read_money(Cell(held.get("cost") or ""), "cost", held.get("cost_currency") or "USD")
        if read.finding is not None and read.value is None:
            self.add_error("cost", sentence(read.finding))
        held["cost"] = read.value
        held.pop("cost_currency", None)
        applied, due = held.get("applied_on"), held.get("due_on")
        if applied and due and due < applied:
            self.add_error("due_on", _("This day lies before the day of applying. Check both days."))
        return held


class OutcomeForm(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it.")},
    )
    because = forms.CharField(
        label=_("Why"), max_length=300, required=False, help_text=_("Needed where it was refused or given up.")
    )

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_now = NEXT[stage] - {Stage.APPLIED}
        self.fields["outcome"].choices = [one for one in STAGES if one[0] in open_now]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask why where it was refused or given up."""
        held = super().clean() or self.cleaned_data
        if held.get("outcome") in NEEDS_REASON and not held.get("because"):
            self.add_error("because", _("Say in a few words why."))
        return held
