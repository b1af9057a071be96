/// What a full and a masked certificate both tell of a visit: everything but where it came from.
struct VisitFacts: Sendable {
    var startedAt: Moment
    var timeOnPage: Fact?
    var address: Fact?
    var location: Fact?
    var browser: Fact?
    var system: Fact?
    var consent: [AgreedLanguage]
    var form: FormFilling
    var human: HumanReading
    /// Where addresses, browsers or origins differ between parts of the recording, a sentence each.
    var contradictions: [String]
}

/// Words that were agreed to, and how they were shown.
struct AgreedLanguage: Sendable {
    var text: String
    /// `16 px`; nil where it is not known.
    var fontSize: String?
    /// `12.6 : 1`
    var contrast: String?
    var optIn: String
    var source: String
    /// What stood in the box that belongs to the words, `Selected` or `Not selected`; nil where there is none.
    var selection: String?
    /// Whether the words could be seen at all.
    var isVisible: Bool
}

/// How the form was filled in and sent.
struct FormFilling: Sendable {
    /// Yes or no, and how that is known: `Yes, by a submit event`.
    var submitted: Fact
    var submittedAt: Moment?
    /// `Typing, paste`
    var methods: Fact?
    var keystrokesPerMinute: Fact?
    var wordsPerMinute: Fact?
    /// Fields and other elements that the publisher kept out of the recording.
    var sensitiveFields: Fact?
    var sensitiveContent: Fact?
    /// Why the recording is known to miss something, as a sentence.
    var truncation: String?
}

/// How far the visit looks like a machine's.
struct HumanReading: Sendable {
    struct Reason: Sendable {
        var text: String
        var points: Int
    }

    /// `No sign of a machine`
    let text: String
    let tone: String
    let symbol: String
    /// 0 to 100.
    let score: Int
    let reasons: [Reason]

    init(score: Int, isBot: Bool, reasons: [Reason]) {
        self.score = score
        self.reasons = reasons
        (text, tone, symbol) =
            if isBot {
                ("Looks like a machine", "bad", "✗")
            } else if score > 0 {
                ("Probably a person", "plain", "–")
            } else {
                ("No sign of a machine", "good", "✓")
            }
    }
}
