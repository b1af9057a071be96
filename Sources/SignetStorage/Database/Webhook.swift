public import SignetModel

/// What webhooks tell. The raw value is the type that receivers see.
public enum WebhookEventType: String, Sendable, CaseIterable {
    case retentionCreated = "retention.created"
    /// To whoever masked a certificate.
    case disclosureRequested = "disclosure.requested"
    /// To whoever asked.
    case disclosureAnswered = "disclosure.answered"
    case domainVerified = "domain.verified"
    case domainLapsed = "domain.lapsed"
    /// Sent because its account asked for it, and to the endpoint that it asked for.
    case test = "webhook.test"

    /// Those that happen, and that an endpoint may choose from.
    public static let choices = allCases.filter { $0 != .test }
}

/// An address of an account's to which events are sent.
public struct WebhookEndpoint: Hashable, Sendable {
    /// A secret that signs beside its successor for a while.
    public struct RetiredSecret: Hashable, Sendable {
        public var sealed: [UInt8]
        public var endsAt: Timestamp

        public init(sealed: [UInt8], endsAt: Timestamp) {
            self.sealed = sealed
            self.endsAt = endsAt
        }
    }

    public var id: String
    public var account: String
    public var url: String
    /// Nil for all, also for those that a later version adds.
    public var events: [WebhookEventType]?
    public var description: String?
    /// To one that is not, nothing is sent; what waits goes on waiting.
    public var isEnabled: Bool
    public var createdAt: Timestamp
    public var sealedSecret: [UInt8]
    public var retiredSecret: RetiredSecret?

    public init(
        id: String, account: String, url: String, events: [WebhookEventType]?, description: String?,
        isEnabled: Bool = true, createdAt: Timestamp, sealedSecret: [UInt8], retiredSecret: RetiredSecret? = nil
    ) {
        self.id = id
        self.account = account
        self.url = url
        self.events = events
        self.description = description
        self.isEnabled = isEnabled
        self.createdAt = createdAt
        self.sealedSecret = sealedSecret
        self.retiredSecret = retiredSecret
    }
}

/// An event on its way to one endpoint, and what became of it.
public struct WebhookDelivery: Hashable, Sendable {
    public enum State: String, Sendable {
        case pending
        case delivered
        case failed
    }

    /// Then it is forgotten, whatever became of it.
    public static let lifetime: Duration = .days(30)

    /// Also the message's, which stays the same however often it is sent.
    public var id: String
    public var endpoint: String
    public var type: WebhookEventType
    public var body: [UInt8]
    public var createdAt: Timestamp
    public var state: State
    /// Since it was made, or last replayed.
    public var attempts: Int
    /// Nil unless it is pending.
    public var nextAttemptAt: Timestamp?
    /// Of the last answer; nil where there was none.
    public var status: Int?
    /// Why there was none.
    public var error: String?

    /// A new one, due at once.
    public init(_ type: WebhookEventType, to endpoint: String, body: [UInt8], at moment: Timestamp) {
        id = "msg_" + Base64URL.encode(RandomBytes.make(18))
        self.endpoint = endpoint
        self.type = type
        self.body = body
        createdAt = moment
        state = .pending
        attempts = 0
        nextAttemptAt = moment
    }

    /// What is sent: an event's type, its time and what it is about.
    public static func body(
        _ type: WebhookEventType, at moment: Timestamp, data: (inout JSONWriter) throws -> Void
    ) rethrows -> [UInt8] {
        var json = JSONWriter()
        try json.object { json in
            json.key("type")
            json.string(type.rawValue)
            json.key("timestamp")
            json.string(moment.iso8601)
            json.key("data")
            try data(&json)
        }
        return json.bytes
    }
}
