"""Settings of the portal; the only place that reads the environment (see .env.example)."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from django.utils.csp import CSP

from config.installation import own_secret_key
from config.production import refuse_unsafe

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
ENV_FILE = Path(os.environ.get("ENV_FILE", BASE_DIR / ".env"))  # "ENV_FILE=" switches the file off
if ENV_FILE.is_file():
    environ.Env.read_env(ENV_FILE)

# What kind of installation this is -------------------------------------------------------------

DEVELOPMENT = env.bool("DEBUG", default=True)
PRODUCTION = env.bool("PRODUCTION", default=not DEVELOPMENT) or not DEVELOPMENT
# Django's own error pages are English and show addresses and source: only for those who ask for them.
DEBUG = DEVELOPMENT and env.bool("TRACEBACKS", default=False)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))
SECRET_KEY = env.str("SECRET_KEY", default="") or ("" if PRODUCTION else own_secret_key(DATA_DIR))
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
SITE_URL = env.str("SITE_URL", default="" if PRODUCTION else "http://127.0.0.1:8000")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost", "testserver"]
)
# nginx overwrites X-Forwarded-For and X-Forwarded-Proto; without a proxy nobody may set them.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=PRODUCTION)

# Applications ----------------------------------------------------------------------------------

INSTALLED_APPS = [
    # Our own first: their templates and commands win over those of the packages.
    "reports",
    "aid",
    "meetings",
    "programs",
    "core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "import_export",
    "django_filters",
    "django_tables2",
    "simple_history",
    "django_tasks_db",
]
MIDDLEWARE = [
    "core.middleware.RequestIdMiddleware",
    "core.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.PlainAddressMiddleware",
    "core.middleware.ReadOnlyGetMiddleware",
    "core.once.OneAtATimeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.SessionAgeMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "core.middleware.RequireOwnPasswordMiddleware",
    "core.middleware.RequireSecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
    "core.once.SameFormOnceMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "core.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
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
                "core.context.portal",
            ],
        },
    },
]
SILENCED_SYSTEM_CHECKS = [
    "security.W021",  # HSTS preload is for the owner of the parent domain to decide
]

# Database --------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATA_DIR.mkdir(mode=0o750, parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        " PRAGMA journal_size_limit=67108864;",
    }
else:
    DATABASES["default"] |= {
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **DATABASES["default"].get("OPTIONS", {}),
            "connect_timeout": 5,
            "options": f"-c statement_timeout={env.int('STATEMENT_TIMEOUT_MS', default=10_000)}"
            " -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000"
            # Compiling a figure query takes longer than running it (docs/performance.md).
            " -c jit=off",
        },
    }

# Counters of the sign-in and other short-lived values: one process keeps them in its memory, several share
# a table (made by a migration of core).
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}
    if PRODUCTION
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Long results of the worker (core/results.py).
    "results": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "results",
        "OPTIONS": {"MAX_ENTRIES": 400},
    },
    # Figures under the marks of the tables that they read (reports/figures/kept.py), in a process's memory,
    # so that reading a page writes nothing. What is out of date is never asked for again and falls out.
    "figures": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "figures",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 4000},
    },
}

# Background work -------------------------------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Sign-in ---------------------------------------------------------------------------------------

LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/"
REQUIRE_MFA = env.bool("REQUIRE_MFA", default=PRODUCTION)
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "core.passwords.ContextWordsValidator"},
]

ACCOUNT_ADAPTER = "core.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# Axes below locks one name from one address after 5 failures; this is the wider net behind it.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "100/h/ip,20/h/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Cổng đối ngoại"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts are made by the office; addresses are not verified by mail

AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_USERNAME_CALLABLE = "core.sign_in.throttled_name"
AXES_CLIENT_IP_CALLABLE = "core.sign_in.client_ip"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Sessions and cookies --------------------------------------------------------------------------

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 60  # idle; SessionAgeMiddleware moves it on while somebody works
SESSION_ABSOLUTE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = env.bool("SESSION_COOKIE_SECURE", default=PRODUCTION)
CSRF_COOKIE_SECURE = env.bool("CSRF_COOKIE_SECURE", default=PRODUCTION)
SESSION_COOKIE_NAME = "__Host-sessionid" if SESSION_COOKIE_SECURE else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if CSRF_COOKIE_SECURE else "csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Headers ---------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=PRODUCTION)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],  # the kit's style sheet embeds its check marks as data: pictures
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}

# Language, dates, numbers ----------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Ho_Chi_Minh")
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]
# import-export's widgets read these settings and not the format module above; a test holds both together.
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
DATETIME_INPUT_FORMATS = ["%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S"]
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
FIRST_DAY_OF_WEEK = 1
# Off on purpose: it would print the year as 2.026 and a record number as 1.234. Amounts are printed by
# core.money, counts by the template filters of core.
USE_THOUSAND_SEPARATOR = False

# Files -----------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"
MEDIA_URL = ""  # attachments have no address of their own; a view checks who asks
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "config.storage.StaticFiles"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# A table of a draft is sent with a field for each cell (MOST_CELLS of programs/forms/drafts.py).
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
# "clamd" asks the scanner at CLAMD_SOCKET and refuses the file if it does not answer; "off" marks files
# as not scanned.
SCANNER = env.str("SCANNER", default="clamd" if PRODUCTION else "off")
CLAMD_SOCKET = env.str("CLAMD_SOCKET", default="/run/clamav/clamd.ctl")

# Mail ------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="cong-doi-ngoai@localhost")
EMAIL_HOST_NAME = env.str("EMAIL_HOST", default="localhost" if PRODUCTION else "")
# The mail server as one address: smtp+tls://name:password@mail.example.vn:587. It wins over EMAIL_HOST.
EMAIL_URL = env.str("EMAIL_URL", default="")
# Notices go out by e-mail only where somebody has named a mail server.
NOTICES_BY_MAIL = bool(EMAIL_URL or env.str("EMAIL_HOST", default=""))
MAILERS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
}
if EMAIL_HOST_NAME:
    MAILERS["default"] = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": EMAIL_HOST_NAME,
            "port": env.int("EMAIL_PORT", default=25),
            "username": env.str("EMAIL_USER", default=""),
            "password": env.str("EMAIL_PASSWORD", default=""),
            "use_tls": env.bool("EMAIL_USE_TLS", default=False),
            "timeout": 10,
        },
    }
if EMAIL_URL:
    server = env.email_url_config(EMAIL_URL)
    MAILERS["default"] = {"BACKEND": server["EMAIL_BACKEND"]}
    if server["EMAIL_BACKEND"].endswith("smtp.EmailBackend"):
        MAILERS["default"]["OPTIONS"] = {
            "host": server["EMAIL_HOST"],
            "port": server["EMAIL_PORT"] or 25,
            "username": server["EMAIL_HOST_USER"] or "",
            "password": server["EMAIL_HOST_PASSWORD"] or "",
            "use_tls": server.get("EMAIL_USE_TLS", False),
            "use_ssl": server.get("EMAIL_USE_SSL", False),
            "timeout": 10,
        }

# History, tables, imports ----------------------------------------------------------------------

SIMPLE_HISTORY_REVERT_DISABLED = True  # a revert would bypass the actions and their rules
SIMPLE_HISTORY_EDIT = False
SIMPLE_HISTORY_FILEFIELD_TO_CHARFIELD = True
DJANGO_TABLES2_TEMPLATE = "django_tables2/bootstrap5.html"
IMPORT_EXPORT_USE_TRANSACTIONS = True
# A longer table is written by the worker, so that no request outlasts the web server's patience.
IMPORT_ROWS_AT_ONCE = env.int("IMPORT_ROWS_AT_ONCE", default=200)

# Log -------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "core.logging.JsonFormatter"},
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "filters": {"short_refusals": {"()": "core.logging.ShortRefusals"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "json" if PRODUCTION else "plain",
        },
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"filters": ["short_refusals"]},
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "axes": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}

if PRODUCTION:
    refuse_unsafe(globals())
