"""Personas as files: exported as JSON, and imported after a look at what comes of it."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from voicechat.exchange.document import document
from voicechat.exchange.importing import Outcome, UnusableError, document_of, look, read, take
from voicechat.models import Persona, User

MEGABYTE = 1024 * 1024
MOST_BYTES = 2 * MEGABYTE  # of a file
LOOKED_AT = "personas_looked_at"  # in the session, between the look and the word to go on
TOO_LARGE = _("This file is larger than %(most)s MB.")


class PersonasFileForm(forms.Form):
    """A file of personas; what it holds is `personas`, each unchecked."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Personas that were exported here or on another site, as .json."),
        widget=forms.FileInput({"accept": ".json,application/json"}),
    )

    def clean(self) -> dict[str, Any]:
        """Read it."""
        cleaned = super().clean() or {}
        if file := cast("UploadedFile[bytes] | None", cleaned.get("file")):
            content = file.read(MOST_BYTES + 1)
            if len(content) > MOST_BYTES:
                most = {"most": MOST_BYTES // MEGABYTE}
                raise ValidationError({"file": ValidationError(TOO_LARGE, params=most)})
            try:
                cleaned["personas"] = read(content)
            except UnusableError as error:
                raise ValidationError({"file": str(error)}) from None
        return cleaned


if TYPE_CHECKING:
    Base = admin.ModelAdmin[Persona]
else:
    Base = object


class PersonaFilesMixin(Base):
    """An action that exports, and a page that imports."""

    def get_urls(self) -> list[Any]:
        """Add the address of the import."""
        view = self.admin_site.admin_view(self.import_view)
        return [path("import/", view, name="voicechat_persona_import"), *super().get_urls()]

    @admin.action(description=_("Export the selected personas"), permissions=["view"])
    def export(self, request: HttpRequest, personas: QuerySet[Persona]) -> HttpResponse:
        """Give them as one file."""
        found = personas.prefetch_related("groups", "mcp_servers")
        text = document([document_of(persona) for persona in found])
        name = f"personas-{timezone.localdate():%Y-%m-%d}.json"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(text, content_type="application/json", headers=headers)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Take a file, say what would become of each persona in it, and do it once told to."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        user = cast(User, request.user)
        if "confirm" in request.POST:
            outcomes = take(request.session.pop(LOOKED_AT, []), user)
            return self._page(request, outcomes=outcomes, is_done=True)
        form = PersonasFileForm(
            *((request.POST, request.FILES) if request.method == "POST" else ())
        )
        if not form.is_valid():
            return self._page(request, 422 if form.is_bound else 200, form=form)
        given = form.cleaned_data["personas"]
        outcomes = look(given, user)
        # What is refused may hold anything, a credential even: it is kept nowhere.
        taken = [each for each, found in zip(given, outcomes, strict=True) if found.is_taken]
        request.session[LOOKED_AT] = taken
        return self._page(request, outcomes=outcomes, has_more=bool(taken))

    def _page(self, request: HttpRequest, status: int = 200, **context: Any) -> HttpResponse:
        outcomes: list[Outcome] = context.get("outcomes", [])
        context |= self.admin_site.each_context(request) | {
            "title": _("Import personas"),
            "opts": self.model._meta,
            "count": sum(outcome.is_taken for outcome in outcomes),
        }
        template = "admin/voicechat/persona/import.html"
        return TemplateResponse(request, template, context, status=status)
