"""Modules that are served with all that they import."""

import pytest

from realtime_site.joining import JoiningError, joined

MODULES = {
    "js/main.js": 'import { open } from "./ui/door.js";\nimport "./bell.js";\n\nopen(1);\n',
    "js/bell.js": "globalThis.rung = true;\n",
    "js/ui/door.js": (
        'import { wood,\n  paint } from "../wood.js";\n'
        "const secret = 1;\nexport async function open(door) {\n  paint(door, wood, secret);\n}\n"
    ),
    "js/wood.js": "export const wood = 3;\nexport function paint() {}\nexport class Tree {}\n",
}


def test_what_is_imported_comes_first_and_once() -> None:
    source = joined("js/main.js", MODULES.__getitem__)
    places = [source.index(f"const ${name} =") for name in ("js_wood", "js_ui_door", "js_bell")]
    assert places == sorted(places)
    assert source.count("class Tree") == 1
    assert "return { wood, paint, Tree };" in source
    assert "const { open } = $js_ui_door;" in source
    assert source.endswith("\nopen(1);\n")


def test_a_module_keeps_what_it_exports() -> None:
    assert "\nexport async function open(door)" in joined("js/ui/door.js", MODULES.__getitem__)


def test_names_of_one_module_are_not_those_of_another() -> None:
    source = joined("js/main.js", MODULES.__getitem__)
    assert "(() => {\nconst { wood,\n  paint } = $js_wood;\nconst secret = 1;" in source


@pytest.mark.parametrize(
    "line",
    [
        'import door from "./door.js";',
        'import * as door from "./door.js";',
        'export { a } from "./door.js";',
        "export default 1;",
        "export let a = 1;",
        'const door = await import("./door.js");',
    ],
)
def test_what_is_not_understood_is_refused(line: str) -> None:
    with pytest.raises(JoiningError):
        joined("js/a.js", {"js/a.js": f"{line}\n"}.__getitem__)


def test_modules_that_import_one_another_are_refused() -> None:
    circle = {"a.js": 'import { b } from "./b.js";\n', "b.js": 'import { a } from "./a.js";\n'}
    with pytest.raises(JoiningError, match="imports itself"):
        joined("a.js", circle.__getitem__)
