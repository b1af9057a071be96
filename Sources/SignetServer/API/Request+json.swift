import HTTPTypes
import Hummingbird
import NIOCore
import SignetModel

extension Request {
    /// The body, read as one JSON value; for routes whose errors are problem documents.
    func json(limit: Int) async throws -> JSONValue {
        try JSONValue(body: try await jsonBytes(limit: limit))
    }

    /// The body, which says that it is JSON.
    func jsonBytes(limit: Int) async throws -> [UInt8] {
        guard let type = headers[.contentType], type.lowercased().hasPrefix("application/json") else {
            throw Problem(415, "Unsupported media type", "Send JSON, and say so: Content-Type: application/json.")
        }
        return Array(try await body.collect(upTo: limit).readableBytesView)
    }
}

extension JSONValue {
    init(body: [UInt8]) throws(Problem) {
        do {
            try self.init(parsing: body)
        } catch {
            throw .badRequest("The body is not JSON: \(error).")
        }
    }
}
