#!/usr/bin/env python3
"""Holds what the dynamic linker sees of a built library: its SONAME, and that it keeps no state of its own.

soname.py NAME LIBRARY [LIBRARIES_IT_MAY_NEED...]
"""

import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from tap import Tap  # noqa: E402

# What the compiler's own start files and the linker put there.
RUNTIME = re.compile(r"__dso_handle|__TMC_END__|completed\.\d+")


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def mutable_objects(library):
    """Global and static variables in writable sections (style.md 6 allows none)."""
    rows = re.findall(r"^[0-9a-f]+ .{6}O (\.t?(?:data|bss)[\w.]*)\s+[0-9a-f]+\s+(.*)$",
                      output_of("objdump", "-t", library), re.M)
    return [f"{name.split()[-1]} in {section}" for section, name in rows
            if not section.startswith(".data.rel.ro") and not RUNTIME.match(name.split()[-1])]


def main():
    name, library = sys.argv[1:3]
    tap = Tap()
    title = name.replace("-", "_")
    dynamic = output_of("readelf", "-dW", library)
    soname = re.findall(r"\(SONAME\).*\[(.*)\]", dynamic)
    tap.case(f"{title}_has_its_soname", [] if soname == [f"{name}.so.0"] else [f"SONAME is {soname}"])
    tap.case(f"{title}_keeps_no_mutable_state", mutable_objects(library))
    if name == "libtrade-core":
        needed = set(re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic))
        foreign = [n for n in needed if not re.match(r"(libc|libm|ld-linux.*|lib(a|ub|t)san)\.so", n)]
        tap.case("libtrade_core_needs_the_c_library_alone", foreign)
    return tap.done()


sys.exit(main())
