#!/usr/bin/env python3
"""Talks to a real server over real sockets, HTTP and TLS: what HTTP allows, what it must not, and what clients do.

    serve_test.py ECHO_SERVER TESTS_SUPPORT_DIR [--light]      --light: fewer requests, for slow sanitizers
"""

import os
import sys
import tempfile
import warnings

sys.path.insert(0, sys.argv[2])
from echo import Server, Tls, attempt, ended_well  # noqa: E402
from gate_cases import GATE_CASES  # noqa: E402
from http_cases import HTTP_CASES  # noqa: E402
from limit_cases import LIMIT_CASES, PLAIN_LIMIT_CASES  # noqa: E402
from tap import Tap  # noqa: E402
from tls_cases import TLS_CASES  # noqa: E402


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        tls = Tls(folder)
        for kind, choice in (("http", None), ("tls", tls)):
            with Server(tls=choice) as server:
                for case in GATE_CASES + HTTP_CASES:
                    tap.case(f"{kind}: {case.__name__}", attempt(case, server))
            tap.case(f"{kind}: server_ends_well", ended_well(server))
            for case in LIMIT_CASES:
                tap.case(f"{kind}: {case.__name__}", attempt(case, choice))
        for case in PLAIN_LIMIT_CASES + TLS_CASES:
            tap.case(case.__name__, attempt(case, tls))
    return tap.done()


warnings.simplefilter("ignore", DeprecationWarning)  # old TLS versions are named to be refused
os.environ.setdefault("TSAN_OPTIONS", "halt_on_error=1")
sys.exit(main())
