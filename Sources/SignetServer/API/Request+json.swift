import HTTPTypes
import Hummingbird
import NIOCore
import SignetModel

extension Request {
    /// The body, read as one JSON value; for routes whose errors are problem documents.
    func json(limit: Int) async throws -> JSONValue {
        guard let type = headers[.contentType], type.lowercased().hasPrefix("application/json") else {
            throw Problem(415, "Unsupported media type", "Send JSON, and say so: Content-Type: application/json.")
        }
        let body = try await body.collect(upTo: limit)
        do {
            return try JSONValue(parsing: Array(body.readableBytesView))
        } catch {
            throw Problem.badRequest("The body is not JSON: \(error).")
        }
    }
}
