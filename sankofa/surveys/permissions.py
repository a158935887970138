"""What may be done with forms."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

INTERVIEW = declare("surveys.interview", _("hold a talk with a person and record it"))
LIBRARY = declare("surveys.library", _("see the forms and what changed in them"))
PUBLISH = declare("surveys.publish", _("publish a form or a new version of it"))
