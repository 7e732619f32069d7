#!/usr/bin/env python3
"""Writes the migrations as a C table: embed.py OUTPUT NNNN.sqlite.sql... (in order, without gaps)."""

import sys
from pathlib import Path


def main(output, *sources):
    rows = []
    for number, source in enumerate(sources, 1):
        path = Path(source)
        if path.name != f"{number:04d}.sqlite.sql":
            sys.exit(f"{path.name}: expected {number:04d}.sqlite.sql")
        # A list of bytes: C11 promises only 4095 characters in a string.
        data = ",".join(str(byte) for byte in path.read_bytes() + b"\0")
        rows.append((number, path.name, data))
    text = "/* Generated from the migrations of libtrade/store by embed.py. */\n"
    for number, _, data in rows:
        text += f"static const char migration_{number}[] = {{{data}}};\n"
    text += "static const tr__migration migrations[] = {\n"
    for number, name, _ in rows:
        text += f'    {{ {number}, "{name}", migration_{number}, sizeof migration_{number} - 1 }},\n'
    Path(output).write_text(text + "};\n", encoding="ascii")


main(*sys.argv[1:])
