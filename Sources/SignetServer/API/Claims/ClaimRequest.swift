import SignetModel
import SignetService

/// A request of versions 2 and 3: what to compare and look for, and under which names to keep the certificate.
///
/// Clients have spelled these parameters in many ways; each is understood wherever it occurs.
struct ClaimRequest: Sendable {
    private static let maximumDepth = 8
    /// More than any lead has.
    private static let maximumLeadValues = 12

    var lead = LeadQuery()
    var reference: String?
    var vendor: String?
    var scan: PageScan?

    init(reference: String? = nil, vendor: String? = nil) {
        self.reference = reference
        self.vendor = vendor
    }

    /// From a posted form.
    init(form: [UInt8]) throws(ClaimFailure) {
        var parameters: [(String, JSONValue)] = []
        for item in QueryItems(form[...]) {
            let value = QueryItems.decoded(item.value)
            guard let text = String(validating: value, as: UTF8.self) else { throw Self.malformed }
            parameters.append((QueryItems.decoded(item.name)[...].text, .string(text)))
        }
        try self.init(parameters)
    }

    /// From a JSON object; an empty body asks for nothing but the claim.
    init(json: [UInt8]) throws(ClaimFailure) {
        if json.isEmpty {
            self.init()
            return
        }
        guard case .object(let members)? = try? JSONValue(parsing: json, maximumDepth: Self.maximumDepth) else {
            throw Self.malformed
        }
        var parameters: [(String, JSONValue)] = []
        for member in members {
            if case .array(let elements) = member.value {
                parameters += elements.map { (member.key, $0) }
            } else if member.value != .null {
                parameters.append((member.key, member.value))
            }
        }
        try self.init(parameters)
    }

    private static let malformed = ClaimFailure(APIFailure.schema)

    private init(_ parameters: [(name: String, value: JSONValue)]) throws(ClaimFailure) {
        var required: [JSONValue] = []
        var forbidden: [JSONValue] = []
        var delimiter: String?
        for (name, value) in parameters {
            guard !value.hasNullCharacter else { throw Self.malformed }
            switch Self.plain(name) {
            case "email": try Self.append(value, to: &lead.emails)
            case "phone": try Self.append(value, to: &lead.phones)
            case "fingerprint", "fingerprints": try Self.append(value, to: &lead.fingerprints)
            case "reference": reference = try Self.text(value)
            case "vendor": vendor = try Self.text(value)
            case "required_scan_terms", "scan": required.append(value)
            case "forbidden_scan_terms", "scan!": forbidden.append(value)
            case "scan_delimiter": delimiter = try Self.text(value)
            default: continue
            }
        }
        guard lead.emails.count + lead.phones.count + lead.fingerprints.count <= Self.maximumLeadValues else {
            throw Self.malformed
        }
        try setScan(required: required, forbidden: forbidden, delimiter: delimiter)
    }

    /// `phone_2` is `phone`, `scan![]` and `scan[]!` are `scan!`.
    private static func plain(_ name: String) -> String {
        let name = name.replacing("[]", with: "")
        for kind in ["email", "phone"] where name.hasPrefix(kind + "_") && Int(name.dropFirst(kind.count + 1)) != nil {
            return kind
        }
        return name
    }

    private static func text(_ value: JSONValue) throws(ClaimFailure) -> String {
        guard case .string(let text) = value, text.unicodeScalars.count <= TextOrList.maximumLength else {
            throw malformed
        }
        return text
    }

    /// A field that was left empty is none.
    private static func append(_ value: JSONValue, to texts: inout [String]) throws(ClaimFailure) {
        let text = try text(value)
        if !text.allSatisfy(\.isWhitespace) { texts.append(text) }
    }

    private mutating func setScan(
        required: [JSONValue], forbidden: [JSONValue], delimiter: String?
    ) throws(ClaimFailure) {
        var wildcard = ScanWildcard.braces
        do {
            if let delimiter, !delimiter.isEmpty { wildcard = try ScanWildcard(requested: delimiter) }
        } catch {
            throw ClaimFailure(error)
        }
        let required = try Self.terms(required, wildcard)
        let forbidden = try Self.terms(forbidden, wildcard)
        if required.isEmpty, forbidden.isEmpty { return }
        do {
            scan = try PageScan(required: required, forbidden: forbidden)
        } catch {
            throw Self.malformed
        }
    }

    private static func terms(_ values: [JSONValue], _ wildcard: ScanWildcard) throws(ClaimFailure) -> [ScanTerm] {
        var texts: [String] = []
        for value in values {
            if case .object = value {
                texts += try expanded(value, wildcard)
            } else {
                try append(value, to: &texts)
            }
            guard texts.count <= PageScan.maximumTerms else { throw malformed }
        }
        return texts.map { ScanTerm($0, wildcard: wildcard) }
    }

    /// A template is a term for each set of its variables.
    private static func expanded(_ template: JSONValue, _ wildcard: ScanWildcard) throws(ClaimFailure) -> [String] {
        guard let text = template["template"]?.string, case .array(let sets)? = template["variables"],
            sets.count <= PageScan.maximumTerms
        else { throw malformed }
        var terms: [String] = []
        for variables in sets {
            guard case .object(let members) = variables else { throw malformed }
            var term = text
            for member in members {
                term = term.replacing(wildcard.placeholder(member.key), with: try Self.text(member.value))
                guard term.unicodeScalars.count <= TextOrList.maximumLength else { throw malformed }
            }
            terms.append(term)
        }
        return terms
    }
}
