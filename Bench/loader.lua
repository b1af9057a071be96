-- Gets one URL again and again, as a browser would ask for it.

function init(arguments)
    wrk.headers["Accept-Encoding"] = "gzip, deflate, br"
    wrk.headers["User-Agent"] =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
end

function done(summary, latency, requests)
    io.write(string.format(
        "RESULT %.1f %.3f %.3f %d\n",
        summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000,
        summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write
            + summary.errors.timeout))
end
