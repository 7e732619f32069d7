"""Downloads a package's .orig tarball with the machine's own apt configuration.

deb-src lines are derived from the machine's deb lines, in a temporary folder: nothing of the machine's
configuration, lists or caches is changed.
"""

import os
import re
import subprocess
from pathlib import Path


class Unavailable(Exception):
    """No source package could be had: the message says why, in one line."""


def codename():
    return re.search(r"^VERSION_CODENAME=(\w+)", Path("/etc/os-release").read_text(), re.M).group(1)


def deb822_stanzas(text):
    for stanza in re.split(r"\n\s*\n", text):
        fields = dict(re.findall(r"^([A-Za-z-]+):\s*(.*(?:\n[ \t].*)*)", stanza, re.M))
        if fields.get("Enabled", "yes") != "no":
            yield fields


def source_list():
    """Our deb-src stanzas: the machine's own archives of this Debian release, nobody else's."""
    release, stanzas = codename(), []
    places = [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]
    for place in (p for p in places if p.is_file()):
        text = re.sub(r"^\s*#.*\n?", "", place.read_text(), flags=re.M)
        if place.suffix == ".sources":
            found = [(f.get("URIs", ""), f.get("Suites", ""), f.get("Signed-By")) for f in deb822_stanzas(text)
                     if "deb" in f.get("Types", "").split() and "main" in f.get("Components", "").split()]
        else:
            found = [(m[1], m[2], (re.search(r"signed-by=(\S+?)[\s\]]", m[0] or "") or [None, None])[1])
                     for m in re.findall(r"^deb\s+(\[.*?\]\s+)?(\S+)\s+(\S+)\s+.*\bmain\b", text, re.M)]
        for uris, suites, key in found:
            ours = [s for s in suites.split() if s.split("-")[0].split("/")[0] == release]
            if ours:
                stanzas.append(f"Types: deb-src\nURIs: {uris}\nSuites: {' '.join(ours)}\nComponents: main\n"
                               + (f"Signed-By: {key}\n" if key else ""))
    if not stanzas:
        raise Unavailable("apt knows no archive of this Debian release")
    return "\n".join(stanzas)


def download(packages, folder):
    """Put the source packages' files into `folder`."""
    folder = Path(folder)
    for name in ("lists/partial", "cache/archives/partial", "parts"):
        (folder / "apt" / name).mkdir(parents=True, exist_ok=True)
    (folder / "apt/parts/source.sources").write_text(source_list())
    options = [f"Dir::Etc::sourcelist={folder}/apt/none", f"Dir::Etc::sourceparts={folder}/apt/parts",
               f"Dir::State::lists={folder}/apt/lists", f"Dir::Cache={folder}/apt/cache",
               "APT::Get::List-Cleanup=0"]
    if os.geteuid() == 0:
        options.append("APT::Sandbox::User=root")
    apt = ["apt-get", "-q", *(word for option in options for word in ("-o", option))]
    for command in ([*apt, "update"], [*apt, "source", "--download-only", *packages]):
        result = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if result.returncode != 0:
            lines = [line for line in result.stderr.splitlines() if line.startswith(("E:", "W:"))]
            raise Unavailable(" ".join(lines[:1]) or f"apt-get {command[-1]} failed")
