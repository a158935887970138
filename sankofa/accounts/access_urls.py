"""Addresses of pages about reach: opening with a reason, why, looking as somebody else."""

from django.urls import path

from sankofa.accounts.views import access

urlpatterns = [
    path("open/", access.open_file, name="open"),
    path("open/<uuid:opening_id>/close/", access.close_file, name="close_file"),
    path("open/digest/", access.digest, name="digest"),
    path("open/digest/<uuid:opening_id>/", access.review, name="review_opening"),
    path("why/", access.explain, name="explain"),
    path("as/", access.watch, name="watch"),
    path("as/end/", access.watch_end, name="watch_end"),
    path("as/<uuid:user_id>/", access.watch_begin, name="watch_begin"),
]
