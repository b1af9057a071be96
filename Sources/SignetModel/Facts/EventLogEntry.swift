/// A line of the event log: what happened in a visit, for a person to read.
public struct EventLogEntry: Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case click
        case input
        case choice
        case submit
        case consent
        case optIn = "opt-in"
        case resize
        case other
    }

    public var at: Timestamp
    /// Since the recording's first event, in milliseconds: where the replay stands at that moment.
    public var offset: Int
    public var kind: Kind
    /// For example `clicked on [Get my quote]`. Names of elements stand in brackets, values in quotes.
    public var text: String

    public init(at: Timestamp, offset: Int, kind: Kind, text: String) {
        self.at = at
        self.offset = offset
        self.kind = kind
        self.text = text
    }
}
