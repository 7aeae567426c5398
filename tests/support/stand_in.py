"""A provider that only mints keys, and takes its time: `python -m tests.support.stand_in`.

It stands in where what the site does is measured, or happens in several processes. Prints its
address, and ends with its standard input.
"""

import asyncio
import itertools
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

MINT_SECONDS = 0.3  # what the provider takes


async def mint(request: web.Request) -> web.Response:
    """Answer as POST /v1/realtime/client_secrets does, after a while."""
    session = (await request.json())["session"]
    await asyncio.sleep(MINT_SECONDS)
    secret = {"value": f"ek_{next(NUMBERS)}", "expires_at": int(time.time()) + 60}
    return web.json_response({**secret, "session": session})


NUMBERS = itertools.count()


@contextmanager
def running() -> Iterator[str]:
    """Give the address of such a provider, in a process of its own."""
    command = [sys.executable, "-m", "tests.support.stand_in"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.stdin.close()


async def main() -> None:
    """Serve until nobody needs it any more."""
    app = web.Application()
    app.router.add_post("/v1/realtime/client_secrets", mint)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    (host, port), *_ = runner.addresses
    print(f"http://{host}:{port}/v1", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
