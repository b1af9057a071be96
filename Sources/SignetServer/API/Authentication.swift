import Hummingbird
import SignetModel
import SignetService
import SignetStorage

/// Who asks, by the API key in HTTP Basic authentication (any user name) or as a bearer token.
struct Authentication: Sendable {
    let signet: Signet

    /// The account, active or not; nil without a key, or with one that is nobody's.
    func account(of request: Request, allowBearer: Bool = false) async throws -> Account? {
        guard let key = Self.key(in: request.headers[.authorization], allowBearer: allowBearer) else { return nil }
        return try await signet.accounts.authenticate(key: key)
    }

    /// For the certificate API.
    func activeAccount(of request: Request, allowBearer: Bool = false) async throws -> Account {
        guard let account = try await account(of: request, allowBearer: allowBearer) else {
            throw APIFailure.unauthorized
        }
        guard account.isActive else { throw APIFailure.inactive }
        return account
    }

    /// For routes whose errors are problem documents.
    func requireAccount(of request: Request) async throws -> Account {
        guard let account = try await account(of: request, allowBearer: true) else { throw Problem.unauthorized }
        guard account.isActive else { throw Problem(402, "Account inactive", "This account has been disabled.") }
        return account
    }

    static func key(in header: String?, allowBearer: Bool) -> String? {
        guard let header, let space = header.firstIndex(of: " ") else { return nil }
        let value = header[header.index(after: space)...].drop { $0 == " " }
        switch header[..<space].lowercased() {
        case "basic":
            // Standard Base64, which differs from the URL-safe kind in two characters and its padding.
            let text = value.prefix { $0 != "=" }.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }
            guard let bytes = Base64URL.decode(String(text)) else { return nil }
            let pair = String(decoding: bytes, as: UTF8.self)
            guard let colon = pair.firstIndex(of: ":") else { return nil }
            return String(pair[pair.index(after: colon)...])
        case "bearer" where allowBearer:
            return String(value)
        default:
            return nil
        }
    }
}
