"""bench_indicator.py PROGRAM PEERS_DIR WORK_DIR LIBRARY REAL_CSV -- COMPILER FLAG...

Takes the C sources of TA-Lib and Tulip out of their npm packages (pinned by version and checksum), builds them with the
flags of our own build, and has bench_indicator time them beside ours: first with malloc keeping its memory, all lengths;
then as they are, at a million bars. Without npm or the packages it says so and times ours alone. The packages stay in
WORK_DIR, so that only the first run loads them.
"""
import base64
import hashlib
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile

# name, version, sha512 as the registry publishes it
PACKAGES = [
    ("talib", "2.0.5",
     "ktcijX0YpO9+tNbsb4j7IMEHpIEzweEJppm6q8WEEKNr7OxTDjgUcN+PovFBOTGFi0aZSU792yHfRw/2+LUm3g=="),
    ("tulind", "0.8.20",
     "GnWW1LBuhMSaAkToiLhcoBowERQpfwIinmh00mvJ9wcYt6CvA9jpcN0V2VBtja+ZA6pz+Fev8xTI8Br493t1vw=="),
]


def fetch(name, version, digest, work):
    """The package's folder, unpacked, or None with the reason printed."""
    folder = work / f"{name}-{version}"
    if (folder / "package").is_dir():
        return folder / "package"
    npm = shutil.which("npm")
    if npm is None:
        print(f"{name} {version}: npm is not installed, so there is no peer to time against")
        return None
    done = subprocess.run([npm, "pack", "--ignore-scripts", "--silent", f"{name}@{version}"], cwd=work,
                          capture_output=True, text=True, check=False)
    packed = work / f"{name}-{version}.tgz"
    if done.returncode != 0 or not packed.is_file():
        print(f"{name} {version}: npm could not load it: {done.stderr.strip()[:300]}")
        return None
    if base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode() != digest:
        print(f"{name} {version}: the checksum is not the pinned one; not used")
        packed.unlink()
        return None
    with tarfile.open(packed) as archive:
        # Sources alone: nothing of the package is run.
        wanted = [m for m in archive.getmembers()
                  if m.isfile() and m.name.endswith((".c", ".h")) and ".." not in pathlib.PurePath(m.name).parts
                  and not m.name.startswith("/")]
        archive.extractall(folder, wanted)
    packed.unlink()
    return folder / "package"


def talib_sources(package):
    root = package / "src" / "lib"
    abstract = root / "src" / "ta_abstract"
    sources = [*(root / "src" / "ta_common").glob("*.c"), *(root / "src" / "ta_func").glob("*.c"),
               *(abstract / "frames").glob("*.c"), *(abstract / "tables").glob("*.c"),
               *(abstract / f"ta_{part}.c" for part in ("abstract", "def_ui", "func_api", "group_idx"))]
    includes = [root / "include", root / "src" / "ta_common", abstract, abstract / "frames"]
    return sorted(sources), includes


def tulip_sources(package):
    return [package / "external" / "tiamalgamation.c"], [package / "external"]


def build(adapter, sources, includes, work, compiler):
    """Compile the peer and our table of it into one shared object."""
    built = work / f"{adapter.stem}.so"
    inputs = [adapter, *sources]
    if built.is_file() and all(built.stat().st_mtime > path.stat().st_mtime for path in inputs):
        return built
    print(f"building {adapter.stem} with {' '.join(compiler)}", flush=True)
    command = [*compiler, "-std=gnu11", "-w", "-fPIC", "-shared", "-Wl,-Bsymbolic", f"-I{adapter.parent}",
               *(f"-I{path}" for path in includes), *map(str, inputs), "-lm", "-o", str(built)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(f"{adapter.stem} does not build: {done.stderr[:2000]}")
        return None
    return built


def text_size(library):
    """Bytes of code and constants of all indicators together."""
    done = subprocess.run(["size", library], capture_output=True, text=True, check=False)
    rows = re.findall(r"^\s*(\d+)\s.*\.o\b", done.stdout, re.MULTILINE)
    return sum(map(int, rows)), len(rows)


def main():
    split = sys.argv.index("--")
    program, peers_dir, work_dir, library, real = sys.argv[1:split]
    compiler = sys.argv[split + 1:]
    peers_dir, work = pathlib.Path(peers_dir), pathlib.Path(work_dir)
    work.mkdir(parents=True, exist_ok=True)
    size, count = text_size(library)
    print(f"text of all indicators: {size} bytes in {count} objects\n")
    arguments = ["--real", real] if pathlib.Path(real).is_file() else []
    peers = []
    for (name, version, digest), find, adapter in zip(PACKAGES, (talib_sources, tulip_sources),
                                                      ("talib.c", "tulip.c")):
        package = fetch(name, version, digest, work)
        built = package and build(peers_dir / adapter, *find(package), work, compiler)
        if built:
            peers += ["--peer", str(built)]
    print("## malloc keeps what was freed\n", flush=True)
    subprocess.run([program, *arguments, *peers, "--keep"], check=True)
    if peers:
        print("\n## malloc as it is\n", flush=True)
        subprocess.run([program, *peers[:2], "--long", "--no-stream"], check=True)


main()
