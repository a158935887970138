"""What books refuse and how accounts are called, in the reader's words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from sankofa.kernel.money import NotAnAmount, TooManyDecimals
from sankofa.ledger.actions import (
    AlreadyTakenBack,
    BookExists,
    CannotMeet,
    MovementDiffers,
    NoReason,
    NotAnAmountToPost,
    NotEnough,
    NotInThisBook,
    NotYet,
    PeriodClosed,
    PeriodNotOver,
)
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.ledger.models import Account

REFUSALS = (
    AlreadyTakenBack,
    BookExists,
    CannotMeet,
    MovementDiffers,
    NoReason,
    NotAnAmount,
    NotAnAmountToPost,
    NotEnough,
    NotInThisBook,
    NotYet,
    PeriodClosed,
    PeriodNotOver,
    TooManyDecimals,
)
"""What people can cause on the pages of the books."""


def account_name(account: "Account") -> str:
    """Return what an account is called: its kind, what tells it apart, its currency.  Owners are named by their key."""
    owner = f"…{account.owner_id[-6:]}" if account.owner_id else ""
    parts = [str(account.get_kind_display()), account.code, owner, account.currency]
    return " · ".join(part for part in parts if part)


def refusal(refused: Exception, accounts: Mapping[UUID, "Account"]) -> str:
    """Return why something could not be entered, and what would be right."""
    match refused:
        case NotEnough():
            held = accounts.get(refused.account)
            return _("%(account)s holds %(balance)s on %(day)s. %(needed)s is needed.") % {
                "account": account_name(held) if held else _("The account"),
                "balance": words.money(refused.balance),
                "needed": words.money(refused.needed),
                "day": words.day(refused.on),
            }
        case PeriodClosed():
            return _("This day is closed. Book it on %(day)s or later, and name the day it is about.") % {
                "day": words.day(refused.open_from)
            }
        case NotYet():
            return _("Books hold what has happened. The day cannot lie after %(day)s.") % {
                "day": words.day(refused.today)
            }
        case CannotMeet(because="one_account"):
            return _("Choose two different accounts.")
        case CannotMeet(because="currencies"):
            return _("The two accounts are kept in different currencies. Money cannot go from one to the other.")
        case CannotMeet():
            return _("The two accounts stand in different books. Money cannot go from one to the other.")
        case NotAnAmount() | NotAnAmountToPost():
            return _("Write an amount above zero in plain digits, such as 1250 or 100.50.")
        case TooManyDecimals():
            return _("This amount has more decimals than its currency can hold.")
        case NotInThisBook():
            return _("This book is about grants or loans, and the account is about the other. Open it in its own book.")
        case AlreadyTakenBack():
            return _("This entry was taken back before.")
        case MovementDiffers():
            return _("This form was sent before with something else in it. Begin again.")
        case NoReason():
            return _("Say why it is taken back.")
        case BookExists():
            return _("There is a book of this name already. Choose another name.")
        case PeriodNotOver():
            return _("A period ends after %(first)s and not after today.") % {"first": words.day(refused.from_on)}
    raise refused
