"""Addresses of debts."""

from django.urls import path

from sankofa.debts import views

app_name = "debts"
urlpatterns = [
    path("debts/figures/", views.debts_in_figures, name="figures"),
    path("debts/figures/count/", views.count, name="count_figures"),
    path("debts/figures/share/", views.share, name="share_figures"),
    path("debts/figures/shared/<uuid:shared_id>/", views.shared, name="shared"),
    path("people/<uuid:person_id>/debts/", views.debts, name="debts"),
    path("people/<uuid:person_id>/debts/talk/", views.six, name="six"),
    path("people/<uuid:person_id>/debts/month/", views.month, name="month"),
    path("people/<uuid:person_id>/debts/home/", views.home, name="home"),
    path("people/<uuid:person_id>/debts/add/", views.what_is_owed, name="what"),
    path("people/<uuid:person_id>/debts/add/<slug:form>/", views.add, name="add"),
    path("people/<uuid:person_id>/debts/plan/", views.plan, name="plan"),
    path("people/<uuid:person_id>/debts/plan/order/", views.plan_order, name="plan_order"),
    path("people/<uuid:person_id>/debts/plan/sheet/", views.plan_sheet, name="plan_sheet"),
    path("debts/put-off/", views.put_off, name="put_off"),
    path("debts/<uuid:debt_id>/plan/", views.plan_step, name="plan_step"),
    path("debts/steps/<uuid:step_id>/", views.step, name="step"),
    path("debts/<uuid:debt_id>/", views.debt, name="debt"),
    path("debts/<uuid:debt_id>/correct/", views.correct, name="correct"),
    path("debts/<uuid:debt_id>/happened/", views.happened, name="happened"),
    path("debts/<uuid:debt_id>/mediate/", views.mediate, name="mediate"),
    path("debts/<uuid:debt_id>/alone/", views.alone, name="alone"),
    path("debts/<uuid:debt_id>/alone/said/", views.said_alone, name="said_alone"),
]
