import GRDB
public import SignetModel

extension SQLiteDatabase {
    public func addAccount(_ account: Account, keyDigest: [UInt8]) async throws {
        try await write { db in
            try db.run(
                sql: """
                    INSERT INTO account (id, name, created_at, disabled_at, masks, returns_share_url)
                    VALUES (?, ?, ?, ?, TRUE, FALSE)
                    """,
                arguments: [
                    account.id, account.name, account.createdAt.milliseconds, account.disabledAt?.milliseconds,
                ])
            try Self.write(account.settings, of: account.id, in: db)
            try Self.addKey(keyDigest, to: account.id, at: account.createdAt, in: db)
        }
    }

    public func accounts() async throws -> [Account] {
        try await read { db in
            try Row.all(db, sql: "SELECT * FROM account ORDER BY created_at, id").map(Account.init(row:))
        }
    }

    public func account(_ id: String) async throws -> Account? {
        try await read { db in try Self.account(id, in: db) }
    }

    private static func account(_ id: String, in db: GRDB.Database) throws -> Account? {
        try Row.one(db, sql: "SELECT * FROM account WHERE id = ?", arguments: [id]).map(Account.init(row:))
    }

    public func account(keyDigest: [UInt8]) async throws -> Account? {
        try await read { db in
            try Row.one(
                db,
                sql: """
                    SELECT account.* FROM api_key JOIN account ON account.id = api_key.account
                    WHERE digest = ? AND revoked_at IS NULL
                    """,
                arguments: [keyDigest.blob]
            ).map(Account.init(row:))
        }
    }

    public func disableAccount(_ id: String, at moment: Timestamp) async throws -> Bool {
        try await write { db in
            try db.run(
                sql: "UPDATE account SET disabled_at = coalesce(disabled_at, ?) WHERE id = ?",
                arguments: [moment.milliseconds, id])
            return db.changesCount > 0
        }
    }

    public func enableAccount(_ id: String) async throws -> Bool {
        try await write { db in
            try db.run(sql: "UPDATE account SET disabled_at = NULL WHERE id = ?", arguments: [id])
            return db.changesCount > 0
        }
    }

    public func changeSettings(
        of account: String, _ change: @escaping @Sendable (AccountSettings) throws -> AccountSettings
    ) async throws -> Account? {
        try await write { db in
            guard let before = try Self.account(account, in: db) else { return nil }
            try Self.write(try change(before.settings), of: account, in: db)
            return try Self.account(account, in: db)
        }
    }

    private static func write(_ settings: AccountSettings, of account: String, in db: GRDB.Database) throws {
        try db.run(
            sql: """
                UPDATE account SET masks = ?, returns_share_url = ?, api_version = ?, operations = ?, retention_days = ?,
                    retention_limit = ?, advertiser_name = ?, min_font_size = ?, min_contrast = ?, opt_in_types = ?,
                    mask_words = ?
                WHERE id = ?
                """,
            arguments: [
                settings.masks, settings.returnsShareURL, settings.apiVersion.rawValue,
                settings.operations.map(\.rawValue).sorted().joined(separator: " "), settings.retentionDays,
                settings.retentionLimit, settings.criteria.advertiserName, settings.criteria.minimumFontSize,
                settings.criteria.minimumContrast,
                settings.criteria.optInTypes.map { $0.map(\.rawValue).joined(separator: " ") },
                settings.maskWords.isEmpty ? nil : settings.maskWords.joined(separator: "\n"), account,
            ])
    }

    public func replaceKey(of account: String, with keyDigest: [UInt8], at moment: Timestamp) async throws -> Bool {
        try await write { db in
            guard try Bool.fetchOne(db, sql: "SELECT 1 FROM account WHERE id = ?", arguments: [account]) != nil else {
                return false
            }
            try db.run(
                sql: "UPDATE api_key SET revoked_at = ? WHERE account = ? AND revoked_at IS NULL",
                arguments: [moment.milliseconds, account])
            // A key that is rotated because it leaked must not live on in a browser.
            try db.run(sql: "DELETE FROM session WHERE account = ?", arguments: [account])
            try Self.addKey(keyDigest, to: account, at: moment, in: db)
            return true
        }
    }

    private static func addKey(
        _ digest: [UInt8], to account: String, at moment: Timestamp, in db: GRDB.Database
    ) throws {
        try db.run(
            sql: "INSERT INTO api_key (digest, account, created_at) VALUES (?, ?, ?)",
            arguments: [digest.blob, account, moment.milliseconds])
    }

    public func addSession(digest: [UInt8], account: String, expiresAt: Timestamp) async throws {
        try await write { db in
            try db.run(
                sql: "INSERT INTO session VALUES (?, ?, ?)",
                arguments: [digest.blob, account, expiresAt.milliseconds])
        }
    }

    public func sessionAccount(digest: [UInt8], at moment: Timestamp) async throws -> Account? {
        try await read { db in
            try Row.one(
                db,
                sql: """
                    SELECT account.* FROM session JOIN account ON account.id = session.account
                    WHERE digest = ? AND expires_at > ?
                    """,
                arguments: [digest.blob, moment.milliseconds]
            ).map(Account.init(row:))
        }
    }

    public func removeSession(digest: [UInt8]) async throws {
        try await write { db in
            try db.run(sql: "DELETE FROM session WHERE digest = ?", arguments: [digest.blob])
        }
    }
}

extension Account {
    fileprivate init(row: Row) {
        self.init(
            id: row["id"], name: row["name"], createdAt: row.timestamp("created_at"),
            disabledAt: row.optionalTimestamp("disabled_at"), settings: AccountSettings(row: row))
    }
}

extension AccountSettings {
    /// A version or operation that this program does not know was written by a newer one, and is left out.
    fileprivate init(row: Row) {
        self.init()
        masks = row["masks"]
        returnsShareURL = row["returns_share_url"]
        apiVersion = APIVersion(rawValue: row["api_version"]) ?? .four
        let names: String = row["operations"]
        operations = Set(names.split(separator: " ").compactMap { Operation(rawValue: String($0)) })
        retentionDays = row["retention_days"]
        retentionLimit = row["retention_limit"]
        let words: String? = row["mask_words"]
        maskWords = words.map { $0.split(separator: "\n").map(String.init) } ?? []
        let types: String? = row["opt_in_types"]
        criteria = VerificationCriteria(
            advertiserName: row["advertiser_name"], minimumFontSize: row["min_font_size"],
            minimumContrast: row["min_contrast"],
            optInTypes: types.map { $0.split(separator: " ").compactMap { .init(rawValue: String($0)) } })
    }
}
