"""One settings file: facts of the deployment come from the environment (imuse/env.py), facts of a
school from its Site. docs/operations.md lists the variables."""

from django.core.exceptions import ImproperlyConfigured

from imuse.env import (
    ROOT,
    antivirus_url,
    data_folder,
    database,
    documents_store,
    env,
    is_demonstration,
    log_level,
    office_path,
    public_url,
    secret_key,
    texting,
)
from imuse.logs import chosen_format

DATA = data_folder()
SITE_ADDRESS = public_url()
PUBLIC_URL = SITE_ADDRESS.url
# The demonstration's passwords are public and its staff need no second factor.
DEMONSTRATION = is_demonstration(default=SITE_ADDRESS.local)

DEBUG = False
SECRET_KEY = secret_key(DATA)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = SITE_ADDRESS.hosts
TRUSTED_PROXIES = env.list("FORWARDED_ALLOW_IPS", default=["127.0.0.1", "::1"])  # gunicorn's word

# Where the staff work, and where the entrance page's other two doors lead; a door without address is not shown.
OFFICE_PATH = office_path()
TEACHERS_URL = env.str("TEACHERS_URL", default="/demonstration/enseignants" if DEMONSTRATION else "")
PREREGISTRATION_URL = env.str(
    "PREREGISTRATION_URL", default="/demonstration/pre-inscription" if DEMONSTRATION else ""
)

# The Treasury's payment page and web service. Only the demonstration and trials have another (imuse/checks.py).
PAYFIP_REAL_URL = "https://www.payfip.gouv.fr"
PAYFIP_URL = env.str("PAYFIP_URL", default=PAYFIP_REAL_URL).rstrip("/")

INSTALLED_APPS = [
    "imuse.apps.Imuse",
    # These and the tasks before accounts, which takes their admin pages away.
    "django.contrib.auth",
    "django_tasks",
    "django_tasks_db",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "accounts.apps.Accounts",
    "accounts.apps.Office",
    "families.apps.Families",
    "students.apps.Students",
    "billing.apps.Billing",
    "documents.apps.Documents",
    "reenrolment.apps.Reenrolment",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "imuse.middleware.Headers",  # first, so that nothing leaves without them
    "imuse.middleware.Health",
    "imuse.middleware.Gzip",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "imuse.middleware.Language",
    "imuse.middleware.Refusals",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "accounts.too_late.KeptForms",  # before the check that refuses what an ended session wrote
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "imuse.middleware.OnBehalf",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.sessions.Limits",
    "accounts.seeing_as.AsFamily",
    "accounts.doors.TwoDoors",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.sent_once.SentOnce",  # last: around the view alone
]

ROOT_URLCONF = "imuse.urls"
WSGI_APPLICATION = "imuse.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "imuse.context.portal",
                "accounts.context.installation",
            ],
            "builtins": [
                f"imuse.templatetags.{name}"
                for name in ("portal", "navigation", "forms", "lists", "times", "money", "form_stamps")
            ],
        },
    }
]

DATABASES = {"default": database(DATA)}
# The queue: a task carries the number of a row of ours, which knows whether there is still something to do.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.FamilyBackend", "accounts.backends.StaffBackend"]
LOGIN_URL = "sign_in"
PASSWORD_HASHERS = ["accounts.hashers.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.RuleValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("identifier", "first_name", "last_name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
# Mail: a mail server, or one .eml file each in the data folder. The web part never waits for it.
EMAIL_FILE_PATH = str(DATA / "outbox")
EMAIL_BACKEND = "imuse.outbox.EmailBackend"
if env.str("EMAIL_URL", default=""):
    vars().update(env.email("EMAIL_URL"))
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"extranet@{SITE_ADDRESS.hosts[0]}")
# Text messages: a gateway, or a file each in the data folder; without one, mails go instead.
SMS = texting(DATA, demonstration=DEMONSTRATION)

OTP_TOTP_ISSUER = "imuse"

# Cookies: with https their names are bound to this host; over loopback http a browser would refuse them.
_PREFIX = "__Host-" if SITE_ADDRESS.https else ""
SESSION_COOKIE_NAME = f"{_PREFIX}session"
SESSION_COOKIE_SECURE = SITE_ADDRESS.https
SESSION_COOKIE_AGE = 12 * 3600  # the absolute limit; accounts.sessions keeps the others
CSRF_COOKIE_NAME = f"{_PREFIX}csrf"
CSRF_COOKIE_SECURE = SITE_ADDRESS.https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "accounts.too_late.csrf_failure"
LANGUAGE_COOKIE_NAME = f"{_PREFIX}language"
LANGUAGE_COOKIE_SECURE = SITE_ADDRESS.https
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
SITE_COOKIE_NAME = f"{_PREFIX}site"
DISPLAY_COOKIE_NAME = f"{_PREFIX}display"
# A message must outlive the session that its sign-out ends.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

SECURE_SSL_REDIRECT = SITE_ADDRESS.https
SECURE_HSTS_SECONDS = 63_072_000 if SITE_ADDRESS.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SITE_ADDRESS.https
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# What a request may weigh. A file has a limit of its own where it is taken.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000  # a choir on one page: eight for each of its singers
DATA_UPLOAD_MAX_NUMBER_FILES = 10
REQUEST_MAX_BYTES = 20 * 1024 * 1024
CLAMAV_URL = antivirus_url()

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Europe/Paris"

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "build" / "static"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": documents_store(DATA),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False

LOG_FORMAT = chosen_format()
if LOG_FORMAT not in {"json", "plain"}:
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT!r}: it must be json or plain.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "imuse.logs.Json"}, "plain": {"()": "imuse.logs.Plain"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "level": log_level()}},
    "root": {"handlers": ["stderr"], "level": log_level()},
    "loggers": {
        # Django's own would mail tracebacks, personal data included, to administrators.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # gunicorn's own would tell addresses of clients and of pages; its first process keeps it.
        "gunicorn.error": {"handlers": [], "propagate": True},
        # A line for each step of each PDF.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        # It would tell addresses, and with a gateway's a number stands in them.
        "httpx": {"level": "WARNING"},
    },
}
