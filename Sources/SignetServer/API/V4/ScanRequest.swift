import SignetModel
import SignetService

/// `insights.scans` of a request: which terms the page must show and which it must not.
struct ScanRequest: Sendable {
    var required: TextOrList?
    var forbidden: TextOrList?
    var delimiter: String?
    /// Nil where nothing is asked.
    var scan: PageScan?

    init?(_ value: JSONValue?) throws(APIFailure) {
        guard let value, value != .null else { return nil }
        guard case .object = value else { throw .schema }
        required = try Self.terms(value["required"])
        forbidden = try Self.terms(value["forbidden"])
        delimiter = try TextOrList.text(value["delimiter"])
        var wildcard = ScanWildcard.braces
        if let delimiter { wildcard = try ScanWildcard(requested: delimiter) }
        let (required, forbidden) = (Self.terms(required, wildcard), Self.terms(forbidden, wildcard))
        guard !required.isEmpty || !forbidden.isEmpty else { return }
        do {
            scan = try PageScan(required: required, forbidden: forbidden)
        } catch {
            throw .schema
        }
    }

    private static func terms(_ value: JSONValue?) throws(APIFailure) -> TextOrList? {
        try TextOrList.parse(value, maximumCount: PageScan.maximumTerms, tooMany: .schema)
    }

    /// A field that was left empty asks for nothing.
    private static func terms(_ texts: TextOrList?, _ wildcard: ScanWildcard) -> [ScanTerm] {
        (texts?.all ?? []).filter { !$0.allSatisfy(\.isWhitespace) }.map { ScanTerm($0, wildcard: wildcard) }
    }
}

extension ScanWildcard {
    /// By the delimiter that a request names.
    init(requested delimiter: String) throws(APIFailure) {
        do {
            try self.init(delimiter: delimiter)
        } catch {
            switch error {
            case .containsWhitespace: throw .delimiterWhitespace
            case .length: throw .delimiterLength
            case .mixed: throw .schema
            }
        }
    }
}

/// The answer has the same members whether or not anything was asked.
extension ScanRequest? {
    func write(_ result: PageScan.Result?, to json: inout JSONWriter) {
        json.object { json in
            for (name, terms) in [("required", self?.required), ("forbidden", self?.forbidden)] {
                json.key(name)
                (terms ?? .list([])).write(to: &json)
            }
            if let delimiter = self?.delimiter {
                json.key("delimiter")
                json.string(delimiter)
            }
            json.key("result")
            json.object { json in
                for (name, side) in [("required", result?.required), ("forbidden", result?.forbidden)] {
                    json.key(name)
                    json.object { json in
                        json.key("found")
                        json.strings(side?.found ?? [])
                        json.key("not_found")
                        json.strings(side?.notFound ?? [])
                    }
                }
                json.key("success")
                json.optional(result) { $0.bool($1.isSuccess) }
            }
        }
    }
}
