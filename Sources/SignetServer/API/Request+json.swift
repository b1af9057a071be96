import HTTPTypes
import Hummingbird
import NIOCore
import SignetModel

extension Request {
    /// The body, read as one JSON value whose texts can be kept; for routes whose errors are problem documents.
    func json(limit: Int) async throws -> JSONValue {
        let value = try JSONValue(body: try await jsonBytes(limit: limit))
        guard !value.hasNullCharacter else { throw Problem.nullCharacter }
        return value
    }

    /// The body, which says that it is JSON.
    func jsonBytes(limit: Int) async throws -> [UInt8] {
        guard let type = headers[.contentType], type.lowercased().hasPrefix("application/json") else {
            throw Problem(415, "Unsupported media type", "Send JSON, and say so: Content-Type: application/json.")
        }
        return Array(try await body.collect(upTo: limit).readableBytesView)
    }

    /// The body, for the certificate API, which has errors of its own.
    func questionBytes(limit: Int) async throws -> [UInt8] {
        do {
            return Array(try await body.collect(upTo: limit).readableBytesView)
        } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
            throw APIFailure.tooLarge
        }
    }

    /// The JSON, where a request may also send nothing: then an empty object.
    func optionalJSON(limit: Int) async throws -> JSONValue {
        if headers[.contentType] == nil, try await body.collect(upTo: limit).readableBytes == 0 { return .object([]) }
        return try await json(limit: limit)
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

    /// A member that is a text, null, or not there.
    func text(_ name: String) throws(Problem) -> String? {
        switch self[name] {
        case nil, .null?: nil
        case .string(let text)?: text
        default: throw .badRequest("\(name) is a text or null.")
        }
    }

    /// Members that are true or false, of an object that has no others.
    ///
    /// - Parameter others: members that the caller reads itself.
    func flags(_ names: Set<String>, besides others: Set<String> = []) throws(Problem) -> [String: Bool] {
        guard let members else { throw .badRequest("The body is a JSON object.") }
        var flags: [String: Bool] = [:]
        for member in members where !others.contains(member.key) {
            guard names.contains(member.key) else { throw .badRequest("There is no member \(member.key).") }
            guard let value = member.value.bool else { throw .badRequest("\(member.key) is true or false.") }
            flags[member.key] = value
        }
        return flags
    }
}
