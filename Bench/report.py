"""Prints the table of scripts/bench: each figure beside its yardstick, as a ratio, with the target."""

import collections
import statistics
import sys


def median_rows(path: str) -> dict:
    samples = collections.defaultdict(list)
    for line in open(path):
        row, server, *numbers = line.split()
        if len(numbers) == 4:
            samples[row, server].append([float(number) for number in numbers])
    return {key: [statistics.median(column) for column in zip(*values)] for key, values in samples.items()}


def line(name: str, figure: str, yardstick: str, ratio: str, target: str, met: bool) -> None:
    print(f"| {name} | {figure} | {yardstick} | {ratio} | {target} | {'met' if met else 'MISSED'} |")


def main(results: str, sealing: str, idle: str, peak: str) -> None:
    rows = median_rows(results)
    print("| What | Signet | Yardstick | Ratio | Target | |\n|---|---|---|---|---|---|")
    loader, nginx = rows["loader", "signet"], rows["loader", "nginx"]
    ratio = loader[0] / nginx[0]
    line("serve a loader", f"{loader[0]:,.0f}/s, p99 {loader[2]:.1f} ms", f"nginx {nginx[0]:,.0f}/s",
         f"{ratio:.2f}", "≥ 0.45", ratio >= 0.45)
    for kind, target in [("20k", 0.9), ("3k", 1.1)]:
        own = rows[f"batch-{kind}", "signet"]
        name, yardstick = max(((name, rows[f"batch-{kind}", name]) for name in ("node", "go")), key=lambda x: x[1][0])
        ratio = own[0] / yardstick[0]
        errors = f", {own[3]:.0f} ERRORS" if own[3] else ""
        line(f"accept a batch, {kind}", f"{own[0]:,.0f}/s, p50 {own[1]:.1f} ms{errors}",
             f"{name} {yardstick[0]:,.0f}/s", f"{ratio:.2f}", f"≥ {target}", ratio >= target and not own[3])
        line(f"its p99, {kind}", f"{own[2]:.1f} ms", f"{name} {yardstick[2]:.1f} ms", "", "≤ 15 ms", own[2] <= 15)
    empty, insights = rows["ask", "empty"], rows["ask", "insights"]
    ratio = insights[0] / empty[0]
    line("insights and match lead, sealed", f"{insights[0]:,.0f}/s, p99 {insights[2]:.1f} ms",
         f"empty JSON route {empty[0]:,.0f}/s", f"{ratio:.2f}", "≥ 0.6", ratio >= 0.6 and not insights[3])
    full, half = rows["retain", "full"], rows["retain", "half"]
    line("retain, everything asked, at half load", f"{half[0]:,.0f}/s, p50 {half[1]:.1f} ms, p99 {half[2]:.1f} ms",
         f"full load {full[0]:,.0f}/s", f"{half[0] / full[0]:.2f}", "p99 ≤ 15 ms", half[2] <= 15 and not half[3])
    for text in open(sealing):
        if text.startswith("|"):
            print(text.strip())
    line("memory, idle", f"{idle} MB", "", "", "< 60 MB", int(idle) < 60)
    line("memory, peak under load", f"{peak} MB", "", "", "< 256 MB", int(peak) < 256)


if __name__ == "__main__":
    main(*sys.argv[1:])
