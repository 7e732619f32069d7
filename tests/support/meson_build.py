"""Commands for tests that build libtrade, or something with it, in a folder of their own."""

import atexit
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager

import tree

# What a build copy leaves out: other builds, run data, history.
LEFT_OUT = shutil.ignore_patterns("build*", "var", ".git", "__pycache__", "node_modules", "packagecache")


class CommandFailed(Exception):
    pass


def run(*command, cwd=None, environment=None):
    """Run a command and return what it printed; a failure raises with the end of its output."""
    result = subprocess.run([str(word) for word in command], cwd=cwd, env={**os.environ, **(environment or {})},
                            capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if result.returncode != 0:
        lines = (result.stdout + result.stderr).splitlines()
        raise CommandFailed(f"{' '.join(map(str, command))}: exit {result.returncode}\n" + "\n".join(lines[-40:]))
    return result.stdout


@contextmanager
def folder():
    path = tempfile.mkdtemp(prefix="trade-test-")
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def cache():
    """Folders that differ in a feature or two compile mostly the same; the cache is the caller's, or lasts a few builds."""
    if shutil.which("ccache") is None:
        return {}
    if "CCACHE_DIR" not in os.environ:
        os.environ["CCACHE_DIR"] = tempfile.mkdtemp(prefix="trade-ccache-")
        atexit.register(shutil.rmtree, os.environ["CCACHE_DIR"], ignore_errors=True)
    return {"CC": f"ccache {os.environ.get('CC', 'cc')}", "CCACHE_NOHASHDIR": "1"}


def build(target, *options, source=tree.ROOT):
    run("meson", "setup", target, source, "--werror", *options, environment=cache())
    run("ninja", "-C", target, environment=cache())


@contextmanager
def reported(tap, name):
    """One case: passes when the block ends, fails with what was raised."""
    try:
        yield
    except (CommandFailed, AssertionError, OSError) as problem:
        tap.case(name, [str(problem)])
    else:
        tap.case(name)
