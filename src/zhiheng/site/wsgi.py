"""The WSGI application for granian or any other server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.site.settings")
served = get_wsgi_application()

from django.conf import settings  # noqa: E402 - read only once Django is set up

from zhiheng.web.outside import passed_on  # noqa: E402

application = passed_on(served, settings.OUTSIDE)
