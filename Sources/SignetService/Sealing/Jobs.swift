public import Logging
public import ServiceLifecycle
public import SignetModel
public import SignetStorage

/// Background work: sealing, expiry and looks at domains, each under a lease, so that it runs once however many servers there are.
public struct Jobs: Service {
    private static let leaseLength: Duration = .minutes(10)
    private static let sealingPeriod: Duration = .seconds(30)
    /// Every this many rounds of sealing there is one of expiry.
    private static let roundsPerExpiry = 20

    private let sealer: Sealer
    private let expirer: Expirer
    private let domains: Domains
    private let database: any Database
    private let clock: WallClock
    private let logger: Logger
    private let holder: String

    public init(signet: Signet, database: any Database, logger: Logger) {
        sealer = signet.sealer
        expirer = signet.expirer
        domains = signet.domains
        self.database = database
        clock = signet.clock
        self.logger = logger
        holder = Credential.name("job_")
    }

    /// Works until the server goes down.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var round = 0
            while !Task.isCancelled {
                await attempt("seal") { _ = try await seal(by: clock.now) }
                await attempt("domains") { _ = try await checkDomains() }
                if round % Self.roundsPerExpiry == 0 {
                    await attempt("expire") { _ = try await expire(at: clock.now) }
                }
                round += 1
                try? await Task.sleep(for: Self.sealingPeriod)
            }
        }
    }

    /// - Returns: nil where somebody else is at it.
    public func seal(by moment: Timestamp) async throws -> Sealer.Report? {
        try await underLease("seal") { try await sealer.sealDue(by: moment) }
    }

    /// - Returns: nil where somebody else is at it.
    public func expire(at moment: Timestamp) async throws -> Expirer.Report? {
        try await underLease("expire") { try await expirer.expire(at: moment) }
    }

    /// - Returns: how many domains were looked at; nil where somebody else is at it.
    public func checkDomains() async throws -> Int? {
        try await underLease("domains") { try await domains.checkDue() }
    }

    private func attempt(_ job: String, _ work: () async throws -> Void) async {
        do {
            try await work()
        } catch is CancellationError {
            return
        } catch {
            logger.error("a job failed and will be tried again", metadata: ["job": "\(job)", "error": "\(error)"])
        }
    }

    private func underLease<Report>(_ name: String, _ work: () async throws -> Report) async throws -> Report? {
        let now = clock.now
        guard
            try await database.takeLease(name, holder: holder, until: now + Self.leaseLength, now: now)
        else { return nil }
        let renewal = Task { try await renew(name) }
        defer { renewal.cancel() }
        do {
            let report = try await work()
            try await database.releaseLease(name, holder: holder)
            return report
        } catch {
            try await database.releaseLease(name, holder: holder)
            throw error
        }
    }

    /// Keeps the lease for as long as the work takes.
    private func renew(_ name: String) async throws {
        while true {
            try await Task.sleep(for: Self.leaseLength / 3)
            let now = clock.now
            _ = try await database.takeLease(name, holder: holder, until: now + Self.leaseLength, now: now)
        }
    }
}
