import Foundation
import GRDB
import SignetModel
import Testing

@testable import SignetStorage

struct SchemaTests {
    @Test func `accounts of an older database have the settings of a new one, and keep what they chose`() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("schema-\(UUID()).db").path
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        let old = try DatabasePool(path: path)
        try Schema.migrator.migrate(old, upTo: "1 certificates and accounts")
        try await old.write { db in
            try db.execute(sql: "INSERT INTO account VALUES ('acc_1', 'Old', 1, NULL, FALSE, TRUE)")
        }
        try old.close()

        let database = try SQLiteDatabase(path: path)
        var settings = AccountSettings()
        settings.masks = false
        settings.returnsShareURL = true
        #expect(
            try await database.accounts() == [
                Account(id: "acc_1", name: "Old", createdAt: Timestamp(milliseconds: 1), settings: settings)
            ])
        try await database.close()
    }

    @Test func `certificates sealed before there were dictionaries stay as they were`() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("sealed-\(UUID()).db").path
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        let old = try DatabasePool(path: path)
        try Schema.migrator.migrate(old, upTo: "8 index of retains")
        let id = CertificateID(bytes: Array(repeating: 3, count: 20))
        try await old.write { db in
            try db.execute(
                sql: "INSERT INTO sealed VALUES (?, 1, 2, 3, TRUE, FALSE, x'01', x'02', 'object')",
                arguments: [Data(id.bytes)])
        }
        try old.close()

        let database = try SQLiteDatabase(path: path)
        #expect(
            try await database.sealed(id)
                == SealedCertificate(
                    certificate: id, issuedAt: Timestamp(milliseconds: 1), sealedAt: Timestamp(milliseconds: 2),
                    batchCount: 3, isSubmitted: true, isSandbox: false, wrappedSeed: [1], facts: [2],
                    evidence: "object"))
        try await database.close()
    }

    @Test func `every commit is synced before it is told`() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("sync-\(UUID()).db").path
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        let database = try SQLiteDatabase(path: path)
        let mode = try await database.pool.write { db in try Int.fetchOne(db, sql: "PRAGMA synchronous") }
        #expect(mode == 2, "FULL, as SQLite numbers it")
        try await database.close()
    }
}
