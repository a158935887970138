"""Forms of messages: keys for other systems and devices, and partners' systems that are called."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.rules.terms import Permission
from sankofa.messages import call_port
from sankofa.messages.events import Event
from sankofa.messages.rules.reaching import NotAnAddress
from sankofa.messages.sentences import problem_in_words

if TYPE_CHECKING:
    from sankofa.accounts.models import Office, Organisation

KINDS = [("key", _("Another organisation's system")), ("device", _("A device of our own"))]
LASTS = [("30", _("One month")), ("90", _("Three months")), ("365", _("One year"))]


class KeyForm(forms.Form):
    """A key: who holds it, where it counts, what it may do, how long it lasts."""

    kind = forms.ChoiceField(label=_("Who will hold it?"), choices=KINDS, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Its name"), max_length=80, help_text=_("So that others know it, such as “Register of the ministry”.")
    )
    reach = forms.ChoiceField(label=_("Where does it count?"))
    may = forms.MultipleChoiceField(
        label=_("What may it do?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("You can give only what you may do yourself. It can always ask who it is."),
    )
    lasts = forms.ChoiceField(label=_("How long does it last?"), choices=LASTS, initial="90")

    def __init__(
        self,
        *arguments: Any,
        organisations: Iterable["Organisation"],
        offices: Iterable["Office"],
        may: Sequence[Permission],
        **more: Any,
    ) -> None:
        super().__init__(*arguments, **more)
        self.organisations = {str(one.pk): one for one in organisations}
        self.offices = {str(one.pk): one for one in offices}
        choices = [
            *(
                (f"organisation:{key}", gettext("All of %(name)s") % {"name": one.name})
                for key, one in self.organisations.items()
            ),
            *((f"office:{key}", one.name) for key, one in self.offices.items()),
        ]
        self.fields["reach"].choices = choices  # type: ignore[attr-defined]
        self.fields["may"].choices = [(one.code, gettext(one.label)) for one in may]  # type: ignore[attr-defined]

    def organisation(self) -> "Organisation":
        """Return the organisation that the key is for."""
        kind, _, key = self.cleaned_data["reach"].partition(":")
        return self.organisations[key] if kind == "organisation" else self.offices[key].organisation

    def office(self) -> "Office | None":
        """Return the office that the key is for; None where it is for the whole organisation."""
        kind, _, key = self.cleaned_data["reach"].partition(":")
        return self.offices[key] if kind == "office" else None

    def expires_at(self, at: datetime) -> datetime:
        """Return when the key runs out if it is given now."""
        return at + timedelta(days=int(self.cleaned_data["lasts"]))


class EndpointForm(forms.Form):
    """A partner's system: whose it is, its name, where it listens, and what it is told of."""

    organisation = forms.ChoiceField(label=_("Whose system is it?"))
    name = forms.CharField(label=_("Its name"), max_length=80)
    url = forms.CharField(
        label=_("Where it listens"),
        help_text=_("An https address. The partner tells you."),
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
    )
    told_of = forms.MultipleChoiceField(
        label=_("What is it told of?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self, *arguments: Any, organisations: Iterable["Organisation"], events: Iterable[Event], **more: Any
    ) -> None:
        super().__init__(*arguments, **more)
        self.organisations = {str(one.pk): one for one in organisations}
        choices = [(key, one.name) for key, one in self.organisations.items()]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]
        if told := [(one.code, gettext(one.label)) for one in events]:
            self.fields["told_of"].choices = told  # type: ignore[attr-defined]
        else:
            del self.fields["told_of"]

    def clean_url(self) -> str:
        """Refuse an address that is never called, and say why."""
        url: str = self.cleaned_data["url"].strip()
        try:
            call_port.check(url)
        except NotAnAddress as refused:
            reason = problem_in_words(refused.code)
            raise forms.ValidationError(gettext("We cannot call this: %(reason)s.") % {"reason": reason}) from None
        return url
