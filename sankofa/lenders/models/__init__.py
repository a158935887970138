"""Tables of lenders, a module for each noun."""

from sankofa.lenders.models.assessments import Assessment, AssessmentAnswer
from sankofa.lenders.models.lenders import Lender
from sankofa.lenders.models.products import Product, ProductVersion
from sankofa.lenders.models.suspensions import Suspension

__all__ = ["Assessment", "AssessmentAnswer", "Lender", "Product", "ProductVersion", "Suspension"]
