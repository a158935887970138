"""Addresses of case work."""

from django.urls import path

from sankofa.cases import views

app_name = "cases"
urlpatterns = [
    path("people/<uuid:person_id>/case/", views.begin, name="begin"),
    path("cases/", views.mine, name="mine"),
    path("cases/<uuid:case_id>/", views.case, name="case"),
    path("cases/<uuid:case_id>/assign/", views.assign, name="assign"),
    path("cases/<uuid:case_id>/talk/", views.talk, name="talk"),
    path("cases/<uuid:case_id>/plan/", views.plan, name="plan"),
    path("cases/<uuid:case_id>/plan/activity/", views.activity, name="activity"),
    path("cases/<uuid:case_id>/plan/agree/", views.agree, name="agree"),
    path("cases/<uuid:case_id>/plan/paper/", views.paper, name="paper"),
    path("cases/<uuid:case_id>/delivered/", views.delivered, name="delivered"),
    path("cases/<uuid:case_id>/grant/", views.grant_for, name="grant_for"),
    path("cases/<uuid:case_id>/visits/<int:months>/", views.visit, name="visit"),
    path("cases/<uuid:case_id>/mediate/", views.mediate, name="mediate"),
    path("mediations/<uuid:mediation_id>/", views.mediation, name="mediation"),
    path("grants/<uuid:grant_id>/", views.grant, name="grant"),
    path("grants/<uuid:grant_id>/hand-over/", views.hand_over, name="hand_over"),
    path("grants/<uuid:grant_id>/cancel/", views.cancel_grant, name="cancel_grant"),
    path("grants/receipts/<uuid:handover_id>/", views.receipt, name="receipt"),
    path("grants/receipts/<uuid:handover_id>/take-back/", views.take_back, name="take_back"),
    path("cases/<uuid:case_id>/close/", views.close, name="close"),
    path("cases/<uuid:case_id>/again/", views.again, name="again"),
]
