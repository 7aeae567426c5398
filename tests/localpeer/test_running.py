"""The process: how it starts, and all the ways in which it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from voicechat.localpeer import cli
from voicechat.localpeer.faults import Faults
from voicechat.management.commands.localpeer import Command

READY = "Local peer: http://127.0.0.1:{port}/v1\n"


@pytest.fixture
def port() -> int:
    """A port that is free for now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def peer(port: int, *options: str) -> Iterator["subprocess.Popen[str]"]:
    """A running peer; standard error goes where its output goes."""
    command = [sys.executable, "-u", "-m", "voicechat.localpeer", "--port", str(port), *options]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, text=True, **pipes) as process:
        try:
            yield process
        finally:
            process.kill()


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def lines_until_end(process: "subprocess.Popen[str]") -> str:
    """The rest of the output; it ends when the last process that writes it has ended."""
    return process.stdout.read()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_quietly(port, number):
    with peer(port) as process:
        assert process.stdout.readline() == READY.format(port=port)
        process.send_signal(number)
        assert lines_until_end(process) == ""
        assert process.wait(10) == 0


def test_a_port_that_is_taken_is_one_clear_line(port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with peer(port) as process:
            output = lines_until_end(process)
            assert process.wait(10) == 1
    assert re.fullmatch(rf"Local peer: cannot listen on 127.0.0.1:{port}: .+\n", output)


def test_the_keeper_gives_up_when_the_port_is_taken(port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with peer(port, "--supervised") as process:
            assert "giving up" in lines_until_end(process)
            assert process.wait(10) == 1


def test_the_keeper_ends_with_its_standard_input(port):
    with peer(port, "--supervised") as process:
        assert process.stdout.readline() == READY.format(port=port)
        process.stdin.close()
        assert lines_until_end(process) == ""
        assert process.wait(10) == 0
    assert is_free(port)


def test_the_server_ends_when_the_keeper_is_killed(port):
    with peer(port, "--supervised") as process:
        assert process.stdout.readline() == READY.format(port=port)
        process.kill()
        assert lines_until_end(process) == ""
    assert is_free(port)


def test_the_keeper_starts_a_crashed_server_again(port):
    with peer(port, "--supervised") as process:
        assert process.stdout.readline() == READY.format(port=port)
        server = subprocess.run(["pgrep", "-P", str(process.pid)], stdout=subprocess.PIPE)
        os.kill(int(server.stdout), signal.SIGKILL)
        assert "starting again in 0.5 s" in process.stdout.readline()
        assert process.stdout.readline() == READY.format(port=port)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert is_free(port)


def test_the_django_command_explains_itself():
    help_text = Command().create_parser("manage.py", "localpeer").format_help()
    assert "--supervised" in help_text
    assert "LOCALPEER_API_KEY" in help_text


def test_the_django_command_hands_its_options_on(monkeypatch):
    monkeypatch.setattr(cli, "run", lambda options: options.port)
    parser = Command().create_parser("manage.py", "localpeer")
    with pytest.raises(SystemExit) as ended:
        Command().handle(**vars(parser.parse_args(["--port", "9"])))
    assert ended.value.code == 9


def test_the_command_explains_every_fault_and_takes_only_those(port):
    help_text = Command().create_parser("manage.py", "localpeer").format_help()
    assert all(name in help_text for name in Faults().as_dict())
    with peer(port, "--fault", "mint=404") as process:
        assert "Invalid value for 'mint'" in lines_until_end(process)
        assert process.wait(10) == 1
