"""Addresses of reported loans."""

from django.urls import path

from sankofa.loans import views

app_name = "loans"
urlpatterns = [
    path("people/<uuid:person_id>/loans/", views.loans, name="loans"),
    path("people/<uuid:person_id>/loans/add/", views.add, name="add"),
    path("loans/<uuid:loan_id>/", views.loan, name="loan"),
    path("loans/<uuid:loan_id>/correct/", views.correct, name="correct"),
    path("loans/<uuid:loan_id>/paid/", views.paid, name="paid"),
    path("loans/<uuid:loan_id>/anew/", views.anew, name="anew"),
    path("loans/<uuid:loan_id>/end/", views.end, name="end"),
    path("loans/<uuid:loan_id>/talk/", views.talk, name="talk"),
    path("loans/<uuid:loan_id>/tried/", views.tried, name="tried"),
    path("loans/<uuid:loan_id>/take-up/", views.take_up, name="take_up"),
    path("loans/not-reached/", views.unreached, name="unreached"),
    path("loans/<uuid:loan_id>/paper/", views.paper, name="paper"),
    path("lender-loans/", views.desk, name="desk"),
    path("lender-loans/<uuid:packet_id>/", views.at_desk, name="at_desk"),
    path("lender-loans/<uuid:packet_id>/given/", views.desk_given, name="desk_given"),
    path("lender-loans/<uuid:packet_id>/<slug:way>/", views.desk_report, name="desk_report"),
    path("lender-loans/<uuid:packet_id>/<uuid:report_id>/wrong/", views.desk_wrong, name="desk_wrong"),
    path("loans/told/<uuid:report_id>/", views.report, name="report"),
    path("loans/told/<uuid:report_id>/never/", views.never, name="never"),
    path("loans/told/<uuid:report_id>/which/", views.which, name="which"),
]
