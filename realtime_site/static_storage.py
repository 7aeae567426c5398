"""Where the site's static files are kept, under which names."""

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

from realtime_site.joining import joined

OURS = "voicechat/js/"


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed and compressed files, in development as in production.

    Each of our modules is kept with all that it imports, without comments and indentation: a page
    asks for one file instead of sixty, which weigh a third more.
    """

    def url(self, name: str | None, force: bool = True) -> str:
        """Give the hashed address also when DEBUG is on, where Django's default would not."""
        return str(super().url(name, force=force))

    def post_process(
        self, paths: dict[str, tuple[Storage, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str | None, Any]]:
        """Hash and compress what was collected, our modules as they are served."""
        served = {
            name: (JoinedModules(storage), path) if name.startswith(OURS) else (storage, path)
            for name, (storage, path) in paths.items()
        }
        yield from super().post_process(served, dry_run=dry_run, **options)


class JoinedModules:
    """The modules of a place, each with all that it imports."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def open(self, path: str) -> ContentFile[bytes]:
        """Give a module as it is served."""
        return ContentFile(jsmin(joined(path, self._read)).encode())

    def _read(self, path: str) -> str:
        with self._storage.open(path) as file:
            return str(file.read().decode())
