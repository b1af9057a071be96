import SignetService

extension MetricsText {
    mutating func add(_ figures: ServerFigures) {
        let all = figures.all
        metric("signet_http_requests_total", .counter, "Requests answered, by route, method and status.")
        for (route, figures) in all {
            for (status, count) in figures.statusCounts {
                sample("signet_http_requests_total", labels: route.labels + [("status", status)], count)
            }
        }
        let name = "signet_http_request_duration_seconds"
        metric(name, .histogram, "From a request's last byte to its answer.")
        for (route, figures) in all {
            let counts = figures.cumulativeDurations
            guard let count = counts.last, count > 0 else { continue }
            for (bound, count) in zip(RequestFigures.bounds.map { "\($0)" } + ["+Inf"], counts) {
                sample("\(name)_bucket", labels: route.labels + [("le", bound)], count)
            }
            sample("\(name)_sum", labels: route.labels, figures.seconds)
            sample("\(name)_count", labels: route.labels, count)
        }
        single(
            "signet_batch_bytes_total", .counter, "Bytes of batches received, as sent, refused ones included.",
            figures.batches.receivedBytes)
    }

    mutating func add(_ signet: Signet) {
        let jobs = signet.jobFigures
        metric("signet_job_runs_total", .counter, "Rounds of background work, by job and outcome.")
        for (job, runs) in jobs.runs.sorted(by: { $0.key < $1.key }) {
            sample("signet_job_runs_total", labels: [("job", job), ("outcome", "done")], runs.done)
            sample("signet_job_runs_total", labels: [("job", job), ("outcome", "failed")], runs.failed)
        }
        single("signet_sealed_total", .counter, "Certificates sealed.", jobs.sealed)
        single("signet_seal_failures_total", .counter, "Certificates that could not be sealed.", jobs.sealFailures)
        single("signet_removed_certificates_total", .counter, "Sealed certificates forgotten.", jobs.removed)
        single("signet_dropped_days_total", .counter, "Days of staging dropped.", jobs.droppedDays)
        single("signet_webhook_attempts_total", .counter, "Webhook messages tried.", jobs.webhookAttempts)
        if let bytes = signet.stagedBytes {
            single("signet_staging_bytes", .gauge, "Recordings that wait to be sealed or forgotten.", bytes)
            single(
                "signet_staging_limit_bytes", .gauge, "At so many, batches are refused.",
                signet.configuration.limits.stagingBytes)
        }
    }

    mutating func add(_ process: ProcessFigures) {
        single("process_resident_memory_bytes", .gauge, "Memory in use.", process.residentBytes)
        single("process_cpu_seconds_total", .counter, "Processor time, user and system.", process.cpuSeconds)
        single("process_open_fds", .gauge, "Open file descriptors.", process.openFiles)
    }
}

extension ServerFigures.Route {
    fileprivate var labels: [(name: String, value: String)] { [("route", template), ("method", method)] }
}
