import Foundation
import GRDB
import SignetModel
import SignetService
import SignetStorage
import Testing

/// What goes when nobody may see it any more, and what has to stay.
struct ExpiryTests {
    private let test: TestSignet

    init() throws {
        test = try TestSignet()
    }

    private var database: SQLiteDatabase { test.embedded.database }

    /// Behind the database's back.
    private func change(_ sql: String, _ certificate: CertificateID) async throws {
        try await database.pool.write { db in
            try db.execute(sql: "UPDATE sealed SET \(sql) WHERE certificate = ?", arguments: [Data(certificate.bytes)])
        }
    }

    private func seal() async throws {
        _ = try await test.embedded.jobs.seal(by: test.signet.clock.now + .days(2))
    }

    private func droppedDays() async throws -> Int? {
        try await test.embedded.jobs.expire(at: test.signet.clock.now)?.droppedDays
    }

    @Test func `of old days only that of a certificate which cannot be sealed is kept`() async throws {
        let first = try await test.visit()
        test.advance(by: .days(1))
        _ = try await test.visit()
        test.advance(by: .days(7))
        let young = try await test.visit()
        test.advance(by: .hours(2))
        try await seal()
        let unreadable = "batch_count = 0, seed = x'00'"
        try await change(unreadable, first.id)
        #expect(try await droppedDays() == 1)
        #expect(try await droppedDays() == 0)
        try await change(unreadable, young.id)
        try await change("batch_count = 1", first.id)
        #expect(try await droppedDays() == 1)
    }

    @Test func `of two seals the object of the one that does not stand is removed`() async throws {
        let visit = try await test.visit()
        try await seal()
        let first = try #require(try await database.sealed(visit.id))
        var longer = first
        longer.batchCount = 2
        longer.evidence = "longer"
        var late = first
        late.evidence = "late"
        for seal in [longer, longer, late] { try await database.seal([seal]) }
        #expect(try await database.sealed(visit.id)?.evidence == "longer")
        #expect(try await Set(database.removedObjects()) == [first.evidence, "late"])
    }
}
