public import Logging
import NIOConcurrencyHelpers
import NIOPosix
public import SignetModel

/// Staging in append-only files: many batches to a write, one sync before any of them is acknowledged.
///
/// One thread writes. What arrives while it syncs goes out together in the next round, so the cost of a sync is shared by
/// all who wait for it. A sync that fails ends the process, since nobody can say any more what the disk holds; a full disk
/// does not.
public final class SegmentStaging: StagingStore {
    public struct Limits: Sendable {
        /// Of one certificate, as sent.
        public var recordingBytes = 25 << 20
        /// Of everything staged.
        public var totalBytes = 50 << 30
        /// Visits kept in memory, for each of two generations.
        public var cachedVisits = 100_000

        public init() {}
    }

    /// What a process that outlives a failed sync does: it acknowledges nothing any more.
    public enum FailedSync: Sendable {
        case stopAnswering
    }

    private struct Job: Sendable {
        let record: BatchRecord
        /// The batch's own, to tell a repeated batch from another.
        let body: [UInt8]
        let bytes: [UInt8]
        let day: StagedDay
        let completion: @Sendable (Result<AppendOutcome, StagingError>) -> Void
    }

    /// What is written together, so that two of one certificate in one round are told apart and counted.
    private struct Round {
        private struct Name: Hashable {
            let certificate: CertificateID
            let sequence: UInt16
        }

        private struct Growth {
            /// Without the records that have no place yet.
            var visit: StagedVisit
            /// Of the round's records.
            var byteCount = 0
        }

        private var bodies: [Name: [UInt8]] = [:]
        private var growths: [CertificateID: Growth] = [:]
        /// Of all records.
        private(set) var byteCount = 0

        mutating func add(_ job: Job, to visit: StagedVisit) {
            bodies[Name(certificate: job.record.certificate, sequence: job.record.sequence)] = job.body
            growths[job.record.certificate, default: Growth(visit: visit)].byteCount += job.record.length
            byteCount += job.record.length
        }

        func body(_ certificate: CertificateID, _ sequence: UInt16) -> [UInt8]? {
            bodies[Name(certificate: certificate, sequence: sequence)]
        }

        func visit(_ certificate: CertificateID) -> StagedVisit? { growths[certificate]?.visit }

        func byteCount(_ certificate: CertificateID) -> Int { growths[certificate]?.byteCount ?? 0 }

        /// The visit once a record of the round is written.
        mutating func place(_ record: BatchRecord, at location: RecordLocation) -> StagedVisit {
            var growth = growths[record.certificate] ?? Growth(visit: StagedVisit(of: record))
            growth.visit.add(record, at: location)
            growths[record.certificate] = growth
            return growth.visit
        }
    }

    private struct State {
        var days: [Day: StagedDay] = [:]
        var waiting: [Job] = []
        var isWriting = false
        var isShutDown = false
    }

    /// What only the writing thread changes.
    private struct Written {
        var cache: VisitCache
        var byteCount: Int
    }

    private let folder: String
    private let secret: Secret
    private let files: any FileSystem
    private let limits: Limits
    private let usesIndexFiles: Bool
    private let logger: Logger
    private let failedSync: @Sendable (any Error) -> FailedSync
    private let thread = NIOThreadPool(numberOfThreads: 1)
    private let state = NIOLockedValueBox(State())
    private let written: NIOLockedValueBox<Written>
    private let indexWriter: IndexWriter

    /// Opens staging for writing, cutting torn tails. Only one process at a time may do so.
    ///
    /// - Parameter failedSync: ends the process; a seam for tests, which cannot end theirs.
    public init(
        folder: String, secret: Secret, files: any FileSystem = POSIXFileSystem(), limits: Limits = Limits(),
        usesIndexFiles: Bool = true, clock: WallClock, logger: Logger,
        failedSync: @escaping @Sendable (any Error) -> FailedSync = { fatalError("staging cannot be synced: \($0)") }
    ) throws {
        self.folder = folder
        self.secret = secret
        self.files = files
        self.limits = limits
        self.usesIndexFiles = usesIndexFiles
        self.logger = logger
        self.failedSync = failedSync
        indexWriter = IndexWriter(logger: logger)
        try files.makeDirectoryDurably(folder)
        try Self.removeDropped(in: folder, files: files, logger: logger)
        var byteCount = 0
        for day in try Self.days(in: folder, files: files) {
            let opened = try StagedDay(
                day: day, folder: "\(folder)/\(day)", secret: secret, files: files, mode: .write,
                usesIndexFile: usesIndexFiles, logger: logger)
            byteCount += opened.end.segment * StagedDay.segmentSize + opened.end.offset
            state.withLockedValue { $0.days[day] = opened }
        }
        written = NIOLockedValueBox(
            Written(
                cache: VisitCache(capacity: limits.cachedVisits, startedAt: clock.now), byteCount: byteCount))
        thread.start()
    }

    /// Removes what is left of days whose key is gone: a process was stopped while it dropped them.
    private static func removeDropped(in folder: String, files: any FileSystem, logger: Logger) throws {
        for name in try files.list(folder) where Day(name) != nil {
            let path = "\(folder)/\(name)"
            guard try !files.list(path).contains("key") else { continue }
            logger.notice("the rest of a dropped day of staging is removed", metadata: ["folder": "\(path)"])
            try files.removeDirectory(path)
        }
    }

    static func days(in folder: String, files: any FileSystem) throws -> [Day] {
        try files.list(folder).compactMap { name in
            // A day whose key is gone was being dropped.
            Day(name).flatMap { files.exists("\(folder)/\(name)/key") ? $0 : nil }
        }.sorted()
    }

    // MARK: Appending

    public func append(
        _ batch: Batch, issuedAt: Timestamp,
        completion: @escaping @Sendable (Result<AppendOutcome, StagingError>) -> Void
    ) {
        do {
            let day = try day(issuedAt.day)
            let (record, bytes) = try BatchRecord.encode(batch, issuedAt: issuedAt, key: day.key)
            let job = Job(record: record, body: batch.body, bytes: bytes, day: day, completion: completion)
            let mustStart = state.withLockedValue { state -> Bool? in
                if state.isShutDown { return nil }
                state.waiting.append(job)
                defer { state.isWriting = true }
                return !state.isWriting
            }
            guard let mustStart else { return completion(.failure(.shutDown)) }
            if mustStart { thread.submit { _ in self.writeWaiting() } }
        } catch {
            logger.error("a batch could not be staged", metadata: ["error": "\(error)"])
            completion(.failure(.unavailable))
        }
    }

    /// The day's folder, made where there is none.
    private func day(_ day: Day) throws -> StagedDay {
        try state.withLockedValue { state in
            if let known = state.days[day] { return known }
            let opened = try StagedDay(
                day: day, folder: "\(folder)/\(day)", secret: secret, files: files, mode: .write,
                usesIndexFile: usesIndexFiles, logger: logger)
            state.days[day] = opened
            return opened
        }
    }

    private func writeWaiting() {
        while true {
            let jobs = state.withLockedValue { state in
                defer { state.waiting = [] }
                state.isWriting = !state.waiting.isEmpty
                return state.waiting
            }
            if jobs.isEmpty { return }
            write(jobs)
        }
    }

    private func write(_ jobs: [Job]) {
        var accepted: [Job] = []
        var repeated: [Job] = []
        var round = Round()
        for job in jobs {
            switch judge(job, in: &round) {
            case .success(.stored): accepted.append(job)
            case .success(.alreadyStored): repeated.append(job)
            case .failure(let error): job.completion(.failure(error))
            }
        }
        var unwritten: Set<Day> = []
        do {
            for (day, jobs) in Dictionary(grouping: accepted, by: \.day.day) {
                if try !store(jobs, day: jobs[0].day, in: &round) { unwritten.insert(day) }
            }
        } catch {
            switch failedSync(error) {
            case .stopAnswering:
                for job in accepted + repeated { job.completion(.failure(.shutDown)) }
                state.withLockedValue { $0.isShutDown = true }
                return
            }
        }
        for (jobs, outcome) in [(accepted, AppendOutcome.stored), (repeated, AppendOutcome.alreadyStored)] {
            for job in jobs {
                // What is repeated may be of this round.
                job.completion(unwritten.contains(job.day.day) ? .failure(.unavailable) : .success(outcome))
            }
        }
    }

    /// Decides about a job, and adds it to the round where it is to be stored.
    private func judge(_ job: Job, in round: inout Round) -> Result<AppendOutcome, StagingError> {
        let record = job.record
        let visit: StagedVisit
        let earlier: [UInt8]?
        do {
            visit =
                try round.visit(record.certificate)
                ?? knownVisit(record.certificate, on: job.day, issuedAt: record.issuedAt) ?? StagedVisit(of: record)
            earlier =
                try visit.entry(record.sequence).map { try job.day.batch(at: $0.location, length: $0.length).body }
                ?? round.body(record.certificate, record.sequence)
        } catch {
            logger.error("what is staged cannot be read", metadata: ["error": "\(error)"])
            return .failure(.unavailable)
        }
        if visit.nonceDigest != record.nonceDigest { return .failure(.foreignNonce) }
        if let earlier { return earlier == job.body ? .success(.alreadyStored) : .failure(.conflictingBatch) }
        let recordingBytes = visit.byteCount + round.byteCount(record.certificate) + record.length
        if recordingBytes > limits.recordingBytes { return .failure(.recordingTooLarge) }
        let totalBytes = written.withLockedValue { $0.byteCount } + round.byteCount + record.length
        if totalBytes > limits.totalBytes { return .failure(.full) }
        round.add(job, to: visit)
        return .success(.stored)
    }

    private func knownVisit(_ id: CertificateID, on day: StagedDay, issuedAt: Timestamp) throws -> StagedVisit? {
        let (cached, isNew) = written.withLockedValue { written in
            (written.cache[id], written.cache.isSurelyNew(id, issuedAt: issuedAt))
        }
        if let cached { return cached }
        return isNew ? nil : try lookUp(id, on: day, issuedAt: issuedAt)
    }

    private func lookUp(_ id: CertificateID, on day: StagedDay, issuedAt: Timestamp) throws -> StagedVisit? {
        try indexWriter.visit(id, on: day.day) ?? day.index.visit(id, issuedAt: issuedAt)
    }

    /// - Returns: whether the jobs are durable; where not, nothing changed. Throws where nobody can say.
    private func store(_ jobs: [Job], day: StagedDay, in round: inout Round) throws -> Bool {
        let locations: [RecordLocation]
        do {
            locations = try day.append(jobs.map(\.bytes))
        } catch let error as StagedDay.NotAppended {
            logger.error("batches could not be staged", metadata: ["count": "\(jobs.count)", "error": "\(error)"])
            return false
        }
        try day.sync()
        var changed: [StagedVisit] = []
        for (job, location) in zip(jobs, locations) {
            let visit = round.place(job.record, at: location)
            changed.append(visit)
            written.withLockedValue { written in
                written.cache.remember(visit, issuedAt: visit.issuedAt)
                written.byteCount += job.record.length
            }
        }
        indexWriter.note(changed, of: day, end: day.end)
        return true
    }

    // MARK: Reading

    public func visit(_ id: CertificateID, issuedAt: Timestamp) async throws -> Visit? {
        guard let day = state.withLockedValue({ $0.days[issuedAt.day] }) else { return nil }
        if let cached = written.withLockedValue({ $0.cache[id] }) { return cached.visit }
        return try lookUp(id, on: day, issuedAt: issuedAt)?.visit
    }

    public func batches(of visit: Visit) async throws -> [Batch] {
        try state.withLockedValue { $0.days[visit.issuedAt.day] }?.batches(of: visit) ?? []
    }

    public func submittedVisits(on day: Day, after cursor: Visit?, limit: Int) async throws -> [Visit] {
        guard let day = state.withLockedValue({ $0.days[day] }) else { return [] }
        await indexWriter.flush()
        return try day.index.submitted(after: cursor, limit: limit).compactMap(\.visit)
    }

    public func days() async throws -> [Day] {
        state.withLockedValue { $0.days.keys.sorted() }
    }

    public var byteCount: Int? { written.withLockedValue { $0.byteCount } }

    // MARK: Ending

    public func drop(_ day: Day) async throws {
        guard let dropped = state.withLockedValue({ $0.days.removeValue(forKey: day) }) else { return }
        await indexWriter.flush()
        indexWriter.forget(day)
        written.withLockedValue { written in
            written.cache.clear()
            written.byteCount -= dropped.end.segment * StagedDay.segmentSize + dropped.end.offset
        }
        try dropped.remove()
    }

    /// Writes what is waiting, then takes no more.
    public func shutDown() async throws {
        state.withLockedValue { $0.isShutDown = true }
        try await thread.shutdownGracefully()
        try await indexWriter.shutDown()
    }
}
