#!/usr/bin/env python3
"""Builds libtrade with cJSON and libyaml from source, as the wraps say, with Debian's source packages."""

import hashlib
import re
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import debian_source  # noqa: E402
import tree  # noqa: E402
from meson_build import LEFT_OUT, build, folder, reported, run  # noqa: E402
from tap import Tap  # noqa: E402

WRAPS = {"cjson": "libcjson", "libyaml": "libyaml"}  # the wrap, and the installed library's name


def field(wrap, name):
    return re.search(rf"^{name} = (.*)$", (tree.ROOT / f"subprojects/{wrap}.wrap").read_text(), re.M).group(1)


def check_form(wrap):
    for name in ("directory", "source_url", "source_filename", "source_hash", "patch_directory"):
        assert field(wrap, name), name
    assert field(wrap, "source_url").startswith("https://")
    assert (tree.ROOT / "subprojects/packagefiles" / field(wrap, "patch_directory") / "meson.build").exists()


def place_tarball(wrap, downloads, copy):
    """Debian's .orig must be what the wrap names, byte for byte."""
    tarball = next(downloads.glob(f"{wrap}_*.orig.tar.gz"))
    digest = hashlib.sha256(tarball.read_bytes()).hexdigest()
    assert digest == field(wrap, "source_hash"), f"{tarball.name} is {digest}"
    cache = copy / "subprojects/packagecache"
    cache.mkdir(exist_ok=True)
    shutil.copy(tarball, cache / field(wrap, "source_filename"))


def main():
    tap = Tap()
    for path in sorted((tree.ROOT / "subprojects").glob("*.wrap")):
        with reported(tap, f"{path.stem}_wrap_names_release_hash_and_our_build"):
            check_form(path.stem)
    name = "libtrade_builds_with_cjson_and_libyaml_from_their_sources"
    with folder() as path:
        work = Path(path)
        try:
            debian_source.download(list(WRAPS), work)
        except debian_source.Unavailable as problem:
            tap.skip(name, f"Debian's sources cannot be had: {problem}")
            return tap.done()
        with reported(tap, name):
            copy = Path(shutil.copytree(tree.ROOT, work / "source", ignore=LEFT_OUT))
            for wrap in WRAPS:
                place_tarball(wrap, work, copy)
            build(work / "build", "--wrap-mode=forcefallback", "--force-fallback-for=libcjson,yaml-0.1",
                  "-Djson=enabled", "-Dconfig=enabled", "-Dauto_features=disabled", source=copy)
            needed = run("readelf", "-dW", work / "build/libtrade/libtrade.so")
            for library in ("libcjson", "libyaml"):
                assert library not in needed, f"libtrade.so still needs the system's {library}"
    return tap.done()


sys.exit(main())
