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
    path("loan-checks/<uuid:check_id>/early/", views.early, name="early"),
    path("loan-checks/<uuid:check_id>/withdraw/", views.withdraw, name="withdraw"),
    path("loan-checks/<uuid:check_id>/paper/", views.paper, name="paper"),
    path("people/<uuid:person_id>/lenders/", views.introductions, name="introductions"),
    path("people/<uuid:person_id>/lenders/<uuid:product_id>/", views.introduce, name="introduce"),
    path("people/<uuid:person_id>/lenders/<uuid:product_id>/need/", views.need, name="need"),
    path("referrals/", views.funnel, name="funnel"),
    path("referrals/<uuid:referral_id>/", views.referral, name="referral"),
    path("referrals/<uuid:referral_id>/answer/", views.told, name="told"),
    path("referrals/<uuid:referral_id>/decide/", views.decide_on_offer, name="decide_on_offer"),
    path("referrals/<uuid:referral_id>/end/", views.end, name="end"),
    path("referrals/questions/<uuid:question_id>/", views.question, name="question"),
    path("lender-desk/", views.desk, name="desk"),
    path("lender-desk/<uuid:packet_id>/", views.packet, name="packet"),
    path("lender-desk/<uuid:packet_id>/ask/", views.ask, name="ask"),
    path("lender-desk/<uuid:packet_id>/answer/", views.desk_answer, name="desk_answer"),
]
