import Crypto
import SignetModel

/// Evidence as files under a folder: `ab/abcd…`, written beside their place, synced, then renamed into it.
public struct FileEvidenceStore: EvidenceStore {
    public struct Damaged: Error, CustomStringConvertible {
        public let name: String

        public var description: String { "the evidence object \(name) is damaged: its bytes have another digest" }
    }

    private let folder: String
    private let files: any FileSystem

    public init(folder: String, files: any FileSystem = POSIXFileSystem()) throws {
        self.folder = folder
        self.files = files
        try files.makeDirectoryDurably(folder)
    }

    public func put(_ objects: [[UInt8]]) async throws -> [String] {
        let names = objects.map { Hex.encode(SHA256.hash(data: $0)) }
        var touched: Set<String> = []
        for (name, bytes) in zip(names, objects) where !files.exists(path(name)) {
            let folder = parent(name)
            try files.makeDirectoryDurably(folder)
            let temporary = "\(folder)/.\(name).new"
            try files.remove(temporary)
            let file = try files.open(temporary, creating: true)
            try file.append(bytes)
            try file.sync()
            try files.rename(temporary, to: path(name))
            touched.insert(folder)
        }
        for folder in touched { try files.syncDirectory(folder) }
        return names
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

    private func parent(_ name: String) -> String {
        "\(folder)/\(name.prefix(2))"
    }

    private func path(_ name: String) -> String {
        "\(parent(name))/\(name)"
    }
}
