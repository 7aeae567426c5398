"""Search over titles and everything that was said."""
