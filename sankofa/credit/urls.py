"""Addresses of credit."""

from django.urls import path

from sankofa.credit import views

app_name = "credit"
urlpatterns = [
    path("people/<uuid:person_id>/loan/", views.loan, name="loan"),
    path("people/<uuid:person_id>/loan/seven/", views.seven, name="seven"),
    path("loan-checks/<uuid:check_id>/", views.check, name="check"),
    path("loan-checks/<uuid:check_id>/part/<slug:part>/", views.part, name="part"),
    path("loan-checks/<uuid:check_id>/decide/", views.decide, name="decide"),
    path("loan-checks/<uuid:check_id>/again/", views.again, name="again"),
    path("loan-checks/<uuid:check_id>/talk/", views.talk, name="talk"),
    path("loan-checks/<uuid:check_id>/choose/", views.choose, name="choose"),
    path("loan-checks/<uuid:check_id>/set-aside/", views.set_aside, name="set_aside"),
    path("loan-checks/<uuid:check_id>/withdraw/", views.withdraw, name="withdraw"),
    path("loan-checks/<uuid:check_id>/paper/", views.paper, name="paper"),
]
