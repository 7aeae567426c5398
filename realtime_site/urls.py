"""Every address of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView
from django.views.i18n import set_language

from voicechat.api import api, unknown_address
from voicechat.views import installing
from voicechat.views.words import words

static_lazy = lazy(static, str)  # the files' hashed names are known only later

# Signing in is django-allauth's alone, with its limits on guessing.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = _("Voice chat administration")
admin.site.site_title = _("Voice chat")
admin.site.index_title = _("What would you like to look after?")

# For pages that do not name an icon, such as the admin's.
favicon = RedirectView.as_view(url=static_lazy("voicechat/img/logo.svg"))

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.account.urls")),
    path("api/", api.urls),
    path("api/<path:address>", unknown_address, name="unknown_address"),
    path("favicon.ico", favicon),
    path("language/", require_POST(set_language), name="set_language"),
    path("words.js", words, name="words"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("service-worker.js", installing.service_worker, name="service_worker"),
    path("offline/<str:language>/", installing.offline, name="offline"),
    path("", include("voicechat.urls")),
]

handler403 = "voicechat.views.errors.forbidden"
