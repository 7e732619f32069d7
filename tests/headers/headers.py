#!/usr/bin/env python3
"""Holds each public header to style.md 8: its guard, and that it compiles alone, twice, as C and as C++."""

import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import tree  # noqa: E402
from tap import Tap  # noqa: E402

INCLUDE = tree.ROOT / "include"
C_FLAGS = ["-std=c11", "-Wpedantic", "-Wall", "-Wextra", "-Wstrict-prototypes", "-Wundef", "-Werror"]
CXX_FLAGS = ["-std=c++11", "-Wpedantic", "-Wall", "-Wextra", "-Wundef", "-Werror"]
COMPILERS = [("gcc", "c", C_FLAGS), ("clang", "c", C_FLAGS), ("g++", "cpp", CXX_FLAGS),
             ("clang++", "cpp", CXX_FLAGS)]


def form_problems(header):
    text = header.read_text(encoding="utf-8")
    guard = f"TRADE_{header.stem.upper()}_H"
    problems = []
    if not re.search(rf"^#ifndef {guard}\n#define {guard}\n", text, re.M):
        problems.append(f"the include guard is not {guard}")
    if not text.startswith(("/*\n * " + header.name + ":", "/* " + header.name + ":")):
        problems.append(f"does not open with what it is for: /* {header.name}: ...")
    if re.search(r"^\s*TR_API\b", text, re.M) and 'extern "C" {' not in text:
        problems.append('no extern "C"')
    for name in re.findall(r"^#define (\w+)", text, re.M):
        if not re.match(r"(TR|TRADE)_", name):
            problems.append(f"{name}: a public macro is called TR_...")
    return problems


def compile_problems(job):
    header, (compiler, suffix, flags), folder = job
    source = Path(folder) / f"{header.stem}-{compiler}.{suffix}"
    main = "int main(void);\nint main(void) { return 0; }\n" if suffix == "c" else "int main() { return 0; }\n"
    source.write_text(f"#include <trade/{header.name}>\n#include <trade/{header.name}>\n{main}")
    result = subprocess.run([compiler, *flags, "-fsyntax-only", f"-I{INCLUDE}", str(source)],
                            capture_output=True, text=True)
    return [] if result.returncode == 0 else [f"{compiler}:", result.stderr]


def main():
    tap = Tap()
    headers = sorted((INCLUDE / "trade").glob("*.h"))
    for header in headers:
        tap.case(f"{header.stem}_h_has_its_guard_purpose_and_names", form_problems(header))
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        for compiler in COMPILERS:
            name = f"_h_compiles_alone_and_twice_with_{compiler[0].replace('+', 'x')}"
            if shutil.which(compiler[0]) is None:
                tap.skip("every" + name, f"{compiler[0]} is not installed")
                continue
            jobs = [(header, compiler, folder) for header in headers]
            for header, problems in zip(headers, pool.map(compile_problems, jobs)):
                tap.case(header.stem + name, problems)
    return tap.done()


sys.exit(main())
