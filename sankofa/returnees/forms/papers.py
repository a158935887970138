"""Forms about papers: a picture of one, and what it is opened for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.kernel.identifiers import uuid7
from sankofa.returnees import scans

REFUSED = {
    "empty": _("The file is empty. Take the picture again."),
    "too_big": _("This picture is larger than 10 MB. Take it smaller and send it again."),
    "heic": _("This picture is of the kind HEIC. Set the camera to “most compatible”, take it again and send that."),
    "pdf": _("A PDF can hide more than one sees, so none is kept. Take a picture of the paper instead."),
    "not_known": _("This is no picture that can be kept. Send a JPEG, PNG or WebP."),
    "broken": _("This picture is damaged. Take it again."),
}
"""Why a file is not kept, and what to do instead."""


class ScanForm(forms.Form):
    """A picture of one page of a paper."""

    file = forms.FileField(
        label=_("Picture of the paper"),
        help_text=_("JPEG, PNG or WebP, up to 10 MB. One page, flat, in good light."),
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
