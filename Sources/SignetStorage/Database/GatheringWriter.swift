import GRDB
import NIOConcurrencyHelpers

/// Runs the writes that arrive while a transaction is being synced together in the next one.
///
/// One that throws takes nobody with it: then all are rolled back and run again, each in a savepoint of its own. All are
/// answered after the commit. Matches that the journal holds go along, before anything else.
final class GatheringWriter: Sendable {
    private struct Job: Sendable {
        let run: @Sendable (GRDB.Database) throws -> Void
        let finish: @Sendable ((any Error)?) -> Void
    }

    private let pool: DatabasePool
    private let checkpointer: Checkpointer
    private let journal: MatchJournal?
    private let rounds = Rounds<Job>(label: "signet.database.writer")

    init(pool: DatabasePool, checkpointer: Checkpointer, journal: MatchJournal?) {
        self.pool = pool
        self.checkpointer = checkpointer
        self.journal = journal
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (GRDB.Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            write(body) { continuation.resume(with: $0) }
        }
    }

    /// - Parameter completion: is called after the commit, from the writer's thread.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (GRDB.Database) throws -> Value,
        completion: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        let result = NIOLockedValueBox<Value?>(nil)
        enqueue(
            Job(
                run: { db in
                    let value = try body(db)
                    result.withLockedValue { $0 = value }
                },
                finish: { error in
                    // Without an error the body returned a value.
                    completion(error.map { .failure($0) } ?? .success(result.withLockedValue { $0! }))
                }))
    }

    /// Sees to it that what the journal holds is added soon, whether or not anything else is written.
    func writeJournal() {
        enqueue(Job(run: { _ in }, finish: { _ in }))
    }

    private func enqueue(_ job: Job) {
        rounds.add(job) { self.run($0) }
    }

    private func run(_ jobs: [Job]) {
        let entries = journal?.pending ?? []
        let outcomes: [(any Error)?]
        do {
            outcomes = try commit(entries, jobs)
            journal?.wasAdded(entries)
            checkpointer.noteCommit(of: jobs.count + entries.count)
        } catch {
            outcomes = jobs.map { _ in error }
        }
        for (job, outcome) in zip(jobs, outcomes) { job.finish(outcome) }
        if checkpointer.takeTurn() {
            try? pool.writeWithoutTransaction { db in _ = try db.checkpoint(.restart) }
        }
    }

    /// - Returns: what each of the jobs threw.
    private func commit(_ entries: [MatchJournal.Entry], _ jobs: [Job]) throws -> [(any Error)?] {
        do {
            try pool.write { db in
                try SQLiteDatabase.add(entries, in: db)
                for job in jobs { try job.run(db) }
            }
            return jobs.map { _ in nil }
        } catch {
            return try pool.write { db in
                try SQLiteDatabase.add(entries, in: db)
                return try jobs.map { try Self.run($0, in: db) }
            }
        }
    }

    /// - Returns: what the job threw. Throws only what makes the whole transaction worthless.
    private static func run(_ job: Job, in db: GRDB.Database) throws -> (any Error)? {
        var failure: (any Error)?
        try db.inSavepoint {
            do {
                try job.run(db)
                return .commit
            } catch {
                failure = error
                return .rollback
            }
        }
        return failure
    }
}
