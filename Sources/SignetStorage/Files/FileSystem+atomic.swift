extension FileSystem {
    /// Writes a whole file so that a power loss leaves the old one, or none, or all of the new one.
    func writeDurably(_ bytes: [UInt8], to path: String) throws {
        let temporary = path + ".new"
        try remove(temporary)
        let file = try open(temporary, creating: true)
        try file.append(bytes)
        try file.sync()
        try rename(temporary, to: path)
        try syncDirectory(parent(of: path))
    }

    /// The whole file; nil where there is none.
    func contents(of path: String) throws -> [UInt8]? {
        guard exists(path) else { return nil }
        let file = try open(path, creating: false)
        return try file.read(at: 0, count: file.size())
    }

    /// Makes a folder whose name survives a power loss, together with those above it that had to be made.
    func makeDirectoryDurably(_ path: String) throws {
        guard !exists(path) else { return }
        let above = parent(of: path)
        try makeDirectoryDurably(above)
        try makeDirectory(path)
        try syncDirectory(above)
    }

    func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
