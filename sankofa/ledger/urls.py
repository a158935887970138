"""Addresses of the books."""

from django.urls import path

from sankofa.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.books, name="books"),
    path("open/", views.open_book, name="open_book"),
    path("<uuid:book_id>/", views.book, name="book"),
    path("<uuid:book_id>/open-account/", views.open_account, name="open_account"),
    path("<uuid:book_id>/post/", views.post, name="post"),
    path("<uuid:book_id>/close/", views.close, name="close"),
    path("accounts/<uuid:account_id>/", views.account, name="account"),
    path("accounts/<uuid:account_id>/csv/", views.download_statement, name="statement_csv"),
    path("movements/<uuid:movement_id>/", views.movement, name="movement"),
]
