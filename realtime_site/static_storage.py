"""Where the site's static files are kept, under which names."""

from django.core.files.base import ContentFile, File
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed and compressed files, in development as in production.

    ES modules import one another by relative paths; those are rewritten to the hashed names too,
    so that every file can be cached for ever. Ours are served without their comments and
    indentation, a third of what they weigh.
    """

    support_js_module_import_aggregation = True

    def url(self, name: str | None, force: bool = True) -> str:
        """Give the hashed address also when DEBUG is on, where Django's default would not."""
        return str(super().url(name, force=force))

    def file_hash(self, name: str, content: File[bytes] | None = None) -> str | None:
        """Give eight digits: a hundred imports carry one, and chance does not compress."""
        found = super().file_hash(name, content)
        return found and str(found)[:8]

    def _save(self, name: str, content: File[bytes]) -> str:
        if name.startswith("voicechat/") and name.endswith(".js"):
            content.seek(0)  # it was read for its hash
            content = ContentFile(jsmin(content.read().decode()).encode())
        return str(super()._save(name, content))
