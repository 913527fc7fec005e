"""The house: rooms import only from rooms above, the engine has no clock, no network and no global dice."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import stationkeep

SOURCE = Path(stationkeep.__file__).parent
ROOMS = (
    "wording",
    "errors",
    "compiled",
    "drawing",
    "draws",
    "facts",
    "station",
    "sun",
    "orbit",
    "elements",
    "lifetime",
    "track",
    "supplies",
    "disruption",
    "ensemble",
    "risk",
    "plan",
    "evidence",
    "answer",
    "study",
    "news",
    "web",
    "cli",
)
ENGINE = ROOMS[: ROOMS.index("answer")]
FILES = sorted(path for path in SOURCE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(path: Path) -> list[str]:
    """Full names of everything that a file imports, at its top or inside functions."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the direction"
            found.append(node.module or "")
    return found


def test_every_file_stands_in_a_room_that_the_design_names():
    design = (SOURCE.parents[1] / "docs" / "design.md").read_text(encoding="utf-8")
    for path in FILES:
        room = room_of(path)
        assert room in {*ROOMS, "__init__", "__main__"}, path
        if room in ROOMS:
            assert f"`{room}" in design, f"docs/design.md does not name {room}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_room_imports_only_from_rooms_above(path):
    room = room_of(path)
    if room not in ROOMS:
        return
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "stationkeep" and len(parts) > 1:
            assert ROOMS.index(parts[1]) <= ROOMS.index(room), f"{room} imports {name}, from below"


NEWS = ("text", "grammar", "acts", "voices", "claims", "findings", "weighing")


@pytest.mark.parametrize("path", sorted((SOURCE / "news").rglob("*.py")), ids=lambda path: path.stem)
def test_a_part_of_the_news_room_imports_only_from_parts_before_it(path):
    own = path.parent.name
    for name in imports(path):
        parts = name.split(".")
        if parts[:2] == ["stationkeep", "news"] and own in NEWS:
            assert parts[2] in NEWS, f"{own} imports {name}, from the room that uses it"
            assert NEWS.index(parts[2]) <= NEWS.index(own), f"{own} imports {name}, from a later part"


@pytest.mark.parametrize("path", [p for p in FILES if room_of(p) in ENGINE], ids=lambda p: str(p.relative_to(SOURCE)))
def test_the_engine_has_no_clock_no_network_and_no_global_dice(path):
    forbidden = ("socket", "urllib", "http", "requests", "time", "random", "secrets")
    assert not [name for name in imports(path) if name.split(".")[0] in forbidden]
    text = path.read_text(encoding="utf-8")
    for word in ("datetime.now", ".today()", "np.random", "utcnow"):
        assert word not in text


def test_no_module_grows_beyond_what_a_reader_can_hold():
    long = {str(p.relative_to(SOURCE)): n for p in FILES if (n := len(p.read_text("utf-8").splitlines())) > 420}
    assert not long


def test_the_public_names_are_these_and_each_can_be_had():
    assert sorted(stationkeep.__all__) == [
        "Answer",
        "Failure",
        "InputError",
        "PackError",
        "Response",
        "Scenario",
        "ScenarioError",
        "Station",
        "StationkeepError",
        "Suspension",
        "UnknownName",
        "run",
    ]
    for name in stationkeep.__all__:
        assert getattr(stationkeep, name) is not None
    with pytest.raises(AttributeError, match="it has Answer"):
        _ = stationkeep.answr


def test_a_run_opens_no_socket_and_importing_the_package_stays_light():
    code = """
import json, socket, sys
import stationkeep
light = not ({"numpy", "pandas", "numba"} & set(sys.modules))
def refuse(*args, **kwargs):
    raise AssertionError("a socket was opened")
socket.socket.connect = refuse
socket.create_connection = refuse
socket.getaddrinfo = refuse
answer = stationkeep.run("announced-2022", members=2)
print(json.dumps({"light": light, "losses": len(answer.losses)}))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"light": True, "losses": 0}
