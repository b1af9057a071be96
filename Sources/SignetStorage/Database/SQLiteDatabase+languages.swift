import GRDB
public import SignetModel

extension SQLiteDatabase {
    public func decidedLanguages(of account: String) async throws -> [ReviewedLanguage] {
        try await read { db in
            try Row.all(
                db, sql: "SELECT * FROM consent_language WHERE account = ? AND status <> 'unreviewed'",
                arguments: [account]
            ).map(ReviewedLanguage.init(row:))
        }
    }

    public func languageDecisions(of account: String) async throws -> Int {
        try await read { db in try Self.languageDecisions(of: account, in: db) }
    }

    static func languageDecisions(of account: String, in db: GRDB.Database) throws -> Int {
        try Row.one(db, sql: "SELECT language_decisions FROM account WHERE id = ?", arguments: [account])?[0] ?? 0
    }

    private static func noteDecision(of account: String, in db: GRDB.Database) throws {
        try db.run(
            sql: "UPDATE account SET language_decisions = language_decisions + 1 WHERE id = ?", arguments: [account])
    }

    public func languages(
        of account: String, status: ReviewedLanguage.Status, after cursor: String?, limit: Int
    ) async throws -> [ReviewedLanguage] {
        try await read { db in
            try Row.all(
                db,
                sql: """
                    SELECT * FROM consent_language WHERE account = ? AND status = ? AND id > ? ORDER BY id LIMIT ?
                    """,
                arguments: [account, status.rawValue, cursor ?? "", limit]
            ).map(ReviewedLanguage.init(row:))
        }
    }

    public func language(_ id: String, of account: String) async throws -> ReviewedLanguage? {
        try await read { db in try Self.language(id, of: account, in: db) }
    }

    private static func language(
        _ id: String, of account: String, in db: GRDB.Database
    ) throws -> ReviewedLanguage? {
        try Row.one(db, sql: "SELECT * FROM consent_language WHERE id = ? AND account = ?", arguments: [id, account])
            .map(ReviewedLanguage.init(row:))
    }

    public func samples(of language: String, limit: Int) async throws -> [CertificateID] {
        try await read { db in
            try Row.all(
                db, sql: "SELECT certificate FROM consent_sample WHERE language = ? ORDER BY at DESC LIMIT ?",
                arguments: [language, limit]
            ).map { $0.certificateID("certificate") }
        }
    }

    public func addLanguage(_ language: ReviewedLanguage, cap: Int) async throws -> ReviewedLanguage? {
        try await write { db in
            if let known = try Self.id(of: language, in: db) {
                return try Self.language(known, of: language.account, in: db)
            }
            guard try Self.hasRoom(for: language, cap: cap, in: db) else { throw TooManyLanguages() }
            try Self.insert(language, in: db)
            try Self.noteDecision(of: language.account, in: db)
            return nil
        }
    }

    public func changeLanguage(
        _ id: String, of account: String, cap: Int,
        _ change: @escaping @Sendable (inout ReviewedLanguage) throws -> Void
    ) async throws -> ReviewedLanguage? {
        try await write { db in
            guard let before = try Self.language(id, of: account, in: db) else { return nil }
            var language = before
            try change(&language)
            let hasRoom = try language.isDecided == before.isDecided || Self.hasRoom(for: language, cap: cap, in: db)
            guard hasRoom else { throw TooManyLanguages() }
            try db.run(
                sql: "UPDATE consent_language SET status = ?, name = ?, note = ? WHERE id = ?",
                arguments: [language.status.rawValue, language.name, language.note, id])
            try Self.noteDecision(of: account, in: db)
            return language
        }
    }

    public func removeLanguage(_ id: String, of account: String) async throws -> Bool {
        try await write { db in
            try db.run(
                sql: "DELETE FROM consent_language WHERE id = ? AND account = ?", arguments: [id, account])
            guard db.changesCount > 0 else { return false }
            try Self.noteDecision(of: account, in: db)
            return true
        }
    }

    public func record(_ sightings: Sightings) async throws {
        try await write { db in try Self.record(sightings, in: db) }
    }

    static func record(_ sightings: Sightings, in db: GRDB.Database) throws {
        for language in sightings.languages {
            var id = try id(of: language, in: db)
            if id == nil, try hasRoom(for: language, cap: sightings.cap, in: db) {
                try insert(language, in: db)
                id = language.id
            }
            if let id { try addSighting(of: id, in: sightings.certificate, at: language.lastSeen, db) }
        }
    }

    private static func addSighting(
        of language: String, in certificate: CertificateID, at moment: Timestamp?, _ db: GRDB.Database
    ) throws {
        try db.run(
            sql: "INSERT OR IGNORE INTO consent_sample VALUES (?, ?, ?)",
            arguments: [language, certificate.blob, moment?.milliseconds])
        let isNew = db.changesCount > 0
        try db.run(
            sql: """
                UPDATE consent_language SET first_seen = coalesce(first_seen, ?), last_seen = ?, count = count + ?
                WHERE id = ?
                """,
            arguments: [moment?.milliseconds, moment?.milliseconds, isNew ? 1 : 0, language])
    }

    /// The id under which the account has the text.
    private static func id(of language: ReviewedLanguage, in db: GRDB.Database) throws -> String? {
        try Row.one(
            db, sql: "SELECT id FROM consent_language WHERE account = ? AND digest = ?",
            arguments: [language.account, language.digest.blob])?[0]
    }

    /// Whether the account has fewer than `cap` languages of the kind: unreviewed or decided.
    private static func hasRoom(for language: ReviewedLanguage, cap: Int, in db: GRDB.Database) throws -> Bool {
        let count: Int =
            try Row.one(
                db, sql: "SELECT count(*) FROM consent_language WHERE account = ? AND (status <> 'unreviewed') = ?",
                arguments: [language.account, language.isDecided])?[0] ?? 0
        return count < cap
    }

    private static func insert(_ language: ReviewedLanguage, in db: GRDB.Database) throws {
        try db.run(
            sql: "INSERT INTO consent_language VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                language.id, language.account, language.digest.blob, language.text, language.status.rawValue,
                language.name, language.note, language.firstSeen?.milliseconds, language.lastSeen?.milliseconds,
                language.count,
            ])
    }
}

extension ReviewedLanguage {
    fileprivate init(row: Row) throws {
        guard let status = Status(rawValue: row["status"]) else {
            throw DatabaseError(message: "a consent language has the unknown status \(row["status"] as String)")
        }
        self.init(
            id: row["id"], account: row["account"], text: row["text"], digest: row.bytes("digest"), status: status,
            name: row["name"], note: row["note"], firstSeen: row.optionalTimestamp("first_seen"),
            lastSeen: row.optionalTimestamp("last_seen"), count: row["count"])
    }
}
