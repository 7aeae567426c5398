"""The command line: `python -m voicechat.localpeer`."""

import os
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .faults import Faults, describe

if TYPE_CHECKING:
    from .speech.interfaces import Speech

DESCRIPTION = """\
Run a Realtime API server of our own on this machine, for trying the site without an API key and
for tests. It hears (English), speaks, and says back what it heard; no audio leaves the machine.
It accepts the API key in the environment variable LOCALPEER_API_KEY ("local-peer" if unset).

With LOCAL_CHAT_URL it answers with a language model instead: the base address of any server that
has OpenAI's chat completions, such as http://127.0.0.1:11434/v1. LOCAL_CHAT_MODEL names the model
there, and LOCAL_CHAT_KEY is the key, if it wants one."""

DEFAULT_API_KEY = "local-peer"


FAULTS_HELP = f"""\
faults, for seeing what a client makes of them (--fault mint=500 --fault transcript_delay_s=3):
{describe()}
Those of a running server are shown by GET /faults and replaced by PUT /faults with a JSON object
of them, both with the API key as bearer token."""


def add_arguments(parser: ArgumentParser) -> None:
    """Adds the options that the server knows."""
    parser.formatter_class = RawDescriptionHelpFormatter
    parser.epilog = FAULTS_HELP
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        dest="faults",
        metavar="NAME=VALUE",
        help="have this go wrong, as listed below; may be given more than once",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8765, help="port to listen on (%(default)s)")
    parser.add_argument(
        "--supervised",
        action="store_true",
        help="start it again when it crashes, and end it when standard input closes",
    )
    parser.add_argument(
        "--stop-with-stdin",
        action="store_true",
        help="end when standard input closes",
    )


def run(options: Namespace) -> int:
    """Runs the server as the options say, and returns the exit code."""
    try:
        faults = Faults.from_assignments(options.faults)
    except ValueError as error:
        print(f"Local peer: {error}", flush=True)
        return 1
    try:
        from .chat import configured_responder
        from .running import run_server
        from .server import Server
        from .supervisor import supervise
    except ImportError as error:
        print(f"Local peer: not installed completely: {error}", flush=True)
        return 1
    if options.supervised:
        passed_on = [f"--fault={each}" for each in options.faults]
        return supervise(["--host", options.host, "--port", str(options.port), *passed_on])
    api_key = os.environ.get("LOCALPEER_API_KEY") or DEFAULT_API_KEY
    responder = configured_responder(os.environ)

    def new_server(speech: "Speech") -> Server:
        return Server(api_key, speech, responder=responder, faults=faults)

    return run_server(options.host, options.port, new_server, options.stop_with_stdin)


def main(arguments: Sequence[str] | None = None) -> int:
    """Reads the command line, runs the server, and returns the exit code."""
    parser = ArgumentParser(prog="python -m voicechat.localpeer", description=DESCRIPTION)
    add_arguments(parser)
    return run(parser.parse_args(arguments))
