"""Tables of products: what a lender offers, and every version of its terms, which are never overwritten."""

from typing import ClassVar

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.lenders.models.lenders import Lender
from sankofa.lenders.rules import kept
from sankofa.lenders.rules.offers import Offered
from sankofa.store.models import Record


class Product(Guarded, Record):
    """One product of one lender, by the name it has there."""

    scope_columns: ClassVar = Lender.scope_columns.behind("lender")

    lender = models.ForeignKey(Lender, on_delete=models.PROTECT, related_name="products")
    name = models.CharField(max_length=160)
    preset = models.CharField(max_length=40, blank=True)
    """The code of the scheme that it comes from, where it was switched on with that scheme; nobody types it."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lender", "name"], name="lenders_product_name"),
            models.CheckConstraint(name="lenders_product_named", condition=~models.Q(name="")),
        ]


class ProductVersion(Guarded, Record):
    """The terms of a product from a day until another, as somebody found them; what is not known is null."""

    scope_columns: ClassVar = Lender.scope_columns.behind("product__lender")

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    said_by = models.CharField(max_length=200)
    note = models.CharField(max_length=600, blank=True)
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "number"], name="lenders_version_number"),
            models.UniqueConstraint(
                fields=["product"], condition=models.Q(until_on=None), name="lenders_version_one_goes_on"
            ),
            models.CheckConstraint(
                name="lenders_version_in_order",
                condition=models.Q(until_on=None) | models.Q(until_on__gte=models.F("from_on")),
            ),
        ]

    def to_terms(self) -> Offered:
        """Return the terms as the rules know them."""
        return kept.offered_of(
            self.content,
            code=self.product.name,
            lender_kind=self.product.lender.kind,
            from_on=self.from_on,
            until_on=self.until_on,
        )
