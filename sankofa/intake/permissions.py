"""What may be done with files coming in."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

SEND = declare("intake.send", _("send files and add their rows to the register"))
