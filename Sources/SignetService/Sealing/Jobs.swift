public import Logging
public import ServiceLifecycle
public import SignetModel
public import SignetStorage

/// Background work: sealing, expiry, looks at domains and webhooks, each under a lease, so that it runs once however many
/// servers there are.
public struct Jobs: Service {
    private static let leaseLength: Duration = .minutes(10)
    private static let sealingPeriod: Duration = .seconds(30)
    /// Short, so that webhooks go out again soon after a server died.
    private static let webhookLeaseLength: Duration = .seconds(30)
    /// Every this many rounds of sealing there is one of expiry.
    private static let roundsPerExpiry = 20

    private let sealer: Sealer
    private let expirer: Expirer
    private let domains: Domains
    private let webhooks: WebhookDeliverer
    private let counts: JobCounts
    private let database: any Database
    private let clock: WallClock
    private let logger: Logger
    private let holder: String

    public init(signet: Signet, database: any Database, logger: Logger) {
        sealer = signet.sealer
        expirer = signet.expirer
        domains = signet.domains
        webhooks = signet.webhookDeliverer
        counts = signet.jobCounts
        self.database = database
        clock = signet.clock
        self.logger = logger
        holder = Credential.name("job_")
    }

    /// Works until the server goes down.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            async let delivering: Void = runWebhooks()
            // Name servers may take their time; recordings do not wait for them.
            async let checking: Void = repeatedly("domains") { _ = try await checkDomains() }
            var round = 0
            while !Task.isCancelled {
                await attempt("seal") { _ = try await seal(by: clock.now) }
                if round % Self.roundsPerExpiry == 0 {
                    await attempt("expire") { _ = try await expire(at: clock.now) }
                }
                round += 1
                try? await Task.sleep(for: Self.sealingPeriod)
            }
            _ = await (delivering, checking)
        }
    }

    private func repeatedly(_ job: String, _ work: () async throws -> Void) async {
        while !Task.isCancelled {
            await attempt(job, work)
            try? await Task.sleep(for: Self.sealingPeriod)
        }
    }

    /// Without end, beside the rounds of the other jobs.
    private func runWebhooks() async {
        while !Task.isCancelled {
            await attempt("webhooks") {
                _ = try await underLease("webhooks", for: Self.webhookLeaseLength) { try await webhooks.run() }
            }
            try? await Task.sleep(for: Self.webhookLeaseLength / 6)
        }
    }

    /// - Returns: nil where somebody else is at it.
    public func seal(by moment: Timestamp) async throws -> Sealer.Report? {
        let report = try await underLease("seal") { try await sealer.sealDue(by: moment) }
        if let report { counts.note(report) }
        return report
    }

    /// - Returns: nil where somebody else is at it.
    public func expire(at moment: Timestamp) async throws -> Expirer.Report? {
        let report = try await underLease("expire") { try await expirer.expire(at: moment) }
        if let report { counts.note(report) }
        return report
    }

    /// - Returns: how many domains were looked at; nil where somebody else is at it.
    public func checkDomains() async throws -> Int? {
        try await underLease("domains") { try await domains.checkDue() }
    }

    /// - Returns: how many messages were sent, or could not be; nil where somebody else is at it.
    public func deliverWebhooks() async throws -> Int? {
        try await underLease("webhooks", for: Self.webhookLeaseLength) { try await webhooks.deliverDue() }
    }

    private func attempt(_ job: String, _ work: () async throws -> Void) async {
        do {
            try await work()
            counts.noteRun(of: job, failed: false)
        } catch is CancellationError {
            return
        } catch {
            counts.noteRun(of: job, failed: true)
            logger.error("a job failed and will be tried again", metadata: ["job": "\(job)", "error": "\(error)"])
        }
    }

    private func underLease<Report: Sendable>(
        _ name: String, for length: Duration = leaseLength, _ work: @escaping @Sendable () async throws -> Report
    ) async throws -> Report? {
        let now = clock.now
        guard try await database.takeLease(name, holder: holder, until: now + length, now: now) else { return nil }
        do {
            let report = try await withThrowingTaskGroup(of: Report.self) { group in
                group.addTask { try await renew(name, for: length) }
                group.addTask { try await work() }
                defer { group.cancelAll() }
                return try await group.next()
            }
            try await database.releaseLease(name, holder: holder)
            return report
        } catch {
            try await database.releaseLease(name, holder: holder)
            throw error
        }
    }

    private struct LeaseLost: Error {}

    /// Keeps the lease for as long as the work takes. Throws where another holder has it, and answers never.
    private func renew<Report>(_ name: String, for length: Duration) async throws -> Report {
        while true {
            try await Task.sleep(for: length / 3)
            let now = clock.now
            guard try await database.takeLease(name, holder: holder, until: now + length, now: now) else {
                throw LeaseLost()
            }
        }
    }
}
