"""Forms of lenders, a module for each noun."""

from sankofa.lenders.forms.assessments import AnswerForm, OutcomeForm
from sankofa.lenders.forms.comparing import CompareForm
from sankofa.lenders.forms.lenders import LenderForm
from sankofa.lenders.forms.products import EndForm, ProductForm
from sankofa.lenders.forms.suspensions import WhyForm

__all__ = ["AnswerForm", "CompareForm", "EndForm", "LenderForm", "OutcomeForm", "ProductForm", "WhyForm"]
