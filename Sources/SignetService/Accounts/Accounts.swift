public import SignetModel
public import SignetStorage

/// Accounts, their API keys and their sessions in the browser.
public struct Accounts: Sendable {
    static let keyPrefix = "signet_"
    /// A session ends this long after it began.
    static let sessionLength: Duration = .hours(12)

    private let database: any Database
    private let clock: WallClock
    private let recent = RecentValues<[UInt8], Account>(capacity: 1_024, lifetime: .seconds(1))

    /// For the command line, which needs no more of a Signet than its database.
    public init(database: any Database, clock: WallClock) {
        self.database = database
        self.clock = clock
    }

    public enum Failure: Error, Equatable, CustomStringConvertible {
        case emptyName
        case unknown(String)
        case retentionDays
        case retentionLimit
        case maskWords

        public var description: String {
            switch self {
            case .emptyName: "an account needs a name"
            case .retentionDays: "a retention is 1 to 36,500 days"
            case .maskWords: "an account hides at most 100 words, each of 2 to 100 characters on one line"
            case .retentionLimit: "a certificate can be retained 1 to 1,000,000 times"
            case .unknown(let id): "there is no account \(id); `signet account list` shows those there are"
            }
        }
    }

    /// Adds an account.
    /// - Returns: it and its API key, which cannot be shown again.
    public func create(
        name: String, settings: AccountSettings = AccountSettings()
    ) async throws -> (account: Account, key: String) {
        guard name.contains(where: { !$0.isWhitespace }) else { throw Failure.emptyName }
        try Self.check(settings)
        let account = Account(id: Credential.name("acc_"), name: name, createdAt: clock.now, settings: settings)
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

    /// Changes how the account works from now on; what it retained stays as it is.
    ///
    /// - Parameter change: of the settings as they are then, so that changes at the same time do not undo each other.
    public func set(
        _ id: String, _ change: @escaping @Sendable (AccountSettings) throws -> AccountSettings
    ) async throws -> Account {
        defer { recent.forgetAll() }
        let account = try await database.changeSettings(of: id) { settings in
            let changed = try change(settings)
            try Self.check(changed)
            return changed
        }
        guard let account else { throw Failure.unknown(id) }
        return account
    }

    private static func check(_ settings: AccountSettings) throws {
        if let days = settings.retentionDays, !(1...36_500).contains(days) { throw Failure.retentionDays }
        let areWords = settings.maskWords.allSatisfy { word in
            2...100 ~= word.unicodeScalars.count && !word.contains(where: \.isNewline)
                && word.contains { !$0.isWhitespace }
        }
        guard areWords, settings.maskWords.count <= 100 else { throw Failure.maskWords }
        guard (1...1_000_000).contains(settings.retentionLimit) else { throw Failure.retentionLimit }
    }

    public func disable(_ id: String) async throws {
        defer { recent.forgetAll() }
        guard try await database.disableAccount(id, at: clock.now) else { throw Failure.unknown(id) }
    }

    /// Undoes ``disable(_:)``: the same key and the same sessions work again.
    public func enable(_ id: String) async throws {
        defer { recent.forgetAll() }
        guard try await database.enableAccount(id) else { throw Failure.unknown(id) }
    }

    /// Replaces every key of the account, and ends its sessions.
    /// - Returns: the new key, which cannot be shown again.
    public func rotateKey(_ id: String) async throws -> String {
        let key = Self.keyPrefix + Credential.random()
        defer { recent.forgetAll() }
        guard try await database.replaceKey(of: id, with: Credential.digest(key), at: clock.now) else {
            throw Failure.unknown(id)
        }
        return key
    }

    /// The account whose key this is, active or not; as it was at most a second ago.
    public func authenticate(key: some StringProtocol) async throws -> Account? {
        guard key.hasPrefix(Self.keyPrefix) else { return nil }
        let digest = Credential.digest(key)
        if let known = recent[digest] { return known }
        let account = try await database.account(keyDigest: digest)
        if let account { recent.remember(account, for: digest) }
        return account
    }

    /// The same, where the key was used within the last second.
    public func remembered(key: some StringProtocol) -> Account? {
        recent[Credential.digest(key)]
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
