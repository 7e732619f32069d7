#!/usr/bin/env python3
"""The folders below look as .clang-format says, to the letter. Elsewhere it is for readers to see; a folder joins by its line
here. Tables that are easier to read aligned by hand are the exceptions, file by file."""

import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import tree  # noqa: E402
from tap import Tap  # noqa: E402

TOOL = "clang-format-14"  # another version wraps otherwise

FOLDERS = (
    "apps/serve",
    "apps/webhook-server",
    "libtrade/alert",
    "libtrade/book",
    "libtrade/config",
    "libtrade/core",
    "libtrade/crypto",
    "libtrade/engine",
    "libtrade/http",
    "libtrade/json",
    "libtrade/keystore",
    "libtrade/ledger",
    "libtrade/loop",
    "libtrade/matching",
    "libtrade/risk",
    "libtrade/store",
    "tests/golden",
    "tests/unit/book",
    "tests/unit/crypto",
    "tests/unit/http",
    "tests/unit/json",
    "tests/unit/keystore",
    "tests/unit/ledger",
    "tests/unit/matching",
    "tests/unit/risk",
    "tests/unit/store",
)

NAMES = "a name a line, beside its number"
BY_HAND = {
    "libtrade/core/instrument.c": NAMES,
    "libtrade/core/order.c": NAMES,
    "libtrade/core/status.c": NAMES,
    "libtrade/core/timeframe.c": NAMES,
    "libtrade/engine/event.c": "a kind a line, beside its layout",
}


def differences(names):
    run = subprocess.run([TOOL, "--style=file", "--dry-run", "-Werror", *map(str, names)], cwd=tree.ROOT, capture_output=True, text=True)
    return [] if run.returncode == 0 else [line for line in run.stderr.splitlines() if "error:" in line] or [run.stderr]


def main():
    tap = Tap()
    if shutil.which(TOOL) is None:
        tap.skip("folders_are_formatted", f"no {TOOL}")
        return tap.done()
    files = tree.c_files("apps", "libtrade", "tests")
    for folder in FOLDERS:
        below = [name for name in files if name.is_relative_to(folder) and str(name) not in BY_HAND]
        tap.case(f"{folder}_is_formatted", differences(below) if below else ["no such folder"])
    return tap.done()


sys.exit(main())
