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

    /// Of what was asked about the certificate.
    private func noted(of certificate: CertificateID) async throws -> Int {
        try await database.pool.read { db in
            try ["history", "matched", "matched_value", "unmatched"].reduce(0) { count, table in
                let rows = try Int.fetchOne(
                    db, sql: "SELECT count(*) FROM \(table) WHERE certificate = ?", arguments: [Data(certificate.bytes)]
                )
                return count + (rows ?? 0)
            }
        }
    }

    @Test func `what was noted of a visit goes with its day, unless the visit was sealed`() async throws {
        let (_, key) = try await test.account()
        let sealed = try await test.visit()
        let forgotten = try await test.visit(isSubmitted: false)
        let retained = try await test.visit(isSubmitted: false)
        try await ask(about: [sealed, forgotten], key: key)
        try await test.serve { client in
            let answer = try await client.ask(
                retained.id, key: key, #"{"match_lead":{"email":"eve@example.com"},"retain":{}}"#)
            #expect(answer.status == 200)
        }
        test.advance(by: .days(6))
        let young = try await test.visit(isSubmitted: false)
        try await ask(about: [young], key: key)
        #expect(try await noted(of: forgotten.id) == 2)
        #expect(try await droppedDays() == 1)
        #expect(try await noted(of: forgotten.id) == 0)
        for visit in [sealed, retained, young] { #expect(try await noted(of: visit.id) >= 2) }
    }

    private func ask(about visits: [IssuedCertificate], key: String) async throws {
        try await test.serve { client in
            for visit in visits {
                let answer = try await client.ask(visit.id, key: key, #"{"match_lead":{"email":"eve@example.com"}}"#)
                #expect(answer.status == 200)
            }
        }
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
