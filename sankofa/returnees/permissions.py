"""What may be done with the register."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

VIEW = declare("returnees.view", _("find people and see their pages"))
REGISTER = declare("returnees.register", _("add people to the register"))
