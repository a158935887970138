"""What may be done with loans that a lender or a person reports."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

VIEW = declare("loans.view", _("see a person’s loan, what came in, and what was agreed"), shows=True)
NOTE = declare("loans.note", _("write down loans and payments that were told, and talk when a payment is late"))
TAKE_UP = declare("loans.take_up", _("see to people who could not be reached about a loan"))
REPORT = declare("loans.report_as_lender", _("tell of loans that the lender one works for gave after an introduction"))
