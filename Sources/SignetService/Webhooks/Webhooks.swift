public import SignetModel
public import SignetStorage

/// The addresses at which an account wants to be told what happens, and what was sent there.
public struct Webhooks: Sendable {
    public static let maximumCount = 10
    /// How long a secret signs beside the one that took its place.
    static let overlap: Duration = .hours(24)
    private static let maximumDescription = 1_000

    public enum Failure: Error, Hashable, CustomStringConvertible {
        case unknown
        case tooMany
        case disabled
        case noEvents
        case tooLong
        case url(String)

        public var description: String {
            switch self {
            case .unknown: "the account has no such webhook"
            case .tooMany: "an account has at most \(maximumCount) webhooks"
            case .disabled: "the webhook is disabled; enable it first"
            case .noEvents: "events names one event at least; leave it out for all"
            case .tooLong: "description has at most \(maximumDescription) characters"
            case .url(let reason): reason
            }
        }
    }

    private let database: any Database
    private let secret: Secret
    private let reach: WebhookReach
    private let clock: WallClock

    /// - Parameter networks: of the operator's own, which webhooks may be sent to.
    public init(database: any Database, secret: Secret, networks: [AddressRange], clock: WallClock) {
        self.database = database
        self.secret = secret
        reach = WebhookReach(networks: networks)
        self.clock = clock
    }

    // MARK: Endpoints

    /// - Returns: the endpoint, and the secret that is told this once.
    public func add(
        _ url: String, events: [WebhookEventType]?, description: String?, to account: Account
    ) async throws -> (endpoint: WebhookEndpoint, secret: WebhookSecret) {
        let id = Credential.name("wh_")
        let new = WebhookSecret.generate()
        let endpoint = try checked(
            WebhookEndpoint(
                id: id, account: account.id, url: url, events: events, description: description, createdAt: clock.now,
                sealedSecret: try new.sealed(with: secret, for: id)))
        guard try await database.addWebhook(endpoint, limit: Self.maximumCount) else { throw Failure.tooMany }
        return (endpoint, new)
    }

    public func list(of account: Account, after cursor: String? = nil, limit: Int) async throws -> [WebhookEndpoint] {
        try await database.webhooks(of: account.id, after: cursor, limit: limit)
    }

    public func show(_ id: String, of account: Account) async throws -> WebhookEndpoint {
        guard let endpoint = try await database.webhook(id, of: account.id) else { throw Failure.unknown }
        return endpoint
    }

    /// Changes address, events, description and whether it is enabled.
    ///
    /// - Parameter change: of the endpoint as it is then, so that changes at the same time do not undo each other.
    public func set(
        _ endpoint: WebhookEndpoint, _ change: @escaping @Sendable (inout WebhookEndpoint) throws -> Void
    ) async throws -> WebhookEndpoint {
        let changed = try await database.changeWebhook(endpoint.id, of: endpoint.account) { [self] endpoint in
            try change(&endpoint)
            endpoint = try checked(endpoint)
        }
        guard let changed else { throw Failure.unknown }
        return changed
    }

    public func remove(_ endpoint: WebhookEndpoint) async throws {
        guard try await database.removeWebhook(endpoint.id, of: endpoint.account) else { throw Failure.unknown }
    }

    /// Makes a new secret. The old one signs beside it for a day.
    public func rotateSecret(
        of endpoint: WebhookEndpoint
    ) async throws -> (endpoint: WebhookEndpoint, secret: WebhookSecret) {
        let new = WebhookSecret.generate()
        let sealed = try new.sealed(with: secret, for: endpoint.id)
        let end = clock.now + Self.overlap
        let rotated = try await database.changeWebhook(endpoint.id, of: endpoint.account) { endpoint in
            endpoint.retiredSecret = .init(sealed: endpoint.sealedSecret, endsAt: end)
            endpoint.sealedSecret = sealed
        }
        guard let rotated else { throw Failure.unknown }
        return (rotated, new)
    }

    private func checked(_ endpoint: WebhookEndpoint) throws -> WebhookEndpoint {
        guard endpoint.events?.isEmpty != true else { throw Failure.noEvents }
        guard endpoint.description?.unicodeScalars.count ?? 0 <= Self.maximumDescription else { throw Failure.tooLong }
        var endpoint = endpoint
        do {
            let url = try WebhookURL(endpoint.url)
            try reach.check(url)
            endpoint.url = url.description
        } catch let failure as WebhookURL.Failure {
            throw Failure.url("\(failure)")
        } catch let refusal as WebhookReach.Refusal {
            throw Failure.url("\(refusal)")
        }
        return endpoint
    }

    // MARK: Deliveries

    /// Sends an event that tells nothing.
    public func test(_ endpoint: WebhookEndpoint) async throws -> WebhookDelivery {
        guard endpoint.isEnabled else { throw Failure.disabled }
        let now = clock.now
        let delivery = WebhookDelivery(
            .test, to: endpoint.id,
            body: WebhookDelivery.body(.test, at: now) { json in
                json.object { json in
                    json.key("webhook_id")
                    json.string(endpoint.id)
                }
            }, at: now)
        try await database.addDelivery(delivery)
        return delivery
    }

    /// Newest first; `after` is the last of the page before.
    public func deliveries(
        of endpoint: WebhookEndpoint, after cursor: ListCursor? = nil, limit: Int
    ) async throws -> [WebhookDelivery] {
        try await database.deliveries(of: endpoint.id, after: cursor, limit: limit)
    }

    /// Sends the same message again, whatever became of it.
    public func replay(_ id: String, of endpoint: WebhookEndpoint) async throws -> WebhookDelivery {
        guard endpoint.isEnabled else { throw Failure.disabled }
        guard let delivery = try await database.replayDelivery(id, of: endpoint.id, at: clock.now) else {
            throw Failure.unknown
        }
        return delivery
    }
}
