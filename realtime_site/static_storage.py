"""Where the site's static files are kept, under which names."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed and compressed files, in development as in production.

    ES modules import one another by relative paths; those are rewritten to the hashed names too,
    so that every file can be cached for ever.
    """

    support_js_module_import_aggregation = True

    def url(self, name: str | None, force: bool = True) -> str:
        """Give the hashed address also when DEBUG is on, where Django's default would not."""
        return str(super().url(name, force=force))
