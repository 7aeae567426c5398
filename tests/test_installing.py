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
    page = as_alice.get("/offline/ja/")
    assert page.content == Client().get("/offline/ja/").content
    assert '<html lang="ja"' in page.text
    assert not page.cookies
    assert as_alice.get("/offline/xx/").status_code == 404


def test_what_stands_between_is_the_same_for_everybody(client: Client, db: None) -> None:
    scripts = [
        client.get("/service-worker.js", headers={"Accept-Language": language})
        for language in ("en", "ja")
    ]
    assert scripts[0]["Content-Type"].startswith("text/javascript")
    assert scripts[0].content == scripts[1].content
    assert all(f'"{language}": ' in scripts[0].text for language in ("en", "ja", "zh-hans"))
    assert all(finders.find(name) for name in OFFLINE_FILES)
