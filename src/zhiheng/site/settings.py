"""Django settings: one machine by default, a province by environment. See docs/operate.md for every variable."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from zhiheng.law.citations import remembered_texts
from zhiheng.ledger.core import data_keys, standing
from zhiheng.operation.core import logs
from zhiheng.registry.core.password_rules import PASSWORD_RULES
from zhiheng.schema.errors import UnusableInputError
from zhiheng.site import database
from zhiheng.web import elsewhere, outside

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


def _former_secrets() -> list[str]:
    """Keys that were put aside as `secret.key.<anything>`: what they signed still holds, nothing new is signed with them."""
    try:
        return [place.read_text() for place in sorted(HOME.glob("secret.key.*"))]
    except OSError:
        return []


def one_of(environment: Mapping[str, str], name: str, known: tuple[str, ...], usual: str) -> str:
    """A setting that is one of some words, or the usual one; another word is refused before anything is served."""
    given = environment.get(name) or usual
    if given not in {*known, usual}:
        raise UnusableInputError(name, given, "没有这个取值", f"可用的值：{'、'.join(known)}")
    return given


def readable_file(environment: Mapping[str, str], name: str) -> str:
    """The file a setting names, empty where it names none; one that cannot be read is refused before anything is served."""
    given = environment.get(name, "")
    if given and not os.access(given, os.R_OK):
        raise UnusableInputError(name, given, "没有这个文件，或不能读取", "请核对路径和权限；不用名单的，不要设这个变量")
    return given


READ_ONLY = os.environ.get("ZHIHENG_READ_ONLY") == "1"
"""Set by commands that only look: nothing is made or changed in the database."""
LAW_TEXTS = law_texts(os.environ, HOME)
LAW_IS_PUBLIC = os.environ.get("ZHIHENG_LAW_PUBLIC") == "1"
SECRET_KEY = _secret()
SECRET_KEY_FALLBACKS = _former_secrets()
DATA_KEY = os.environ.get("ZHIHENG_DATA_KEY", "")
"""File of the keys under which data lie enciphered, outside the home; empty: they lie as they are."""
DATA_CLEAR = os.environ.get("ZHIHENG_DATA_CLEAR") or str(data_keys.memory_place(HOME))
"""Folder in memory for readable copies of what lies enciphered."""
DEBUG = os.environ.get("ZHIHENG_DEBUG") == "1"
DEMONSTRATION = standing.of_home(HOME)
"""The clock of a demonstration, None in a real installation; `zhiheng.ledger` sets it when it starts."""
OUTSIDE = outside.read(os.environ)
ELSEWHERE = elsewhere.read(os.environ, behind_proxy=OUTSIDE.encrypted)
ALLOWED_HOSTS = list(OUTSIDE.hosts)
CSRF_TRUSTED_ORIGINS = list(OUTSIDE.origins)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = OUTSIDE.encrypted
COOKIE_PREFIX = "__Host-" if OUTSIDE.encrypted else ""
"""Browsers take a cookie so named from this very host and by TLS alone."""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = (
    f"{COOKIE_PREFIX}{name}" for name in ("sessionid", "csrftoken", "django_language")
)
SECURE_HSTS_SECONDS = outside.YEAR_SECONDS if OUTSIDE.encrypted else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = OUTSIDE.encrypted
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
    "csp",
    "zhiheng.ledger",
    "zhiheng.registry",
    "zhiheng.records",
    "zhiheng.subjects",
    "zhiheng.dossier",
    "zhiheng.models",
    "zhiheng.procedure",
    "zhiheng.register",
    "zhiheng.tracking",
    "zhiheng.work",
    "zhiheng.exchange",
    "zhiheng.oversight",
    "zhiheng.operation",
    "zhiheng.portal",
    "zhiheng.notices",
    "zhiheng.web",
]

MIDDLEWARE = [
    "zhiheng.web.measuring.measured",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhiheng.web.packing.PackedPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zhiheng.web.language.chosen_language",
    "zhiheng.web.odd.readable",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhiheng.web.accounts.watch.watched",
    "zhiheng.web.gate.gated",
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = PASSWORD_RULES
WEAK_PASSWORDS = readable_file(os.environ, "ZHIHENG_WEAK_PASSWORDS")
"""A file of known passwords, one a line, that nobody may take."""
PASSWORD_DAYS = int(os.environ.get("ZHIHENG_PASSWORD_DAYS") or 180)
"""After so many days a password must be changed at sign-in; 0: never."""

# Second factor: required (of administrators and chiefs), everyone, or offered. Where nothing is said a demonstration offers it, all others
# require it; that is asked at sign-in, as the command that makes a demonstration goes on to serve it.
SECOND_FACTOR = one_of(os.environ, "ZHIHENG_SECOND_FACTOR", ("required", "everyone", "offered"), "")
SIGN_IN_ADDRESS_FREE = int(os.environ.get("ZHIHENG_SIGN_IN_ADDRESS_FAILURES") or 20)
SIGN_IN_ALL_FREE = int(os.environ.get("ZHIHENG_SIGN_IN_ALL_FAILURES") or 300)
IDLE_SECONDS = 60 * int(os.environ.get("ZHIHENG_IDLE_MINUTES") or 30)

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

FORM_RENDERER = "zhiheng.web.fields.drawn.Renderer"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_AGE, LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = 365 * 86400, True, "Lax"
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

SLOW_COUNTS_KEPT = True
"""Counts that take long are kept for a minute (`zhiheng.web.counting`)."""

INDICATORS_KEPT = 3600
"""Seconds for which the list of indicators is answered as counted before though records have changed since (the page says so)."""

SESSION_ENGINE = "zhiheng.registry.sessions"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
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
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "frame-ancestors": ["'self'"],
        "form-action": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
"""Of what is written through the framework's storages too: the home is the program's own account's."""

LOGGING = logs.configuration(os.environ.get("ZHIHENG_LOG", ""))
METRICS_TOKEN = os.environ.get("ZHIHENG_METRICS_TOKEN", "")
"""Whoever bears it may read /metrics from another machine; without it only this machine may."""

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

# Exchange with other installations: inside addresses (host:port or networks) that may be called, and how large a message may be.
PEERS_ALLOWED = [part.strip() for part in os.environ.get("ZHIHENG_PEERS_ALLOWED", "").split(",") if part.strip()]
MESSAGE_MOST_MB = int(os.environ.get("ZHIHENG_MESSAGE_MOST_MB", "64"))

# Positions: how long they are kept before only a summary of each day stays, and the operator's boundaries of divisions (GeoJSON).
TRACKING_MONTHS = int(os.environ.get("ZHIHENG_TRACKING_MONTHS", "3"))
TRACKING_BOUNDARIES = os.environ.get("ZHIHENG_TRACKING_BOUNDARIES", "")
# What compares pictures of check-ins for the officer: `package.module.Class` of a provider; empty: an officer alone.
TRACKING_VERIFIER = os.environ.get("ZHIHENG_TRACKING_VERIFIER", "")

# Notices by e-mail: the operator's mail server; without a host none goes out. Domains: where mail may go, empty: anywhere.
EMAIL_HOST = os.environ.get("ZHIHENG_MAIL_HOST", "")
MAIL_READY = bool(EMAIL_HOST)
EMAIL_PORT = int(os.environ.get("ZHIHENG_MAIL_PORT") or 25)
EMAIL_HOST_USER = os.environ.get("ZHIHENG_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ZHIHENG_MAIL_PASSWORD", "")
MAIL_SECURITY = one_of(os.environ, "ZHIHENG_MAIL_SECURITY", ("starttls", "tls", "none"), "starttls")
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SECURITY == "starttls", MAIL_SECURITY == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("ZHIHENG_MAIL_FROM") or EMAIL_HOST_USER or "zhiheng@localhost"
MAIL_DOMAINS = [part.strip() for part in os.environ.get("ZHIHENG_MAIL_DOMAINS", "").split(",") if part.strip()]
