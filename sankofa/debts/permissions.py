"""What may be done with debts."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

VIEW = declare("debts.view", _("see what a person owes, and what it takes each month"), shows=True)
NOTE = declare("debts.note", _("talk with people about debts, and write down and follow what they owe"))
ASK_ALONE = declare("debts.ask_alone", _("ask alone how a debt is collected, and read what was said of threats"))
FIGURES = declare("debts.figures", _("see what many people owe, in figures without names"), shows=True)
COUNT_FIGURES = declare("debts.count_figures", _("have figures of debts counted anew"))
SHARE_FIGURES = declare("debts.share_figures", _("make versions of figures of debts for sharing"))
