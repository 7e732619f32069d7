#!/usr/bin/env python3
"""Holds the rules of the tree that the compiler cannot: who may include and call what.

Each rule is one case. An exception is a row in a table below, with its reason.
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import symbols  # noqa: E402
import tree  # noqa: E402
from tap import Tap  # noqa: E402

PURE = ["journal", "indicator", "book", "matching", "risk", "ledger", "paper", "strategy", "backtest"]
DOMAIN = ["engine", "command"]
SHARED_ADAPTERS = ["http", "ws", "json", "crypto", "loop"]
# Puts the parts together, so it sees the adapters' public headers, but none of their insides.
ASSEMBLY = "owner"

# A public header belongs to the module that defines its functions. A port's header may be included anywhere:
# the layer that needs the port declares it, whoever implements it.
PORT_HEADERS = {"clock.h", "exchange.h", "log.h", "alloc.h", "loop.h", "prices.h", "store.h"}

C11 = {"assert", "complex", "ctype", "errno", "fenv", "float", "inttypes", "iso646", "limits", "locale",
       "math", "setjmp", "signal", "stdalign", "stdarg", "stdatomic", "stdbool", "stddef", "stdint",
       "stdio", "stdlib", "stdnoreturn", "string", "tgmath", "threads", "time", "uchar", "wchar", "wctype"}
POSIX = re.compile(r"(sys|netinet|arpa|net|linux)/\w+|aio|dirent|dlfcn|fcntl|fnmatch|glob|grp|ifaddrs|langinfo"
                   r"|netdb|poll|pthread|pwd|regex|sched|semaphore|spawn|strings|syslog|termios|unistd")

# A third-party header, and where it may be included: a module of libtrade, or a folder of apps.
THIRD_PARTY = [
    (r"mbedtls/.*|psa/.*", {"crypto"}), (r"sodium(/.*)?|nettle/.*", {"crypto"}), (r"curl/.*", {"http", "ws"}),
    (r"cjson/.*|cJSON", {"json"}), (r"sqlite3", {"store"}), (r"yaml", {"config"}), (r"wslay/.*", {"ws"}),
    (r"zlib", {"ws"}), (r"libpq-fe", {"postgres"}), (r"hiredis/.*", {"redis"}),
    (r"cairo.*|pango/.*|png", {"chart"}), (r"microhttpd", {"serve", "webhook-server"}),
    (r"uv", {"serve", "webhook-server", "discord-bot", "tbctl"}), (r"histedit|editline/.*", {"tbctl"}),
    (r"gnutls/.*", {"serve", "webhook-server"}),
]

# System headers that no other rule names, each with its reason.
SYSTEM_ALLOWED = {
    ("libtrade/indicator/processor.c", "sys/platform/x86.h"): "glibc knows the processor's vectors already",
    ("libtrade/crypto/sha256_x86.c", "sys/platform/x86.h"): "the same of its instructions for SHA-256",
    ("libtrade/crypto/sha256_x86.c", "immintrin.h"): "which C has no words for either",
    ("libtrade/indicator/candle_run.c", "immintrin.h"): "masks of bytes are packed with instructions that C has no words for",
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
CALL = r"(?<![\w.>])(?:{})\s*\("

# Time, environment and chance come in through ports (style.md 6).
AMBIENT = re.compile(CALL.format(
    "time|clock|clock_gettime|gettimeofday|timespec_get|localtime|localtime_r|getenv|secure_getenv|setenv"
    "|rand|srand|rand_r|random|srandom|drand48|lrand48|getrandom|getentropy|setlocale"))
AMBIENT_ALLOWED = {
    "libtrade/owner/event_bus.c": "the kernel ends a wait by its own monotonic clock; nothing is decided by it",
    "libtrade/crypto/random.c": "keys, salts and masks come from the kernel, never from a seed",
}

PRINTS = re.compile(CALL.format("printf|vprintf|puts|putchar|perror|exit|_exit|quick_exit|syslog")
                    + r"|\b(?:stdout|stderr)\b")
PRINTS_ALLOWED = {}

FILES = re.compile(CALL.format("fopen|fdopen|open|openat|creat|read|write|socket|connect|unlink|rename|mkdir"
                               "|system|popen|fork|execve?|execvp?"))

FORBIDDEN = re.compile(CALL.format(
    "atoi|atol|atoll|atof|sprintf|vsprintf|strcpy|strcat|strtok|alloca|gets|tmpnam|mktemp"))
STRTOD = re.compile(CALL.format("strtod|strtof|strtold"))
STRTOD_ALLOWED = {}

VAGUE_NAME = re.compile(r"(^|[/_.-])(utils?|common|helpers?|misc)([/_.-]|$)")
# The bracketed letters keep this file from matching itself.
MACHINE = re.compile(r"(?<![\w.])/[w]ork/|/[t]mp/w/|/[h]ome/\w|deb\.[d]ebian\.org|snapshot\.[d]ebian|ftp\.[d]ebian"
                     r"|registry\.[n]pmjs|pypi\.[o]rg|files\.[p]ythonhosted|proxy\.[g]olang|crates\.[i]o"
                     r"|archive\.[u]buntu|[a]rtifactory|[n]exus3?\.")
BINARY = {".png", ".db", ".gz", ".xz", ".zip", ".ico", ".bin", ".woff2"}


def module_of(name):
    """core, json, ... of a file in libtrade/; the folder of a file in apps/; None elsewhere."""
    return name.parts[1] if name.parts[0] in ("libtrade", "apps") and len(name.parts) > 2 else None


def may_include(module):
    """The modules whose internal headers `module` may include."""
    if module == "core":
        return {"core"}
    if module in PURE:
        return {"core", *PURE}
    if module in DOMAIN:
        return {"core", *PURE, *DOMAIN}
    return {"core", *PURE, *DOMAIN, *SHARED_ADAPTERS, module}


def header_owners():
    """{public header: the one module above the core that defines its functions}."""
    public = symbols.declared()
    modules = {}
    for name, module in symbols.defined(public).items():
        modules.setdefault(public[name], set()).add(module)
    return {header: owners.pop() for header, owners in modules.items()
            if len(owners) == 1 and owners != {"core"} and header not in PORT_HEADERS}


def bad_system_include(module, path):
    stem = path[:-2] if path.endswith(".h") else path
    for pattern, places in THIRD_PARTY:
        if re.fullmatch(pattern, stem):
            return None if module in places else f"<{path}> belongs in {', '.join(sorted(places))} alone"
    if stem in C11:
        return None
    pure = module == "core" or module in PURE or module in DOMAIN
    if POSIX.fullmatch(stem) and not pure:
        return None
    return f"<{path}> is not in C11" if pure else f"<{path}> is of no library that style.md names"


def include_problems():
    problems = []
    owners = header_owners()
    for name in tree.c_files("libtrade", "apps", "include"):
        module, is_app = module_of(name), name.parts[0] == "apps"
        if name.parts[0] == "include":
            module = owners.get(name.name, "core")
        for number, line in enumerate(tree.text(name).split("\n"), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            quoted, path = match.group(1) == '"', match.group(2)
            problem = None
            if path.startswith("trade/"):
                owner = owners.get(path[len("trade/"):])
                if path == "trade/trade.h" and not is_app:
                    problem = "the library includes only what it names"
                elif (owner and not is_app and name.name != "trade.h" and module != ASSEMBLY
                      and owner not in may_include(module)):
                    problem = f"<{path}> points upward or sideways from {module}"
            elif quoted:
                target = path.split("/")[0] if "/" in path else module
                local = is_app and ((tree.ROOT / name.parent / path).exists()
                                    or (tree.ROOT / "apps" / path).exists())
                if is_app and not local and not path.endswith(".inc"):
                    problem = f'"{path}": a program sees <trade/*.h> and its own folder only'
                elif not is_app and target not in may_include(module):
                    problem = f'"{path}" points upward or sideways from {module}'
            else:
                if (str(name), path) not in SYSTEM_ALLOWED:
                    problem = bad_system_include(module, path)
            if problem:
                problems.append(f"{name}:{number}: {problem}")
    return problems


def call_problems(names, pattern, allowed=(), why=""):
    return [f"{name}:{number}: {match.group(0).strip()} {why}"
            for name in names if str(name) not in allowed
            for number, line in tree.code_lines(name)
            for match in [pattern.search(line)] if match]


def comment_problems():
    problems = []
    for name in tree.files():
        if name.suffix not in (".c", ".h") or name.parts[0] == "subprojects":
            continue
        blanked = tree.TOKEN.sub(lambda m: "\x01" if m.group(0).startswith("//") else
                                 re.sub(r"[^\n]", " ", m.group(0)), tree.text(name))
        for number, line in enumerate(blanked.split("\n"), 1):
            if "\x01" in line:
                problems.append(f"{name}:{number}: a // comment")
            if re.match(r"\s*#\s*if\s+0\b", line):
                problems.append(f"{name}:{number}: #if 0")
    return problems


def machine_problems():
    return [f"{name}:{number}: {match.group(0)}"
            for name in tree.files() if name.suffix not in BINARY
            for number, line in enumerate(tree.text(name).split("\n"), 1)
            for match in [MACHINE.search(line)] if match]


def layout_problems(names):
    problems = []
    for name in names:
        text = tree.text(name)
        if not text.endswith("\n") or text.endswith("\n\n"):
            problems.append(f"{name}: does not end with one line end")
        problems += [f"{name}:{number}: a tab, a carriage return or a blank at the end"
                     for number, line in enumerate(text.split("\n"), 1)
                     if "\t" in line or line != line.rstrip()]
    return problems


def map_problems():
    rows = tree.text(Path("libtrade/README.md"))
    modules = {module_of(name) for name in tree.c_files("libtrade")} - {None}
    return [f"{module}: no line in libtrade/README.md" for module in sorted(modules)
            if not re.search(rf"^\|.*\| `{module}` \|", rows, re.M)]


def stale_exceptions():
    tables = {**AMBIENT_ALLOWED, **PRINTS_ALLOWED, **STRTOD_ALLOWED}
    return [f"{name}: exempted here, but there is no such file" for name in tables
            if not (tree.ROOT / name).exists()]


def main():
    tap = Tap()
    library = tree.c_files("libtrade", "include")
    pure = [name for name in library if module_of(name) in ["core", *PURE, *DOMAIN]]
    everything = tree.c_files("libtrade", "include", "apps", "examples", "tests")
    tap.case("includes_point_down_and_libraries_stay_in_their_module", include_problems())
    tap.case("no_clock_environment_or_chance_below_apps",
             call_problems(library, AMBIENT, AMBIENT_ALLOWED, "belongs behind a port"))
    tap.case("the_library_never_prints_or_exits", call_problems(library, PRINTS, PRINTS_ALLOWED))
    tap.case("core_and_domain_do_no_input_or_output", call_problems(pure, FILES))
    tap.case("no_forbidden_calls", call_problems(everything, FORBIDDEN))
    tap.case("no_strtod_on_prices",
             call_problems(library + tree.c_files("apps"), STRTOD, STRTOD_ALLOWED))
    tap.case("no_line_comments_and_no_disabled_code", comment_problems())
    tap.case("no_tabs_and_no_blanks_at_line_ends", layout_problems(everything))
    tap.case("no_vague_names", [str(n) for n in tree.files() if VAGUE_NAME.search(str(n))])
    tap.case("nothing_names_this_machine_or_a_package_host", machine_problems())
    tap.case("every_module_is_on_the_map", map_problems())
    tap.case("every_exception_still_exists", stale_exceptions())
    return tap.done()


sys.exit(main())
