#!/usr/bin/env python3
"""Uses libtrade as a meson subproject of another program, and builds it with adapters left out."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import tree  # noqa: E402
from meson_build import build, folder, reported, run  # noqa: E402
from tap import Tap  # noqa: E402

OUTER = """project('outer', 'c', default_options: ['c_std=c11'])
libtrade = subproject('libtrade', default_options: ['auto_features=disabled', 'buildtype=plain'])
executable('outer', 'outer.c', dependencies: dependency('trade-core'))
"""
OUTER_PROGRAM = """#include <stdio.h>
#include <trade/version.h>

int main(void)
{
    return puts(tr_version()) < 0;
}
"""


def build_outer(work):
    (work / "subprojects").mkdir(parents=True)
    (work / "subprojects/libtrade").symlink_to(tree.ROOT)
    (work / "meson.build").write_text(OUTER)
    (work / "outer.c").write_text(OUTER_PROGRAM)
    build(work / "build", source=work)
    version = run("meson", "introspect", "--projectinfo", tree.ROOT / "meson.build")
    assert f'"version": "{run(work / "build/outer").strip()}"' in version, version


def build_bare(target, *options):
    """Without what is not asked for; neither optimised nor with debug data: that it builds is the question."""
    build(target, "-Dauto_features=disabled", "--buildtype=plain", *options)


def build_core_alone(target):
    build_bare(target)
    for name in ("libtrade/libtrade-core.so", "libtrade/libtrade.so"):
        needed = [line.split("[")[1].rstrip("]") for line in run("readelf", "-dW", target / name).splitlines()
                  if "(NEEDED)" in line]
        foreign = [name for name in needed if not name.startswith(("libc.so", "libm.so", "libtrade"))]
        assert not foreign, f"{name} needs {foreign}"


def main():
    tap = Tap()
    with folder() as path:
        work = Path(path)
        with reported(tap, "another_meson_project_uses_libtrade_as_its_subproject"):
            build_outer(work / "outer")
        with reported(tap, "without_features_libtrade_builds_and_needs_the_c_library_alone"):
            build_core_alone(work / "core")
        for feature in ("json", "crypto", "config", "sqlite", "http"):
            with reported(tap, f"{feature}_alone_builds"):
                build_bare(work / feature, f"-D{feature}=enabled")
    return tap.done()


sys.exit(main())
