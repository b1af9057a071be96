public import SignetModel

/// What an account looks for among its retentions; nil asks for anything.
public struct RetentionSearch: Hashable, Sendable {
    /// The place of a retention in the list: newest first, equal times by certificate.
    public struct Cursor: Hashable, Sendable {
        public var at: Timestamp
        public var certificate: CertificateID

        public init(at: Timestamp, certificate: CertificateID) {
            self.at = at
            self.certificate = certificate
        }
    }

    /// Of any request that retained the certificate.
    public var vendor: String?
    public var reference: String?
    /// A host, or a masked certificate's label with its suffix.
    public var domain: String?
    /// Whether the last request that retained it succeeded.
    public var isSuccess: Bool?
    /// Whether the account matched its lead.
    public var isMatched: Bool?
    /// Codes of addresses and numbers, of each list of which the account matched one.
    public var leadCodes: [[[UInt8]]] = []
    /// Retained at or after.
    public var from: Timestamp?
    /// Retained before.
    public var to: Timestamp?
    /// Only what stands behind it.
    public var after: Cursor?

    public init() {}
}

/// A retention as lists show it.
public struct RetentionListing: Hashable, Sendable {
    public var retention: Retention
    public var isMatched: Bool
    /// The account's masked certificate of this one.
    public var masked: CertificateID?

    public var cursor: RetentionSearch.Cursor {
        RetentionSearch.Cursor(at: retention.createdAt, certificate: retention.certificate)
    }
}

/// The answer to a request that may be sent again under the same key.
public struct IdempotentAnswer: Hashable, Sendable {
    public static let lifetime: Duration = .hours(24)
    /// A request at work for longer was cut short, and may be taken up by its repetition.
    public static let patience: Duration = .minutes(5)

    public var account: String
    public var key: String
    /// A digest of the request.
    public var request: [UInt8]
    /// Nil while it is at work.
    public var answer: [UInt8]?
    public var at: Timestamp

    public init(account: String, key: String, request: [UInt8], answer: [UInt8]? = nil, at: Timestamp) {
        self.account = account
        self.key = key
        self.request = request
        self.answer = answer
        self.at = at
    }
}
