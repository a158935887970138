"""What may be done with messages, with contact plans and with calls to partners' systems."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

VIEW = declare("messages.view", _("see which messages wait, failed or are held"))
CONTACT = declare("messages.contact", _("keep how a person may be contacted, and send them a neutral message"))
SET_UP_CALLS = declare("messages.set_up_calls", _("set up calls to partners' systems"), for_keys=True)
SEE_CALLS = declare("messages.see_calls", _("see what partners' systems were told"), for_keys=True)
