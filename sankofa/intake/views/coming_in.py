"""Pages of files coming in: the list, sending, columns, the check, the rows, letting in, the receipt, what goes back.

Long work is done a few seconds at a time: htmx asks for the next piece by itself, without script a button does.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import wraps
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from sankofa.accounts import openings
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.intake import actions, files, goes_back, queries, rows_shown, sentences
from sankofa.intake.contents import Contents, Work, at_work, opened
from sankofa.intake.forms import ColumnsForm, SendForm
from sankofa.intake.importers import importers_for
from sankofa.intake.permissions import SEND
from sankofa.intake.rules.brake import Brake
