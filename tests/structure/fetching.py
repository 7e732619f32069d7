#!/usr/bin/env python3
"""The batches of the book fetch ahead: a compiler that takes a function of nothing but fetches for one without effect drops
it without a word, and everything still works, at half the speed."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from tap import Tap  # noqa: E402

LEAST = 8  # slot, order, its terms and level; the level of the order, two neighbours, the tail
FUNCTIONS = ("tr_book_apply_all", "tr_matching_apply_all")


def main():
    tap = Tap()
    library = sys.argv[1]
    if shutil.which("objdump") is None:
        tap.skip("batches_fetch_ahead", "no objdump")
        return tap.done()
    code = subprocess.run(["objdump", "-d", "--no-show-raw-insn", library], capture_output=True, text=True, check=True).stdout
    bodies = dict(re.findall(r"^[0-9a-f]+ <(\w+)>:\n(.*?)(?:\n\n|\Z)", code, re.M | re.S))
    for name in FUNCTIONS:
        count = bodies.get(name, "").count("prefetch")
        tap.case(f"{name}_fetches_ahead", [] if count >= LEAST else [f"{count} fetches in it, at least {LEAST} wanted"])
    return tap.done()


sys.exit(main())
