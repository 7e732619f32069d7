#!/usr/bin/env python3
"""Takes one defence out of a source file: mutant.py NAME SOURCE OUTPUT

Each mutant is a line of the engine, or of the live exchange, and what stands there without the defence. A line that is no longer there stops the
build, so that a mutant cannot quietly become the engine itself.
"""
import re
import sys
from pathlib import Path

MUTANTS = {
    "no-claim": (  # the order leaves before its claim is on the disk
        "tr__work_act(w, ACTION_SEND, node->order.id);\n}",
        "tr__engine_act(w->engine, ACTION_SEND, node->order.id);\n}",
    ),
    "answer-early": (  # the answer leaves before its transaction is on the disk
        "status = tr__journal_commit(engine->journal, on_durable, w);",
        "{ if (w->reply != NULL) w->reply(w->user, &w->answer); w->reply = NULL;"
        " status = tr__journal_commit(engine->journal, on_durable, w); }",
    ),
    "retry-after-restart": (  # what may be at the exchange is sent again instead of looked up
        "tr__engine_act(engine, ACTION_QUERY, node->order.id);",
        "tr__engine_act(engine, ACTION_SEND, node->order.id);",
    ),
    "retry-when-not-found": (  # sent again where the same id makes another order
        "if (is_unwanted || !traits->ids_unique_for_ever) {",
        "if (is_unwanted) {",
    ),
    "impatient": (  # what was sent is taken for lost before it can no longer arrive
        "if (is_unwanted && has_lapsed) {",
        "(void)has_lapsed; if (is_unwanted) {",
    ),
    "fill-twice": (  # an execution that is told twice is booked twice
        "case TR_REPORT_FILL: return tr__state_has_fill_id(node, report->exchange_fill_id);",
        "case TR_REPORT_FILL: return false;",
    ),
    "late-funding": (  # funding that is told behind a newer one is taken for known
        "        look_up(engine, owner, funding);",
        "        (void)look_up;",
    ),
    "both-exits": (  # target and stop of one position both go out
        "tr__work_move(w, node->rival, TR_STATE_CANCELLED, \"the other exit was taken\");",
        "(void)node->rival;",
    ),
    "rejected-without-proof": (  # an order whose outcome is not known is called rejected
        "} else if (result->status == TR_E_UNKNOWN_OUTCOME || is_there ||\n",
        "} else if (is_there ||\n",
    ),
    "cash-not-restated": (  # executions that were heard in another order leave other cash than the exchange's
        "if (all.count > 0 && !is_early && tr__swaps_split(r))",
        "if (all.count > 0 && !is_early && false)",
    ),
    "target-stays": (  # a stop that executes at the exchange leaves its target behind
        "tr__work_move(w, stop->rival, TR_STATE_CANCELLED, \"the stop at the exchange was taken\");",
        "(void)stop->rival;",
    ),
    "refused-stop-forgotten": (  # what the exchange does not hold, nobody does
        "order.attempts = stop->order.attempts + 1;",
        "order.attempts = stop->order.attempts + 1;\n    if (order.attempts > 0)\n        return;",
    ),
    "called-stop-forgotten": (  # a stop that made way does not come back
        "tr_order order = waiting_again(w, stop, left);\n    take_place(w, stop, &order);",
        "tr_order order = waiting_again(w, stop, left);\n    (void)order;",
    ),
}


def main():
    name, source, output = sys.argv[1:]
    line, without = MUTANTS[name]
    text = Path(source).read_text()
    places = list(re.finditer(r"\s+".join(map(re.escape, line.split())), text))  # however it is wrapped
    if len(places) != 1:
        sys.exit(f"mutant {name}: its line stands {len(places)} times in {source}, not once")
    Path(output).write_text(text[:places[0].start()] + without + text[places[0].end():])


if __name__ == "__main__":
    main()
