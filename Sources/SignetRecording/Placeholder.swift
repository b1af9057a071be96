public import SignetModel

public struct RecordingError: Error {}
public struct Recording: Sendable {
    public static let archiveLimit = 1 << 25
    public init(certificate: CertificateID, issuedAt: Timestamp, batches: [Batch]) throws(RecordingError) {
        throw RecordingError()
    }
    public init(archived bytes: [UInt8]) throws { throw RecordingError() }
    public var archive: [UInt8] { [] }
    public func analyze() -> CertificateFacts { fatalError() }
    public func eventLog(reveal: Bool) -> [EventLogEntry] { [] }
    public func replay(reveal: Bool) -> [UInt8] { [] }
}
public enum Zstandard {
    public static func compress(_ b: [UInt8], level: Int) -> [UInt8] { b }
    public static func decompress(_ b: [UInt8], limit: Int) throws -> [UInt8] { b }
}
