"""The WSGI application for granian or any other server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.site.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - read only once Django is set up

if settings.OUTSIDE.proxies:
    from granian.utils.proxies import wrap_wsgi_with_proxy_headers

    application = wrap_wsgi_with_proxy_headers(application, list(settings.OUTSIDE.proxies))
