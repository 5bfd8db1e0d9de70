"""The site: apps, middleware, database, templates, static files, mail."""

from django.core.exceptions import ImproperlyConfigured

from agency.settings.env import BASE_DIR, env

DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
UNSAFE_KEY = "only-for-this-machine-set-SECRET_KEY-in-production"
SECRET_KEY = env.str("SECRET_KEY", UNSAFE_KEY)
if SECRET_KEY == UNSAFE_KEY and SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL is https, so this is not a try-out: set SECRET_KEY to a long random text.")
# Secrets in the database are sealed with the first of these; the others still open what they sealed.
SEALING_KEYS = env.list("SEALING_KEYS", default=[])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_filters",
    "django_tables2",
    "djmoney",
    "pgtrigger",
    "pghistory",
    "lib",
    "outbox",
    "accounts",
    "clients",
    "talent",
    "exclusivity",
    "campaigns",
    "sales",
    "stats",
    "portals",
    "agency",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.ReaderMiddleware",
    "portals.doors.DoorMiddleware",
]

ROOT_URLCONF = "agency.urls"
WSGI_APPLICATION = "agency.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portals.context.office",
            ],
            "builtins": ["portals.templatetags.parts"],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/jimusho")}
DATABASES["default"].update(
    ATOMIC_REQUESTS=False,
    CONN_MAX_AGE=0,
    CONN_HEALTH_CHECKS=True,
    TEST={"NAME": env.str("TEST_DATABASE", "test_jimusho"), "TEMPLATE": env.str("TEST_TEMPLATE", "") or None},
)
# Limits of RELIABILITY.md 2.2: a lock or a forgotten transaction never holds a page for long.
_server_settings = (
    "-c statement_timeout=15s -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s -c deadlock_timeout=200ms"
)
DATABASES["default"].setdefault("OPTIONS", {})
_limits = env.bool("DATABASE_LIMITS", True)
if env.bool("DATABASE_PREPARE", _limits):  # the questions of `lib.asked` the second time; nothing else is prepared
    DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 1
    _server_settings += " -c plan_cache_mode=force_generic_plan"  # they go by key: no value wants another plan
if _limits:
    DATABASES["default"]["OPTIONS"]["options"] = _server_settings
if env.bool("DATABASE_POOL", False):  # the web processes; workers and tests open their own connections
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 2, "max_size": 6, "timeout": 5}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Django tells errors to the console only while debugging, and else by mail to nobody.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "lib.told_lines.KeysShortened"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        # Workers have a handler at the root as well: what went on to it would be told twice.
        "django": {"handlers": ["stderr"], "level": "WARNING" if DEBUG else "ERROR", "propagate": False},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # anybody can send a wrong host, as often as they like
    },
}

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = env.bool("WHITENOISE_USE_FINDERS", True)
WHITENOISE_AUTOREFRESH = env.bool("WHITENOISE_AUTOREFRESH", DEBUG)
MEDIA_ROOT = env.path("MEDIA_ROOT", str(BASE_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": env.str("STATICFILES_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage")},
}

FORM_RENDERER = "portals.renderer.FormRenderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "parts/table.html"
CURRENCIES = ("JPY", "EUR", "USD", "GBP", "KRW", "TWD", "BRL", "INR", "ZAR", "GHS", "AUD", "CAD", "CHF")
DEFAULT_CURRENCY = "JPY"

# The demo office posts to nobody: its messages are read on Office → Letters.
_mail = env.email_url("EMAIL_URL", "dummymail://" if DEMO else "consolemail://")
MAILERS: dict[str, dict[str, object]] = {"default": {"BACKEND": _mail["EMAIL_BACKEND"]}}
if _mail["EMAIL_HOST"]:
    MAILERS["default"]["OPTIONS"] = {
        "host": _mail["EMAIL_HOST"],
        "port": _mail["EMAIL_PORT"] or 25,
        "username": _mail["EMAIL_HOST_USER"] or "",
        "password": _mail["EMAIL_HOST_PASSWORD"] or "",
        "use_tls": bool(_mail.get("EMAIL_USE_TLS")),
        "use_ssl": bool(_mail.get("EMAIL_USE_SSL")),
        "timeout": 10,
    }
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "office@jimusho.example")

# Where each platform answers, in which version, and the office's keys. Keys entered on the page go before these.
PLATFORM_BASE_URLS = {
    "youtube": env.str("PLATFORM_URL_YOUTUBE", "https://www.googleapis.com/youtube/v3").rstrip("/"),
    "instagram": env.str("PLATFORM_URL_INSTAGRAM", "https://graph.facebook.com/v26.0").rstrip("/"),
    "x": env.str("PLATFORM_URL_X", "https://api.x.com").rstrip("/"),
    "facebook": env.str("PLATFORM_URL_FACEBOOK", "https://graph.facebook.com/v26.0").rstrip("/"),
    "twitch": env.str("PLATFORM_URL_TWITCH", "https://api.twitch.tv/helix").rstrip("/"),
}
PLATFORM_KEYS = {
    "youtube": {"key": env.str("YOUTUBE_API_KEY", "")},
    "instagram": {"user_id": env.str("INSTAGRAM_USER_ID", ""), "token": env.str("INSTAGRAM_TOKEN", "")},
    "x": {"token": env.str("X_BEARER_TOKEN", "")},
    "facebook": {"token": env.str("FACEBOOK_PAGE_TOKEN", "")},
    "twitch": {"client_id": env.str("TWITCH_CLIENT_ID", ""), "client_secret": env.str("TWITCH_CLIENT_SECRET", "")},
}
# What goes to a connector beside its keys: spellings and addresses that a platform may change.
_FEEDS = {"private_hosts": env.bool("FEEDS_FROM_PRIVATE_HOSTS", False)}  # for a stand-in on this machine
PLATFORM_OPTIONS = {
    "podcast": _FEEDS,
    "blog": _FEEDS,
    "x": {"post_fields": env.str("X_POST_FIELDS_PARAM", "tweet.fields")},
    "twitch": {"token_url": env.str("PLATFORM_TOKEN_URL_TWITCH", "https://id.twitch.tv/oauth2/token")},
}
# What a key may ask in a day: YouTube's own limit; calls to Instagram (200 an hour for each user of the app); accounts
# that X charges for, at about a cent each.
PLATFORM_DAILY_UNITS = {
    "youtube": env.int("YOUTUBE_DAILY_UNITS", 10_000),
    "instagram": env.int("INSTAGRAM_DAILY_UNITS", 4_800),
    "x": env.int("X_DAILY_UNITS", 1_000),
    "facebook": env.int("FACEBOOK_DAILY_UNITS", 4_800),
    "twitch": env.int("TWITCH_DAILY_UNITS", 200_000),
    "podcast": 100_000,
    "blog": 100_000,
}
# Google's extra terms for figures that are computed from theirs: without them, YouTube's counts are shown as they are.
YOUTUBE_DERIVED_METRICS_ACCEPTED = env.bool("YOUTUBE_DERIVED_METRICS_ACCEPTED", False)
PLATFORM_TIMEOUT = env.float("PLATFORM_TIMEOUT", 10.0)  # seconds for one answer
PLATFORM_JOB_SECONDS = env.float("PLATFORM_JOB_SECONDS", 80.0)  # that one job asks; what is left stays due
PLATFORM_PAUSE = env.float("PLATFORM_PAUSE", 1.0)  # seconds before a passing fault is asked again

SENTRY_DSN = env.str("SENTRY_DSN", "")
if SENTRY_DSN:
    import sentry_sdk

    from lib.told_lines import reported

    # Neither what somebody sent nor the values in the lines that broke: there are tokens and people's words among them.
    sentry_sdk.init(
        dsn=SENTRY_DSN, send_default_pii=False, include_local_variables=False, max_request_body_size="never",
        before_send=reported,
    )  # fmt: skip
