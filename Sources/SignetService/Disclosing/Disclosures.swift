public import SignetModel
public import SignetStorage

/// Requests to learn what masked certificates hide.
///
/// They reach the account that masked the certificate under an id of their own, and neither side learns who the other
/// is unless that says so.
public struct Disclosures: Sendable {
    public static let maximumLength = 2_000
    /// How many requests a holder may make of one certificate.
    public static let maximumCount = 5

    /// What a masked certificate hides and an answer may tell.
    public enum HiddenFact: String, Sendable, CaseIterable {
        case domain
        case pageURL = "page_url"
        case parentPageURL = "parent_page_url"
        case title
        case identifier

        func value(in facts: CertificateFacts) -> String? {
            switch self {
            case .domain: facts.page.domain?.ascii
            case .pageURL: facts.page.url?.description
            case .parentPageURL: facts.page.parentURL?.description
            case .title: facts.page.title
            case .identifier: facts.page.identifier
            }
        }
    }

    public enum Failure: Error, Equatable, CustomStringConvertible {
        case unknown
        /// The certificate hides nothing from who asks.
        case notMasked
        /// The holder has this open request already.
        case open(String)
        case tooMany
        case answered
        case tooLong
        case emptyReason
        case nothingChosen
        /// Nothing is left of the certificate that could be disclosed.
        case gone

        public var description: String {
            switch self {
            case .unknown: "the account has no such disclosure request"
            case .notMasked: "only who holds another account's masked certificate can ask what it hides"
            case .open(let id): "the account has asked already and is not answered yet: \(id)"
            case .tooMany: "the account has asked \(maximumCount) times about this certificate, which is all it may"
            case .answered: "the request has been answered already"
            case .tooLong: "a message or reason has at most \(maximumLength) characters"
            case .emptyReason: "a refusal needs a reason"
            case .nothingChosen: "an answer that discloses facts names one at least"
            case .gone: "nothing is kept of the certificate any more"
            }
        }
    }

    private let database: any Database
    private let reader: CertificateReader
    private let clock: WallClock

    init(database: any Database, reader: CertificateReader, clock: WallClock) {
        self.database = database
        self.reader = reader
        self.clock = clock
    }

    /// Asks the account that masked a certificate.
    ///
    /// - Parameter showsName: whether that account is told who asks.
    public func ask(
        about certificate: LoadedCertificate, by holder: Account, message: String?, showsName: Bool
    ) async throws -> DisclosureRequest {
        guard let masked = certificate.masked, masked.account != holder.id else { throw Failure.notMasked }
        try Self.check(message)
        let request = DisclosureRequest(
            id: Credential.name("dis_"), masked: certificate.id, original: certificate.original, holder: holder.id,
            masker: masked.account, message: message, showsHolder: showsName, createdAt: clock.now)
        if let earlier = try await database.addDisclosureRequest(request, limit: Self.maximumCount) {
            throw earlier.answer == nil ? Failure.open(earlier.id) : .tooMany
        }
        return request
    }

    public func list(
        _ side: DisclosureSide, of account: Account, after cursor: ListCursor? = nil, limit: Int
    ) async throws -> [DisclosureRequest] {
        try await database.disclosureRequests(side, of: account.id, after: cursor, limit: limit)
    }

    /// Those about one masked certificate that the account made or received, newest first.
    public func list(about masked: CertificateID, of account: Account) async throws -> [DisclosureRequest] {
        try await database.disclosureRequests(ofMasked: masked, with: account.id)
    }

    public func show(_ id: String, of account: Account) async throws -> DisclosureRequest {
        guard let request = try await database.disclosureRequest(id),
            [request.holder, request.masker].contains(account.id)
        else { throw Failure.unknown }
        return request
    }

    /// Whether the account was answered with this certificate.
    func isDisclosed(_ certificate: LoadedCertificate, to account: Account) async throws -> Bool {
        guard !certificate.isMasked else { return false }
        return try await database.isDisclosed(certificate.id, to: account.id)
    }

    // MARK: Answering

    public func disclose(_ id: String, by masker: Account, showsName: Bool) async throws -> DisclosureRequest {
        let request = try await received(id, by: masker)
        _ = try await original(of: request)
        return try await answer(request, .certificate, showsName: showsName)
    }

    public func disclose(
        _ hidden: [HiddenFact], of id: String, by masker: Account, showsName: Bool
    ) async throws -> DisclosureRequest {
        let request = try await received(id, by: masker)
        guard !hidden.isEmpty else { throw Failure.nothingChosen }
        let facts = try await original(of: request).facts
        let chosen = HiddenFact.allCases.filter(hidden.contains)
        return try await answer(
            request, .facts(chosen.map { .init(name: $0.rawValue, value: $0.value(in: facts)) }),
            showsName: showsName)
    }

    public func refuse(
        _ id: String, reason: String, by masker: Account, showsName: Bool
    ) async throws -> DisclosureRequest {
        let request = try await received(id, by: masker)
        guard reason.contains(where: { !$0.isWhitespace }) else { throw Failure.emptyReason }
        try Self.check(reason)
        return try await answer(request, .refused(reason: reason), showsName: showsName)
    }

    private func received(_ id: String, by masker: Account) async throws -> DisclosureRequest {
        let request = try await show(id, of: masker)
        guard request.masker == masker.id else { throw Failure.unknown }
        guard request.answer == nil else { throw Failure.answered }
        return request
    }

    private func original(of request: DisclosureRequest) async throws -> LoadedCertificate {
        guard let certificate = try await reader.load(request.original) else { throw Failure.gone }
        return certificate
    }

    private func answer(
        _ request: DisclosureRequest, _ answer: DisclosureRequest.Answer, showsName: Bool
    ) async throws -> DisclosureRequest {
        var request = request
        request.answer = answer
        request.showsMasker = showsName
        request.answeredAt = clock.now
        guard try await database.answerDisclosureRequest(request) else { throw Failure.answered }
        return request
    }

    private static func check(_ text: String?) throws(Failure) {
        guard text?.unicodeScalars.count ?? 0 <= maximumLength else { throw .tooLong }
    }
}
