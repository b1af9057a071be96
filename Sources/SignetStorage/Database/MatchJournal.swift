import Dispatch
import Logging
import NIOConcurrencyHelpers
import SignetModel

/// Matches that are durable and wait to be added to the database, thousands at a time.
///
/// A match is recorded before it is told, and nobody reads most of them for years: a line in a file costs a small part of what a
/// transaction does. Only attempts of which every value matched come here, since only wrong ones count against a cap. Whoever
/// reads what they add waits for ``SQLiteDatabase/settle()`` first.
///
/// The files are named for the number of their first entry, and an entry's number is its place: the database knows the last one
/// that was added, so that each is added once, whenever a process ends. A file may break off in an entry that nobody was told of.
final class MatchJournal: Sendable {
    struct Entry: Sendable {
        let number: UInt64
        let attempt: MatchAttempt
    }

    typealias Completion = @Sendable (Result<Void, any Error>) -> Void

    /// So many are added at once, or what came within ``patience``.
    private static let pieceSize = 4_096
    private static let patience = DispatchTimeInterval.milliseconds(500)
    /// At so many the database cannot follow, and attempts go there directly, which slows them down.
    private static let capacity = 16 * pieceSize
    private static let fileSize = 4 << 20
    /// Under load a line's share of what a sync costs counts for more than the time until it is told.
    private static let gathering = DispatchTimeInterval.milliseconds(2)
    private static let suffix = ".matches"

    private struct Job: Sendable {
        let attempt: MatchAttempt
        let record: [UInt8]
        let completion: Completion
    }

    private struct State {
        var pending: [Entry] = []
        /// Files that are full or broken off, with the number of their last entry.
        var finished: [(path: String, last: UInt64)] = []
    }

    /// What only the round that runs touches.
    private struct Output {
        var file: (any File)?
        var path = ""
        var size = 0
        /// Of the next entry.
        var number: UInt64 = 0
    }

    private let folder: String
    private let files: any FileSystem
    private let logger: Logger
    private let state = NIOLockedValueBox(State())
    private let output = NIOLockedValueBox(Output())
    private let rounds = Rounds<Job>(label: "signet.matches", gathering: gathering)
    private let timer = DispatchQueue(label: "signet.matches.timer")

    /// Only one process at a time may have a folder's journal.
    init(folder: String, files: any FileSystem, logger: Logger) throws {
        self.folder = folder
        self.files = files
        self.logger = logger
        try files.makeDirectoryDurably(folder)
    }

    // MARK: Recovery

    /// What an earlier process left, after the entry that was the last to be added.
    func read(after added: UInt64) throws -> [Entry] {
        try paths().flatMap { path, first in
            let bytes = try files.contents(of: path) ?? []
            let (attempts, end) = MatchRecord.decodeAll(bytes)
            if end < bytes.count {
                logger.notice(
                    "a file of matches breaks off", metadata: ["file": "\(path)", "unread": "\(bytes.count - end)"])
            }
            return zip(first..., attempts).map { Entry(number: $0, attempt: $1) }
        }.filter { $0.number > added }
    }

    /// Begins anew behind the entry that was the last to be added; every entry before it is in the database.
    func begin(after added: UInt64) throws {
        for (path, _) in try paths() { try files.remove(path) }
        try files.syncDirectory(folder)
        output.withLockedValue { $0.number = added + 1 }
    }

    private func paths() throws -> [(path: String, first: UInt64)] {
        try files.list(folder).compactMap { name in
            guard name.hasSuffix(Self.suffix), let first = UInt64(name.dropLast(Self.suffix.count)) else { return nil }
            return ("\(folder)/\(name)", first)
        }.sorted { $0.first < $1.first }
    }

    // MARK: Appending

    /// Whether the database follows.
    var hasRoom: Bool { state.withLockedValue { $0.pending.count < Self.capacity } }

    /// Writes an attempt of which every value matched.
    ///
    /// - Parameters:
    ///   - due: is called when the database should add what waits.
    ///   - completion: is called when the attempt is durable, from the journal's thread.
    func append(_ attempt: MatchAttempt, due: @escaping @Sendable () -> Void, completion: @escaping Completion) {
        let job = Job(attempt: attempt, record: MatchRecord.encode(attempt), completion: completion)
        rounds.add(job) { self.write($0, due: due) }
    }

    private func write(_ jobs: [Job], due: @escaping @Sendable () -> Void) {
        do {
            let first = try output.withLockedValue { output in
                // Even where writing fails: part of it may be there when the file is read again.
                defer { output.number += UInt64(jobs.count) }
                try append(jobs, to: &output)
                return output.number
            }
            note(jobs, first: first, due: due)
            for job in jobs { job.completion(.success(())) }
        } catch {
            // Nobody can say any more what the file holds behind its last entry.
            output.withLockedValue(finish)
            for job in jobs { job.completion(.failure(error)) }
        }
    }

    private func append(_ jobs: [Job], to output: inout Output) throws {
        if output.size >= Self.fileSize { finish(&output) }
        let file = try output.file ?? open(&output)
        let bytes = jobs.reduce(into: []) { $0 += $1.record }
        output.size += bytes.count
        try file.append(bytes)
        try file.sync()
    }

    private func open(_ output: inout Output) throws -> any File {
        output.path = "\(folder)/\(output.number)\(Self.suffix)"
        let file = try files.open(output.path, creating: true)
        try files.syncDirectory(folder)
        output.file = file
        return file
    }

    private func finish(_ output: inout Output) {
        guard output.file != nil else { return }
        let finished = (output.path, output.number - 1)
        state.withLockedValue { $0.finished.append(finished) }
        output.file = nil
        output.size = 0
    }

    private func note(_ jobs: [Job], first: UInt64, due: @escaping @Sendable () -> Void) {
        let (before, after) = state.withLockedValue { state in
            let before = state.pending.count
            state.pending += zip(first..., jobs).map { Entry(number: $0, attempt: $1.attempt) }
            return (before, state.pending.count)
        }
        if before / Self.pieceSize < after / Self.pieceSize { due() }
        if before == 0 { timer.asyncAfter(deadline: .now() + Self.patience, execute: due) }
    }

    // MARK: Adding to the database

    /// What is durable here and not in the database yet.
    var pending: [Entry] { state.withLockedValue { $0.pending } }

    /// Takes note that the database has these durably, which were the first of ``pending``.
    func wasAdded(_ entries: [Entry]) {
        guard let last = entries.last else { return }
        let done = state.withLockedValue { state in
            state.pending.removeFirst(entries.count)
            defer { state.finished.removeAll { $0.last <= last.number } }
            return state.finished.filter { $0.last <= last.number }.map(\.path)
        }
        for path in done {
            do {
                try files.remove(path)
            } catch {
                logger.warning(
                    "a file of matches cannot be removed", metadata: ["file": "\(path)", "error": "\(error)"])
            }
        }
    }
}
