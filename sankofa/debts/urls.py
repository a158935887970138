"""Addresses of debts."""

from django.urls import path

from sankofa.debts import views

app_name = "debts"
urlpatterns = [
    path("people/<uuid:person_id>/debts/", views.debts, name="debts"),
    path("people/<uuid:person_id>/debts/talk/", views.six, name="six"),
    path("people/<uuid:person_id>/debts/month/", views.month, name="month"),
    path("people/<uuid:person_id>/debts/add/", views.what_is_owed, name="what"),
    path("people/<uuid:person_id>/debts/add/<slug:form>/", views.add, name="add"),
    path("debts/<uuid:debt_id>/", views.debt, name="debt"),
    path("debts/<uuid:debt_id>/correct/", views.correct, name="correct"),
    path("debts/<uuid:debt_id>/happened/", views.happened, name="happened"),
    path("debts/<uuid:debt_id>/alone/", views.alone, name="alone"),
    path("debts/<uuid:debt_id>/alone/said/", views.said_alone, name="said_alone"),
]
