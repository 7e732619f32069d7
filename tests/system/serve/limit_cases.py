"""Waits, stops and limits. Each case starts a server of its own, with TLS where it is given one, and returns its problems."""

import json
import ssl

from echo import HOST, TIMEOUT_S, Server, attempt, ended_well, expect, get


def with_patience(case):
    """For waits that a busy machine may overstep by itself: only what fails with a long one as well is a fault."""
    def patient(tls):
        for factor in (1, 8, 64):
            problems = attempt(lambda argument: case(argument, factor), tls)
            if not problems:
                return []
        return problems
    patient.__name__ = case.__name__
    return patient


def under_way(totals):
    return totals["requests"] - totals["replies"] - totals["dropped"]


@with_patience
def slow_clients_are_cut(tls, factor):
    problems = []
    starts = ["", "GET", "GET /now HTTP/1.1\r\nHost: a\r\nX-A: ", "POST /now HTTP/1.1\r\n" + HOST +
              "Content-Length: 100\r\n\r\nabc", "POST /now HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n5\r\nab"]
    with Server("--deadline-ms", str(150 * factor), tls=tls) as server:
        for start in starts:
            with server.connect() as client:
                client.send(start)
                response = client.response()
                # Nothing was asked, so nothing is answered; a handshake counts as something.
                wanted = None if not start and not tls else 408
                expect(problems, repr(start[:30]), response and response.status, wanted)
                expect(problems, "closed", client.is_closed(), True)
        # Dripping does not help: the deadline is for the whole request, also the second one.
        for before in ("", get("/now")):
            with server.connect() as client:
                if before:
                    client.send(before)
                    client.response()
                try:
                    for _ in range(100000):
                        client.send("G")
                    problems.append("a dripping client was not cut")
                except (ConnectionError, ssl.SSLError):
                    pass
        # One that is idle between requests is no slow client.
        with server.connect() as idle:
            idle.send(get("/now"))
            idle.response()
            with server.connect() as slow:
                slow.send("GET")
                slow.response()
            with server.connect() as slow:
                slow.send("GET")
                slow.response()
            idle.send(get("/now"))
            response = idle.response()
            expect(problems, "idle one", response and response.status, 200)
    if server.totals_at_end.get("cut", 0) < 6:
        problems.append(f"cut: {server.totals_at_end.get('cut')}")
    return problems + ended_well(server)


@with_patience
def idle_connections_are_closed(tls, factor):
    problems = []
    with Server("--deadline-ms", str(100 * factor), "--idle-ms", str(200 * factor), tls=tls) as server:
        with server.connect() as client:
            client.send(get("/now"))
            client.response()
            expect(problems, "closed", client.is_closed(), True)
    return problems + ended_well(server)


@with_patience
def client_that_does_not_read_is_cut(tls, factor):
    problems = []
    with Server("--reply-ms", str(200 * factor), tls=tls) as server:
        client = server.connect()
        client.send(get("/large") * 3)
        totals = server.await_totals(lambda totals: totals["cut"] == 1 and totals["open"] == 1)
        expect(problems, "cut", totals["cut"], 1)
        expect(problems, "open", totals["open"], 1)
        client.__exit__()
    return problems + ended_well(server)


def stop_finishes_what_is_in_flight(tls):
    problems = []
    with Server(tls=tls) as server:
        holder, idle, last = server.connect(), server.connect(), server.connect()
        idle.send(get("/now"))
        idle.response()
        holder.send(get("/hold"))
        server.await_totals(lambda totals: totals["waiting"] == 2)
        last.send("GET /release HTTP/1.1\r\n")
        server.await_totals(lambda totals: under_way(totals) == 3)  # these two and the question
        server.stop()
        expect(problems, "idle one is closed", idle.is_closed(), True)
        try:
            server.connect().__exit__()
            problems.append("a connection was accepted while stopping")
        except OSError:
            pass
        last.send(HOST + "\r\n")  # had begun, so it is finished
        for client in (last, holder):
            response = client.response()
            expect(problems, "finished", response and response.status, 200)
            expect(problems, "says so", response and response.headers.get("connection"), "close")
            expect(problems, "closed", client.is_closed(), True)
    return problems + ended_well(server)


def stop_cuts_what_does_not_end(tls):
    problems = []
    with Server("--stop-ms", "100", tls=tls) as server:
        holder, slow = server.connect(), server.connect()
        holder.send(get("/hold"))
        slow.send("POST /now HTTP/1.1\r\n" + HOST + "Content-Length: 10\r\n\r\n")
        server.await_totals(lambda totals: under_way(totals) == 3)
        server.stop()
        expect(problems, "held one", holder.response(), None)
        expect(problems, "slow one", slow.response(), None)
    expect(problems, "dropped", server.totals_at_end.get("dropped"), 1)
    return problems + ended_well(server)


def headers_beyond_memory_are_refused(tls):
    """The parser ends two of them itself, and leaves the third to the deadline."""
    problems = []
    with Server("--deadline-ms", "1000", tls=tls) as server:
        for text in (get("/now", "X-A: " + "b" * 20000 + "\r\n"), get("/" + "a" * 20000), get("/now?" + "a&" * 900)):
            with server.connect() as client:
                client.send(text)
                response = client.response()
                if response and not 400 <= response.status < 500:
                    problems.append(f"{text[:20]}: {response.status}")
        expect(problems, "still there", server.ask(get("/now")).status, 200)
    return problems


def connections_beyond_the_limit_wait(tls):
    problems = []
    with Server("--connections", "3", tls=None) as server:
        clients = [server.connect() for _ in range(3)]
        for client in clients:
            client.send(get("/now"))
            client.response()
        waiting = server.connect()
        waiting.send(get("/now"))
        clients[0].send(get("/totals"))
        expect(problems, "open", json.loads(clients[0].response().body)["open"], 3)
        clients[1].__exit__()
        expect(problems, "served in its turn", waiting.response().status, 200)
    return problems + ended_well(server)


def connections_of_one_address_are_limited(tls):
    problems = []
    with Server("--per-address", "2", tls=None) as server:
        with server.connect() as one, server.connect() as two:
            for client in (one, two):
                client.send(get("/now"))
                client.response()
            with server.connect() as three:
                expect(problems, "third is closed", three.is_closed(), True)
            one.send(get("/now"))
            expect(problems, "first goes on", one.response().status, 200)
    expect(problems, "refused", server.totals_at_end.get("over_limit"), 1)
    return problems + ended_well(server)


def shortage_of_descriptors_pauses_without_spinning(tls):
    problems = []
    with Server("--descriptors", "24", tls=None) as server:
        clients = [server.connect() for _ in range(24)]
        if not server.await_log("cannot accept connections"):
            problems.append("no warning")
        stat = f"/proc/{server.process.pid}/stat"

        def ticks():
            with open(stat, encoding="ascii") as file:
                return sum(int(field) for field in file.read().split()[13:15])

        before = ticks()
        clients[0].send(get("/now"))
        clients[0].response()
        with server.log_grew:  # two more rounds of trying again
            server.log_grew.wait_for(lambda: sum("cannot accept" in line for line in server.log) >= 3, TIMEOUT_S)
        if ticks() - before > 10:
            problems.append(f"{ticks() - before} ticks of processor were used while waiting")
        for client in clients[:12]:
            client.__exit__()
        clients[-1].send(get("/now"))
        response = clients[-1].response()
        expect(problems, "served afterwards", response and response.status, 200)
        for client in clients[12:]:
            client.__exit__()
    return problems + ended_well(server)


LIMIT_CASES = [
    slow_clients_are_cut, idle_connections_are_closed, client_that_does_not_read_is_cut,
    stop_finishes_what_is_in_flight, stop_cuts_what_does_not_end, headers_beyond_memory_are_refused,
]

# These need no TLS.
PLAIN_LIMIT_CASES = [
    connections_beyond_the_limit_wait, connections_of_one_address_are_limited,
    shortage_of_descriptors_pauses_without_spinning,
]
