import Hummingbird
import SignetModel
import SignetService
import SignetStorage

/// What a request for retentions looks for.
struct RetentionQuery: Sendable {
    var search = RetentionSearch()
    /// The readings of an address and of a number, raw or SHA-1; the account must have matched one of each.
    var leads: [[String]] = []

    static let names: Set<Substring> = [
        "vendor", "reference", "domain", "outcome", "matched", "retained_from", "retained_before", "email", "phone",
    ]

    /// - Parameter maskedSuffix: what stands behind a masked certificate's label.
    init(_ request: Request, maskedSuffix: String) throws(Problem) {
        let parameters = request.uri.queryParameters
        search.vendor = request.formParameter("vendor")
        search.reference = request.formParameter("reference")
        search.domain = parameters["domain"].map { Self.domain($0.lowercased(), maskedSuffix) }
        search.isSuccess = try Self.choice(parameters["outcome"], "outcome", ("success", "failure"))
        search.isMatched = try Self.choice(parameters["matched"], "matched", ("true", "false"))
        search.from = try Self.moment(parameters["retained_from"], "retained_from")
        search.to = try Self.moment(parameters["retained_before"], "retained_before")
        // Addresses and numbers may have a plus sign, and clients may send it as it is.
        leads = ["email", "phone"].compactMap { name in
            parameters[name[...]].map { [String($0)] + [request.formParameter(name)].compactMap(\.self) }
        }
    }

    /// A label may stand alone.
    private static func domain(_ text: String, _ maskedSuffix: String) -> String {
        let isLabel = text.utf8.count == 40 && text.utf8.allSatisfy { Hex.value(of: $0) != nil }
        return isLabel ? "\(text).\(maskedSuffix)" : text
    }

    private static func choice(
        _ text: Substring?, _ name: String, _ words: (yes: String, no: String)
    ) throws(Problem) -> Bool? {
        switch text {
        case nil: return nil
        case words.yes?: return true
        case words.no?: return false
        default: throw .badRequest("\(name) is \(words.yes) or \(words.no).")
        }
    }

    private static func moment(_ text: Substring?, _ name: String) throws(Problem) -> Timestamp? {
        guard let text else { return nil }
        guard let moment = Timestamp(iso8601: text) else {
            throw .badRequest("\(name) is a moment such as 2026-11-23T12:00:00Z, or a day.")
        }
        return moment
    }
}

extension RetentionSearch.Cursor {
    /// For a client to send back, and nobody to read.
    var text: String { "\(at.milliseconds).\(certificate)" }

    init(text: String) throws(Problem) {
        let parts = text.split(separator: ".")
        guard parts.count == 2, let milliseconds = Int64(parts[0]), let id = CertificateID(parts[1]) else {
            throw .foreignCursor
        }
        self.init(at: Timestamp(milliseconds: milliseconds), certificate: id)
    }
}
