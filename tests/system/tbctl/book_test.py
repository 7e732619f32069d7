#!/usr/bin/env python3
"""`tbctl book ...`: scenarios, streams, journals and snapshots in files, right and wrong ones, on a pipe and on a terminal."""

import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from tap import Tap  # noqa: E402

TBCTL = os.path.abspath(sys.argv[1])

SCENARIO = """\
# an iceberg, a stop, an end
config tick=1 lot=1 now=5
> new id=1 side=buy type=limit qty=10 price=100
< accepted id=1
< booked id=1 side=buy price=100 open=10 shown=10
> new id=2 side=buy type=limit qty=30 price=99 display=7
< accepted id=2
< booked id=2 side=buy price=99 open=30 shown=7
> new id=3 side=sell type=stop qty=4 stop=99
< accepted id=3
> new id=4 side=sell type=limit qty=12 price=99
< accepted id=4
< trade maker=1 taker=4 price=100 qty=10
< trade maker=2 taker=4 price=99 qty=2
< triggered id=3
< trade maker=2 taker=3 price=99 qty=4
> new id=5 side=sell type=limit qty=6 price=101 tif=gtd expire=9
< accepted id=5
< booked id=5 side=sell price=101 open=6 shown=6
> cancel id=77
< cancel_rejected id=77 reason=unknown_order
= bid 99 2:24/1
= ask 101 5:6/6
= last 99
"""
COMMANDS = "".join(line + "\n" for line in SCENARIO.split("\n") if line[:1] in "#c>" and line)


def environment(**extra):
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS")
            if name in os.environ}
    return {**kept, "TERM": "xterm-256color", **extra}


class Folder:
    """A temporary folder to run tbctl in."""

    def __init__(self):
        self.path = Path(tempfile.mkdtemp(prefix="tbctl-book-"))
        self.problems = []
        self.stderr = ""

    def file(self, name, content):
        to = self.path / name
        to.write_bytes(content if isinstance(content, bytes) else content.encode())
        return name

    def run(self, *words, code=0):
        done = subprocess.run([TBCTL, "book", *words], env=environment(), timeout=60, cwd=self.path,
                              stdin=subprocess.DEVNULL, capture_output=True)
        self.stderr = done.stderr.decode(errors="replace")
        out = done.stdout.decode(errors="replace")
        if done.returncode != code:
            self.problems.append(f"{' '.join(words)}: exit {done.returncode}, wanted {code}: {out}{self.stderr}")
        return out

    def json(self, *words, code=0):
        text = self.run(*words, "--json", code=code)
        try:
            return json.loads(text)
        except ValueError as problem:
            self.problems.append(f"{' '.join(words)}: {problem}: {text}")
            return {}

    def screen(self, *words, columns=80, **extra):
        pid, fd = pty.fork()
        if pid == 0:
            os.chdir(self.path)
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
            os.execve(TBCTL, [TBCTL, "book", *words], environment(**extra))
        shown = b""
        while True:
            try:
                if not select.select([fd], [], [], 60)[0]:
                    os.kill(pid, signal.SIGKILL)  # nothing waits that long unless it hangs
                part = os.read(fd, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        os.close(fd)
        os.waitpid(pid, 0)
        return shown.decode().replace("\r\n", "\n")

    def want(self, is_right, problem):
        if not is_right:
            self.problems.append(str(problem))

    def refuse(self, part, *words, code=1):
        """It fails, and says so with these words."""
        self.run(*words, code=code)
        self.want(part in self.stderr, f"{words}: wanted \"{part}\": {self.stderr}")


def marked(text):
    return [line for line in text.split("\n") if line[:1] in "><=" and line]


def check_run(f):
    f.file("a.scn", SCENARIO)
    out = f.run("run", "a.scn")
    f.want(marked(out) == marked(SCENARIO), out)
    f.want("all as expected" in out and "\033" not in out, out)
    f.file("b.scn", COMMANDS)
    written = f.run("run", "b.scn")
    f.want(marked(written) == marked(SCENARIO), f"a file of commands becomes its scenario: {written}")
    f.file("c.scn", written)
    f.run("run", "c.scn")
    f.file("crlf.scn", SCENARIO.replace("\n", "\r\n"))
    f.run("run", "crlf.scn")


def check_differences(f):
    wrong = SCENARIO.replace("price=100 qty=10", "price=100 qty=9").replace("= ask 101 5:6/6\n", "")
    f.file("w.scn", wrong)
    out = f.run("run", "w.scn", code=1)
    lines = out.split("\n")
    f.want("- < trade maker=1 taker=4 price=100 qty=9" in lines, out)
    f.want("+ < trade maker=1 taker=4 price=100 qty=10" in lines, out)
    f.want("+ = ask 101 5:6/6" in lines, out)
    f.want("2 differences" in f.stderr, f.stderr)
    answer = f.json("run", "w.scn", code=1)["answer"]
    f.want([d["line"] for d in answer["differences"]] == [11, 22] and answer["difference_count"] == 2, answer)
    f.file("short.scn", SCENARIO.replace("< triggered id=3\n", ""))
    f.want("+ < triggered id=3" in f.run("run", "short.scn", code=1), "an event that the file leaves out")
    f.file("more.scn", SCENARIO.replace("< accepted id=5\n", "< accepted id=5\n< accepted id=6\n"))
    f.want("- < accepted id=6" in f.run("run", "more.scn", code=1), "an event that does not come")
    shown = f.screen("run", "w.scn")
    f.want("\033[31m- < trade" in shown and "\033[32m+ < trade" in shown, shown)
    f.want("\033" not in f.screen("run", "w.scn", NO_COLOR="1"), "NO_COLOR is heeded")


def check_journal(f):
    f.file("a.scn", SCENARIO)
    made = f.json("record", "a.scn", "a.journal")
    f.want(made.get("commands") == 6 and made.get("events") == 13, made)
    f.refuse("there already", "record", "a.scn", "a.journal")
    f.refuse("a journal already", "record", "a.journal", "b.journal")
    out = f.run("replay", "a.journal")
    f.want(marked(out) == marked(SCENARIO), out)
    f.file("again.scn", out)
    f.run("run", "again.scn")
    totals = f.json("replay", "a.journal", "--snapshot", "a.snapshot")
    f.want(totals["commands"] == 6 and totals["trades"] == 3 and totals["torn_bytes"] == 0, totals)
    f.want("tail" not in totals and f.stderr == "", f.stderr)
    f.refuse("there already", "replay", "a.journal", "--snapshot", "a.snapshot")
    ladder = f.run("show", "a.journal").split("\n", 1)[1]
    f.want(f.run("show", "a.snapshot").split("\n", 1)[1] == ladder, "a snapshot shows the same book")
    f.want(f.run("show", "a.scn").split("\n", 1)[1] == ladder, "a scenario too")


def check_damage(f):
    f.file("a.scn", SCENARIO)
    f.run("record", "a.scn", "a.journal")
    whole = (f.path / "a.journal").read_bytes()
    f.file("torn.journal", whole[:-5])
    out = f.run("replay", "torn.journal")
    found = re.search(r"torn tail: (\d+) bytes cut at byte (\d+), behind (\d+) records \((\d+) commands\)", f.stderr)
    f.want(found and int(found[1]) + int(found[2]) == len(whole) - 5 and found[4] == "5", f.stderr)
    f.want("--cut" in f.stderr and "cancel" not in out, out)
    f.want((f.path / "torn.journal").stat().st_size == len(whole) - 5, "without --cut the file is left alone")
    f.run("show", "torn.journal")
    f.want("torn tail" in f.stderr, f.stderr)
    cut = f.json("replay", "torn.journal", "--cut")
    f.want("torn tail" in cut["tail"], cut)
    f.want((f.path / "torn.journal").stat().st_size == int(found[2]), "--cut cuts")
    f.want(f.json("replay", "torn.journal")["torn_bytes"] == 0, "what was cut is whole")
    at = len(whole) // 2
    f.file("bad.journal", whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
    for words in (("replay", "bad.journal"), ("replay", "bad.journal", "--cut"), ("show", "bad.journal")):
        f.run(*words, code=1)
        f.want(re.search(r"record \d+ at byte \d+ is damaged: record \d+ at byte \d+ is whole again", f.stderr), f.stderr)
    f.want((f.path / "bad.journal").stat().st_size == len(whole), "a damaged file is never cut")
    f.file("last.journal", whole[:-1] + bytes([whole[-1] ^ 1]))
    for words in (("replay", "last.journal"), ("replay", "last.journal", "--cut"), ("show", "last.journal")):
        f.refuse("last.journal: record 8 at byte", *words)
        f.want("it is the last one" in f.stderr, f.stderr)
    f.want((f.path / "last.journal").stat().st_size == len(whole), "nor one whose last record is damaged")
    f.file("head.journal", whole[:40])
    for command in ("replay", "show"):
        f.refuse("head.journal: the journal ends", command, "head.journal")
    f.file("young.journal", journal([(1, b"TRBOOK" + varint(9))]))
    f.refuse("young.journal: a journal of version 9", "replay", "young.journal")


def check_limits(f):
    """What a few bytes may ask for."""
    f.file("a.scn", SCENARIO)
    f.run("record", "a.scn", "a.journal")
    bodies = list(records((f.path / "a.journal").read_bytes()))
    room = varint(65536)
    f.want(bodies[1][1].count(room) == 1, "the room of a scenario's book")
    large = [(kind, rest.replace(room, varint(1 << 26)) if kind == 2 else rest) for kind, rest in bodies]
    f.file("large.journal", journal(large))
    for command in ("replay", "show"):
        f.refuse("large.journal: a book with room for 67108864 orders, allowed are 1048576", command, "large.journal")
    f.refuse("allowed are 60000", "replay", "a.journal", "--orders-max", "60000")
    f.run("replay", "a.journal", "--orders-max", "65536")
    f.refuse("1 to 67108864", "replay", "a.journal", "--orders-max", "0", code=2)
    many = [bodies[0], (6, bytes([6]) + varint(1024) + varint(30))]
    (_, book), (_, state) = bodies[1:3]
    for number in range(30):
        many += [(2, varint(number) + varint(4) + b"AA%02d" % number + book[2:]), (3, varint(number) + state[1:])]
    f.file("many.journal", journal(many))
    for command in ("replay", "show"):
        f.refuse("many.journal: record", command, "many.journal", "--orders-max", "65536")
        f.want("needs" in f.stderr and "are left" in f.stderr, f.stderr)
    f.file("room.ofl", stream([(1, 0, 0, 0, 1, 1, 1, 1)], live_max=1 << 25))
    f.run("show", "room.ofl")


def check_ladder(f):
    f.file("a.scn", SCENARIO + "> new id=8 side=buy type=stop qty=3 stop=120\n> new id=9 side=sell type=limit qty=1 price=4611686018427387904\n")
    out = f.run("show", "a.scn")
    for part in ("last 99", "clock 5", "4 live orders", "spread 2", "+23 hidden", "buy stop at 120: 3 in 1 order",
                 "4611686018427387904"):
        f.want(part in out, f"no {part}: {out}")
    lines = out.split("\n")
    prices = [line for line in lines if re.search(r" (4611686018427387904|101|99)\b", line) and "last" not in line]
    f.want(len(prices) == 3 and prices[0].count("4611686018427387904") == 1, out)
    f.want("1 more asks" in f.run("show", "a.scn", "--depth", "1"), "what is left out is told")
    f.want("the book is empty" in f.run("show", "a.scn", "--commands", "0"), "before the first command")
    book = f.json("show", "a.scn", "--commands", "2")
    f.want(book["bids"] == [{"price": 100, "shown": "10", "open": "10", "orders": 1},
                            {"price": 99, "shown": "7", "open": "30", "orders": 1}] and book["asks"] == [], book)
    shown = f.screen("show", "a.scn", columns=76)
    f.want("\033[31m" in shown and "\033[32m" in shown, "asks are red, bids green")
    wide = [line for line in re.sub("\033\\[[0-9;]*m", "", shown).split("\n")[2:-4] if len(line) > 76 and "hidden" not in line]
    f.want(not wide, f"wider than the terminal: {wide}")
    f.want("\033" not in f.screen("show", "a.scn", NO_COLOR="1"), "NO_COLOR is heeded")


def stream(records, warmup=0, live_max=10, count=None, version=1, record_size=32):
    head = b"OFLOW1\0\0" + struct.pack("<IIQQQqqQ", version, record_size, len(records) if count is None else count,
                                       warmup, 1, 1, 1000, live_max)
    return head + b"".join(struct.pack("<BBBBIQqq", *record) for record in records)


def varint(number):
    out = b""
    while number >= 128:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def records(journal):
    """Bodies of a journal's records: kind, and what stands behind the number."""
    at = 0
    while at < len(journal):
        size, = struct.unpack_from("<I", journal, at)
        body = journal[at + 8:at + 8 + size]
        end = next(i for i in range(1, size) if body[i] < 128)
        yield body[0], body[end + 1:]
        at += 8 + size


def crc32c(content):
    state = 0xffffffff
    for byte in content:
        state ^= byte
        for _ in range(8):
            state = state >> 1 ^ (0x82f63b78 if state & 1 else 0)
    return state ^ 0xffffffff


def journal(bodies):
    out = b""
    for number, (kind, rest) in enumerate(bodies):
        body = bytes([kind]) + varint(number) + rest
        head = struct.pack("<I", len(body))
        out += head + struct.pack("<I", crc32c(head + body)) + body
    return out


def check_exchange(f):
    """An exchange of two books, put together here by the format in trade/book_journal.h."""
    f.file("a.scn", SCENARIO)
    f.run("record", "a.scn", "a.journal")
    bodies = list(records((f.path / "a.journal").read_bytes()))
    start, commands = bodies[1:3], bodies[3:]
    f.want([kind for kind, _ in bodies] == [1, 2, 3] + 6 * [5], bodies)
    mixed = [bodies[0], (6, bytes([6]) + varint(8) + varint(2))]
    for number, symbol in enumerate((b"AAA/USD", b"BBB/USD")):
        (_, book), (_, state) = start
        mixed += [(2, varint(number) + varint(len(symbol)) + symbol + book[2:]), (3, varint(number) + state[1:])]
    for kind, rest in commands:
        mixed += [(kind, varint(number) + rest[1:]) for number in (0, 1)]
    f.file("x.journal", journal(mixed))
    out = f.run("replay", "x.journal")
    f.want("[0] AAA/USD\n= bid 99 2:24/1\n" in out and "[1] BBB/USD\n= bid 99 2:24/1\n" in out, out)
    numbers = [int(number) for number in re.findall(r"^(\d+) \[[01]\] < ", out, re.M)]
    f.want(numbers == list(range(1, 27)), out)
    totals = f.json("replay", "x.journal", "--snapshot", "x.snapshot")
    f.want((totals["commands"], totals["events"], totals["instruments"]) == (12, 26, 2), totals)
    ladder = f.run("show", "a.scn").split("\n", 1)[1]
    for name in ("x.journal", "x.snapshot"):
        f.want(f.run("show", name, "--symbol", "BBB/USD").split("\n", 1)[1] == ladder, f"the book of {name}")
    f.refuse("say --symbol, for example AAA/USD", "show", "x.journal")
    f.refuse("CCC is not one of the 2", "show", "x.journal", "--symbol", "CCC")
    f.refuse("--commands is for", "show", "x.journal", "--commands", "1")
    f.refuse("--symbol is for", "show", "a.scn", "--symbol", "AAA/USD")
    f.file("torn.journal", journal(mixed)[:-3])
    f.run("show", "torn.journal", "--symbol", "AAA/USD")
    f.want("torn tail" in f.stderr, f.stderr)


def check_special(f):
    f.file("s.scn", """config
> new id=1 side=buy type=limit qty=10 price=100
> new id=2 side=sell type=limit qty=10 price=105 aon=1
> phase to=auction
> new id=3 side=sell type=market qty=4
> new id=4 side=buy type=limit qty=5 price=98 target_id=5 target_price=110 stop_id=6 stop_price=90
""")
    out = f.run("show", "s.scn")
    for part in ("ask with a minimum at 105: 10 in 1 order", "market sells for the auction: 4 in 1 order",
                 "auction: 4 would trade at 100, 6 more to buy"):
        f.want(part in out, f"no {part}: {out}")
    f.run("record", "s.scn", "s.journal")
    f.run("replay", "s.journal", "--quiet", "--snapshot", "s.snapshot")
    f.want(f.json("show", "s.snapshot") == f.json("show", "s.scn"), "a snapshot has all of it")
    f.want(marked(f.run("replay", "s.journal")) == marked(f.run("run", "s.scn")), "so has a journal")


def check_bench(f):
    records = [(1, 0, 0, 0, 7, 11, 100, 5), (1, 1, 3, 0, 8, 12, 102, 5), (4, 0, 0, 4, 0, 11, 100, 4),
               (2, 1, 1, 0, 9, 13, 0, 3), (3, 0, 0, 0, 0, 12, 0, 0), (3, 0, 0, 0, 0, 99, 0, 0)]
    records[2] = (4, 0, 0, 0, 4, 11, 100, 4)
    f.file("a.ofl", stream(records, warmup=2))
    digest = 0xcbf29ce484222325
    for part in (11, 13, 100, 3):
        digest = (digest ^ part) * 0x100000001b3 % 2**64
    seen = f.json("bench", "a.ofl", "--rounds", "2")
    wanted = {"records": 6, "warmup": 2, "trades": 1, "traded_qty": 3, "cancels_refused": 1, "resting_at_the_end": 1,
              "trade_digest": f"{digest:016x}", "rounds": 2}
    f.want({key: seen.get(key) for key in wanted} == wanted, seen)
    f.want(seen["operations_per_second_best"] >= seen["operations_per_second_median"] > 0, seen)
    f.want(seen["p50_ns"] <= seen["p99_ns"] <= seen["p99.9_ns"] <= seen["p99.99_ns"], seen)
    f.run("record", "a.ofl", "a.journal")
    f.want(f.json("replay", "a.journal")["trades"] == 1, "a stream becomes a journal")
    f.want("1 live order" in f.run("show", "a.ofl"), "a stream is shown")
    for name, content, part in [
        ("count.ofl", stream(records, count=7), "promises 7 records, the file has 6"),
        ("half.ofl", stream(records)[:-1], "promises"),
        ("huge.ofl", stream(records, count=2**63), "promises"),
        ("warm.ofl", stream(records, warmup=7), "to warm up"),
        ("live.ofl", stream(records, live_max=2**63), "orders at once"),
        ("none.ofl", stream(records, live_max=0), "orders at once"),
        ("new.ofl", stream(records, version=2), "version 1"),
        ("op.ofl", stream([(5, 0, 0, 0, 0, 1, 1, 1)]), "record 0 has op 5"),
        ("side.ofl", stream([(1, 2, 0, 0, 0, 1, 1, 1)]), "side 2"),
        ("full.ofl", stream([(1, 0, 0, 0, 0, i, 1, 1) for i in range(1, 4)], live_max=1), "record 2: full"),
        ("head.ofl", b"OFLOW1\0\0", "not a stream"),
    ]:
        f.file(name, content)
        f.refuse(part, "bench", name)
    for name, content in (("empty.ofl", stream([])), ("warm.ofl", stream(records, warmup=len(records)))):
        f.file(name, content)
        f.refuse(f"{name}: all of its", "bench", name)


def check_wrong_input(f):
    f.file("empty", "")
    f.file("zeros", b"\0" * 500)
    f.file("noise", bytes((i * 7919 >> 3) & 255 for i in range(4096)))
    f.file("steer.scn", "config\n> new id=1 \033[2J\033]0;x\007\n")
    f.file("a.scn", SCENARIO)
    (f.path / "folder").mkdir()
    for command, extra in (("run", []), ("bench", []), ("replay", []), ("show", []), ("record", ["out"])):
        f.run(command, code=2)
        f.refuse("No such file", command, "missing", *extra)
        f.refuse("folder", command, "folder", *extra)
        for name in ("zeros", "noise", "empty"):
            f.run(command, name, *extra, code=1)
            f.want(f.stderr.startswith("tbctl: ") and f.stderr.count("\n") == 1, f"{command} {name}: {f.stderr}")
    f.want(not (f.path / "out").exists(), "a failed recording leaves nothing behind")
    for line, part in (("> new id=1", "a.scn:3: "), ("> fly id=1", "'fly'"), ("hello", "expected #, config"),
                       ("> new id=9223372036854775808 side=buy type=limit", "'id'"), ("config tick=2", "expected #")):
        f.file("a.scn", "config\n> cancel id=1\n" + line + "\n")
        f.refuse(part, "run", "a.scn")
    for line in ("hello", "config", "configrubbish", "config tick=2", "<", "= bid 1", ">cancel id=1"):
        f.file("b.scn", "# one\nconfig\n" + line + "\n> cancel id=1\n")
        for command, extra in (("run", []), ("show", []), ("record", ["out"])):
            if line == "= bid 1":
                f.run(command, "b.scn", *extra, code=1 if command == "run" else 0)
                (f.path / "out").unlink(missing_ok=True)
            else:
                f.refuse("b.scn:3: expected #, config (once, in front)", command, "b.scn", *extra)
    f.file("b.scn", "> cancel id=1\nconfig\n")
    for command, extra in (("run", []), ("show", []), ("record", ["out"])):
        f.refuse("b.scn:1: expected", command, "b.scn", *extra)
    for line in ("config tick=0", "config tick=x", "config colour=red", "config max_qty=9223372036854775807", "nothing"):
        f.file("a.scn", line + "\n")
        f.refuse("a.scn:1: ", "run", "a.scn")
    out = f.run("run", "steer.scn", code=1)
    f.want("\033" not in out + f.stderr and "\007" not in out + f.stderr, "a file does not steer the terminal")
    f.refuse("no stream", "bench", "steer.scn")
    f.refuse("no journal", "replay", "steer.scn")
    f.refuse("1 to 1000", "show", "steer.scn", "--depth", "0", code=2)
    f.refuse("did you mean", "rnu", "a.scn", code=2)


CASES = [
    ("scenario_is_run_and_printed_as_a_scenario", check_run),
    ("differences_are_shown_counted_coloured_and_end_with_1", check_differences),
    ("journal_is_recorded_replayed_and_becomes_a_snapshot", check_journal),
    ("torn_tail_is_told_and_cut_and_damage_is_refused", check_damage),
    ("what_a_journal_asks_for_is_limited", check_limits),
    ("ladder_shows_both_sides_hidden_parts_and_stops", check_ladder),
    ("exchange_of_many_books_is_replayed_and_shown_by_symbol", check_exchange),
    ("special_orders_and_auctions_are_shown_and_stored", check_special),
    ("bench_prints_the_totals_of_the_stream", check_bench),
    ("wrong_files_and_arguments_are_told", check_wrong_input),
]


def main():
    tap = Tap()
    for name, check in CASES:
        folder = Folder()
        try:
            check(folder)
        except (KeyError, IndexError, ValueError, subprocess.TimeoutExpired) as problem:
            folder.problems.append(repr(problem))
        finally:
            shutil.rmtree(folder.path)
        tap.case(name, folder.problems)
    return tap.done()


sys.exit(main())
