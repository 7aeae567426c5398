"""Settings of the site. Every variable is described in `.env.example`."""

from importlib.util import find_spec
from urllib.parse import urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF

from realtime_site.dotenv import BASE_DIR
from realtime_site.environment import is_strong, read, require

# Lets Django's generic classes be named with their model, as in `ModelAdmin[Persona]`.
django_stubs_ext.monkeypatch()

DEBUG = read("DEBUG", "bool", False)
SECRET_KEY = read("SECRET_KEY")
ALLOWED_HOSTS = read("ALLOWED_HOSTS", "list", ["localhost", "127.0.0.1"] if DEBUG else [])
require(SECRET_KEY, "SECRET_KEY is not set (`make .env` writes one)")
require(DEBUG or is_strong(SECRET_KEY), "SECRET_KEY is weak (50 random characters are needed)")
# What was signed or sealed with an earlier key stays good for as long as that key stands here.
SECRET_KEY_FALLBACKS = read("SECRET_KEY_FALLBACKS", "list", [])
require(ALLOWED_HOSTS, "ALLOWED_HOSTS is not set (the names that this site answers to)")

# --- The Realtime API -----------------------------------------------------------------------
OPENAI_API_KEY = read("OPENAI_API_KEY")
# Without a key everything goes to a local peer, and the pages say so.
REALTIME_IS_LOCAL = not OPENAI_API_KEY
REALTIME_API_KEY = OPENAI_API_KEY or read("LOCALPEER_API_KEY", default="local-peer")
REALTIME_BASE_URL = read(
    "REALTIME_BASE_URL",
    default="http://127.0.0.1:8765/v1" if REALTIME_IS_LOCAL else "https://api.openai.com/v1",
).rstrip("/")
_realtime = urlsplit(REALTIME_BASE_URL)
require(
    _realtime.scheme in ("http", "https") and _realtime.netloc,
    "REALTIME_BASE_URL is not an address that begins with https:// or http://",
)
_socket_scheme = "wss" if _realtime.scheme == "https" else "ws"
REALTIME_SOCKET_URL = f"{_socket_scheme}://{_realtime.netloc}{_realtime.path}/realtime"
REALTIME_SIGNALLING = read("REALTIME_SIGNALLING", default="client")
require(REALTIME_SIGNALLING in ("client", "server"), "REALTIME_SIGNALLING is not client or server")
TRANSCRIPTION_MODEL = read("TRANSCRIPTION_MODEL", default="gpt-transcribe")
REPLAY_TOKENS = read("REPLAY_TOKENS", "int", 8_000)
require(REPLAY_TOKENS >= 100, "REPLAY_TOKENS is less than 100")
# Samples are kept by the model's name, so the local voices are not taken for the provider's.
SAMPLE_MODEL = read(
    "SAMPLE_MODEL", default="local" if REALTIME_IS_LOCAL else "gpt-realtime-2.1-mini"
)

# --- Django -----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "allauth",
    "allauth.account",
    "simple_history",
    "voicechat",
]

MIDDLEWARE = [
    "voicechat.health.HealthMiddleware",
    "voicechat.exposition.MetricsMiddleware",
    "voicechat.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "voicechat.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "voicechat.middleware.AccountLocaleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "voicechat.middleware.DeletedConversationMiddleware",
]

ROOT_URLCONF = "realtime_site.urls"
WSGI_APPLICATION = "realtime_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "voicechat.context_processors.site",
            ],
        },
    },
]

# Forms take their templates from ours first.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Storage ----------------------------------------------------------------------------------
# Seconds that a request waits for the database. A write takes milliseconds, so whoever waits longer
# is told that the site is busy, in time: browsers give up on an answer after 20 seconds.
BUSY_TIMEOUT = 5
DATABASES = {"default": read("DATABASE_URL", "db_url", f"sqlite:///{BASE_DIR}/db.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Readers never wait for the writer (WAL); a writer waits its turn from its first statement
    # (IMMEDIATE), where upgrading a read transaction would fail at once. What is confirmed to a
    # browser, which forgets it then, is on the disk: not even a power cut undoes it (FULL).
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": BUSY_TIMEOUT,
        }
    )
else:
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", BUSY_TIMEOUT)
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
# To open SQLite's file, too, takes as long as several queries.
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
CACHES = {"default": read("CACHE_URL", "cache_url", "locmemcache://")}
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    # It answers within a millisecond or is down; what can go on without it must not wait for it.
    CACHES["default"].setdefault("OPTIONS", {}).update(
        {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Bytes of one request. Room for any one turn of a conversation, in whatever way it is written.
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
# A file is cut off where it is too large, and is kept on disk rather than in memory.
FILE_UPLOAD_HANDLERS = [
    "voicechat.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Logging ----------------------------------------------------------------------------------
# To standard error, for whatever runs the site to keep. Never a secret, never a spoken word.
LOG_FORMAT = read("LOG_FORMAT", default="line")
require(LOG_FORMAT in ("line", "json"), "LOG_FORMAT is not line or json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "voicechat.logs.LineFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
        "json": {"()": "voicechat.logs.JSONFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["stderr"], "level": read("LOG_LEVEL", default="INFO").upper()},
    "loggers": {  # and so to the root
        "django": {"handlers": []},
        "django.server": {"handlers": [], "propagate": True},
        # Each request is for those who collect logs, not for those who read them as they come.
        "voicechat.request_log": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
    },
}

# --- Watching ---------------------------------------------------------------------------------
METRICS_TOKEN = read("METRICS_TOKEN")  # without one there are no metrics to be had
SENTRY_DSN = read("SENTRY_DSN")
_sentry = urlsplit(SENTRY_DSN)
require(
    not SENTRY_DSN
    or (
        (_sentry.scheme in ("http", "https") and _sentry.hostname and _sentry.username)
        and _sentry.path.rpartition("/")[2].isdigit()
    ),
    "SENTRY_DSN is not an address with a key and the number of a project",
)
require(not SENTRY_DSN or find_spec("sentry_sdk"), "SENTRY_DSN needs the package sentry-sdk")

# --- Accounts ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "voicechat.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
MESSAGE_TAGS = {21: "undo"}  # voicechat.views.keeping.UNDO
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "call"
ACCOUNT_ADAPTER = "voicechat.sign_up.AccountAdapter"
ACCOUNT_FORMS = {"signup": "voicechat.sign_up.InvitedSignupForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = read("EMAIL_VERIFICATION", default="optional")
require(
    ACCOUNT_EMAIL_VERIFICATION in ("none", "optional", "mandatory"),
    "EMAIL_VERIFICATION is not one of none, optional, mandatory",
)
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_REDIRECT_URL = "call"
ACCOUNT_SESSION_REMEMBER = True
# Beside those that it comes with. A class opens its invitation, and joins, from one address.
ACCOUNT_RATE_LIMITS = {"import": "20/10m/user", "invitation": "120/m/ip", "signup": "60/m/ip"}
BEHIND_TLS_PROXY = read("BEHIND_TLS_PROXY", "bool", False)
# Behind a proxy of our own the address that it adds is the last one; without one there is none.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_TLS_PROXY else 0

vars().update(read("EMAIL_URL", "email_url", "consolemail://"))
DEFAULT_FROM_EMAIL = read("DEFAULT_FROM_EMAIL", default="voice@localhost")

# --- Words ------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
# Each by its own name.
LANGUAGES = [("en", "English"), ("ja", "日本語"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "voicechat" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = read("TIME_ZONE", default="UTC")

# --- Static files -----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = read("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "realtime_site.static_storage.StaticStorage"},
}
# The same hashed, compressed files everywhere, so that what is tried here is what is deployed.
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Security ---------------------------------------------------------------------------------
HTTPS_ONLY = read("HTTPS_ONLY", "bool", not DEBUG)
CSRF_TRUSTED_ORIGINS = read("CSRF_TRUSTED_ORIGINS", "list", [])
CSRF_FAILURE_VIEW = "voicechat.views.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS_ONLY
SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_HSTS_SECONDS = read("HSTS_SECONDS", "int", 30 * 24 * 3600) if HTTPS_ONLY else 0
if BEHIND_TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
# A self-hosted site often shares its domain with other sites, which are not ours to bind to
# https or to put on the browsers' preload list.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# Where the site sets calls up itself, pages have no business there.
_REALTIME_ORIGINS = (
    [f"{scheme}://{_realtime.netloc}" for scheme in (_realtime.scheme, _socket_scheme)]
    if REALTIME_SIGNALLING == "client"
    else []
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "connect-src": [SELF, *_REALTIME_ORIGINS],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
