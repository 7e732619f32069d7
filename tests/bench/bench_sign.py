#!/usr/bin/env python3
"""bench_sign.py PROGRAM PEER WORK: bench_sign, and ccxt's sign() under Node in the same run, which npm brings into WORK.

The package is pinned by version and checksum in PEER/package-lock.json. Without node, npm or the package it says so and
measures ours alone.
"""

import pathlib
import shutil
import subprocess
import sys


def install(peer, work):
    """True when ccxt is there."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        print("ccxt: node and npm are not installed, so it is not measured")
        return False
    work.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "sign.mjs"):
        shutil.copyfile(peer / name, work / name)
    done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=work,
                          capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        print(f"ccxt: npm could not load it, so it is not measured: {done.stderr.strip()[:300]}")
    return done.returncode == 0


def main():
    program, peer, work = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    has_peer = install(peer, work)
    ours = subprocess.run([program], capture_output=True, text=True, check=True).stdout
    print(ours, end="", flush=True)
    if not has_peer:
        return 0
    own = {row.split()[0]: float(row.split()[1]) for row in ours.splitlines()[1:]}
    theirs = subprocess.run(["node", "sign.mjs"], cwd=work, capture_output=True, text=True, check=True, timeout=600).stdout
    print(f"\n{'exchange':<10} {'order, us':>10} {'ccxt, us':>16} {'ratio':>8}")
    for row in theirs.splitlines():
        name, us = row.split()
        print(f"{name:<10} {own[name]:10.2f} {float(us):16.2f} {float(us) / own[name]:8.1f}")
    return 0


sys.exit(main())
