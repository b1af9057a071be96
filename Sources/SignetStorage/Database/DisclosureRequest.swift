public import SignetModel

/// A holder's wish to learn what a masked certificate hides, and what the account that masked it answers.
public struct DisclosureRequest: Hashable, Sendable {
    public enum Answer: Hashable, Sendable {
        /// The full certificate.
        case certificate
        /// Some of its facts, by name, as they were when they were disclosed.
        case facts([Fact])
        case refused(reason: String)
    }

    public struct Fact: Hashable, Sendable {
        public var name: String
        /// Nil where the certificate does not know it.
        public var value: String?

        public init(name: String, value: String?) {
            self.name = name
            self.value = value
        }
    }

    public var id: String
    public var masked: CertificateID
    public var original: CertificateID
    /// The account that asks.
    public var holder: String
    /// The account that masked the certificate.
    public var masker: String
    public var message: String?
    /// Each side is told the other's name only where that says so.
    public var showsHolder: Bool
    public var showsMasker: Bool
    public var createdAt: Timestamp
    public var answer: Answer?
    public var answeredAt: Timestamp?

    public init(
        id: String, masked: CertificateID, original: CertificateID, holder: String, masker: String, message: String?,
        showsHolder: Bool, showsMasker: Bool = false, createdAt: Timestamp, answer: Answer? = nil,
        answeredAt: Timestamp? = nil
    ) {
        self.id = id
        self.masked = masked
        self.original = original
        self.holder = holder
        self.masker = masker
        self.message = message
        self.showsHolder = showsHolder
        self.showsMasker = showsMasker
        self.createdAt = createdAt
        self.answer = answer
        self.answeredAt = answeredAt
    }
}

/// Which side of its disclosure requests an account looks at.
public enum DisclosureSide: String, Sendable, CaseIterable {
    /// Those that others make of it.
    case received
    /// Those that it makes.
    case sent
}

/// What the database knows of disclosure requests.
public protocol DisclosureDatabase: Sendable {
    /// - Parameter limit: how many requests a holder may make of one certificate.
    /// - Returns: nil where it was added; else an open request that stands in the way, or the last of too many.
    func addDisclosureRequest(_ request: DisclosureRequest, limit: Int) async throws -> DisclosureRequest?
    func disclosureRequest(_ id: String) async throws -> DisclosureRequest?
    /// Newest first, after `cursor`.
    func disclosureRequests(
        _ side: DisclosureSide, of account: String, after cursor: ListCursor?, limit: Int
    ) async throws -> [DisclosureRequest]
    /// Those of one certificate in which the account has a part, newest first.
    func disclosureRequests(ofMasked masked: CertificateID, with account: String) async throws -> [DisclosureRequest]
    /// - Returns: whether the request was still open.
    func answerDisclosureRequest(_ request: DisclosureRequest) async throws -> Bool
    /// Whether the full certificate was disclosed to the account.
    func isDisclosed(_ original: CertificateID, to account: String) async throws -> Bool
}
