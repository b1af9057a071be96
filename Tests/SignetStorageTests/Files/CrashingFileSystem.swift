import NIOConcurrencyHelpers

@testable import SignetStorage

/// Files in memory whose power can be cut: then what was not synced is dropped or reordered, page by page. They can be full, too.
///
/// Every choice comes from a seed, so that a failure can be seen again.
final class CrashingFileSystem: FileSystem {
    static let pageSize = 512

    /// Power was cut; nothing works until ``powerOn(seed:)``.
    struct PowerLost: Error {}

    fileprivate struct Contents {
        var bytes: [UInt8] = []
        var synced: [UInt8] = []
    }

    fileprivate struct State {
        var files: [Int: Contents] = [:]
        /// Names as a running process sees them, and as the disk does.
        var names: [String: Int] = [:]
        var syncedNames: [String: Int] = [:]
        var folders: Set<String> = ["", "/"]
        var syncedFolders: Set<String> = ["", "/"]
        var nextFile = 0
        var operationsLeft = Int.max
        var isFull = false
        var bytesRead = 0

        mutating func step() throws {
            guard operationsLeft > 0 else { throw PowerLost() }
            operationsLeft -= 1
        }
    }

    fileprivate let state = NIOLockedValueBox(State())

    /// Cuts the power after so many more operations.
    func cutPower(after operations: Int) {
        state.withLockedValue { $0.operationsLeft = operations }
    }

    /// Takes half of what is appended, and fails.
    var isFull: Bool {
        get { state.withLockedValue { $0.isFull } }
        set { state.withLockedValue { $0.isFull = newValue } }
    }

    var bytesRead: Int { state.withLockedValue { $0.bytesRead } }

    /// Lets no operation come to its end before the body has.
    func holding(_ body: () -> Void) {
        state.withLockedValue { _ in body() }
    }

    /// What a machine finds when it comes up again.
    func powerOn(seed: UInt64) {
        state.withLockedValue { state in
            var random = SeededGenerator(seed: seed)
            // A name that was not synced may be there or not.
            for (path, file) in state.names.sorted(by: { $0.key < $1.key }) where state.syncedNames[path] != file {
                if Bool.random(using: &random), state.syncedFolders.contains(folder(of: path)) {
                    state.syncedNames[path] = file
                }
            }
            for (path, _) in state.syncedNames.sorted(by: { $0.key < $1.key }) where state.names[path] == nil {
                if Bool.random(using: &random) { state.syncedNames[path] = nil }
            }
            state.names = state.syncedNames.filter { state.syncedFolders.contains(folder(of: $0.key)) }
            state.syncedNames = state.names
            state.folders = state.syncedFolders
            for number in state.files.keys.sorted() { state.files[number]?.losePower(&random) }
            state.operationsLeft = .max
        }
    }

    func makeDirectory(_ path: String) throws {
        try state.withLockedValue { state in
            try state.step()
            state.folders.insert(path)
        }
    }

    func syncDirectory(_ path: String) throws {
        try state.withLockedValue { state in
            try state.step()
            for name in state.folders where folder(of: name) == path { state.syncedFolders.insert(name) }
            let isHere: (String) -> Bool = { folder(of: $0) == path }
            for name in state.syncedNames.keys.filter(isHere) { state.syncedNames[name] = nil }
            for (name, file) in state.names where isHere(name) { state.syncedNames[name] = file }
        }
    }

    func list(_ path: String) throws -> [String] {
        state.withLockedValue { state in
            let all: [String] = Array(state.names.keys) + Array(state.folders)
            let here = all.filter { $0 != path && !$0.isEmpty && folder(of: $0) == path }
            return here.map { String($0.dropFirst(path.count + 1)) }
        }
    }

    func open(_ path: String, creating: Bool) throws -> any File {
        try state.withLockedValue { state in
            try state.step()
            if let number = state.names[path] { return CrashingFile(disk: self, number: number) }
            guard creating, state.folders.contains(folder(of: path)) else {
                throw FileError(operation: "open", path: path, code: 2, reason: "no such file")
            }
            state.nextFile += 1
            state.files[state.nextFile] = Contents()
            state.names[path] = state.nextFile
            return CrashingFile(disk: self, number: state.nextFile)
        }
    }

    func exists(_ path: String) -> Bool {
        state.withLockedValue { $0.names[path] != nil || $0.folders.contains(path) }
    }

    func rename(_ path: String, to newPath: String) throws {
        try state.withLockedValue { state in
            try state.step()
            state.names[newPath] = state.names.removeValue(forKey: path)
        }
    }

    func remove(_ path: String) throws {
        try state.withLockedValue { state in
            try state.step()
            state.names[path] = nil
        }
    }

    func removeDirectory(_ path: String) throws {
        try state.withLockedValue { state in
            try state.step()
            for name in state.names.keys where name.hasPrefix(path + "/") { state.names[name] = nil }
            for folder in state.folders where folder == path || folder.hasPrefix(path + "/") {
                state.folders.remove(folder)
            }
        }
    }
}

extension CrashingFileSystem.Contents {
    /// Keeps what was synced; of the rest each page is there, or zeros, or not.
    mutating func losePower(_ random: inout SeededGenerator) {
        var kept = synced
        let pageSize = CrashingFileSystem.pageSize
        if bytes.count > synced.count {
            let end = synced.count + Int.random(in: 0...(bytes.count - synced.count), using: &random)
            kept += Array(repeating: 0, count: end - synced.count)
            var page = synced.count
            while page < end {
                let pageEnd = Swift.min(end, (page / pageSize + 1) * pageSize)
                if Bool.random(using: &random) { kept.replaceSubrange(page..<pageEnd, with: bytes[page..<pageEnd]) }
                page = pageEnd
            }
        }
        bytes = kept
        synced = kept
    }
}

private final class CrashingFile: File {
    private let disk: CrashingFileSystem
    private let number: Int

    init(disk: CrashingFileSystem, number: Int) {
        self.disk = disk
        self.number = number
    }

    func append(_ bytes: [UInt8]) throws {
        try disk.state.withLockedValue { state in
            try state.step()
            let taken = bytes.prefix(state.isFull ? bytes.count / 2 : bytes.count)
            state.files[number]?.bytes += taken
            if state.isFull { throw FileError(operation: "write", path: "", code: 28, reason: "no space left") }
        }
    }

    func read(at offset: Int, count: Int) throws -> [UInt8] {
        disk.state.withLockedValue { state in
            let bytes = state.files[number]?.bytes ?? []
            guard offset < bytes.count else { return [] }
            let read = Array(bytes[offset..<min(bytes.count, offset + count)])
            state.bytesRead += read.count
            return read
        }
    }

    func size() throws -> Int {
        disk.state.withLockedValue { $0.files[number]?.bytes.count ?? 0 }
    }

    func truncate(to size: Int) throws {
        try disk.state.withLockedValue { state in
            try state.step()
            let kept = state.files[number]?.bytes.prefix(size) ?? []
            state.files[number]?.bytes = Array(kept)
        }
    }

    func sync() throws {
        try disk.state.withLockedValue { state in
            try state.step()
            if let bytes = state.files[number]?.bytes { state.files[number]?.synced = bytes }
        }
    }
}

/// SplitMix64: small, good enough, and the same everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// The folder that a path stands in.
private func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}
