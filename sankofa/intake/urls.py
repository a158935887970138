"""Addresses of files coming in."""

from django.urls import path

from sankofa.intake.views import brake, undo
from sankofa.intake.views import coming_in as views

app_name = "intake"
urlpatterns = [
    path("", views.files_list, name="files"),
    path("send/", views.send, name="send"),
    path("<uuid:file_id>/columns/", views.columns, name="columns"),
    path("<uuid:file_id>/check/", views.check, name="check"),
    path("<uuid:file_id>/rows/", views.rows, name="rows"),
    path("<uuid:file_id>/apply/", views.apply, name="apply"),
    path("<uuid:file_id>/progress/", views.progress, name="progress"),
    path("<uuid:file_id>/receipt/", views.receipt, name="receipt"),
    path("<uuid:file_id>/goes-back/", views.download_goes_back, name="goes_back"),
    path("<uuid:file_id>/brake/", brake.brake, name="brake"),
    path("<uuid:file_id>/take-back/", undo.undo, name="undo"),
    path("<uuid:file_id>/taking-back/", undo.undoing, name="undoing"),
    path("<uuid:file_id>/taken-back/", undo.undone, name="undone"),
]
