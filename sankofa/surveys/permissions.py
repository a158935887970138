"""What may be done with forms."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

INTERVIEW = declare("surveys.interview", _("hold a talk with a person and record it"))
