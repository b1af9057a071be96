/// Why no recording could be made of batches or of an archive.
public enum RecordingError: Error, Hashable, Sendable {
    case noBatches
    case foreignBatch(sequence: Int)
    case brokenArchive(offset: Int)
}

extension RecordingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noBatches: "a recording needs at least one batch"
        case .foreignBatch(let sequence): "batch \(sequence) belongs to another certificate"
        case .brokenArchive(let offset): "not an archive of a recording, at byte \(offset)"
        }
    }
}
