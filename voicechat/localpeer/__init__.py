"""A Realtime API server of our own, for use without a key and for tests.

It speaks the same HTTP, WebRTC and events as the provider's, to a real browser, and needs
neither a network nor anything of the rest of this application.
"""
