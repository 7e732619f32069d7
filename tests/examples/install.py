#!/usr/bin/env python3
"""Installs libtrade into a prefix of its own and builds every example against it, shared and static."""

import re
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import tree  # noqa: E402
from meson_build import build, folder, reported, run  # noqa: E402
from tap import Tap  # noqa: E402

EXAMPLES = tree.ROOT / "examples"
ONE_LINE = ["exact_fee", "higher_timeframe", "live_rsi", "panel"]  # built by the command line that the file opens with


def equal(printed, example):
    expected = (EXAMPLES / example / "expected.txt").read_text()
    assert printed == expected, f"printed:\n{printed}\nexpected:\n{expected}"


def library_path(prefix):
    return next(prefix.glob("**/pkgconfig")).parent


def environment(prefix):
    libraries = library_path(prefix)
    return {"PKG_CONFIG_PATH": f"{libraries}/pkgconfig", "LD_LIBRARY_PATH": str(libraries)}


def run_makefile_example(prefix, work, static):
    copy = Path(shutil.copytree(EXAMPLES / "embed_core", work / f"core-{static or 'shared'}"))
    run("make", "-C", copy, f"STATIC={static}", environment=environment(prefix))
    for program in ("embed_core", "embed_core_cxx"):
        equal(run(copy / program, environment=environment(prefix)), "embed_core")
        needed = run("readelf", "-dW", copy / program)
        assert ("libtrade-core.so.0" in needed) == (static == ""), needed
        assert "libtrade.so" not in needed, needed


def run_one_line_example(prefix, work, name):
    """The command line that the file opens with, as README.md shows it."""
    source = EXAMPLES / name / f"{name}.c"
    assert f" cc {name}.c $(pkg-config --cflags --libs trade-core) " in source.read_text().split("\n")[0], "its first line"
    flags = run("pkg-config", "--cflags", "--libs", "trade-core", environment=environment(prefix)).split()
    run("cc", source, "-o", work / name, *flags)
    equal(run(work / name, environment=environment(prefix)), name)


def run_meson_example(prefix, work):
    target = work / "trade-shared"
    run("meson", "setup", target, EXAMPLES / "embed_trade", environment=environment(prefix))
    run("ninja", "-C", target, environment=environment(prefix))
    data = work / "data"
    for _ in range(2):  # the second run goes on with the first one's database
        equal(run(target / "embed_trade", data, environment=environment(prefix)), "embed_trade")
    assert "libtrade.so.0" in run("readelf", "-dW", target / "embed_trade")


def run_static_example(prefix, work):
    """Our library static, all others shared: Debian's libcurl.a needs libraries that Debian does not bring."""
    program = work / "trade-static"
    found = environment(prefix)
    private = run("pkg-config", "--print-requires-private", "trade", environment=found).split()
    system = [re.match(r"[^ <>=]+", name).group(0) for name in private]
    libraries = run("pkg-config", "--libs", *system).split() if system else []
    text = (library_path(prefix) / "pkgconfig/trade.pc").read_text()
    plain = re.findall(r"(?<=\s)-(?:l|pthread)\S*", (re.search(r"^Libs.private:(.*)$", text, re.M) or [""])[0])
    run("cc", "-std=gnu11", f"-I{prefix}/include", EXAMPLES / "embed_trade/embed_trade.c", "-o", program,
        library_path(prefix) / "libtrade.a", *libraries, *plain)
    equal(run(program, work / "data-static"), "embed_trade")
    assert "libtrade.so" not in run("readelf", "-dW", program)


def check_installed_files(prefix):
    names = {str(path.relative_to(prefix)) for path in prefix.rglob("*") if not path.is_dir()}
    headers = {f"include/trade/{path.name}" for path in (tree.ROOT / "include/trade").glob("*.h")}
    assert headers <= names, f"not installed: {sorted(headers - names)}"
    libraries = library_path(prefix).relative_to(prefix)
    wanted = {f"{libraries}/{name}" for stem in ("libtrade", "libtrade-core")
              for name in (f"{stem}.so", f"{stem}.so.0", f"{stem}.a")}
    wanted |= {f"{libraries}/pkgconfig/{name}" for name in ("trade.pc", "trade-core.pc")}
    assert wanted <= names, f"not installed: {sorted(wanted - names)}"
    other = [name for name in names if name.startswith("include/") and not name.startswith("include/trade/")]
    assert not other, f"installed beside include/trade: {other}"


def main():
    tap = Tap()
    with folder() as path:
        work = Path(path)
        prefix = work / "prefix"
        with reported(tap, "release_build_installs_into_a_prefix"):
            build(work / "build", f"--prefix={prefix}", "--buildtype=release", "-Dtests=disabled")
            run("meson", "install", "-C", work / "build", "--no-rebuild")
        if tap.failed:
            return tap.done()
        with reported(tap, "headers_libraries_and_pkg_config_files_are_installed"):
            check_installed_files(prefix)
        with reported(tap, "embed_core_runs_as_c_and_as_cxx_with_the_shared_library"):
            run_makefile_example(prefix, work, "")
        for name in ONE_LINE:
            with reported(tap, f"{name}_builds_with_one_line"):
                run_one_line_example(prefix, work, name)
        with reported(tap, "embed_trade_runs_with_the_shared_library"):
            run_meson_example(prefix, work)
        # The linker takes the static library when there is no other.
        for shared in library_path(prefix).glob("libtrade*.so*"):
            shared.unlink()
        with reported(tap, "embed_core_runs_as_c_and_as_cxx_with_the_static_library"):
            run_makefile_example(prefix, work, "--static")
        with reported(tap, "embed_trade_runs_with_the_static_library"):
            run_static_example(prefix, work)
    return tap.done()


sys.exit(main())
