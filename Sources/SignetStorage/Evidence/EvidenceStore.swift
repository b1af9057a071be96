/// Objects that are kept for years, named by the SHA-256 of their bytes.
public protocol EvidenceStore: Sendable {
    /// Stores objects; durable when it returns. Storing one again changes nothing.
    /// - Returns: their names, in their order.
    func put(_ objects: [[UInt8]]) async throws -> [String]
    /// The object; nil where there is none. Throws where its bytes are not what its name says.
    func get(_ name: String) async throws -> [UInt8]?
    /// Removing what is not there is fine.
    func remove(_ name: String) async throws
}
