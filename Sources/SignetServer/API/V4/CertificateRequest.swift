import SignetModel
import SignetService
import SignetStorage

/// A request of API v4: an object with a key for each operation.
struct CertificateRequest: Sendable {
    struct Retain: Sendable {
        var reference: String?
        var vendor: String?
    }

    struct MatchLead: Sendable {
        var email: TextOrList?
        var phone: TextOrList?
    }

    struct Questions: Sendable {
        /// In their order, each once.
        var properties: [InsightProperty]
        var scans: ScanRequest?
    }

    var matchLead: MatchLead?
    var retain: Retain?
    var insights: Questions?
    var verify: VerificationCriteria?
}

extension CertificateRequest {
    private static let maximumDepth = 16

    /// From a request's body. Throws what the request is to be answered.
    init(parsing body: [UInt8]) throws(APIFailure) {
        let root: JSONValue
        do {
            root = try JSONValue(parsing: body, maximumDepth: Self.maximumDepth)
        } catch {
            throw .schema
        }
        try self.init(root)
    }

    init(_ root: JSONValue) throws(APIFailure) {
        guard case .object = root, !root.hasNullCharacter else { throw .schema }
        if let value = root["match_lead"] { matchLead = try MatchLead(value) }
        if let value = root["retain"] { retain = try Retain(value) }
        if let value = root["insights"] { insights = try Questions(value) }
        if let value = root["verify"] { verify = try VerificationCriteria(value) }
        guard matchLead != nil || retain != nil || insights != nil || verify != nil else { throw .noProducts }
    }
}

extension CertificateRequest {
    /// Throws the documented text for an operation that is not enabled.
    func check(_ enabled: Set<AccountSettings.Operation>) throws(APIFailure) {
        if matchLead != nil, !enabled.contains(.matchLead) { throw .unavailable("Unavailable product requested") }
        if retain != nil, !enabled.contains(.retain) { throw .unavailable("Unavailable product requested: Retain") }
        if insights != nil, !enabled.contains(.insights) {
            throw .unavailable("Unavailable product requested Insights")
        }
        if verify != nil, !enabled.contains(.verify) { throw .unavailable("Unavailable product requested: Verify") }
    }
}

extension CertificateRequest.Questions {
    fileprivate init(_ value: JSONValue) throws(APIFailure) {
        guard case .object = value, case .array(let names)? = value["properties"] else { throw .schema }
        properties = []
        for name in names {
            guard case .string(let name) = name else { throw .schema }
            guard let property = InsightProperty(rawValue: name) else { throw .invalidProperty }
            if !properties.contains(property) { properties.append(property) }
        }
        scans = try ScanRequest(value["scans"])
    }
}

extension CertificateRequest.Retain {
    fileprivate init(_ value: JSONValue) throws(APIFailure) {
        guard case .object = value else { throw .schema }
        reference = try TextOrList.text(value["reference"])
        vendor = try TextOrList.text(value["vendor"])
    }
}

extension CertificateRequest.MatchLead {
    private static let maximumValues = 3

    fileprivate init(_ value: JSONValue) throws(APIFailure) {
        guard case .object = value else { throw .schema }
        email = try Self.values(
            value["email"], tooMany: "match_lead email must be a list of 3 or less email addresses")
        phone = try Self.values(
            value["phone"], tooMany: "match_lead phone must be a list of 3 or less phone numbers")
        guard !query.isEmpty else { throw .error("match_lead must contain either phone or email keys") }
    }

    private static func values(_ value: JSONValue?, tooMany: String) throws(APIFailure) -> TextOrList? {
        try TextOrList.parse(value, maximumCount: maximumValues, tooMany: .error(tooMany))
    }

    var query: LeadQuery { LeadQuery(emails: Self.given(email), phones: Self.given(phone)) }

    /// A field that was left empty is none.
    private static func given(_ values: TextOrList?) -> [String] {
        (values?.all ?? []).filter { !$0.allSatisfy(\.isWhitespace) }
    }
}
