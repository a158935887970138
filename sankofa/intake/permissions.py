"""What may be done with files coming in."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

SEND = declare("intake.send", _("send files and add their rows to the register"))
UNDO = declare("intake.undo", _("take back a list that one sent oneself"))
UNDO_OTHERS = declare("intake.undo_others", _("take back lists that colleagues sent"))
RELEASE = declare("intake.release", _("let a list go on in which many look like people who are there already"))
