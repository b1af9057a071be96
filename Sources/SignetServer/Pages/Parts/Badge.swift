import Mustache

/// What a certificate's state is called at its head.
enum CertificateStatus: Sendable, MustacheParent {
    case retained
    case unretained
    /// Its domain was verified by the account that looks.
    case ownDomain
    case shared
    case sandbox

    func child(named name: String) -> Any? {
        switch name {
        case "text": badge.text
        case "tone": badge.tone
        case "symbol": badge.symbol
        default: nil
        }
    }

    private var badge: Badge {
        switch self {
        case .retained: Badge(text: "Retained", tone: "good", symbol: "✓")
        case .unretained: Badge(text: "Unretained", tone: "warn", symbol: "!")
        case .ownDomain: Badge(text: "Your domain", tone: "good", symbol: "✓")
        case .shared: Badge(text: "Shared view", tone: "plain", symbol: "→")
        case .sandbox: Badge(text: "Sandbox", tone: "test", symbol: "△")
        }
    }
}

/// Whether the reader's lead is the one whose visit the certificate records.
enum MatchStanding: Sendable, MustacheParent {
    case matched
    case notMatched
    case notAttempted
    /// The recording holds no e-mail address and no phone number to compare with.
    case notPossible
    /// The form is the reader's own, who therefore has the lead.
    case own

    func child(named name: String) -> Any? {
        switch name {
        case "text": badge.text
        case "tone": badge.tone
        case "symbol": badge.symbol
        case "sentence": sentence
        default: nil
        }
    }

    private var badge: Badge {
        switch self {
        case .matched: Badge(text: "Matched", tone: "good", symbol: "✓")
        case .notMatched: Badge(text: "Not matched", tone: "warn", symbol: "!")
        case .notAttempted: Badge(text: "Match not attempted", tone: "plain", symbol: "–")
        case .own: Badge(text: "Your form", tone: "good", symbol: "✓")
        case .notPossible: Badge(text: "Match not possible", tone: "plain", symbol: "–")
        }
    }

    private var sentence: String {
        switch self {
        case .matched: "An e-mail address or phone number given by this reader was entered in the form."
        case .notMatched: "No e-mail address or phone number given by this reader was entered in the form."
        case .notAttempted: "No lead has been compared with this certificate yet."
        case .own: "The form is this reader’s own: what was entered in it reached the reader."
        case .notPossible: "The visit holds no e-mail address or phone number to compare with."
        }
    }
}

/// A short word in a coloured outline, which a symbol tells apart without colour.
struct Badge: Sendable {
    var text: String
    /// `good`, `warn`, `bad`, `plain` or `test`: a class of the style sheet.
    var tone: String
    var symbol: String
}
