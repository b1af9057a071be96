/// The file operations on which durability rests: a seam, so that a test can cut the power between any two of them.
///
/// Nothing is promised to survive a power loss but what was synced: a file's bytes by ``File/sync()``, a name by
/// ``syncDirectory(_:)`` of the folder it stands in.
public protocol FileSystem: Sendable {
    /// Makes a folder, and those above it, readable by its owner only; an existing one is fine.
    func makeDirectory(_ path: String) throws
    func syncDirectory(_ path: String) throws
    /// The names in a folder, in no order; empty where there is no folder.
    func list(_ path: String) throws -> [String]
    /// - Parameter creating: makes the file where there is none; otherwise that is an error.
    func open(_ path: String, creating: Bool) throws -> any File
    func exists(_ path: String) -> Bool
    /// Replaces whatever has the new name.
    func rename(_ path: String, to newPath: String) throws
    func remove(_ path: String) throws
    /// Removes a folder with all that is in it.
    func removeDirectory(_ path: String) throws
}

/// An open file. Calls may come from any thread; appends are ordered by their caller.
public protocol File: Sendable {
    func append(_ bytes: [UInt8]) throws
    /// Up to `count` bytes; fewer at the end of the file.
    func read(at offset: Int, count: Int) throws -> [UInt8]
    func size() throws -> Int
    func truncate(to size: Int) throws
    /// Returns when every byte written so far would survive a power loss.
    func sync() throws
}

/// A file operation that failed.
public struct FileError: Error, CustomStringConvertible {
    public let operation: String
    public let path: String
    public let code: Int32
    public let reason: String

    public var description: String { "\(operation) of \(path) failed: \(reason)" }
}
