"""What may be done with books."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

VIEW = declare("ledger.view", _("see books, accounts and statements"))
POST = declare("ledger.post", _("open accounts and enter what happened to money"))
CLOSE = declare("ledger.close", _("open books and close their periods"))
