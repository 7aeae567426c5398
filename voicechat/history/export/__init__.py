"""A conversation as a document of its own: one module a format. Pure."""
