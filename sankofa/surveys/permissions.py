"""What may be done with forms."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

INTERVIEW = declare("surveys.interview", _("hold a talk with a person and record it"))
LIBRARY = declare("surveys.library", _("see the forms and what changed in them"))
PUBLISH = declare("surveys.publish", _("publish a form or a new version of it"))
CONNECT = declare("surveys.connect", _("connect a phone of one’s own to one’s own people, and end it"))
END_PHONES = declare("surveys.end_phones", _("see the phones of colleagues, and end them"))
RECEIVE = declare(
    "surveys.receive", _("look after filled forms that came in, and decide where two say different things")
)
GATHER = declare("surveys.gather", _("bring in what was collected with KoboToolbox or ODK, and take it back"))
ANSWERS = declare("surveys.answers", _("see what came in with a form and take it out without names"))
