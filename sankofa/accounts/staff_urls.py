"""Addresses of the staff: people, roles, covers, offices, reviews, and the welcome of the invited."""

from django.urls import path

from sankofa.accounts.views import account, covers, offices, reviews, staff, welcome

urlpatterns = [
    path("staff/", staff.people, name="staff"),
    path("staff/invite/", staff.invite, name="invite"),
    path("staff/people/<uuid:user_id>/", staff.person, name="member"),
    path("staff/people/<uuid:user_id>/role/", staff.give_role, name="give_role"),
    path("staff/people/<uuid:user_id>/cover/", covers.arrange, name="arrange_cover"),
    path("staff/people/<uuid:user_id>/second-step/", account.clear_second_step, name="clear_second_step"),
    path("staff/people/<uuid:user_id>/leave/", staff.leave, name="leave"),
    path("staff/people/<uuid:user_id>/invitation/", staff.send_again, name="send_again"),
    path("staff/people/<uuid:user_id>/invitation/withdraw/", staff.withdraw, name="withdraw_invitation"),
    path("staff/held/<uuid:assignment_id>/end/", staff.end_role, name="end_role"),
    path("staff/roles/", staff.roles, name="roles"),
    path("staff/offices/", offices.offices, name="offices"),
    path("staff/offices/<uuid:office_id>/", offices.office, name="office"),
    path("staff/offices/<uuid:office_id>/close/", offices.close, name="close_office"),
    path("staff/organisations/add/", offices.found, name="found_partner"),
    path("staff/organisations/<uuid:organisation_id>/", offices.organisation, name="organisation"),
    path("staff/organisations/<uuid:organisation_id>/office/", offices.add, name="add_office"),
    path("staff/reviews/", reviews.reviews, name="reviews"),
    path("staff/reviews/<uuid:review_id>/", reviews.review, name="review"),
    path("staff/reviews/begin/<uuid:organisation_id>/", reviews.begin, name="begin_review"),
    path("staff/reviews/lines/<uuid:line_id>/", reviews.answer, name="answer_line"),
    path("account/cover/", covers.own, name="own_cover"),
    path("account/cover/<uuid:cover_id>/end/", covers.end, name="end_cover"),
    path("welcome/", welcome.ask, name="welcome_code"),
    path("welcome/<str:code>/", welcome.welcome, name="welcome"),
]
