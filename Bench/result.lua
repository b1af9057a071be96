-- Ends a measurement: requests a second, p50 and p99 in milliseconds, errors.

function done(summary, latency, requests)
    io.write(string.format(
        "RESULT %.1f %.3f %.3f %d\n",
        summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000,
        summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write
            + summary.errors.timeout))
end
