"""Addresses of four eyes."""

from django.urls import path

from sankofa.approvals import views

app_name = "approvals"
urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("mine/", views.mine, name="mine"),
    path("<uuid:proposal_id>/", views.proposal, name="proposal"),
    path("<uuid:proposal_id>/again/", views.again, name="again"),
    path("<uuid:proposal_id>/evidence/", views.evidence_page, name="evidence"),
    path("<uuid:proposal_id>/evidence.pdf", views.evidence_pdf, name="evidence_pdf"),
]
