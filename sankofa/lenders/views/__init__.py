"""Pages of lenders, a module for each noun."""

from sankofa.lenders.views.assessments import answer, assessment, begin_assessment, decide, hand_in, reopen
from sankofa.lenders.views.comparing import compare
from sankofa.lenders.views.lenders import add_lender, amend_lender, lender, lenders
from sankofa.lenders.views.linking import link
from sankofa.lenders.views.products import add_product, amend_product, end_product, product
from sankofa.lenders.views.suspensions import lift, suspend

__all__ = [
    "add_lender",
    "add_product",
    "amend_lender",
    "amend_product",
    "answer",
    "assessment",
    "begin_assessment",
    "compare",
    "decide",
    "end_product",
    "hand_in",
    "lender",
    "lenders",
    "lift",
    "link",
    "product",
    "reopen",
    "suspend",
]
