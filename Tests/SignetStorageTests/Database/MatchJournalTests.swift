import Foundation
import Logging
import SignetModel
import Testing

@testable import SignetStorage

final class MatchJournalTests {
    private static let start = Timestamp(seconds: 1_795_000_000)
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("matches-\(UUID())").path
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func journal(_ files: any FileSystem = POSIXFileSystem()) throws -> MatchJournal {
        try MatchJournal(folder: folder + "/matches", files: files, logger: logger)
    }

    private func database() throws -> SQLiteDatabase {
        try SQLiteDatabase(path: folder + "/signet.db", journal: journal())
    }

    private func id(_ number: Int) -> CertificateID {
        CertificateID(bytes: (0..<20).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) })
    }

    private func attempt(_ number: Int, values: [MatchAttempt.Value]? = nil) -> MatchAttempt {
        MatchAttempt(
            reader: "acc_1", certificate: id(number), at: Self.start + .seconds(number),
            values: values ?? [.matched(.email, searchCodes: [[1, 2, 3], [UInt8(truncatingIfNeeded: number)]])],
            cap: 1, period: .days(1))
    }

    /// The files as a process that ended leaves them: nothing was added to the database.
    private func leave(_ numbers: Range<Int>) async throws {
        let journal = try journal()
        try journal.begin(after: 0)
        for number in numbers { try await append(attempt(number), to: journal) }
    }

    private func append(_ attempt: MatchAttempt, to journal: MatchJournal) async throws {
        try await withCheckedThrowingContinuation { continuation in
            journal.append(attempt, due: {}) { continuation.resume(with: $0) }
        }
    }

    private func historyCount(of database: SQLiteDatabase, _ number: Int) async throws -> Int {
        try await database.history(of: id(number), by: "acc_1").count
    }

    @Test func `a match is in history, status and search as soon as it was acknowledged`() async throws {
        let database = try database()
        #expect(try await database.recordMatch(attempt(1)) == .recorded)
        let line = try #require(try await database.history(of: id(1), by: "acc_1").first)
        #expect(line.action == .match && line.matched == true && line.at == attempt(1).at)

        #expect(try await database.recordMatch(attempt(2)) == .recorded)
        let status = try await database.matchStatus(of: id(2), reader: "acc_1")
        #expect(status.email && !status.phone && status.wasAttempted)
        try await database.close()
    }

    @Test func `what a process left is added once, however often another begins`() async throws {
        try await leave(1..<4)
        for _ in 0..<3 {
            let database = try database()
            for number in 1..<4 { #expect(try await historyCount(of: database, number) == 1) }
            try await database.close()
        }
        // A file that was read and then not removed counts for nothing.
        try await leave(1..<4)
        let database = try database()
        for number in 1..<4 { #expect(try await historyCount(of: database, number) == 1) }
        #expect(try await database.recordMatch(attempt(4)) == .recorded)
        try await database.close()
        let again = try self.database()
        #expect(try await historyCount(of: again, 4) == 1)
        try await again.close()
    }

    @Test func `a file that breaks off gives all that is whole before it`() async throws {
        try await leave(1..<4)
        let path = folder + "/matches/1.matches"
        let whole = try #require(FileManager.default.contents(atPath: path))
        for length in 0...whole.count {
            let (attempts, end) = MatchRecord.decodeAll(Array(whole.prefix(length)))
            #expect(attempts.map(\.certificate) == (1..<4).prefix(length * 3 / whole.count).map(id))
            #expect(end <= length)
        }
        for position in whole.indices {
            var damaged = Array(whole)
            damaged[position] ^= 0x20
            #expect(MatchRecord.decodeAll(damaged).attempts.count == position * 3 / whole.count)
        }
    }

    @Test func `whatever was acknowledged before the power was cut is there after it`() async throws {
        for seed in UInt64(0)..<200 {
            let files = CrashingFileSystem()
            let journal = try journal(files)
            try journal.begin(after: 0)
            var random = SeededGenerator(seed: seed)
            files.cutPower(after: Int.random(in: 0..<40, using: &random))
            let attempts = (1...30).map { attempt($0) }
            let acknowledged = await withTaskGroup(of: CertificateID?.self) { group in
                for attempt in attempts {
                    group.addTask {
                        await withCheckedContinuation { continuation in
                            journal.append(attempt, due: {}) { result in
                                continuation.resume(returning: (try? result.get()).map { attempt.certificate })
                            }
                        }
                    }
                }
                return await group.reduce(into: Set<CertificateID>()) { if let id = $1 { $0.insert(id) } }
            }
            files.powerOn(seed: seed)
            let found = Set(try self.journal(files).read(after: 0).map(\.attempt.certificate))
            #expect(found.isSuperset(of: acknowledged), "seed \(seed)")
        }
    }

    @Test func `files go when the database has what they hold`() async throws {
        let database = try database()
        let codes = (0..<16).map { _ in [UInt8](repeating: 7, count: 4_000) }
        for number in 0..<80 {
            _ = try await database.recordMatch(attempt(number, values: [.matched(.phone, searchCodes: codes)]))
        }
        try await database.settle()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/matches").count == 1)
        try await database.close()
    }

    @Test func `wrong guesses count against the cap though matches wait`() async throws {
        let database = try database()
        let wrong = [MatchAttempt.Value.unmatched(code: [1])]
        #expect(try await database.recordMatch(attempt(1)) == .recorded)
        #expect(try await database.recordMatch(attempt(1, values: wrong)) == .recorded)
        let refused = try await database.recordMatch(attempt(1, values: [.unmatched(code: [2])]))
        #expect(refused == .refused(until: attempt(1).at + .days(1)))
        #expect(try await database.history(of: id(1), by: "acc_1").map(\.matched) == [true, false])
        try await database.close()
    }

    @Test func `nothing of a certificate is added after it was removed`() async throws {
        let database = try database()
        #expect(try await database.recordMatch(attempt(1)) == .recorded)
        try await database.remove([id(1)])
        #expect(try await historyCount(of: database, 1) == 0)
        #expect(try await database.matchStatus(of: id(1), reader: "acc_1").wasAttempted == false)
        try await database.close()
    }
}
