import NIOConcurrencyHelpers
public import SignetModel

/// What the database knows of webhooks. Events come into it with what causes them, in one transaction.
public protocol WebhookDatabase: Sendable {
    /// Rings when this process has committed something to deliver.
    var webhookBell: WebhookBell { get }

    /// - Returns: false where the account has as many as it may; then nothing changed.
    func addWebhook(_ endpoint: WebhookEndpoint, limit: Int) async throws -> Bool
    /// An account's endpoints, by id after `cursor`.
    func webhooks(of account: String, after cursor: String?, limit: Int) async throws -> [WebhookEndpoint]
    func webhook(_ id: String, of account: String) async throws -> WebhookEndpoint?
    /// Changes address, events, description, secrets and whether it is enabled, as they stand in the database then.
    /// Where `change` throws, nothing changes.
    /// - Returns: the endpoint after it; nil where the account has no such endpoint.
    func changeWebhook(
        _ id: String, of account: String, _ change: @escaping @Sendable (inout WebhookEndpoint) throws -> Void
    ) async throws -> WebhookEndpoint?
    /// Removes it and its deliveries.
    /// - Returns: whether the account had such an endpoint.
    func removeWebhook(_ id: String, of account: String) async throws -> Bool

    func addDelivery(_ delivery: WebhookDelivery) async throws
    /// Newest first, after `cursor`.
    func deliveries(of endpoint: String, after cursor: ListCursor?, limit: Int) async throws -> [WebhookDelivery]
    /// Makes it pending again, as if it had never been tried.
    /// - Returns: nil where the endpoint has no such delivery.
    func replayDelivery(_ id: String, of endpoint: String, at moment: Timestamp) async throws -> WebhookDelivery?

    /// The endpoints to which something is to be sent now, in no order.
    func dueWebhooks(at moment: Timestamp) async throws -> [WebhookEndpoint]
    /// What is to be sent to an endpoint now, the longest waiting first.
    func dueDeliveries(of endpoint: String, at moment: Timestamp, limit: Int) async throws -> [WebhookDelivery]
    /// Writes down what came of an attempt. A delivery that was replayed meanwhile stays pending, as the replay made it.
    ///
    /// - Parameters:
    ///   - delivery: as it is after the attempt.
    ///   - tried: as it was when the attempt began.
    ///   - isGone: the endpoint wants nothing more, and is disabled.
    func recordAttempt(_ delivery: WebhookDelivery, of tried: WebhookDelivery, isGone: Bool) async throws
}

/// Wakes whoever delivers webhooks.
public final class WebhookBell: Sendable {
    private let listener = NIOLockedValueBox<AsyncStream<Void>.Continuation?>(nil)

    public func ring() {
        listener.withLockedValue { $0 }?.yield()
    }

    /// The rings from now on; those that nobody has heard yet count as one. Who listened before hears no more.
    public func rings() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        listener.withLockedValue { $0 = continuation }
        return stream
    }
}
