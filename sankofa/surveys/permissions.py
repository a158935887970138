"""What may be done with forms."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

INTERVIEW = declare("surveys.interview", _("record a talk with a person"))
