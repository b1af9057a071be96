import Foundation
import GRDB
import SignetModel
import Testing

@testable import SignetStorage

/// How often an account may retain a certificate.
struct RetentionLimitTests {
    private static let now = Timestamp(seconds: 1_795_000_000)
    private static let certificate = CertificateID(bytes: Array(repeating: 7, count: 20))

    private static func retain(in database: SQLiteDatabase, at moment: Timestamp = now, limit: Int) async throws -> Bool
    {
        let retention = Retention(
            account: "acc_1", certificate: certificate, original: certificate, vendor: nil, reference: nil, domain: nil,
            isSuccess: true, createdAt: moment, endsAt: moment + .days(1))
        let outcome = try await database.retain(
            retention, mask: nil, limit: limit, match: nil, sightings: Sightings([], in: certificate, cap: 1),
            describe: { _, _ in })
        return outcome != .tooOften
    }

    @Test func `counts what was retained before retentions had a number`() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("retains-\(UUID()).db").path
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        let old = try DatabasePool(path: path)
        try Schema.migrator.migrate(old, upTo: "12 findings of claims")
        try await old.write { db in
            let id = Data(Self.certificate.bytes)
            try db.execute(
                sql: """
                    INSERT INTO account (id, name, created_at, masks, returns_share_url) VALUES ('acc_1', 'Old', 1, 0, 0);
                    INSERT INTO retention (certificate, account, original, created_at, ends_at)
                        VALUES (:id, 'acc_1', :id, 1, :end);
                    INSERT INTO history (certificate, account, at, action) VALUES
                        (:id, 'acc_1', 1, 'match'), (:id, 'acc_1', 1, 'retain'), (:id, 'acc_1', 2, 'retain'),
                        (:id, 'acc_2', 3, 'retain');
                    """,
                arguments: ["id": id, "end": (Self.now + .days(1)).milliseconds])
        }
        try old.close()

        let database = try SQLiteDatabase(path: path)
        #expect(try await !Self.retain(in: database, limit: 2))
        #expect(try await Self.retain(in: database, limit: 3))
        #expect(try await !Self.retain(in: database, limit: 3))
        try await database.close()
    }

    @Test func `counts on where the retention has ended, before it is swept and after`() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("ended-\(UUID()).db").path
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        let database = try SQLiteDatabase(path: path)
        try await database.addAccount(
            Account(id: "acc_1", name: "Buyer", createdAt: Self.now, settings: AccountSettings()), keyDigest: [1])
        #expect(try await Self.retain(in: database, limit: 1))
        #expect(try await !Self.retain(in: database, at: Self.now + .days(2), limit: 1))
        #expect(try await Self.retain(in: database, at: Self.now + .days(2), limit: 2))
        try await database.sweep(at: Self.now + .days(4))
        #expect(try await database.retention(of: Self.certificate, by: "acc_1") == nil)
        #expect(try await !Self.retain(in: database, at: Self.now + .days(4), limit: 2))
        #expect(try await Self.retain(in: database, at: Self.now + .days(4), limit: 3))
        try await database.close()
    }
}
