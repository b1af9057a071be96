/// Where the time comes from. A seam, so that tests can let years pass.
public struct WallClock: Sendable {
    private let read: @Sendable () -> Timestamp

    public init(_ read: @escaping @Sendable () -> Timestamp) {
        self.read = read
    }

    public var now: Timestamp { read() }

    /// A clock that stands still.
    public static func fixed(_ moment: Timestamp) -> WallClock { WallClock { moment } }
}
