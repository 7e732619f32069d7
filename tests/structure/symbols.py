#!/usr/bin/env python3
"""Holds the public headers, the symbol lists (*.map) and the built libraries against each other.

symbols.py --write                    writes both maps and include/trade/trade.h from the tree
symbols.py [--core LIB] [--full LIB] [--adapter NAME...]  checks them, and the exports of the libraries given
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))
import tree  # noqa: E402
from tap import Tap  # noqa: E402

HEADERS = ROOT / "include" / "trade"
# libtrade-core consists of these modules; every other one is only in libtrade.
CORE_MODULES = tree.layer_modules("core") + tree.layer_modules("pure")
MAPS = {"core": (ROOT / "libtrade/libtrade-core.map", "LIBTRADE_CORE_0"),
        "full": (ROOT / "libtrade/libtrade.map", "LIBTRADE_0")}

COMMENT = re.compile(r"/\*.*?\*/", re.S)
DECLARATION = re.compile(r"\bTR_API\b([^;{]*?)\b(tr_\w+)\s*(?=[(;\[])")
DEFINITION = re.compile(r"^(?!static\b|typedef\b|extern\b)[A-Za-z_][^;{}()=#]*?\b(tr_\w+)"
                        r"\s*(?:\((?:[^;{}]*)\)\s*\{|(?:\[[^;{}]*\])?\s*=)", re.M)


def without_comments(path):
    return COMMENT.sub(" ", path.read_text(encoding="utf-8"))


def declared():
    """{name: header} of everything marked TR_API."""
    names = {}
    for header in sorted(HEADERS.glob("*.h")):
        text = re.sub(r"^\s*#.*$", "", without_comments(header), flags=re.M)
        for match in DECLARATION.finditer(text):
            names[match.group(2)] = header.name
    return names


def defined(public):
    """{name: module} of the public names that a source file defines."""
    names = {}
    for source in sorted((ROOT / "libtrade").glob("*/**/*.c")):
        module = source.relative_to(ROOT / "libtrade").parts[0]
        for match in DEFINITION.finditer(without_comments(source)):
            if match.group(1) in public:
                names[match.group(1)] = module
    return names


def wanted_names():
    public = declared()
    modules = defined(public)
    core = sorted(name for name, module in modules.items() if module in CORE_MODULES)
    return {"core": core, "full": sorted(modules)}, public, modules


def map_text(version, names):
    lines = "".join(f"        {name};\n" for name in names)
    return f"{version} {{\n    global:\n{lines}    local:\n        *;\n}};\n"


def map_names(path):
    body = path.read_text(encoding="utf-8").split("global:", 1)[1].split("local:", 1)[0]
    return re.findall(r"\b(\w+);", body)


def umbrella_text():
    names = sorted(h.name for h in HEADERS.glob("*.h") if h.name != "trade.h")
    includes = "".join(f"#include <trade/{name}>\n" for name in names)
    return ("/* trade.h: every public header, for programs that want them all. */\n"
            f"#ifndef TRADE_TRADE_H\n#define TRADE_TRADE_H\n\n{includes}\n#endif\n")


def exported(library):
    result = subprocess.run(["nm", "-D", "--defined-only", "--format=posix", library], check=True,
                            capture_output=True, text=True)
    names = (line.split()[0].split("@")[0] for line in result.stdout.splitlines() if line)
    return sorted({name for name in names if not name.startswith("LIBTRADE_")})


def compare(tap, title, wanted, found, missing_text, extra_text):
    problems = [f"{name}: {missing_text}" for name in sorted(set(wanted) - set(found))]
    problems += [f"{name}: {extra_text}" for name in sorted(set(found) - set(wanted))]
    tap.case(title, problems)


def write():
    wanted, _, _ = wanted_names()
    texts = {path: map_text(version, wanted[kind]) for kind, (path, version) in MAPS.items()}
    texts[HEADERS / "trade.h"] = umbrella_text()
    for path, text in texts.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")


def check(libraries, adapters):
    tap = Tap()
    wanted, public, modules = wanted_names()
    tap.case("every_public_function_is_defined",
             [f"{name}: {public[name]} declares it, no source file defines it"
              for name in sorted(set(public) - set(modules))])
    for kind, (path, _) in MAPS.items():
        names = map_names(path)
        compare(tap, f"{path.stem}_lists_exactly_the_public_functions".replace("-", "_"),
                wanted[kind], names, f"is public but not in {path.name}: run symbols.py --write",
                f"is in {path.name} but not public: run symbols.py --write")
        tap.case(f"{path.stem}_is_sorted".replace("-", "_"),
                 [] if names == sorted(names) else ["run symbols.py --write"])
    tap.case("trade_h_includes_every_public_header",
             [] if (HEADERS / "trade.h").exists()
             and (HEADERS / "trade.h").read_text(encoding="utf-8") == umbrella_text()
             else ["run symbols.py --write"])
    for kind, library in libraries.items():
        title = f"{'libtrade_core' if kind == 'core' else 'libtrade'}_exports_exactly_its_list"
        if library is None:
            tap.skip(title, "no shared library in this build")
            continue
        names = exported(library)
        # A build without some adapters lacks their functions, and those alone.
        built = set(tree.layer_modules("domain") + CORE_MODULES + adapters)
        expected = [name for name in wanted[kind] if modules[name] in built]
        compare(tap, title, expected, names, "is listed but not exported", "is exported but not listed")
    return tap.done()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the maps and trade.h")
    parser.add_argument("--core", help="the built libtrade-core.so")
    parser.add_argument("--full", help="the built libtrade.so")
    parser.add_argument("--adapter", action="append", default=[], help="an adapter that this build has")
    options = parser.parse_args()
    if options.write:
        return write()
    return check({"core": options.core, "full": options.full}, options.adapter)


if __name__ == "__main__":
    sys.exit(main())
