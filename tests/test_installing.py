"""What a browser needs to have the site as an app."""

import json

from django.contrib.staticfiles import finders
from django.test import Client

from voicechat.views.installing import OFFLINE_FILES


def test_the_manifest_names_the_app_in_the_readers_language(client: Client, db: None) -> None:
    answer = client.get("/manifest.webmanifest", headers={"Accept-Language": "ja"})
    assert answer["Content-Type"] == "application/manifest+json"
    described = json.loads(answer.content)
    assert (described["name"], described["lang"]) == ("ボイスチャット", "ja")
    assert {page["url"] for page in described["shortcuts"]} == {"/", "/history/"}
    assert {icon["sizes"] for icon in described["icons"]} == {"any", "192x192", "512x512"}


def test_the_page_for_when_there_is_no_network_is_nobodys(as_alice: Client) -> None:
    page = as_alice.get("/offline/")
    assert page.content == Client().get("/offline/").content
    assert not page.cookies


def test_what_stands_between_is_new_when_that_page_is(client: Client, db: None) -> None:
    scripts = [
        client.get("/service-worker.js", headers={"Accept-Language": language})
        for language in ("en", "en", "ja")
    ]
    assert scripts[0]["Content-Type"].startswith("text/javascript")
    assert scripts[0].content == scripts[1].content != scripts[2].content
    assert all(finders.find(name) for name in OFFLINE_FILES)
