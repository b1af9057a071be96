import GRDB
public import SignetModel

extension SQLiteDatabase {
    public func dictionary(_ number: Int) async throws -> PageDictionary? {
        try await read { db in
            try Row.one(db, sql: "SELECT * FROM dictionary WHERE number = ?", arguments: [number])
                .map(PageDictionary.init(row:))
        }
    }

    public func dictionaries(ofPage page: [UInt8]) async throws -> PageDictionaries {
        try await read { db in
            let all = try Row.all(
                db, sql: "SELECT * FROM dictionary WHERE page = ? ORDER BY number DESC", arguments: [page.blob])
            let samples = try Row.one(
                db, sql: "SELECT COUNT(*) AS count FROM dictionary_sample WHERE page = ?", arguments: [page.blob])
            return PageDictionaries(
                newest: all.first.map(PageDictionary.init(row:)), count: all.count,
                sampleCount: samples?["count"] ?? 0)
        }
    }

    public func dictionarySamples(ofPage page: [UInt8], limit: Int) async throws -> [SealedCertificate] {
        try await read { db in
            try Row.all(
                db,
                sql: """
                    SELECT sealed.* FROM dictionary_sample JOIN sealed USING (certificate)
                    WHERE page = ? ORDER BY dictionary_sample.sealed_at DESC, certificate LIMIT ?
                    """,
                arguments: [page.blob, limit]
            ).map(SealedCertificate.init(row:))
        }
    }

    public func addDictionary(_ dictionary: PageDictionary) async throws -> Int {
        try await write { db in
            try db.run(
                sql: "INSERT INTO dictionary (page, secret, object, made_at, poor_above) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    dictionary.page.blob, Int(dictionary.secretVersion), dictionary.object,
                    dictionary.madeAt.milliseconds, dictionary.poorAbove,
                ])
            let number = Int(db.lastInsertedRowID)
            try db.run(sql: "DELETE FROM dictionary_sample WHERE page = ?", arguments: [dictionary.page.blob])
            return number
        }
    }

    public func removeUnusedDictionaries(madeBefore moment: Timestamp) async throws {
        try await write { db in
            let unused = try Row.all(
                db,
                sql: """
                    SELECT number, object FROM dictionary
                    WHERE made_at < ? AND NOT EXISTS (SELECT 1 FROM sealed WHERE dictionary = dictionary.number)
                    """, arguments: [moment.milliseconds])
            for row in unused {
                try db.noteRemoved(object: row["object"])
                try db.run(sql: "DELETE FROM dictionary WHERE number = ?", arguments: [row["number"] as Int])
            }
        }
    }

    public func removedObjects() async throws -> [String] {
        try await read { db in try Row.all(db, sql: "SELECT name FROM removed_object").map { $0["name"] } }
    }

    public func forgetRemovedObject(_ name: String) async throws {
        try await write { db in
            try db.run(sql: "DELETE FROM removed_object WHERE name = ?", arguments: [name])
        }
    }
}

extension GRDB.Database {
    /// Notes that nothing refers to an evidence object any more.
    func noteRemoved(object name: String) throws {
        try run(sql: "INSERT OR IGNORE INTO removed_object VALUES (?)", arguments: [name])
    }
}

extension PageDictionary {
    fileprivate init(row: Row) {
        self.init(
            number: row["number"], page: row.bytes("page"), secretVersion: row["secret"], object: row["object"],
            madeAt: row.timestamp("made_at"), poorAbove: row["poor_above"])
    }
}
