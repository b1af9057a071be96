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
        try Self.active(await account(of: request, allowBearer: allowBearer))
    }

    static func active(_ account: Account?) throws(APIFailure) -> Account {
        guard let account else { throw .unauthorized }
        guard account.isActive else { throw .inactive }
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
            let text = value.utf8.prefix { $0 != UInt8(ascii: "=") }.map { character in
                switch character {
                case UInt8(ascii: "+"): UInt8(ascii: "-")
                case UInt8(ascii: "/"): UInt8(ascii: "_")
                default: character
                }
            }
            guard let pair = Base64URL.decode(text[...]), let colon = pair.firstIndex(of: UInt8(ascii: ":")) else {
                return nil
            }
            return String(decoding: pair[(colon + 1)...], as: UTF8.self)
        case "bearer" where allowBearer:
            return String(value)
        default:
            return nil
        }
    }
}
