"""What may be done with the help that exists."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

VIEW = declare("provision.view", _("see what help there is, and who can use it"))
MATCH = declare("provision.match", _("see which help fits a person"), shows=True)
KEEP = declare("provision.keep", _("add help to the map, put it right, and say that it is over"))
CHECK = declare("provision.check", _("confirm that help is still there: phone, place and who can use it"))
