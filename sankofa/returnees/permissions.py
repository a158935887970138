"""What may be done with the register."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

VIEW = declare("returnees.view", _("find people and see their pages"))
REGISTER = declare("returnees.register", _("add people to the register"))
OPEN = declare("returnees.open", _("open the phone and papers of a person, saying what for"))
ERASE = declare("returnees.erase", _("erase a person, and see who is due for it"))
