import Logging
import NIOConcurrencyHelpers
import SignetModel
import SignetStorage

/// Sends what waits in the outbox.
///
/// Endpoints take turns of a few messages each, so that one which does not answer keeps no other waiting, and neither do
/// all that one account has. What came of an attempt is written down after it: a message that was under way when the
/// process died is sent again.
public struct WebhookDeliverer: Sendable {
    private static let endpointsAtOnce = 32
    private static let endpointsOfAccountAtOnce = 4
    private static let messagesAtOnce = 2
    private static let period: Duration = .seconds(1)

    private let database: any Database
    private let secret: Secret
    private let transport: WebhookTransport
    private let reach: WebhookReach
    private let counts: JobCounts
    private let clock: WallClock
    private let logger: Logger
    /// The endpoints whose turn it is, and their accounts.
    private let busy = NIOLockedValueBox<[String: String]>([:])

    init(
        database: any Database, secret: Secret, transport: WebhookTransport, networks: [AddressRange],
        counts: JobCounts,
        clock: WallClock, logger: Logger
    ) {
        self.database = database
        self.secret = secret
        self.transport = transport
        reach = WebhookReach(networks: networks)
        self.counts = counts
        self.clock = clock
        self.logger = logger
    }

    /// Delivers until cancelled.
    func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            let bell = database.webhookBell
            let rings = bell.rings()
            group.addTask {
                while !Task.isCancelled {
                    bell.ring()
                    try? await Task.sleep(for: Self.period)
                }
            }
            for await _ in rings {
                for endpoint in try await takeTurns() {
                    group.addTask { if await attemptSome(to: endpoint) { bell.ring() } }
                }
            }
        }
    }

    /// - Returns: false where it must be tried again, and not at once.
    private func attemptSome(to endpoint: WebhookEndpoint) async -> Bool {
        do {
            try await deliverSome(to: endpoint)
            return true
        } catch is CancellationError {
            return false
        } catch {
            logger.error(
                "what came of a webhook could not be kept",
                metadata: ["webhook": "\(endpoint.id)", "error": "\(error)"])
            return false
        }
    }

    /// Delivers what is due now.
    ///
    /// - Returns: how many messages were tried.
    func deliverDue() async throws -> Int {
        var count = 0
        while true {
            let endpoints = try await takeTurns()
            if endpoints.isEmpty { return count }
            count += try await withThrowingTaskGroup(of: Int.self) { group in
                for endpoint in endpoints { group.addTask { try await deliverSome(to: endpoint) } }
                return try await group.reduce(0, +)
            }
        }
    }

    /// Due endpoints that nobody is at, as many as there is room for.
    private func takeTurns() async throws -> [WebhookEndpoint] {
        let due = try await database.dueWebhooks(at: clock.now).shuffled()
        return busy.withLockedValue { busy in
            due.filter { endpoint in
                let neighbours = busy.values.count { $0 == endpoint.account }
                guard busy[endpoint.id] == nil, busy.count < Self.endpointsAtOnce,
                    neighbours < Self.endpointsOfAccountAtOnce
                else { return false }
                busy[endpoint.id] = endpoint.account
                return true
            }
        }
    }

    @discardableResult
    private func deliverSome(to endpoint: WebhookEndpoint) async throws -> Int {
        defer { _ = busy.withLockedValue { $0.removeValue(forKey: endpoint.id) } }
        let due = try await database.dueDeliveries(of: endpoint.id, at: clock.now, limit: Self.messagesAtOnce)
        try await withThrowingDiscardingTaskGroup { group in
            for delivery in due { group.addTask { try await deliver(delivery, to: endpoint) } }
        }
        return due.count
    }

    // MARK: One message

    private func deliver(_ delivery: WebhookDelivery, to endpoint: WebhookEndpoint) async throws {
        let outcome: WebhookOutcome
        do {
            outcome = .answered(
                try await WebhookSender.withinPatience {
                    try await transport.sender.send(try await request(delivery, to: endpoint))
                })
        } catch {
            // The server goes down; the message is sent again when it is back.
            try Task.checkCancellation()
            outcome = .failed("\(error)")
        }
        counts.noteWebhook()
        try await database.recordAttempt(
            delivery.after(outcome, at: clock.now, jitter: .random(in: 0...1)), of: delivery, isGone: outcome.isGone)
    }

    private func request(_ delivery: WebhookDelivery, to endpoint: WebhookEndpoint) async throws -> WebhookRequest {
        let url = try WebhookURL(endpoint.url)
        let addresses = if let address = url.address { [address] } else { await transport.hosts.of(url.host) }
        try reach.check(url, at: addresses)
        let now = clock.now
        let signatures = try secrets(of: endpoint, at: now).map {
            $0.signature(id: delivery.id, at: now, body: delivery.body)
        }
        return WebhookRequest(
            url: url, address: addresses[delivery.attempts % addresses.count],
            headers: [
                ("content-type", "application/json"), ("user-agent", "Signet-Webhooks"), ("webhook-id", delivery.id),
                ("webhook-timestamp", "\(now.seconds)"), ("webhook-signature", signatures.joined(separator: " ")),
            ], body: delivery.body)
    }

    /// The newest first.
    private func secrets(of endpoint: WebhookEndpoint, at now: Timestamp) throws -> [WebhookSecret] {
        var sealed = [endpoint.sealedSecret]
        if let retired = endpoint.retiredSecret, retired.endsAt > now { sealed.append(retired.sealed) }
        return try sealed.map { try WebhookSecret(sealed: $0, with: secret, for: endpoint.id) }
    }
}
