#!/usr/bin/env python3
"""bench_book.py PROGRAM PEERS WORK [ARGUMENTS...]: bench_book beside nodejs-order-book, which npm brings into WORK.

The package is pinned by version and checksum in PEERS/package-lock.json. Without node, npm or the package it says so and
measures the others alone.
"""

import pathlib
import shutil
import subprocess
import sys


def install(peers, work):
    """The folder with the package in it, or None."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        print("nodejs-order-book: node and npm are not installed, so it is not measured")
        return None
    work.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "order_book.mjs"):
        shutil.copyfile(peers / name, work / name)
    done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=work,
                          capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        print(f"nodejs-order-book: npm could not load it, so it is not measured: {done.stderr.strip()[:300]}")
        return None
    return work


def main():
    program, peers, work = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    folder = install(peers, work)
    sys.stdout.flush()
    more = [] if folder is None else ["--peers", str(folder)]
    return subprocess.run([program, *more, *sys.argv[4:]]).returncode


sys.exit(main())
