"""What HTTP allows: each case takes a server, plain or with TLS, and returns its problems."""

import concurrent.futures
import random
import socket

from echo import HOST, IS_LIGHT, expect, get, post


def connection_serves_many_requests(server):
    problems = []
    with server.connect() as client:
        for i in range(50):
            path = "/later" if i % 2 else "/now"
            client.send(post(path, f"body {i}"))
            response = client.response()
            expect(problems, "reply", (response.status, response.body), (200, f"body {i}".encode()))
    return problems


def pipelined_requests_are_answered_in_order(server):
    problems = []
    count = 40
    text = "".join(post("/later" if i % 3 else "/now", f"{i}") for i in range(count))
    with server.connect() as client:
        client.send(text)
        for i in range(count):
            response = client.response()
            expect(problems, f"reply {i}", response and response.body, str(i).encode())
    return problems


def bytes_may_come_one_by_one(server):
    problems = []
    with server.connect() as client:
        for byte in post("/later", "drop by drop") + get("/now"):
            client.send(byte)
        expect(problems, "first", client.response().body, b"drop by drop")
        expect(problems, "second", client.response().status, 200)
    return problems


def head_is_get_without_a_body(server):
    problems = []
    with server.connect() as client:
        client.send("HEAD /items/7 HTTP/1.1\r\n" + HOST + "\r\n")
        response = client.response("HEAD")
        expect(problems, "status", response.status, 200)
        expect(problems, "length", response.headers["content-length"], str(len("7|-|127.0.0.1")))
        client.send(get("/now"))
        expect(problems, "next", client.response().status, 200)
    return problems


def captures_and_query_arrive_decoded(server):
    response = server.ask(get("/items/BTC%2FUSDT?q=a%26b+c&other=1"))
    problems = []
    expect(problems, "body", response.body, b"BTC/USDT|a&b c|127.0.0.1")
    return problems


def refusals_keep_the_connection(server):
    problems = []
    cases = [
        (get("/nowhere"), 404), ("DELETE /items/7 HTTP/1.1\r\n" + HOST + "\r\n", 405),
        (post("/nowhere", "x" * 30000), 404), ("PUT /items/7 HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\n\r\nabc", 401),
        (post("/hooks/word", "x" * 1025), 413), (get("/items/7?a=1&a=2"), 400),
    ]
    with server.connect() as client:
        for text, status in cases:
            client.send(text)
            response = client.response()
            expect(problems, text[:30], response and response.status, status)
            if response:
                expect(problems, "type", response.headers["content-type"], "application/problem+json")
                problem = response.problem()
                expect(problems, "members", sorted(problem), ["detail", "instance", "status", "title", "type"])
                expect(problems, "instance", problem["instance"], response.headers["x-request-id"])
                if status == 405:
                    expect(problems, "allow", response.headers["allow"], "GET, HEAD, PUT, OPTIONS")
                if status == 401:
                    expect(problems, "challenge", response.headers["www-authenticate"], "Bearer")
        client.send(get("/now"))
        expect(problems, "still served", client.response().status, 200)
    return problems


def options_names_the_methods(server):
    problems = []
    with server.connect() as client:
        client.send("OPTIONS /items/7 HTTP/1.1\r\n" + HOST + "\r\n" + "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n")
        response = client.response()
        expect(problems, "path", (response.status, response.headers["allow"]), (204, "GET, HEAD, PUT, OPTIONS"))
        expect(problems, "all", client.response().status, 204)
    return problems


def key_opens_what_is_authenticated(server):
    text = "PUT /items/7 HTTP/1.1\r\n" + HOST + "Authorization: Bearer letmein\r\nContent-Length: 3\r\n\r\nabc"
    problems = []
    expect(problems, "body", server.ask(text).body, b"abc")
    return problems


def replies_carry_their_safety_headers(server):
    problems = []
    headers = server.ask(get("/now", "X-Request-Id: my-own-id-1\r\n")).headers
    expect(problems, "nosniff", headers.get("x-content-type-options"), "nosniff")
    expect(problems, "cache", headers.get("cache-control"), "no-store")
    expect(problems, "id", headers.get("x-request-id"), "my-own-id-1")
    expect(problems, "server", headers.get("server"), None)
    expect(problems, "hsts", "strict-transport-security" in headers, server.tls is not None)
    minted = server.ask(get("/now", "X-Request-Id: bad id!\r\n")).headers["x-request-id"]
    expect(problems, "minted id", minted.startswith("test-"), True)
    return problems


def chunked_bodies_arrive(server):
    problems = []
    head = "POST /later HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n"
    with server.connect() as client:
        client.send(head + "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nX-Trailer: a\r\n\r\n")
        expect(problems, "body", client.response().body, b"hello world")
        client.send(get("/now"))
        expect(problems, "next", client.response().status, 200)
    for chunks in ("zz\r\nhello\r\n0\r\n\r\n", "5\r\nhelloX\r\n0\r\n\r\n", "-5\r\nhello\r\n", "\r\nhello",
                   "fffffffffffffffff\r\nhello\r\n", "5 \r\nhello\r\n0\r\n\r\n"):
        with server.connect() as client:
            client.send(head + chunks + get("/items/smuggled"))
            response = client.response()
            if response and response.status not in (400, 413):
                problems.append(f"{chunks!r}: {response.status}")
            if not client.is_closed():
                problems.append(f"{chunks!r}: the connection went on")
    return problems


def continue_is_sent_only_for_bodies_that_are_wanted(server):
    problems = []
    with server.connect() as client:
        client.send("POST /now HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n")
        expect(problems, "interim", client.file.readline(), b"HTTP/1.1 100 Continue\r\n")
        client.file.readline()
        client.send("hello")
        expect(problems, "body", client.response().body, b"hello")
    with server.connect() as client:
        client.send("POST /now HTTP/1.1\r\n" + HOST + "Content-Length: 70000\r\nExpect: 100-continue\r\n\r\n")
        expect(problems, "refused", client.file.readline()[:12], b"HTTP/1.1 413")
    return problems


def closing_is_honoured(server):
    problems = []
    for text in (get("/later", "Connection: close\r\n"), "GET /later HTTP/1.0\r\n\r\n"):
        with server.connect() as client:
            client.send(text)
            expect(problems, "status", client.response().status, 200)
            expect(problems, "closed", client.is_closed(), True)
    return problems


def half_closed_client_gets_its_reply(server):
    if server.tls:
        return []
    problems = []
    for path in ("/now", "/later"):
        with server.connect() as client:
            client.send(post(path, "last words"))
            client.sock.shutdown(socket.SHUT_WR)
            response = client.response()
            expect(problems, path, response and response.body, b"last words")
    return problems


def ends_that_come_with_requests_are_noticed(server):
    """Sent and closed at once, the end makes no event of its own; an older connection stays beside them."""
    problems = []
    whole = post("/now", "last words")
    cut_short = whole[:-4]
    with server.connect() as older:
        older.send(get("/items/7"))
        expect(problems, "older", older.response().status, 200)
        for text, replies in ((whole, 1), (whole + whole, 2), (cut_short, 0)):
            for _ in range(10):
                with server.connect() as client:
                    client.send(text)
                    if not server.tls:
                        client.sock.shutdown(socket.SHUT_WR)
                        for _ in range(replies):
                            response = client.response()
                            expect(problems, "reply", response and response.body, b"last words")
            after = server.await_totals(lambda totals: totals["open"] == 2)
            expect(problems, f"open after {replies} replies", after["open"], 2)  # the older and the question
    return problems


def client_that_leaves_harms_nobody(server):
    problems = []
    is_held = False
    for path in ("/large", "/later", "/hold"):
        for _ in range(5):
            client = server.connect()
            client.send(get(path))
            if path == "/large":
                client.file.read(1000)
            if path == "/hold" and not is_held:
                server.await_totals(lambda totals: totals["waiting"] == 2)
                is_held = True
            client.reset()
            client.__exit__()
    server.await_totals(lambda totals: totals["waiting"] <= 2)
    expect(problems, "released into the void", server.ask(get("/release")).status, 200)
    totals = server.await_totals(lambda totals: totals["waiting"] == 1)
    expect(problems, "waiting", totals["waiting"], 1)  # the question itself
    expect(problems, "still there", server.ask(post("/later", "x")).body, b"x")
    return problems


def large_replies_arrive_whole(server):
    problems = []
    with server.connect() as client:
        for _ in range(3):
            client.send(get("/large"))
            expect(problems, "size", len(client.response().body), 4 * 1024 * 1024)
    return problems


def replies_from_another_thread_find_their_connection(server):
    connections, requests = (16, 50) if IS_LIGHT else (64, 500)

    def one_client(number):
        rng = random.Random(number)
        with server.connect() as client:
            sent = []
            for i in range(requests):
                body = f"{number}-{i}-" + "x" * rng.randrange(300)
                client.send(post("/later", body))
                sent.append(body)
                # Sometimes a second one is under way before the first is answered.
                if rng.randrange(4) or i == requests - 1:
                    for wanted in sent:
                        if client.response().body != wanted.encode():
                            return f"connection {number}: not the reply to request {i}"
                    sent = []
        return None

    with concurrent.futures.ThreadPoolExecutor(connections) as pool:
        return [problem for problem in pool.map(one_client, range(connections)) if problem]


def secrets_and_queries_stay_out_of_the_log(server):
    problems = []
    for text in (post("/hooks/topsecret", "bodysecret", "Authorization: keysecret\r\n"), get("/hooks/topsecret"),
                 post("/hooks/topsecret/", ""), get("/items/7?q=querysecret"), get("/topsecret"),
                 "GET /hooks/topsecret HTTP/1.1\r\n\r\n", post("/hooks/topsecret%00", "")):
        server.ask(text)
    server.ask(get("/now", "X-Request-Id: last-of-these\r\n"))
    if not server.await_log("last-of-these"):
        problems.append("no access log")
    for line in server.log:
        for secret in ("topsecret", "bodysecret", "keysecret", "querysecret"):
            if secret in line:
                problems.append(line)
    if not any('"path":"/hooks/***","status":200' in line for line in server.log):
        problems.append("the masked request is not in the log")
    return problems


HTTP_CASES = [
    connection_serves_many_requests, pipelined_requests_are_answered_in_order, bytes_may_come_one_by_one,
    head_is_get_without_a_body, captures_and_query_arrive_decoded, refusals_keep_the_connection,
    options_names_the_methods, key_opens_what_is_authenticated, replies_carry_their_safety_headers,
    chunked_bodies_arrive, continue_is_sent_only_for_bodies_that_are_wanted, closing_is_honoured,
    half_closed_client_gets_its_reply, ends_that_come_with_requests_are_noticed,
    client_that_leaves_harms_nobody, large_replies_arrive_whole,
    replies_from_another_thread_find_their_connection, secrets_and_queries_stay_out_of_the_log,
]
