/// How a batch's body was sent.
public enum BatchEncoding: UInt8, Sendable {
    case identity = 0
    /// Raw DEFLATE (RFC 1951), as the browser's `CompressionStream("deflate-raw")` makes it.
    case deflateRaw = 1
}

/// What the server itself saw of a request; no page can choose these by script.
public struct ObservedRequest: Hashable, Sendable {
    /// The consumer's address, in its canonical text form.
    public var address: String
    public var userAgent: String?
    public var origin: String?
    public var referer: String?
    /// `Sec-CH-UA…` headers as they came, by lower-case name.
    public var clientHints: [String: String]

    public init(
        address: String, userAgent: String? = nil, origin: String? = nil, referer: String? = nil,
        clientHints: [String: String] = [:]
    ) {
        self.address = address
        self.userAgent = userAgent
        self.origin = origin
        self.referer = referer
        self.clientHints = clientHints
    }
}

/// One batch of a recording, as it came.
public struct Batch: Hashable, Sendable {
    /// 0 to 9,999.
    public static let sequences = 0...9_999

    public var certificate: CertificateID
    public var sequence: Int
    /// The page load's nonce; an absent one counts as empty.
    public var nonce: String
    public var options: RecordingOptions
    public var encoding: BatchEncoding
    /// The batch holds a submission.
    public var isSubmission: Bool
    /// The batch is the page's last.
    public var isEnd: Bool
    public var receivedAt: Timestamp
    /// The page's clock when the request was made.
    public var sentAt: Timestamp?
    public var observed: ObservedRequest
    /// The bytes as they came.
    public var body: [UInt8]

    public init(
        certificate: CertificateID, sequence: Int, nonce: String = "", options: RecordingOptions = [],
        encoding: BatchEncoding = .identity, isSubmission: Bool = false, isEnd: Bool = false, receivedAt: Timestamp,
        sentAt: Timestamp? = nil, observed: ObservedRequest, body: [UInt8]
    ) {
        self.certificate = certificate
        self.sequence = sequence
        self.nonce = nonce
        self.options = options
        self.encoding = encoding
        self.isSubmission = isSubmission
        self.isEnd = isEnd
        self.receivedAt = receivedAt
        self.sentAt = sentAt
        self.observed = observed
        self.body = body
    }
}
