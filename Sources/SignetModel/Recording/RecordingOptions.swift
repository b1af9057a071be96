/// What a publisher chose for a visit, as the server must know it; covered by the visit's ``RecordingToken``.
public struct RecordingOptions: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// A test certificate: visible for 3 days, never retained.
    public static let sandbox = RecordingOptions(rawValue: 1)
}
