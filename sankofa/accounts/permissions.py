"""What may be done with accounts and the audit."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

SIGNED_IN = declare("accounts.signed_in", _("sign in and see the day's work"))
MANAGE = declare("accounts.manage", _("manage users, offices and roles"))
VIEW_AUDIT = declare("audit.view", _("see who did what and check the record"))
USE_API = declare("accounts.use_api", _("let another system work here in one's own reach"))
GIVE_KEYS = declare("accounts.give_keys", _("give and end keys for other systems and devices"))
