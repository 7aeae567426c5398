"""Personas as files: written by one site, read by another or by the same."""
