"""One session's protocol, without sockets, audio or clocks.

Everything that happens to a call is told to `Session`, which answers with the
events to send and the commands to carry out.
"""
