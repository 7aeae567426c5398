"""Every address of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.vary import vary_on_headers
from django.views.generic import RedirectView
from django.views.i18n import JavaScriptCatalog

from voicechat.api import api

static_lazy = lazy(static, str)  # the files' hashed names are known only later

# Signing in is django-allauth's alone, with its limits on guessing.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = _("Voice chat administration")
admin.site.site_title = _("Voice chat")
admin.site.index_title = _("What would you like to look after?")

# The words that the browser's modules say, in the reader's language.
javascript_catalog = cache_control(private=True, max_age=3600)(
    vary_on_headers("Cookie", "Accept-Language")(JavaScriptCatalog.as_view(packages=["voicechat"]))
)

# For pages that do not name an icon, such as the admin's.
favicon = RedirectView.as_view(url=static_lazy("voicechat/img/logo.svg"))

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.account.urls")),
    path("api/", api.urls),
    path("favicon.ico", favicon),
    path("words.js", javascript_catalog, name="javascript-catalog"),
    path("", include("voicechat.urls")),
]

handler403 = "voicechat.views.errors.forbidden"
