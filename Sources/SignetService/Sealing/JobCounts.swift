import NIOConcurrencyHelpers

/// What background work came to since the process began.
public struct JobFigures: Hashable, Sendable {
    public struct Runs: Hashable, Sendable {
        public var done = 0
        public var failed = 0
    }

    /// By the job's name.
    public var runs: [String: Runs] = [:]
    public var sealed = 0
    public var sealFailures = 0
    public var removed = 0
    public var droppedDays = 0
    public var webhookAttempts = 0
}

/// Counts what background work comes to.
final class JobCounts: Sendable {
    private let state = NIOLockedValueBox(JobFigures())

    var figures: JobFigures { state.withLockedValue { $0 } }

    func noteRun(of job: String, failed: Bool) {
        state.withLockedValue { figures in
            if failed {
                figures.runs[job, default: .init()].failed += 1
            } else {
                figures.runs[job, default: .init()].done += 1
            }
        }
    }

    func note(_ report: Sealer.Report) {
        state.withLockedValue { figures in
            figures.sealed += report.sealed
            figures.sealFailures += report.failed
        }
    }

    func note(_ report: Expirer.Report) {
        state.withLockedValue { figures in
            figures.removed += report.removedCertificates
            figures.droppedDays += report.droppedDays
        }
    }

    func noteWebhook() {
        state.withLockedValue { $0.webhookAttempts += 1 }
    }
}
