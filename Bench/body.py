"""Writes the bodies that are posted: a recording's batch of 20 KB, and one that deflates to 3 KB."""

import json
import random
import sys
import zlib


def events(count: int, seed: int) -> list:
    """Pointer moves, clicks and masked input as the SDK sends them, with an occasional mutation."""
    rng = random.Random(seed)
    now = 1_795_000_000_000
    result = []
    for _ in range(count):
        now += rng.randrange(20, 400)
        kind = rng.random()
        if kind < 0.5:
            positions = [
                {"x": rng.randrange(1200), "y": rng.randrange(900), "id": rng.randrange(5, 400), "timeOffset": -50 * i}
                for i in range(rng.randrange(1, 8), 0, -1)
            ]
            data = {"source": 1, "positions": positions}
        elif kind < 0.7:
            data = {"source": 2, "type": rng.choice([0, 1, 2, 5, 6]), "id": rng.randrange(5, 400)}
        elif kind < 0.9:
            data = {"source": 5, "id": rng.randrange(5, 400), "text": "*" * rng.randrange(1, 24), "isChecked": False}
        else:
            node = {"type": 3, "id": rng.randrange(400, 9000), "textContent": f"Step {rng.randrange(9)} of 4"}
            data = {
                "source": 0, "texts": [], "attributes": [{"id": rng.randrange(400), "attributes": {"class": "on"}}],
                "removes": [], "adds": [{"parentId": rng.randrange(400), "nextId": None, "node": node}],
            }
        result.append({"type": 3, "data": data, "timestamp": now})
    return result


def body(size: int, deflated: bool) -> bytes:
    count, best = 8, b""
    while True:
        text = json.dumps(events(count, 7), separators=(",", ":")).encode()
        if deflated:
            packer = zlib.compressobj(6, zlib.DEFLATED, -15)
            text = packer.compress(text) + packer.flush()
        if len(text) > size:
            return best or text
        best = text
        count += 4


if __name__ == "__main__":
    folder = sys.argv[1]
    for name, size, deflated in [("body-20k", 20_000, False), ("body-3k", 3_000, True)]:
        with open(f"{folder}/{name}", "wb") as file:
            file.write(body(size, deflated))
