"""Addresses of files coming in."""

from django.urls import path

from sankofa.intake import views

app_name = "intake"
urlpatterns = [
    path("files/", views.files_list, name="files"),
    path("files/send/", views.send, name="send"),
    path("files/<uuid:file_id>/columns/", views.columns, name="columns"),
    path("files/<uuid:file_id>/check/", views.check, name="check"),
    path("files/<uuid:file_id>/rows/", views.rows, name="rows"),
    path("files/<uuid:file_id>/apply/", views.apply, name="apply"),
    path("files/<uuid:file_id>/progress/", views.progress, name="progress"),
    path("files/<uuid:file_id>/receipt/", views.receipt, name="receipt"),
    path("files/<uuid:file_id>/goes-back/", views.download_goes_back, name="goes_back"),
]
