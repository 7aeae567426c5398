"""Finds a Chromium on this machine; run as a program, installs one where there is none."""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find() -> str | None:
    """The path of an installed browser: the system's, or the one that Playwright downloaded."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def install() -> None:
    """Install Chromium from the system's packages as root, else as Playwright's download."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        if (
            subprocess.run(command, check=False, env=quiet, stdout=subprocess.DEVNULL).returncode
            == 0
        ):
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    if find() is None:
        print("No Chromium here: installing one …", flush=True)
        install()
    if find() is None:
        sys.exit(
            "The browser tests need Chromium, and it could not be installed. Please install it."
        )
