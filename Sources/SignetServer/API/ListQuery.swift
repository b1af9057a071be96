import Hummingbird

/// Which part of a list a request asks for.
struct ListQuery: Sendable {
    static let maximumLimit = 200

    /// What the answer before called `next_cursor`.
    var cursor: String?
    var limit: Int

    init(_ request: Request) throws(Problem) {
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
