"""The form in which help is written down or put right."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.places import queries as places
from sankofa.places.rules import reference
from sankofa.provision import sayings
from sankofa.provision.actions import Written
from sankofa.provision.rules.conditions import rules_on
from sankofa.provision.rules.content import ContentNotUnderstood, entry_of
from sankofa.provision.rules.eligibility import Rules
from sankofa.provision.rules.terms import DatedRules, Entry

SEXES = [("", _("everybody")), ("female", _("women")), ("male", _("men"))]
WAYS = [("", _("everybody")), ("regular", _("only who went with papers")), ("irregular", _("only who went without"))]
MONTHS_MAX = 1200
AGE_MAX = 120


def _lines(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, help_text=hint, max_length=3_000, widget=forms.Textarea(attrs={"rows": 3})
    )


def _several(label: Any, choices: list[tuple[str, Any]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)


def _number(label: Any, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=most)


class EntryForm(forms.Form):
    """One kind of help: what it is, for whom, who runs it, and who can use it."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Write what it is called.")})
    kind = forms.ChoiceField(label=_("What it is"), choices=sayings.KINDS)
    status = forms.ChoiceField(label=_("Does it run?"), choices=sayings.STATUSES)
    offers = forms.CharField(
        label=_("What one gets there"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    approaches = _several(_("Kinds of help"), sayings.APPROACHES)
    areas = forms.MultipleChoiceField(
        label=_("Where, if not in the whole country"),
        required=False,
        help_text=_("Choose several by holding the control key. Nothing chosen: the whole country."),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    cost = forms.CharField(label=_("What it costs the person"), max_length=300, required=False)
    contact = forms.CharField(label=_("How one gets there or calls"), max_length=300, required=False)
    microcredit = forms.BooleanField(
        label=_("It lends money, or sends people to a lender"),
        required=False,
        help_text=_("Then it is on the map, but is never offered to a person here."),
    )
    groups = _several(_("Meant for (nothing chosen: for everybody)"), sayings.GROUPS)
    dimensions = _several(_("Part of life"), sayings.DIMENSIONS)
    levels = _several(_("Helps"), sayings.LEVELS)
    phases = _several(_("When"), sayings.PHASES)
    run_by = _lines(_("Who runs it"), _("One on each line: a name, or the code of an entry."))
    funded_by = _lines(_("Who pays for it"), _("One on each line."))
    within = _lines(_("Part of"), _("The larger programme or law, one on each line."))
    sexes = forms.ChoiceField(label=_("Only for"), choices=SEXES, required=False)
    age_from = _number(_("From the age of"), AGE_MAX)
    age_until = _number(_("Younger than"), AGE_MAX)
    ways = forms.ChoiceField(label=_("How they went"), choices=WAYS, required=False)
    abroad_from = _number(_("Abroad for so many months or more"), MONTHS_MAX)
    since_until = _number(_("Back for less than so many months"), MONTHS_MAX)
    registered_with = _lines(_("Where one has to be registered first"), _("One on each line."))
    asked = _lines(_("Other conditions"), _("One on each line, such as: Has a business plan"))
    strengths = _lines(_("What is good about it"), _("One on each line."))
    weaknesses = _lines(_("What is wanting"), _("One on each line."))
    is_public = forms.BooleanField(
        label=_("Everybody may find it on the public page, once it is checked"), required=False, initial=True
    )
    said_by = forms.CharField(
        label=_("Who says so"),
        max_length=200,
        help_text=_("Such as: their leaflet of March 2026, or a call with them."),
        error_messages={"required": _("Write who says so.")},
    )
    note = forms.CharField(label=_("What changed, and why"), max_length=300, required=False)

    def __init__(self, *args: Any, country: str | None, held: Entry | None = None, on: date, **kwargs: Any) -> None:
        self.country, self.held, self.on = country, held, on
        kwargs.setdefault("initial", {} if held is None else _typed(held, on=on))
        super().__init__(*args, **kwargs)
        if held is None:
            del self.fields["note"]
            self.initial.setdefault("kind", "service")
            self.initial.setdefault("levels", ["individual"])
            self.initial.setdefault("phases", ["after"])
        choices = [] if country is None else _places(country)
        self.fields["areas"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["areas"]

    def clean(self) -> dict[str, Any]:
        """Let the rules of the map judge what was written, each fault as a sentence."""
        said = super().clean() or {}
        self.read: Entry | None = None
        if not self.errors:
            try:
                self.read = self._entry(said)
            except ContentNotUnderstood as refused:
                for fault in refused.faults:
                    self.add_error(None, f"{fault.place}: {fault.reason}")
        return said

    def written(self) -> Written:
        """Return what was written."""
        assert self.read is not None, "asked of a form that is valid"
        said = self.cleaned_data
        return Written(self.read, said["said_by"], said.get("note", ""), is_public=said["is_public"])

    def _entry(self, said: dict[str, Any]) -> Entry:
        table: dict[str, object] = {
            "code": "own-entry-1" if self.held is None else self.held.code,
            **{name: said[name] for name in ("name", "kind", "status", "microcredit")},
            **{name: said[name] for name in ("offers", "cost", "contact") if said[name].strip()},
            **{name: said[name] for name in ("approaches", "groups", "dimensions", "levels", "phases")},
            **{name: _split(said[name]) for name in ("run_by", "funded_by", "within", "strengths", "weaknesses")},
        }
        if said.get("areas"):
            table["areas"] = said["areas"]
        if rules := _rules(said):
            table["rules"] = rules
        read = entry_of(table, as_of=self.on.year, country=self.country)
        held = self.held
        if held is None:
            return read
        # What a form does not ask stays as the source has it; its other conditions and earlier rules do, too.
        return replace(
            held,
            **{name: getattr(read, name) for name in _ASKED},
            areas=read.areas if "areas" in self.fields else held.areas,
            # Conditions that the form cannot show are lost by nobody who only puts a name right.
            rules=held.rules
            if _rules(said) == _rules(_typed(held, on=self.on))
            else _with_rules(held, read, on=self.on),
        )


_ASKED = (
    "name", "kind", "status", "microcredit", "offers", "cost", "contact", "approaches", "groups", "dimensions",
    "levels", "phases", "run_by", "funded_by", "within", "strengths", "weaknesses",
)  # fmt: skip


def _with_rules(held: Entry, read: Entry, *, on: date) -> tuple[DatedRules, ...]:
    """Return the rules of an entry with those of the form in the place of the ones that hold now."""
    now = rules_on(held, on=on)
    new = read.rules[0].rules if read.rules else _NONE
    kept = replace(now, **{name: getattr(new, name) for name in _RULES_ASKED})
    if kept == now:
        return held.rules
    if not any(dated.rules == now for dated in held.rules):
        return (*held.rules, DatedRules(kept, start=on if held.rules else None))
    return tuple(replace(dated, rules=kept) if dated.rules == now else dated for dated in held.rules)


_NONE = Rules()
_RULES_ASKED = ("sexes", "age", "ways", "months_abroad", "months_since_return", "registered_with", "asked")


def _rules(said: dict[str, Any]) -> dict[str, object]:
    """Return the conditions as the text of the map writes them; what is empty asks nothing."""
    rules: dict[str, object] = {}
    for name in ("sexes", "ways"):
        if said[name]:
            rules[name] = [said[name]]
    bounds = {
        "age": {"from": said["age_from"], "until": said["age_until"]},
        "months_abroad": {"from": said["abroad_from"]},
        "months_since_return": {"until": said["since_until"]},
    }
    for name, ends in bounds.items():
        if held := {end: number for end, number in ends.items() if number is not None}:
            rules[name] = held
    for name in ("registered_with", "asked"):
        if lines := _split(said[name]):
            rules[name] = lines
    return rules


def _split(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _typed(held: Entry, *, on: date) -> dict[str, Any]:
    """Return what an entry says, as one would have typed it."""
    rules = rules_on(held, on=on)
    return {
        **{name: getattr(held, name) for name in ("name", "offers", "cost", "contact", "microcredit")},
        "kind": held.kind.value,
        "status": held.status.value,
        **{
            name: sorted(str(one) for one in getattr(held, name))
            for name in ("approaches", "groups", "dimensions", "levels", "phases")
        },
        **{
            name: "\n".join(getattr(held, name))
            for name in ("run_by", "funded_by", "within", "strengths", "weaknesses")
        },
        "areas": [area for area in held.areas if "." in area],
        "sexes": next(iter(rules.sexes)) if len(rules.sexes) == 1 else "",
        "ways": next(iter(rules.ways)) if len(rules.ways) == 1 else "",
        "age_from": rules.age.start,
        "age_until": rules.age.end,
        "abroad_from": rules.months_abroad.start,
        "since_until": rules.months_since_return.end,
        "registered_with": "\n".join(sorted(rules.registered_with)),
        "asked": "\n".join(rules.asked),
    }


def _places(country: str) -> list[tuple[str, str]]:
    """Return the places of a country, the wider ones before those in them."""
    if country not in {code for code, known in reference.countries().items() if known.origin is not None}:
        return []
    rows = places.places_within(country)
    return [(row.path, f"{'– ' * (row.level - 1)}{row.to_terms().name_in(sayings.language())}") for row in rows]
