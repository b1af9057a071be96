public import SignetModel

/// The file that holds the operator's secret, outside the data directory.
public struct SecretFile: Sendable {
    public struct Missing: Error, CustomStringConvertible {
        public let path: String

        public var description: String {
            "there is no secret at \(path); without the one this data was made with, nothing in it can be read"
        }
    }

    private let path: String
    private let files: any FileSystem

    public init(path: String, files: any FileSystem = POSIXFileSystem()) {
        self.path = path
        self.files = files
    }

    public func read() throws -> Secret {
        guard let bytes = try files.contents(of: path) else { throw Missing(path: path) }
        return try Secret(parsing: String(decoding: bytes, as: UTF8.self))
    }

    /// The secret; a new one where there is no file.
    public func readOrGenerate() throws -> Secret {
        if files.exists(path) { return try read() }
        let secret = Secret.generate()
        try files.makeDirectoryDurably(files.parent(of: path))
        try files.writeDurably(Array(secret.fileText.utf8), to: path)
        return secret
    }
}
