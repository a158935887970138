"""Addresses of the desks."""

from django.urls import path

from sankofa.desks import views

app_name = "desks"
urlpatterns = [
    path("", views.today, name="today"),
    path("record/", views.record, name="record"),
]
