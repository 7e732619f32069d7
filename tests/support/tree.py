"""The checkout as the structure checks see it: its files, and C text without comments and strings."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def files():
    """Every file that belongs to the tree, relative to ROOT; without git, every file but build output."""
    listing = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others",
                              "--exclude-standard"], capture_output=True)
    if listing.returncode == 0 and (ROOT / ".git").exists():
        names = [Path(name) for name in listing.stdout.decode().split("\0") if name]
    else:
        names = [path.relative_to(ROOT) for path in ROOT.rglob("*")]
        names = [name for name in names
                 if not re.match(r"(build[^/]*|var|\.git|subprojects/[^/]*-[\d.]+)(/|$)", str(name))
                 and "__pycache__" not in name.parts and "node_modules" not in name.parts]
    return sorted(name for name in names if (ROOT / name).is_file())


def c_files(*tops):
    """The C sources and headers below the named top folders."""
    return [name for name in files() if name.parts[0] in tops and name.suffix in (".c", ".h")]


def text(name):
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


def code_lines(name):
    """[(line number, code)] with comments and the insides of strings blanked out."""
    def blank(match):
        token = match.group(0)
        if token[0] in "\"'":
            return token[0] * 2
        return " " + "\n" * token.count("\n")
    return list(enumerate(TOKEN.sub(blank, text(name)).split("\n"), 1))


def layer_modules(layer):
    """The modules of a layer, as libtrade/meson.build links them: core, pure or domain."""
    rule = re.search(rf"^layer_{layer} = static_library\((.*?)\)\n", text(Path("libtrade/meson.build")), re.M | re.S)
    return re.findall(r"\b(\w+)_(?:sources|objects)\b", rule.group(1))
