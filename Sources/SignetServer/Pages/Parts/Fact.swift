import Mustache

/// A line of a certificate: what it says, and who says so.
struct Fact: Sendable {
    var value: String
    var source: Provenance

    init(_ value: String, _ source: Provenance) {
        self.value = value
        self.source = source
    }
}

/// Who vouches for a fact.
enum Provenance: String, Sendable, CaseIterable, MustacheParent {
    /// Seen by the server itself: addresses, headers, times of receipt.
    case observed
    /// Told by the page, which its publisher controls.
    case reported
    /// Concluded by the server from what was observed and reported.
    case derived

    /// `word` for the mark beside a fact, `sentence` for who listens or hovers.
    func child(named name: String) -> Any? {
        switch name {
        case "word": rawValue
        case "sentence": sentence
        default: nil
        }
    }

    private var sentence: String {
        switch self {
        case .observed: "observed by the server"
        case .reported: "reported by the page"
        case .derived: "concluded by the server from the recording"
        }
    }
}
