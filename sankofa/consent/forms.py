"""Forms of asking: who is there, who decides, how it was answered, evidence, taking back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sankofa.consent.labels import COMPANIES, FIELDS, GUARDIANS, HOWS, WITNESSES
from sankofa.consent.rules import texts
from sankofa.consent.rules.sharing import EXEMPTION_DAYS_MAX
from sankofa.consent.rules.terms import Assent, Basis, Company, Guardian, How, WitnessKind
from sankofa.consent.rules.validity import REVIEW_MONTHS_MAX
from sankofa.kernel.periods import add_months
from sankofa.places.rules import naming

OTHER_LANGUAGE = "und"
SPOKEN = (
    *texts.LANGUAGES,
    *"am ar bm fa ff ha hi hy ig ml mnk mr ne pa ps sd si snk sus ta te wo yo".split(),
)
"""Languages that people in the countries of return speak; any other is `another language`."""
NAME_MAX, NOTE_MAX = 120, 2_000


def language_words(code: str) -> str:
    """Return what a language is called in the reader's language."""
    if code == OTHER_LANGUAGE:
        return gettext("another language")
    return naming.language_name(code, get_language() or "en")


class BeforeForm(forms.Form):
    """Language, interpreter, and who can hear."""

    speaks = forms.ChoiceField(label=_("Which language does the person speak best?"))
    language = forms.ChoiceField(label=_("In which language will the texts be read?"))
    interpreter = forms.CharField(
        label=_("Name of the interpreter"),
        help_text=_("Needed where the texts are read in another language than the person's own."),
        max_length=NAME_MAX,
        required=False,
    )
    company = forms.ChoiceField(
        label=_("Who is present?"), choices=[one for one in COMPANIES if one[0] != Company.UNKNOWN]
    )

    def __init__(self, *args: Any, own: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict.fromkeys((*((own,) if own else ()), *SPOKEN))
        named = sorted(((code, language_words(code)) for code in known), key=lambda one: one[1].casefold())
        self._choose("speaks", [("", gettext("Choose")), *named, (OTHER_LANGUAGE, language_words(OTHER_LANGUAGE))])
        self._choose("language", [("", gettext("Choose")), *((code, language_words(code)) for code in texts.LANGUAGES)])
        self.fields["company"].widget = forms.RadioSelect(choices=self.fields["company"].choices)  # type: ignore[attr-defined]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Refuse another language without an interpreter, and say why."""
        cleaned = super().clean() or self.cleaned_data
        speaks, language = cleaned.get("speaks"), cleaned.get("language")
        if speaks and language and speaks != language and not cleaned.get("interpreter", "").strip():
            told = {"own": language_words(speaks), "read": language_words(language)}
            self.add_error(
                "interpreter",
                gettext("The texts are read in %(read)s and the person speaks %(own)s. Name the interpreter.") % told,
            )
        return cleaned


class ChildForm(forms.Form):
    """Who decides with a child, and what the child says."""

    guardian_is = forms.ChoiceField(
        label=_("Can a parent or guardian decide with the child?"),
        choices=[one for one in GUARDIANS if one[0] != Guardian.UNKNOWN],
        widget=forms.RadioSelect,
    )
    guardian = forms.CharField(label=_("Name of the parent or guardian"), max_length=NAME_MAX, required=False)
    best_interests = forms.CharField(
        label=_("Why this is best for the child"),
        help_text=_("Only where no parent or guardian can decide. A child-protection officer then records this."),
        max_length=NOTE_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    assent = forms.ChoiceField(
        label=_("What does the child say about being asked?"),
        choices=[(Assent.GIVEN.value, _("The child agrees")), (Assent.REFUSED.value, _("The child does not agree"))],
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a guardian without a name, and a decision without its reason."""
        cleaned = super().clean() or self.cleaned_data
        guardian = cleaned.get("guardian_is")
        if guardian == Guardian.PRESENT and not cleaned.get("guardian", "").strip():
            self.add_error("guardian", gettext("Write the name of the parent or guardian."))
        without = {Guardian.ABSENT.value, Guardian.IMPLICATED.value}
        if guardian in without and not cleaned.get("best_interests", "").strip():
            self.add_error("best_interests", gettext("Write why this is best for the child."))
        return cleaned


class SupportForm(forms.Form):
    """Whether an adult needs help to decide, who helps, and when it is looked at again."""

    needs_support = forms.ChoiceField(
        label=_("Does the person need help to understand and decide?"),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        widget=forms.RadioSelect,
        initial="no",
    )
    supporter = forms.CharField(label=_("Who helps the person to decide"), max_length=NAME_MAX, required=False)
    support_note = forms.CharField(
        label=_("How the person was helped"),
        max_length=NOTE_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    review_on = forms.DateField(
        label=_("Look at this again by"),
        help_text=_("Within twelve months."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean(self) -> dict[str, Any]:
        """Refuse help that is not named, not described or never looked at again."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("needs_support") != "yes":
            return {**cleaned, "supporter": "", "support_note": "", "review_on": None}
        for name in ("supporter", "support_note"):
            if not cleaned.get(name, "").strip():
                self.add_error(name, gettext("This is needed where the person is helped to decide."))
        review_on = cleaned.get("review_on")
        if review_on is None or not self.on < review_on <= add_months(self.on, REVIEW_MONTHS_MAX):
            self.add_error("review_on", gettext("Choose a day to come, within twelve months."))
        return cleaned


class HowForm(forms.Form):
    """How the answers were given, and who saw it."""

    how = forms.ChoiceField(label=_("How did the person answer?"), choices=HOWS, widget=forms.RadioSelect)
    witness = forms.CharField(
        label=_("Name of the witness"),
        help_text=_("Needed for a mark or a thumb print."),
        max_length=NAME_MAX,
        required=False,
    )
    witness_kind = forms.ChoiceField(
        label=_("Who the witness is"), choices=WITNESSES, required=False, initial=WitnessKind.NONE.value
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a mark or a thumb without an independent witness."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("how") and How(cleaned["how"]).needs_witness:
            if not cleaned.get("witness", "").strip():
                self.add_error("witness", gettext("A mark or a thumb print needs a witness. Write the name."))
            elif cleaned.get("witness_kind") != WitnessKind.INDEPENDENT:
                self.add_error(
                    "witness_kind", gettext("The witness must be independent: not a caseworker and not from a lender.")
                )
        return cleaned


class EvidenceForm(forms.Form):
    """A picture or a voice note."""

    file = forms.FileField(
        label=_("Picture or voice note"),
        help_text=_("A photo of the signature or mark, or a recording, up to 5 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,audio/*"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose the picture or the voice note.")},
    )


class WithdrawForm(forms.Form):
    """What is taken back."""

    topics = forms.MultipleChoiceField(
        label=_("What does the person take back?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what the person takes back.")},
    )
    said = forms.CharField(
        label=_("What the person said"),
        help_text=_("Only if the person wants it written down. No reason is needed."),
        max_length=NOTE_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sent = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topics"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(choices)


class ExceptionForm(forms.Form):
    """Who decided that data may go to a partner without consent, why, to whom, what, and for how long."""

    decided_by = forms.CharField(
        label=_("Which mental-health professional decided?"),
        help_text=_("The full name, and the number in the professional register where there is one."),
        max_length=NAME_MAX,
        error_messages={"required": _("Write the name of the professional who decided.")},
    )
    why = forms.CharField(
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write why. Without a reason there is no exception.")},
    )
    partner = forms.ChoiceField(
        label=_("Which partner may be told?"),
        help_text=_("One partner only. For another one, record another exception."),
        error_messages={"required": _("Choose the partner.")},
    )
    fields_told = forms.MultipleChoiceField(
        label=_("What may this partner be told?"),
        help_text=_("Tick only what the partner needs."),
        choices=FIELDS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what the partner may be told.")},
    )
    days = forms.IntegerField(
        label=_("For how many days?"),
        min_value=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Write for how many days."), "invalid": _("Write a number of days.")},
    )

    def __init__(self, *args: Any, basis: Basis, partners: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_order = basis is Basis.COURT_ORDER
        if is_order:
            # Whoever decides is the data officer who is signed in, and nobody else.
            del self.fields["decided_by"]
        why = self.fields["why"]
        why.label = gettext("What did the court order?") if is_order else gettext("Why is a life at risk?")
        why.help_text = (
            gettext("Name the court, the number and the day of the order.")
            if is_order
            else gettext("A few words are enough. They are kept sealed.")
        )
        partner, days = self.fields["partner"], self.fields["days"]
        assert isinstance(partner, forms.ChoiceField)
        assert isinstance(days, forms.IntegerField)
        partner.choices = [("", gettext("Choose")), *partners]
        days.max_value = EXEMPTION_DAYS_MAX[basis]
        days.validators.append(
            MaxValueValidator(days.max_value, gettext("%(most)s days at most.") % {"most": days.max_value})
        )
        days.widget.attrs["max"] = days.max_value
        days.help_text = gettext("From today, %(most)s days at most. It ends by itself.") % {"most": days.max_value}
