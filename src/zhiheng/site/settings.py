"""Django settings: one machine by default, a province by environment. See docs/operate.md for every variable."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from zhiheng.law.citations import remembered_texts
from zhiheng.ledger.core import standing
from zhiheng.site import database
from zhiheng.web import outside

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("ZHIHENG_HOME", "var")).resolve()
LIBRARY = HOME / "library"
FILES = HOME / "files"
PACKS = Path(os.environ.get("ZHIHENG_PACKS") or (PACKAGE / "_packs" if (PACKAGE / "_packs").is_dir() else PACKAGE.parent.parent / "packs"))


def _secret() -> str:
    """The signing key: from the environment, else made once and kept beside the embedded database."""
    given = os.environ.get("ZHIHENG_SECRET_KEY")
    if given:
        return given
    kept = HOME / "secret.key"
    try:
        return kept.read_text()
    except OSError:
        made = secrets.token_urlsafe(48)
    try:
        HOME.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as key:
            key.write(made)
    except OSError:
        return made
    return made


def law_texts(environment: Mapping[str, str], home: Path) -> str:
    """The folder of statute texts: from the environment, else the one remembered by `zhiheng law texts`; empty where none."""
    return environment.get("ZHIHENG_LAW_TEXTS") or str(remembered_texts(home) or "")


READ_ONLY = os.environ.get("ZHIHENG_READ_ONLY") == "1"
"""Set by commands that only look: nothing is made or changed in the database."""
LAW_TEXTS = law_texts(os.environ, HOME)
LAW_IS_PUBLIC = os.environ.get("ZHIHENG_LAW_PUBLIC") == "1"
SECRET_KEY = _secret()
DEBUG = os.environ.get("ZHIHENG_DEBUG") == "1"
DEMONSTRATION = standing.of_home(HOME)
"""The clock of a demonstration, None in a real installation; `zhiheng.ledger` sets it when it starts."""
OUTSIDE = outside.read(os.environ)
ALLOWED_HOSTS = list(OUTSIDE.hosts)
CSRF_TRUSTED_ORIGINS = list(OUTSIDE.origins)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = OUTSIDE.encrypted
SECURE_HSTS_SECONDS = outside.YEAR_SECONDS if OUTSIDE.encrypted else 0
DATABASES = {"default": database.read(os.environ, HOME, read_only=READ_ONLY)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "registry.Officer"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "axes",
    "csp",
    "zhiheng.ledger",
    "zhiheng.registry",
    "zhiheng.records",
    "zhiheng.subjects",
    "zhiheng.dossier",
    "zhiheng.models",
    "zhiheng.procedure",
    "zhiheng.register",
    "zhiheng.work",
    "zhiheng.exchange",
    "zhiheng.oversight",
    "zhiheng.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zhiheng.web.language.chosen_language",
    "zhiheng.web.odd.readable",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "zhiheng.web.faults.locked_out"
AXES_ENABLE_ADMIN = False
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Matches of persons: probability from which one is suggested (建议认定), and from which it is listed at all (需要核实). Neither decides.
PERSON_MATCH_JOIN = float(os.environ.get("ZHIHENG_MATCH_JOIN") or 0.99)
PERSON_MATCH_SPLIT = float(os.environ.get("ZHIHENG_MATCH_SPLIT") or 0.5)

# The largest scan a dossier takes in.
DOSSIER_MOST_BYTES = int(os.environ.get("ZHIHENG_DOSSIER_MOST_MB") or 500) * 1024 * 1024

ROOT_URLCONF = "zhiheng.site.urls"
WSGI_APPLICATION = "zhiheng.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhiheng.web.menu.menu",
                "zhiheng.web.desk.notices.bell",
                "zhiheng.web.desk.own_views.own_views",
                "zhiheng.web.demonstration.demonstration_day",
            ]
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "zhiheng.site.static_files.NamedByContent"},
}
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "script-src": ["'self'"],
        "frame-ancestors": ["'self'"],
        "form-action": ["'self'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"axes": {"level": "ERROR"}},
}

# Files that come over a page or the API: how large one may be, and how much its reading may need in its own process.
INTAKE_MOST_MB = int(os.environ.get("ZHIHENG_INTAKE_MOST_MB", "200"))
INTAKE_MEMORY_MB = int(os.environ.get("ZHIHENG_INTAKE_MEMORY_MB", "2048"))
INTAKE_SECONDS = int(os.environ.get("ZHIHENG_INTAKE_SECONDS", "300"))
PACKAGE_MOST_MB = int(os.environ.get("ZHIHENG_PACKAGE_MOST_MB", "2048"))
"""Megabytes of the largest exchange package that is taken in."""

# The trace: the key that signs (best outside the home), its name to outsiders, public keys pinned outside, how often it signs.
LEDGER_KEY = os.environ.get("ZHIHENG_LEDGER_KEY", "")
LEDGER_NAME = os.environ.get("ZHIHENG_LEDGER_NAME", "")
LEDGER_PINNED = os.environ.get("ZHIHENG_LEDGER_PINNED", "")
LEDGER_CHECKPOINT_SECONDS = int(os.environ.get("ZHIHENG_LEDGER_CHECKPOINT_SECONDS", "86400"))
