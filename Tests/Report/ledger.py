"""A daemon that answers `usage` alone, from figures made up by a seed: what a busy month looks like, and names that mean no good."""

import json
import os
import random
import socket
import threading

HOSTILE = "<img src=x onerror=alert(1)>\"'&\u202e</title><script>alert(1)</script>"


def line(weight, cached, cost, saved, **names):
    """One row; `cost` and `saved` in dollars."""
    total = int(weight * 90_000)
    return {
        **names,
        "requests": int(weight), "failed": int(weight / 90), "unpriced": 0,
        "usage": {
            "input": int(total * (1 - cached)), "cache_read": int(total * cached), "cache_write_5m": 0, "cache_write_1h": 0,
            "output": total // 40, "reasoning": total // 90,
        },
        "cost_usd": round(cost, 9), "saved_usd": round(saved, 9),
    }


def rows(column):
    dice = random.Random(column)
    if column is None:
        return [line(11_840, 0.81, 412.187654321, 903.4, **{}) | {"unpriced": 12}]
    if column == "day":
        return [
            line(weight, 0.6 + 0.35 * dice.random(), weight * 0.034, weight * (0.02 + 0.07 * dice.random()), day=f"2026-11-{day:02}")
            for day in range(1, 25) if (weight := dice.randint(5, 60) if day % 7 in (0, 1) else dice.randint(300, 900)) and day != 11
        ]
    if column == "switch":
        return [line(900, 0.05, 61.2, 80, switch="begin"), line(10_100, 0.88, 322.1, 800, switch="stay"), line(840, 0.31, 28.9, 23.4, switch="switch")]
    if column == "verdict":
        return [
            line(9_500, 0.9, 300, 700, verdict=None),
            line(1_310, 0.9, 88.4, 120, verdict="stay") | {"compared": 1310, "stay_usd": 91.5, "switch_usd": 133.75},
            line(420, 0.2, 21.7, 60, verdict="switch") | {"compared": 420, "stay_usd": 40.25, "switch_usd": 24.125},
        ]
    names = {
        "mode": ["planning", "editing", "debugging", "background", None, HOSTILE],
        "tier": ["frontier", "balanced", "internal", "free"],
        "model": ["anthropic/claude-opus-4-7", "anthropic/claude-sonnet-5", "openai/gpt-5.5", "qwen3-coder-480b-a35b-instruct-with-a-very-long-name-that-has-no-end"]
        + [f"model-{number}" for number in range(14)],
        "agent": ["claude-code", "kilo-code", "OpenAI", None],
    }[column]
    return [line(w := 6_000 / (place + 1) ** 1.6, 0.9 * dice.random(), w * 0.04, w * 0.09 * (dice.random() - 0.1), **{column: name}) for place, name in enumerate(names)]


def serve(path):
    """Serves on a Unix socket at `path` until the process ends."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()

    def answer(connection):
        for text in connection.makefile("rb"):
            request = json.loads(text)
            by = request["params"]["by"]
            result = {"rows": rows(by[0] if by else None)}
            connection.sendall(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}).encode() + b"\n")

    def accept():
        while True:
            threading.Thread(target=answer, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()


if __name__ == "__main__":
    import sys
    serve(sys.argv[1])
    os.read(0, 1)
