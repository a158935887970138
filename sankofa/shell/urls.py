"""Addresses of the shell."""

from django.urls import path

from sankofa.shell import views

app_name = "shell"
urlpatterns = [
    path("language/", views.set_language, name="set_language"),
    path("theme/", views.set_theme, name="theme"),
    path("more/", views.more, name="more"),
    path("continue/<uuid:subject>/", views.parked, name="parked"),
]
