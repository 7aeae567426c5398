"""Hearing and speaking, each behind a small interface, with what this machine has installed."""
