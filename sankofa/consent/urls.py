"""Addresses of consent."""

from django.urls import path

from sankofa.consent import exception_views, lender_views, views

app_name = "consent"
urlpatterns = [
    path("people/<uuid:person_id>/consent/", views.overview, name="page"),
    path("people/<uuid:person_id>/consent/ask/", views.begin, name="begin"),
    path("people/<uuid:person_id>/consent/ask/<str:step>/", views.ask, name="ask"),
    path("people/<uuid:person_id>/consent/lender/<uuid:partner_id>/", lender_views.ask, name="lender"),
    path("people/<uuid:person_id>/consent/lender/<uuid:partner_id>/check/", lender_views.check, name="lender_check"),
    path("people/<uuid:person_id>/consent/withdraw/", views.withdraw, name="withdraw"),
    path("people/<uuid:person_id>/consent/sheet/", views.sheet, name="sheet"),
    path("people/<uuid:person_id>/consent/life-at-risk/", exception_views.life_at_risk, name="life_at_risk"),
    path("people/<uuid:person_id>/consent/court-order/", exception_views.court_order, name="court_order"),
    path("exceptions/<uuid:exemption_id>/", exception_views.exception, name="exception"),
    path("sittings/<uuid:sitting_id>/", views.sitting, name="sitting"),
    path("sittings/<uuid:sitting_id>/evidence/", views.attach, name="attach"),
    path("evidence/<uuid:evidence_id>/", views.evidence_file, name="evidence"),
]
