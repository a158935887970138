"""The application as a web server loads it."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sankofa.project.settings")
application = get_wsgi_application()

# What was imported stays for good.  Looking through all of it for garbage held up one answer in a hundred for a tenth
# of a second and more; the first visitor does not wait for the imports either.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
# A page makes some ten thousand things and forgets them at once; looked through every seven hundred, one page in seven
# was held up by a look through all of them.
gc.set_threshold(10_000, 20, 50)
