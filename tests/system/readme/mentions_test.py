#!/usr/bin/env python3
"""What the READMEs mention is there: files, programs of the build, commands of tbctl and their options.

    mentions_test.py SOURCE_ROOT BUILD_ROOT TESTS_SUPPORT_DIR [TBCTL]     without TBCTL commands are passed over

README.md itself is followed word for word by readme_test.py; the others are manuals, and rot where nobody runs them.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT, BUILD = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
sys.path.insert(0, sys.argv[3])
TBCTL = sys.argv[4] if len(sys.argv) > 4 else None
from tap import Tap  # noqa: E402

FOLDERS = ("apps", "config", "deployment", "examples", "include", "libtrade", "tests")
FILE = re.compile(r"(?:" + "|".join(FOLDERS) + r")/[\w./-]+")
CODE = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^```.*?^```$", re.M | re.S)


def readmes():
    for folder in (".",) + FOLDERS:
        found = [ROOT / "README.md"] if folder == "." else sorted((ROOT / folder).rglob("README.md"))
        yield from (path for path in found if path.is_file())


def is_there(path):
    """A file or folder, from the root or beside what is described, with or without its suffix."""
    return path.exists() or any(path.with_name(path.name + suffix).exists() for suffix in (".c", ".h", ".py"))


def file_problem(text, targets):
    path = text.split()[0].rstrip("/.,")
    if path.startswith("build/"):
        return None if path[len("build/"):] in targets else f"`{text}` is not made by the build"
    if FILE.fullmatch(path) and not is_there(ROOT / path):
        return f"`{text}` is not there"
    return None


class Commands:
    """tbctl's help, asked once a command."""

    def __init__(self):
        self.texts = {}

    def help_of(self, words):
        if words not in self.texts:
            done = subprocess.run([TBCTL, *words, "--help"], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)
            self.texts[words] = done.stdout if done.returncode == 0 else None
        return self.texts[words]

    def problem(self, text):
        words = re.split(r"\s+", text.split("#")[0].strip())[1:]
        plain = [word for word in words if not word.startswith("-")]
        names = [word for word in plain[:2] if re.fullmatch(r"[a-z|]+", word)]
        for choice in self.choices(names):
            shown = self.help_of(choice)
            alone = self.help_of(choice[:1]) or ""
            if shown is None and alone.startswith(f"tbctl {choice[0]}:"):
                shown = alone  # its second word is an argument
            if shown is None:
                return f"`{text}`: there is no such command"
            missing = [word for word in words if word.startswith("--") and word.split("=")[0] not in shown
                       and word.split("=")[0] not in (self.help_of(()) or "")]
            if missing:
                return f"`{text}`: no option {missing}"
        return None

    @staticmethod
    def choices(names):
        """"keys add|list" are two commands."""
        if not names:
            return [()]
        first = names[0].split("|")
        second = names[1].split("|") if len(names) > 1 else []
        return [(a, b) for a in first for b in second] if second else [(a,) for a in first]


def main():
    tap = Tap()
    targets = {line.split(":")[0] for line in
               subprocess.run(["ninja", "-C", str(BUILD), "-t", "targets", "all"], capture_output=True, text=True,
                              check=True).stdout.splitlines()}
    commands = Commands()
    for path in readmes():
        problems = []
        for text in CODE.findall(FENCED.sub("", path.read_text(encoding="utf-8"))):
            found = file_problem(text, targets)
            if found is None and TBCTL and text.startswith("tbctl "):
                found = commands.problem(text)
            if found:
                problems.append(found)
        tap.case(f"what {path.relative_to(ROOT)} mentions is there", problems)
    return tap.done()


sys.exit(main())
