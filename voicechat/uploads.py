"""What the site takes of a file that somebody sends it."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

MOST_BYTES = 50 * 1024 * 1024


class BoundedUploadHandler(FileUploadHandler):
    """Drops a file while it comes in, as soon as it is too large. To stand before all others."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass on what came; `start` is how much of the file came before."""
        if start + len(raw_data) > MOST_BYTES:
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that follow."""
