"""Django settings; machines differ only by environment (cms/environment.py)."""

from __future__ import annotations

from typing import Any

import dj_email_url

from cms.environment import Environment

ENVIRONMENT = Environment.from_process()

SECRET_KEY = ENVIRONMENT.find_secret_key()
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.base_url]

INSTALLED_APPS = [
    "cms",
    "api",
    "pages",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_countries",
    "django_tasks_db",
    # Their tables are there whether ADMIN_TWO_FACTOR is on or not: a device goes with its user at any time.
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    # grapple reads the registries of snippets, images and documents when it starts.
    "graphene_django",
    "grapple",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Takes itself out where ADMIN_TWO_FACTOR is off.
    "cms.two_factor.middleware.TwoFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": ENVIRONMENT.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": ENVIRONMENT.cache_url,
            # Seconds; a cache that takes longer saves nothing.
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
        if ENVIRONMENT.cache_url
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

TASKS = {
    # In the process that asks for them, as Wagtail expects without a worker.
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    # By `manage.py worker`.
    "worker": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

ADMIN_TWO_FACTOR = ENVIRONMENT.admin_two_factor
OTP_TOTP_ISSUER = "Colloquium"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data_path / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = ENVIRONMENT.data_path / "media"
# What speakers send before an editor accepts it: served to editors alone, by views that ask who they are.
PRIVATE_ROOT = ENVIRONMENT.data_path / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
SERVE_MEDIA = ENVIRONMENT.serve_media

IS_HTTPS = ENVIRONMENT.base_url.startswith("https:")
# Only behind the proxy that ends TLS does the header come from somebody to be trusted.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
# A preview in a tab of its own tells the editor that opened it which field to open.
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin-allow-popups"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
# Whether other hosts of the domain are served over HTTPS is not ours to promise.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# Folders of imports; pages/intake/limits.py says how many files of them are taken.
DATA_UPLOAD_MAX_NUMBER_FILES = 2_000

EMAIL = dj_email_url.parse(ENVIRONMENT.email_url)
EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL["EMAIL_HOST"] or "localhost"
EMAIL_PORT = EMAIL["EMAIL_PORT"] or 25
EMAIL_HOST_USER = EMAIL["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_SSL = EMAIL["EMAIL_USE_SSL"]
EMAIL_USE_TLS = EMAIL["EMAIL_USE_TLS"]
DEFAULT_FROM_EMAIL = ENVIRONMENT.default_from_email

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": ENVIRONMENT.log_level},
    # Each saved page runs several tasks and writes a line in Wagtail's own log of actions. urllib3 names addresses of
    # webhooks, which may hold tokens.
    "loggers": {
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        "urllib3": {"level": "ERROR"},
        "wagtail": {"level": "WARNING"},
    },
}

WAGTAIL_SITE_NAME = "Colloquium"
WAGTAILADMIN_BASE_URL = ENVIRONMENT.base_url
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_EXTENSIONS = ["csv", "ics", "key", "odp", "odt", "pdf", "pptx", "txt", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
# Wagtail makes redirects for pages that it serves itself; ours are made in pages/models/addresses.py.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True

PUBLIC_URL = ENVIRONMENT.site_url
SITE_SECRET = ENVIRONMENT.find_site_secret()
SITE_HOOK_URLS = ENVIRONMENT.hook_urls

WEBHOOKS_ALLOW_PRIVATE_TARGETS = ENVIRONMENT.webhooks_allow_private_targets

CHECK_LINKS = ENVIRONMENT.links_are_checked

TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies
RATES_URL = ENVIRONMENT.cache_url or "memory://"
GRAPHQL_POINTS_PER_MINUTE = ENVIRONMENT.graphql_points_per_minute
GRAPHQL_TOKEN_POINTS_PER_MINUTE = ENVIRONMENT.graphql_token_points_per_minute

GRAPPLE = {"APPS": ["pages"], "PAGE_INTERFACE": "api.graphql.interfaces.ContentPage", "EXPOSE_GRAPHIQL": False}
GRAPHENE = {"SCHEMA": "api.graphql.schema.schema"}
