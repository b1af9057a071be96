public import Logging
public import SignetModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The folder in which an embedded Signet keeps everything but its secret.
///
///     format        the version of this layout
///     lock          held by the server that runs on it
///     signet.db     the database
///     matches/      what is on its way into it
///     staging/      recordings as they came, a folder a day
///     evidence/     what is kept for years
public struct DataDirectory: Sendable {
    public enum Failure: Error, Equatable, CustomStringConvertible {
        case newer(path: String, version: String)
        case inUse(path: String)
        case missing(path: String)

        public var description: String {
            switch self {
            case .newer(let path, let version):
                "\(path) has layout \(version), which this version of Signet does not know; run a newer one"
            case .inUse(let path): "another server runs on \(path); stop it, or name another directory with --data"
            case .missing(let path):
                "there is no data directory \(path); `signet serve` and `signet account create` make one"
            }
        }
    }

    private static let format = "1"

    public let path: String
    private let files: any FileSystem

    /// Opens the directory, making it where there is none if `creating`.
    public init(path: String, creating: Bool, files: any FileSystem = POSIXFileSystem()) throws {
        self.path = path
        self.files = files
        let formatPath = "\(path)/format"
        if let bytes = try files.contents(of: formatPath) {
            let version = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first ?? ""
            guard version == Self.format else { throw Failure.newer(path: path, version: String(version)) }
        } else {
            guard creating else { throw Failure.missing(path: path) }
            try files.makeDirectoryDurably(path)
            try files.writeDurably(Array("\(Self.format)\n".utf8), to: formatPath)
        }
    }

    /// Keeps other servers off the directory for as long as the lock is held.
    public func lock() throws -> DataLock {
        try DataLock(path: "\(path)/lock", directory: path)
    }

    public func openDatabase() throws -> SQLiteDatabase {
        try SQLiteDatabase(path: "\(path)/signet.db")
    }

    /// The database with a journal of matches in front of it; hold the lock.
    public func openDatabase(journalingFor logger: Logger) throws -> SQLiteDatabase {
        try SQLiteDatabase(
            path: "\(path)/signet.db",
            journal: MatchJournal(folder: "\(path)/matches", files: files, logger: logger))
    }

    public func openEvidence() throws -> FileEvidenceStore {
        try FileEvidenceStore(folder: "\(path)/evidence", files: files)
    }

    /// Staging to write to; hold the lock.
    public func openStaging(
        secret: Secret, limits: SegmentStaging.Limits, clock: WallClock, logger: Logger
    ) throws -> SegmentStaging {
        try SegmentStaging(
            folder: "\(path)/staging", secret: secret, files: files, limits: limits, clock: clock, logger: logger)
    }

    /// Staging beside whoever writes.
    public func readStaging(secret: Secret) -> ReadOnlyStaging {
        ReadOnlyStaging(folder: "\(path)/staging", secret: secret, files: files)
    }
}

/// An exclusive lock on a data directory; the operating system lets go of it when the process ends, however it ends.
public final class DataLock: Sendable {
    private let descriptor: Int32

    init(path: String, directory: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError("open", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw DataDirectory.Failure.inUse(path: directory)
        }
        // Last: what is set is closed by `deinit`, also where this throws.
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }
}
