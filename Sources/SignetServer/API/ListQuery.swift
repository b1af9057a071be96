import Hummingbird

/// Which part of a list a request asks for.
struct ListQuery: Sendable {
    static let maximumLimit = 200

    /// What the answer before called `next_cursor`.
    var cursor: String?
    var limit: Int

    /// - Parameter others: parameters that the caller reads itself.
    init(_ request: Request, others: Set<Substring>) throws(Problem) {
        try request.requireParameters(others.union(["cursor", "limit"]))
        cursor = request.uri.queryParameters["cursor"].map(String.init)
        limit = 50
        if let text = request.uri.queryParameters["limit"] {
            guard let number = Int(text), 1...Self.maximumLimit ~= number else {
                throw .badRequest("limit is a number from 1 to \(Self.maximumLimit).")
            }
            limit = number
        }
    }
}

extension Request {
    /// Throws where the query has a parameter that nobody reads: it would be looked for in vain.
    func requireParameters(_ known: Set<Substring>) throws(Problem) {
        if let unknown = uri.queryParameters.first(where: { !known.contains($0.key) }) {
            throw .badRequest("There is no parameter \(unknown.key).")
        }
    }
}
