public import SignetModel
public import SignetStorage

/// Accounts, their API keys and their sessions in the browser.
public struct Accounts: Sendable {
    static let keyPrefix = "signet_"
    /// A session ends this long after it began.
    static let sessionLength: Duration = .hours(12)

    private let database: any Database
    private let clock: WallClock

    /// For the command line, which needs no more of a Signet than its database.
    public init(database: any Database, clock: WallClock) {
        self.database = database
        self.clock = clock
    }

    public enum Failure: Error, Equatable, CustomStringConvertible {
        case emptyName
        case unknown(String)

        public var description: String {
            switch self {
            case .emptyName: "an account needs a name"
            case .unknown(let id): "there is no account \(id); `signet account list` shows those there are"
            }
        }
    }

    /// Adds an account.
    /// - Returns: it and its API key, which cannot be shown again.
    public func create(name: String, masks: Bool = true, returnsShareURL: Bool = false) async throws -> (
        account: Account, key: String
    ) {
        guard name.contains(where: { !$0.isWhitespace }) else { throw Failure.emptyName }
        let account = Account(
            id: Credential.name("acc_"), name: name, createdAt: clock.now, masks: masks,
            returnsShareURL: returnsShareURL)
        let key = Self.keyPrefix + Credential.random()
        try await database.addAccount(account, keyDigest: Credential.digest(key))
        return (account, key)
    }

    public func list() async throws -> [Account] {
        try await database.accounts()
    }

    public func show(_ id: String) async throws -> Account {
        guard let account = try await database.account(id) else { throw Failure.unknown(id) }
        return account
    }

    public func disable(_ id: String) async throws {
        guard try await database.disableAccount(id, at: clock.now) else { throw Failure.unknown(id) }
    }

    /// Replaces every key of the account, and ends its sessions.
    /// - Returns: the new key, which cannot be shown again.
    public func rotateKey(_ id: String) async throws -> String {
        let key = Self.keyPrefix + Credential.random()
        guard try await database.replaceKey(of: id, with: Credential.digest(key), at: clock.now) else {
            throw Failure.unknown(id)
        }
        return key
    }

    /// The account whose key this is, active or not.
    public func authenticate(key: some StringProtocol) async throws -> Account? {
        guard key.hasPrefix(Self.keyPrefix) else { return nil }
        return try await database.account(keyDigest: Credential.digest(key))
    }

    /// Begins a session; the word returned is the cookie's value.
    public func beginSession(_ account: Account) async throws -> String {
        let word = Credential.random()
        try await database.addSession(
            digest: Credential.digest(word), account: account.id, expiresAt: clock.now + Self.sessionLength)
        return word
    }

    public func sessionAccount(_ word: some StringProtocol) async throws -> Account? {
        let account = try await database.sessionAccount(digest: Credential.digest(word), at: clock.now)
        return account.flatMap { $0.isActive ? $0 : nil }
    }

    public func endSession(_ word: some StringProtocol) async throws {
        try await database.removeSession(digest: Credential.digest(word))
    }
}
