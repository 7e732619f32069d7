#!/usr/bin/env python3
"""server_test.py SIMULATOR SUPPORT: what trade-exchange-sim does on the wire: framing, each fault's bytes, the control port."""

import socket
import ssl
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

PROGRAM = sys.argv[1]
sys.path.insert(0, sys.argv[2])
sys.path.insert(0, str(Path(__file__).resolve().parent))
from simulator import Simulator  # noqa: E402
from tap import Tap  # noqa: E402

PING = b"GET /api/v3/ping HTTP/1.1\r\nHost: sim\r\n\r\n"
TIME = b"GET /api/v3/time HTTP/1.1\r\nHost: sim\r\n\r\n"


class Line:
    """One TLS connection, whose bytes are looked at one by one."""

    def __init__(self, simulator):
        context = ssl.create_default_context(cafile=simulator.certificate)
        host, port = simulator.url.split("//")[1].split(":")
        self.socket = context.wrap_socket(socket.create_connection((host, int(port)), timeout=30), server_hostname=host)
        self.bytes = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def more(self):
        """False at the end, however it comes."""
        try:
            part = self.socket.recv(65536)
        except OSError:  # the library tells a reset and a missing farewell apart by chance: see ending()
            part = b""
        self.bytes += part
        return part != b""

    def answer(self):
        """The next whole answer: head and body."""
        while b"\r\n\r\n" not in self.bytes and self.more():
            pass
        head, _, rest = self.bytes.partition(b"\r\n\r\n")
        size = int(next(line.split(b":")[1] for line in head.split(b"\r\n") if line.startswith(b"Content-Length:")))
        while len(rest) < size and self.more():
            rest = self.bytes.partition(b"\r\n\r\n")[2]
        self.bytes = rest[size:]
        return head, rest[:size]

    def ending(self):
        """How the connection ends below TLS."""
        with socket.socket(fileno=self.socket.detach()) as plain:
            plain.settimeout(30)
            try:
                while plain.recv(65536):
                    pass
            except ConnectionResetError:
                return "reset"
        return "closed"

    def rest(self):
        while self.more():
            pass
        return self.bytes


def whole_requests_are_answered_however_they_come(simulator):
    with Line(simulator) as line:
        for byte in PING:
            line.socket.sendall(bytes([byte]))
        first = line.answer()
        line.socket.sendall(PING + TIME + PING)
        second = [line.answer() for _ in range(3)]
    problems = [] if first[0].startswith(b"HTTP/1.1 200") and first[1] == b"{}" else [first]
    return problems + ([] if [body[:3] for _, body in second] == [b"{}", b'{"s', b"{}"] else [second])


def every_dialect_is_at_home_under_its_paths(simulator):
    paths = {b"/api/v3/ticker/price": b'"symbol":"BTCUSDT"', b"/v5/market/time": b'"timeNano"',
             b"/api/v3/brokerage/time": b'"epochSeconds"', b"/0/public/Time": b'"unixtime"'}
    problems = []
    with Line(simulator) as line:
        for path, part in paths.items():
            line.socket.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: sim\r\n\r\n")
            _, body = line.answer()
            if part not in body:
                problems.append((path, body))
    return problems


def bytes_that_are_no_request_end_the_line(simulator):
    problems = []
    for bad in (b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", b"GET / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"):
        with Line(simulator) as line:
            line.socket.sendall(bad)
            if line.rest() != b"":
                problems.append((bad, line.bytes))
    host, port = simulator.url.split("//")[1].split(":")
    with socket.create_connection((host, int(port)), timeout=30) as plain:
        plain.sendall(PING)  # no TLS at all
        try:
            answer = plain.recv(4096)
        except ConnectionResetError:
            answer = b""
    if b"HTTP" in answer:
        problems.append(answer)
    return problems


def fault(simulator, line, text):
    simulator.script("binance", text)
    line.socket.sendall(PING)


def answers_are_spoilt_as_asked(simulator):
    problems = []
    with Line(simulator) as line:
        fault(simulator, line, "fault duplicate")
        one, two = line.answer(), line.answer()
        if one != two:
            problems.append(("duplicate", one, two))
        fault(simulator, line, "fault slow size=7 ms=1")
        if line.answer()[1] != b"{}":
            problems.append("slow")
        fault(simulator, line, "fault delay_answer ms=20")
        if line.answer()[1] != b"{}":
            problems.append("delay_answer")
        fault(simulator, line, "fault delay_request ms=20")
        if line.answer()[1] != b"{}":
            problems.append("delay_request")
        fault(simulator, line, "fault status code=502")
        if not line.answer()[0].startswith(b"HTTP/1.1 502"):
            problems.append("status")
    for text, size, wanted in (("fault reset_answer at=10", 10, "reset"), ("fault drop_before", 0, "closed"),
                               ("fault drop_after", 0, "closed"), ("fault reset_request at=3", 0, "reset")):
        with Line(simulator) as line:
            fault(simulator, line, text)
            if len(line.rest()) > size:
                problems.append((text, line.bytes))
        with Line(simulator) as line:
            fault(simulator, line, text)
            if (how := line.ending()) != wanted:
                problems.append((text, how))
    return problems


def late_order_arrives_though_its_client_left(simulator):
    simulator.script("binance", "fault delay_request ms=30 on=time")
    before = simulator.truth("binance")["requests"]
    with Line(simulator) as line:
        line.socket.sendall(TIME)
    with Line(simulator) as line:  # others go on being served
        line.socket.sendall(PING)
        line.answer()
    after = simulator.truth("binance")["requests"]
    return [] if after == before + 2 else [(before, after)]


def control_port_says_what_is_wrong(simulator):
    def code(method, path, body=None):
        request = urllib.request.Request(simulator.control + path, body, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as problem:
            return problem.code, problem.read()
    problems = []
    for wanted, got in (((400, b"line 2: no such word to begin a line\n"), code("POST", "/script", b"clear\ndance\n")),
                        ((400, b"line 1: no such exchange\n"), code("POST", "/script", b"exchange nyse\n")),
                        ((200, b"done\n"), code("POST", "/script", b"exchange kraken\nclear\nexchange all\nclear\n")),
                        ((200, simulator.certificate.read_bytes()), code("GET", "/certificate"))):
        if got != wanted:
            problems.append((wanted, got))
    if code("GET", "/elsewhere")[0] != 404 or code("GET", "/truth?exchange=kraken")[0] != 200:
        problems.append("paths")
    return problems


def only_this_machine_is_listened_to(simulator):
    """Local addresses of listening sockets with our ports, as the kernel lists them: 0100007F is 127.0.0.1."""
    ports = {f"{int(url.rsplit(':', 1)[1]):04X}" for url in (simulator.url, simulator.control)}
    rows = [row.split() for table in ("/proc/net/tcp", "/proc/net/tcp6") for row in open(table).readlines()[1:]]
    heard = {row[1] for row in rows if row[3] == "0A" and row[1].rsplit(":", 1)[1] in ports}
    return [] if heard == {f"0100007F:{port}" for port in ports} else [heard]


def wrong_use_is_named():
    problems = []
    for words, part in ((["--port", "99999"], "a port is"), (["--seed", "x"], "a seed is"), (["now"], "too many"),
                        (["--script", "/nowhere"], "cannot be read"), (["--speed", "9"], "speed")):
        done = subprocess.run([PROGRAM, *words], capture_output=True, text=True, timeout=30)
        if done.returncode != 2 or part not in done.stderr:
            problems.append((words, done.returncode, done.stderr))
    return problems


CASES = [whole_requests_are_answered_however_they_come, every_dialect_is_at_home_under_its_paths,
         bytes_that_are_no_request_end_the_line, answers_are_spoilt_as_asked, late_order_arrives_though_its_client_left,
         control_port_says_what_is_wrong, only_this_machine_is_listened_to]


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="exchange-sim-") as path:
        with Simulator(PROGRAM, Path(path)) as simulator:
            for case in CASES:
                try:
                    tap.case(case.__name__, case(simulator))
                except (OSError, ValueError, StopIteration) as problem:
                    tap.case(case.__name__, [repr(problem)])
        tap.case("it_ends_when_it_is_told_to", [] if simulator.code == 0 else [f"exit {simulator.code}"])
    tap.case("wrong_use_is_named", wrong_use_is_named())
    return tap.done()


sys.exit(main())
