import SignetModel
import SignetService

/// A request of API v4: an object with a key for each operation.
struct CertificateRequest: Sendable {
    struct Retain: Sendable {
        var reference: String?
        var vendor: String?
    }

    /// A lead's values, and how they were written, for the echo.
    struct MatchLead: Sendable {
        enum Value: Sendable {
            case one(String)
            case list([String])

            var all: [String] {
                switch self {
                case .one(let text): [text]
                case .list(let texts): texts
                }
            }
        }

        var email: Value?
        var phone: Value?
    }

    var matchLead: MatchLead?
    var retain: Retain?
    /// The properties asked for, in their order, each once.
    var insights: [InsightProperty]?
}

extension CertificateRequest {
    private static let maximumDepth = 16
    /// Longer texts are no reference, vendor, address or number.
    private static let maximumTextLength = 4_096

    /// From a request's body. Throws what the request is to be answered.
    init(parsing body: [UInt8]) throws(APIFailure) {
        let root: JSONValue
        do {
            root = try JSONValue(parsing: body, maximumDepth: Self.maximumDepth)
        } catch {
            throw .schema
        }
        guard case .object = root else { throw .schema }
        if let value = root["match_lead"] { matchLead = try MatchLead(value) }
        if let value = root["retain"] { retain = try Retain(value) }
        if let value = root["insights"] { insights = try Self.insights(value) }
        if let verify = root["verify"] {
            guard case .object = verify else { throw .schema }
            throw .unavailable("Unavailable product requested: Verify")
        }
        guard matchLead != nil || retain != nil || insights != nil else { throw .noProducts }
    }

    private static func insights(_ value: JSONValue) throws(APIFailure) -> [InsightProperty] {
        guard case .object = value, case .array(let names)? = value["properties"] else { throw .schema }
        if let scans = value["scans"], scans != .null {
            guard case .object = scans else { throw .schema }
            for key in ["required", "forbidden"] {
                switch scans[key] {
                case nil, .null?, .array([])?: continue
                case .string?, .array?: throw .unavailable("Unavailable product requested Insights")
                default: throw .schema
                }
            }
        }
        var properties: [InsightProperty] = []
        for name in names {
            guard case .string(let name) = name else { throw .schema }
            guard let property = InsightProperty(rawValue: name) else { throw .invalidProperty }
            if !properties.contains(property) { properties.append(property) }
        }
        return properties
    }

    fileprivate static func text(_ value: JSONValue?) throws(APIFailure) -> String? {
        switch value {
        case nil, .null?: return nil
        case .string(let text)?:
            guard text.utf8.count <= maximumTextLength else { throw .schema }
            return text
        default: throw .schema
        }
    }
}

extension CertificateRequest.Retain {
    fileprivate init(_ value: JSONValue) throws(APIFailure) {
        guard case .object = value else { throw .schema }
        reference = try CertificateRequest.text(value["reference"])
        vendor = try CertificateRequest.text(value["vendor"])
    }
}

extension CertificateRequest.MatchLead {
    private static let maximumValues = 3

    fileprivate init(_ value: JSONValue) throws(APIFailure) {
        guard case .object = value else { throw .schema }
        email = try Self.value(
            value["email"], tooMany: "match_lead email must be a list of 3 or less email addresses")
        phone = try Self.value(
            value["phone"], tooMany: "match_lead phone must be a list of 3 or less phone numbers")
        guard email != nil || phone != nil else {
            throw .error("match_lead must contain either phone or email keys")
        }
    }

    private static func value(_ value: JSONValue?, tooMany: String) throws(APIFailure) -> Value? {
        guard case .array(let elements)? = value else {
            return try CertificateRequest.text(value).map(Value.one)
        }
        guard elements.count <= maximumValues else { throw .error(tooMany) }
        var texts: [String] = []
        for element in elements {
            guard let text = try CertificateRequest.text(element) else { throw .schema }
            texts.append(text)
        }
        return texts.isEmpty ? nil : .list(texts)
    }

    var query: LeadQuery { LeadQuery(emails: email?.all ?? [], phones: phone?.all ?? []) }
}
