"""Addresses of tables about many people."""

from django.urls import path

from sankofa.statistics import views

app_name = "statistics"
urlpatterns = [
    path("tables/", views.tables, name="tables"),
    path("tables/count/", views.count, name="count"),
    path("tables/take/", views.take, name="take"),
    path("tables/share/", views.share, name="share"),
    path("tables/taken/", views.copies, name="copies"),
    path("tables/taken/<uuid:copy_id>/", views.copy, name="copy"),
    path("tables/taken/<uuid:copy_id>/take/", views.take_again, name="take_again"),
]
