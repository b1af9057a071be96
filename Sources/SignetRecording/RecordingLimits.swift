/// How much of a recording is read. What is beyond is left out, and the facts say so.
public struct RecordingLimits: Hashable, Sendable {
    /// Bytes of one batch, inflated.
    public var batch: Int
    /// Bytes of all batches, inflated.
    public var recording: Int
    /// Levels of JSON. A browser's parser stops at 512 nested elements, each of which takes two levels.
    public var depth: Int

    public init(batch: Int = 8 << 20, recording: Int = 25 << 20, depth: Int = 1_200) {
        self.batch = batch
        self.recording = recording
        self.depth = depth
    }
}
