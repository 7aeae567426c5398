"""What the site takes of a file that somebody sends it."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

MOST_BYTES = 50 * 1024 * 1024


class BoundedUploadHandler(FileUploadHandler):
    """Drops files while they come in, as soon as a request has too much of them.

    To stand before all other handlers.
    """

    received = 0  # bytes of this request's files

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass on what came. Raises SkipFile."""
        self.received += len(raw_data)
        if self.received > MOST_BYTES:
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that follow."""
