"""Addresses of lenders."""

from django.urls import path

from sankofa.lenders import views

app_name = "lenders"
urlpatterns = [
    path("", views.lenders, name="lenders"),
    path("add/", views.add_lender, name="add_lender"),
    path("compare/", views.compare, name="compare"),
    path("<uuid:lender_id>/", views.lender, name="lender"),
    path("<uuid:lender_id>/change/", views.amend_lender, name="amend_lender"),
    path("<uuid:lender_id>/organisation/", views.link, name="link"),
    path("<uuid:lender_id>/products/add/", views.add_product, name="add_product"),
    path("<uuid:lender_id>/look-into/", views.begin_assessment, name="begin_assessment"),
    path("<uuid:lender_id>/stop/", views.suspend, name="suspend"),
    path("stops/<uuid:suspension_id>/lift/", views.lift, name="lift"),
    path("products/<uuid:product_id>/", views.product, name="product"),
    path("products/<uuid:product_id>/change/", views.amend_product, name="amend_product"),
    path("products/<uuid:product_id>/end/", views.end_product, name="end_product"),
    path("assessments/<uuid:assessment_id>/", views.assessment, name="assessment"),
    path("assessments/<uuid:assessment_id>/answer/<slug:indicator>/", views.answer, name="answer"),
    path("assessments/<uuid:assessment_id>/hand-in/", views.hand_in, name="hand_in"),
    path("assessments/<uuid:assessment_id>/open-again/", views.reopen, name="reopen"),
    path("assessments/<uuid:assessment_id>/decide/", views.decide, name="decide"),
]
