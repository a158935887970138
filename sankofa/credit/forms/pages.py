"""Which form asks which page of the table."""

from collections.abc import Mapping

from sankofa.credit.forms.groups import GroupForm
from sankofa.credit.forms.parts import (
    AloneForm,
    BusinessForm,
    DebtsForm,
    HelpForm,
    MoneyForm,
    OfferForm,
    OthersForm,
    PartForm,
    WishForm,
)
from sankofa.credit.rules.table import Part

PARTS: Mapping[Part, type[PartForm]] = {
    Part.WISH: WishForm,
    Part.BUSINESS: BusinessForm,
    Part.HELP: HelpForm,
    Part.MONEY: MoneyForm,
    Part.DEBTS: DebtsForm,
    Part.OTHERS: OthersForm,
    Part.ALONE: AloneForm,
    Part.OFFER: OfferForm,
    Part.GROUP: GroupForm,
}
