#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The operating system's files.
public struct POSIXFileSystem: FileSystem {
    public init() {}

    public func makeDirectory(_ path: String) throws {
        guard !exists(path) else { return }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeDirectory(String(path[..<slash]))
        }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileError("mkdir", path) }
    }

    public func syncDirectory(_ path: String) throws {
        let descriptor = Self.uninterrupted { Self.openFile(path, O_RDONLY | O_DIRECTORY) }
        guard descriptor >= 0 else { throw FileError("open", path) }
        defer { close(descriptor) }
        guard Self.uninterrupted({ fsync(descriptor) }) == 0 else { throw FileError("fsync", path) }
    }

    public func list(_ path: String) throws -> [String] {
        guard let directory = opendir(path) else {
            if errno == ENOENT { return [] }
            throw FileError("opendir", path)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    public func open(_ path: String, creating: Bool) throws -> any File {
        let flags = O_RDWR | O_APPEND | (creating ? O_CREAT : 0)
        var descriptor = Self.uninterrupted { Self.openFile(path, flags) }
        if descriptor < 0, errno == EACCES || errno == EROFS { descriptor = Self.openFile(path, O_RDONLY) }
        guard descriptor >= 0 else { throw FileError("open", path) }
        return POSIXFile(descriptor: descriptor, path: path)
    }

    public func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    public func rename(_ path: String, to newPath: String) throws {
        guard Self.renameFile(path, newPath) == 0 else { throw FileError("rename", path) }
    }

    public func remove(_ path: String) throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw FileError("unlink", path) }
    }

    public func removeDirectory(_ path: String) throws {
        for name in try list(path) {
            let child = "\(path)/\(name)"
            if unlink(child) != 0 { try removeDirectory(child) }
        }
        guard rmdir(path) == 0 || errno == ENOENT else { throw FileError("rmdir", path) }
    }

    private static func openFile(_ path: String, _ flags: Int32) -> Int32 {
        Glibc.open(path, flags | O_CLOEXEC, 0o600)
    }

    private static func renameFile(_ path: String, _ newPath: String) -> Int32 {
        Glibc.rename(path, newPath)
    }

    static func uninterrupted<Result: SignedInteger>(_ call: () -> Result) -> Result {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }
}

private final class POSIXFile: File {
    private let descriptor: Int32
    private let path: String

    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        close(descriptor)
    }

    func append(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
                let count = POSIXFileSystem.uninterrupted { write(descriptor, rest.baseAddress, rest.count) }
                guard count > 0 else { throw FileError("write", path) }
                written += count
            }
        }
    }

    func read(at offset: Int, count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let position = off_t(offset + filled)
                let space = count - filled
                let start = buffer.baseAddress.map { $0 + filled }
                let got = POSIXFileSystem.uninterrupted { pread(descriptor, start, space, position) }
                guard got >= 0 else { throw FileError("read", path) }
                if got == 0 { return }
                filled += got
            }
        }
    }

    func size() throws -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError("stat", path) }
        return Int(status.st_size)
    }

    func truncate(to size: Int) throws {
        guard POSIXFileSystem.uninterrupted({ ftruncate(descriptor, off_t(size)) }) == 0 else {
            throw FileError("truncate", path)
        }
    }

    func sync() throws {
        guard POSIXFileSystem.uninterrupted({ fdatasync(descriptor) }) == 0 else { throw FileError("fdatasync", path) }
    }
}

extension FileError {
    /// For the call that just failed.
    init(_ operation: String, _ path: String) {
        code = errno
        self.operation = operation
        self.path = path
        reason = String(cString: strerror(code))
    }
}
