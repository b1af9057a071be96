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

    private func seal() async throws {
        _ = try await test.embedded.jobs.seal(by: test.signet.clock.now + .days(2))
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
