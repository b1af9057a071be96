import Foundation
import Logging
import NIOConcurrencyHelpers
import SignetModel
import Testing

@testable import SignetStorage

final class SegmentStagingTests {
    private static let start = Timestamp(seconds: 1_795_000_000)
    private let secret = Secret.generate()
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("staging-\(UUID())").path
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func open(
        _ files: any FileSystem = POSIXFileSystem(), limits: SegmentStaging.Limits = .init(), index: Bool = true,
        dies: NIOLockedValueBox<Bool>? = nil
    ) throws -> SegmentStaging {
        try SegmentStaging(
            folder: folder, secret: secret, files: files, limits: limits, usesIndexFiles: index,
            clock: .fixed(Self.start), logger: logger)
    }

    private func batch(
        _ id: CertificateID, _ sequence: Int, nonce: String = "n", body: String = "[1]", submits: Bool = false
    ) -> Batch {
        Batch(
            certificate: id, sequence: sequence, nonce: nonce, isSubmission: submits, receivedAt: Self.start,
            observed: ObservedRequest(address: "203.0.113.7", userAgent: "Test", clientHints: ["sec-ch-ua": "x"]),
            body: Array(body.utf8))
    }

    private func someID(_ number: UInt8 = 1) -> CertificateID {
        CertificateID(bytes: Array(repeating: number, count: 20))
    }

    @Test func `batches come back as they were sent, by their sequence, also after a restart`() async throws {
        let id = someID()
        let batches = [batch(id, 2, body: "[2]", submits: true), batch(id, 0, body: "[0]"), batch(id, 1)]
        let staging = try open()
        for batch in batches { #expect(try await staging.append(batch, issuedAt: Self.start) == .stored) }
        let expected = batches.sorted { $0.sequence < $1.sequence }
        #expect(try await staging.batches(of: id, issuedAt: Self.start) == expected)
        try await staging.shutDown()

        let reopened = try open()
        #expect(try await reopened.batches(of: id, issuedAt: Self.start) == expected)
        let visit = try #require(try await reopened.visit(id, issuedAt: Self.start))
        #expect(visit.batchCount == 3 && visit.submittedAt == Self.start)
        #expect(try await reopened.submittedVisits(on: Self.start.day, after: nil, limit: 9).map(\.certificate) == [id])
    }

    @Test func `a repeated batch is stored once, other bytes and other nonces are refused`() async throws {
        let id = someID()
        for restarts in [false, true] {
            var staging = try open()
            try await staging.append(batch(id, 0), issuedAt: Self.start)
            if restarts {
                try await staging.shutDown()
                staging = try open()
            }
            #expect(try await staging.append(batch(id, 0), issuedAt: Self.start) == .alreadyStored)
            await #expect(throws: StagingError.conflictingBatch) {
                try await staging.append(batch(id, 0, body: "[]"), issuedAt: Self.start)
            }
            await #expect(throws: StagingError.foreignNonce) {
                try await staging.append(batch(id, 1, nonce: "other"), issuedAt: Self.start)
            }
            #expect(try await staging.batches(of: id, issuedAt: Self.start).count == 1)
            try await staging.shutDown()
        }
    }

    @Test func `what memory forgot is still known`() async throws {
        var limits = SegmentStaging.Limits()
        limits.cachedVisits = 2
        let staging = try open(limits: limits)
        for number in UInt8(1)...20 { try await staging.append(batch(someID(number), 0), issuedAt: Self.start) }
        for number in UInt8(1)...20 {
            #expect(try await staging.append(batch(someID(number), 0), issuedAt: Self.start) == .alreadyStored)
            await #expect(throws: StagingError.foreignNonce) {
                try await staging.append(batch(someID(number), 1, nonce: "x"), issuedAt: Self.start)
            }
        }
        try await staging.shutDown()
    }

    @Test func `a recording and staging as a whole have an end`() async throws {
        var limits = SegmentStaging.Limits()
        limits.recordingBytes = 600
        limits.totalBytes = 1_200
        let staging = try open(limits: limits)
        let body = String(repeating: " ", count: 300)
        try await staging.append(batch(someID(1), 0, body: body), issuedAt: Self.start)
        await #expect(throws: StagingError.recordingTooLarge) {
            try await staging.append(batch(someID(1), 1, body: body), issuedAt: Self.start)
        }
        try await staging.append(batch(someID(2), 0, body: body), issuedAt: Self.start)
        await #expect(throws: StagingError.full) {
            try await staging.append(batch(someID(3), 0, body: body), issuedAt: Self.start)
        }
        try await staging.shutDown()
    }

    @Test func `a torn last record is cut, wherever it was torn, and nothing before it is lost`() async throws {
        let id = someID()
        let staging = try open(index: false)
        try await staging.append(batch(id, 0), issuedAt: Self.start)
        let path = "\(folder)/\(Self.start.day)/000000.segment"
        let whole = try #require(FileManager.default.contents(atPath: path)).count
        try await staging.append(batch(id, 1), issuedAt: Self.start)
        try await staging.shutDown()
        let bytes = try #require(FileManager.default.contents(atPath: path))
        for length in whole..<bytes.count {
            try bytes.prefix(length).write(to: URL(fileURLWithPath: path))
            let reopened = try open(index: false)
            #expect(try await reopened.batches(of: id, issuedAt: Self.start).map(\.sequence) == [0])
            #expect(FileManager.default.contents(atPath: path)?.count == whole)
            try await reopened.shutDown()
        }
    }

    @Test func `a missing or broken index is made anew from the segments`() async throws {
        let id = someID()
        let staging = try open()
        for sequence in 0..<5 { try await staging.append(batch(id, sequence), issuedAt: Self.start) }
        try await staging.shutDown()
        let index = "\(folder)/\(Self.start.day)/index.db"
        for contents in [Data("no database".utf8), Data()] {
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: index + suffix) }
            try contents.write(to: URL(fileURLWithPath: index))
            let reopened = try open()
            #expect(try await reopened.batches(of: id, issuedAt: Self.start).count == 5)
            try await reopened.shutDown()
        }
    }

    @Test func `another process reads beside the one that writes`() async throws {
        let id = someID()
        let staging = try open()
        try await staging.append(batch(id, 0, submits: true), issuedAt: Self.start)
        let reader = ReadOnlyStaging(folder: folder, secret: secret)
        #expect(try await reader.batches(of: id, issuedAt: Self.start).count == 1)
        #expect(try await reader.submittedVisits(on: Self.start.day, after: nil, limit: 9).count == 1)
        await #expect(throws: StagingError.shutDown) { try await reader.append(batch(id, 1), issuedAt: Self.start) }
        try await staging.append(batch(id, 1), issuedAt: Self.start)
        #expect(try await reader.batches(of: id, issuedAt: Self.start).count == 2)
        try await staging.shutDown()
    }

    @Test func `a dropped day is gone, and so is its key`() async throws {
        let id = someID()
        let staging = try open()
        try await staging.append(batch(id, 0), issuedAt: Self.start)
        try await staging.drop(Self.start.day)
        #expect(try await staging.batches(of: id, issuedAt: Self.start).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/\(Self.start.day)"))
        #expect(try await staging.append(batch(id, 0), issuedAt: Self.start) == .stored)
        try await staging.shutDown()
    }

    @Test func `a day that another process dropped takes up nothing`() async throws {
        let id = someID()
        var limits = SegmentStaging.Limits()
        limits.totalBytes = 600
        let staging = try open(limits: limits)
        let body = String(repeating: " ", count: 300)
        try await staging.append(batch(id, 0, body: body), issuedAt: Self.start)
        try await ReadOnlyStaging(folder: folder, secret: secret).drop(Self.start.day)
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/\(Self.start.day)"))
        try await staging.drop(Self.start.day)
        #expect(staging.byteCount == 0)
        #expect(try await staging.append(batch(id, 0, body: body), issuedAt: Self.start) == .stored)
        try await staging.shutDown()
    }

    @Test func `what a process left of a day that it dropped is removed, and nothing else is`() async throws {
        let left = "\(folder)/\(Self.start.day)"
        let notes = "\(folder)/notes"
        for path in [left, notes] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data("unreadable".utf8).write(to: URL(fileURLWithPath: "\(path)/000000.segment"))
        }
        let staging = try open()
        #expect(!FileManager.default.fileExists(atPath: left) && FileManager.default.fileExists(atPath: notes))
        try await staging.append(batch(someID(), 0), issuedAt: Self.start)
        #expect(try await staging.batches(of: someID(), issuedAt: Self.start).count == 1)
        try await staging.shutDown()
    }

    @Test func `another secret reads nothing`() async throws {
        let staging = try open()
        try await staging.append(batch(someID(), 0), issuedAt: Self.start)
        try await staging.shutDown()
        #expect(throws: DayKey.Unreadable.self) {
            try SegmentStaging(
                folder: folder, secret: .generate(), clock: .fixed(Self.start), logger: logger)
        }
    }
}

/// What the disk does to staging short of losing power.
struct StagingDiskTests {
    private static let start = Timestamp(seconds: 1_795_000_000)
    private let secret = Secret.generate()
    private let disk = CrashingFileSystem()
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func open(limits: SegmentStaging.Limits = .init()) throws -> SegmentStaging {
        try SegmentStaging(
            folder: "/data/staging", secret: secret, files: disk, limits: limits, usesIndexFiles: false,
            clock: .fixed(Self.start), logger: logger)
    }

    private func batch(_ certificate: UInt8, _ sequence: Int) -> Batch {
        Batch(
            certificate: CertificateID(bytes: Array(repeating: certificate, count: 20)), sequence: sequence,
            receivedAt: Self.start, observed: ObservedRequest(address: "203.0.113.7"),
            body: Array(repeating: UInt8(ascii: " "), count: 300))
    }

    /// What becomes of batches that are written in one round, by certificate.
    private func outcomes(
        of batches: [Batch], in staging: SegmentStaging
    ) async throws -> [CertificateID: [Result<AppendOutcome, StagingError>]] {
        let outcomes = NIOLockedValueBox<[CertificateID: [Result<AppendOutcome, StagingError>]]>([:])
        disk.holding {
            // A round of its own, for which the others wait.
            staging.append(batch(9, 0), issuedAt: Self.start) { _ in }
            for batch in batches {
                staging.append(batch, issuedAt: Self.start) { outcome in
                    outcomes.withLockedValue { $0[batch.certificate, default: []].append(outcome) }
                }
            }
        }
        try await staging.shutDown()
        return outcomes.withLockedValue { $0 }
    }

    @Test func `a full disk refuses batches and ends nothing`() async throws {
        var staging = try open()
        try await staging.append(batch(1, 0), issuedAt: Self.start)
        disk.isFull = true
        for sequence in 1...3 {
            await #expect(throws: StagingError.unavailable) {
                try await staging.append(batch(1, sequence), issuedAt: Self.start)
            }
        }
        disk.isFull = false
        #expect(try await staging.append(batch(1, 2), issuedAt: Self.start) == .stored)
        try await staging.shutDown()

        staging = try open()
        let expected = [batch(1, 0), batch(1, 2)]
        #expect(try await staging.batches(of: expected[0].certificate, issuedAt: Self.start) == expected)
        try await staging.shutDown()
    }

    @Test func `a batch that comes twice in a round that cannot be written is refused twice`() async throws {
        let staging = try open()
        try await staging.append(batch(1, 0), issuedAt: Self.start)
        disk.isFull = true
        let outcomes = try await outcomes(of: [batch(1, 1), batch(1, 1)], in: staging)
        #expect(outcomes[batch(1, 1).certificate] == [.failure(.unavailable), .failure(.unavailable)])
    }

    @Test func `what one round brings counts for the limits`() async throws {
        var limits = SegmentStaging.Limits()
        limits.recordingBytes = 600
        limits.totalBytes = 2_000
        let staging = try open(limits: limits)
        try await staging.append(batch(8, 0), issuedAt: Self.start)
        let batches = [batch(1, 0), batch(1, 1), batch(2, 0), batch(3, 0), batch(4, 0), batch(5, 0)]
        let outcomes = try await outcomes(of: batches, in: staging)
        #expect(outcomes[batches[0].certificate] == [.failure(.recordingTooLarge), .success(.stored)])
        #expect(staging.byteCount ?? .max <= 2_000)
        #expect(outcomes[batches[5].certificate] == [.failure(.full)])
    }

    @Test func `another process reads a day once, and then what has been added`() async throws {
        let staging = try open()
        for certificate in UInt8(1)...40 { try await staging.append(batch(certificate, 0), issuedAt: Self.start) }
        let reader = ReadOnlyStaging(folder: "/data/staging", secret: secret, files: disk)
        let before = disk.bytesRead
        #expect(try await reader.visit(batch(1, 0).certificate, issuedAt: Self.start)?.batchCount == 1)
        let whole = disk.bytesRead - before
        for certificate in UInt8(1)...40 {
            try await staging.append(batch(certificate, 1), issuedAt: Self.start)
            #expect(try await reader.visit(batch(certificate, 1).certificate, issuedAt: Self.start)?.batchCount == 2)
        }
        #expect(disk.bytesRead - before < 3 * whole)
        try await staging.shutDown()
    }
}

/// Cuts the power at every kind of moment and looks whether what was acknowledged is there.
struct PowerLossTests {
    private static let start = Timestamp(seconds: 1_795_000_000)
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test(arguments: 0..<200)
    func `no acknowledged batch is lost, and no other is half there`(seed: Int) async throws {
        let secret = Secret.generate()
        let disk = CrashingFileSystem()
        var random = SeededGenerator(seed: UInt64(seed))
        var acknowledged: [Batch] = []
        var attempted: [Batch] = []
        for number in 0..<3 {
            disk.cutPower(after: Int.random(in: 0...40, using: &random))
            let round = (0..<24).map { _ in randomBatch(&random) }
            attempted += round
            acknowledged += await self.acknowledged(round, secret: secret, disk: disk)
            disk.powerOn(seed: UInt64(seed * 10 + number))

            let reopened = try staging(secret, disk)
            for batch in acknowledged {
                let stored = try await reopened.batches(of: batch.certificate, issuedAt: Self.start)
                #expect(stored.contains(batch))
            }
            for id in Set(attempted.map(\.certificate)) {
                for stored in try await reopened.batches(of: id, issuedAt: Self.start) {
                    #expect(attempted.contains(stored))
                }
            }
            try await reopened.shutDown()
        }
    }

    private func staging(_ secret: Secret, _ disk: CrashingFileSystem) throws -> SegmentStaging {
        try SegmentStaging(
            folder: "/data/staging", secret: secret, files: disk, usesIndexFiles: false, clock: .fixed(Self.start),
            logger: logger, failedSync: { _ in .stopAnswering })
    }

    /// Those of the batches whose durability was acknowledged before the power went.
    private func acknowledged(_ batches: [Batch], secret: Secret, disk: CrashingFileSystem) async -> [Batch] {
        guard let staging = try? staging(secret, disk) else { return [] }
        let done = NIOLockedValueBox<[Batch]>([])
        for batch in batches {
            staging.append(batch, issuedAt: Self.start) { result in
                if case .success = result { done.withLockedValue { $0.append(batch) } }
            }
        }
        try? await staging.shutDown()
        return done.withLockedValue { $0 }
    }

    private func randomBatch(_ random: inout SeededGenerator) -> Batch {
        let id = CertificateID(bytes: Array(repeating: UInt8.random(in: 1...4, using: &random), count: 20))
        let sequence = Int.random(in: 0...30, using: &random)
        // The body follows from id and sequence, so that a batch that comes again is the same one.
        let body = String(repeating: "[\(sequence)]", count: 1 + sequence * 40)
        return Batch(
            certificate: id, sequence: sequence, receivedAt: Self.start,
            observed: ObservedRequest(address: "203.0.113.7"), body: Array(body.utf8))
    }
}
