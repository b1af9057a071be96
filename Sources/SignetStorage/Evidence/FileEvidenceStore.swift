import Crypto
import NIOConcurrencyHelpers
import NIOPosix
import SignetModel

/// Evidence as files under a folder: `ab/abcd…`, written in `.new` under a name that nobody else has, synced, then renamed into
/// place.
public struct FileEvidenceStore: EvidenceStore {
    public struct Damaged: Error, CustomStringConvertible {
        public let name: String

        public var description: String { "the evidence object \(name) is damaged: its bytes have another digest" }
    }

    private let folder: String
    private let files: any FileSystem
    /// Of all stores of a process.
    private static let threads = {
        let pool = NIOThreadPool(numberOfThreads: 16)
        pool.start()
        return pool
    }()
    /// Those of this process, once their names are known to survive a power loss.
    private let durableFolders = NIOLockedValueBox<Set<String>>([])

    public init(folder: String, files: any FileSystem = POSIXFileSystem()) throws {
        self.folder = folder
        self.files = files
        try files.makeDirectoryDurably(folder)
    }

    /// What lies in one folder is written on one thread, and several folders at once: a disk syncs many files in the time of few.
    public func put(_ objects: [[UInt8]]) async throws -> [String] {
        let names = objects.map { Hex.encode(SHA256.hash(data: $0)) }
        let folders = Dictionary(grouping: zip(names, objects)) { parent($0.0) }
        try await withThrowingTaskGroup { group in
            for (folder, objects) in folders {
                group.addTask { try await Self.threads.runIfActive { try write(objects, into: folder) } }
            }
            try await group.waitForAll()
        }
        return names
    }

    private func write(_ objects: [(name: String, bytes: [UInt8])], into folder: String) throws {
        try makeDurably(folder)
        for (name, bytes) in objects where !files.exists(path(name)) {
            try write(bytes, to: path(name))
        }
        // Who wrote what is there already may have been stopped before this.
        try files.syncDirectory(folder)
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        try makeDurably(temporaries)
        // Others may be at the same object.
        let temporary = "\(temporaries)/\(UInt64.random(in: 0 ... .max))"
        do {
            let file = try files.open(temporary, creating: true)
            try file.append(bytes)
            try file.sync()
            try files.rename(temporary, to: path)
        } catch {
            try? files.remove(temporary)
            throw error
        }
    }

    /// Removes what stopped processes left half written. What another process is writing just now fails with it.
    public func removeLeftovers() throws {
        for name in try files.list(temporaries) { try files.remove("\(temporaries)/\(name)") }
    }

    private func makeDurably(_ folder: String) throws {
        try durableFolders.withLockedValue { durable in
            guard !durable.contains(folder) else { return }
            if !files.exists(folder) { try files.makeDirectory(folder) }
            try files.syncDirectory(self.folder)
            durable.insert(folder)
        }
    }

    public func get(_ name: String) async throws -> [UInt8]? {
        guard let bytes = try files.contents(of: path(name)) else { return nil }
        guard Hex.encode(SHA256.hash(data: bytes)) == name else { throw Damaged(name: name) }
        return bytes
    }

    public func remove(_ name: String) async throws {
        guard files.exists(path(name)) else { return }
        try files.remove(path(name))
        try files.syncDirectory(parent(name))
    }

    private var temporaries: String { "\(folder)/.new" }

    private func parent(_ name: String) -> String {
        "\(folder)/\(name.prefix(2))"
    }

    private func path(_ name: String) -> String {
        "\(parent(name))/\(name)"
    }
}
