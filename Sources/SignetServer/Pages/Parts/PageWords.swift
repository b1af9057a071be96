import SignetModel

/// How pages put into words what the model keeps as codes and numbers.
enum PageWords {
    /// - Parameter evidence: how a submission is known; nil where none was seen.
    static func submission(_ evidence: Submission.Evidence?) -> String {
        switch evidence {
        case nil: "No submission was seen"
        case .submitEvent: "Yes, by a submit event"
        case .formData: "Yes, by the form’s data being gathered"
        case .click: "Yes, by a click on a submit control"
        case .inferred: "Yes, inferred from a click and what followed it"
        }
    }

    /// `Autofill, typing`
    static func inputMethods(_ methods: [InputMethod]) -> String {
        let words = methods.map(\.rawValue).joined(separator: ", ")
        return words.first.map { $0.uppercased() + words.dropFirst() } ?? "Nothing was entered"
    }

    static func optIn(_ optIn: ConsentLanguage.OptIn) -> String {
        switch optIn {
        case .manual: "Chosen by the consumer"
        case .preSelected: "Selected beforehand"
        case .nonInteractive: "By sending the form"
        }
    }

    static func source(_ source: ConsentLanguage.Source) -> String {
        switch source {
        case .tag: "A tag on the page"
        case .page: "Its wording"
        }
    }

    static func selection(_ isSelected: Bool) -> String { isSelected ? "Selected" : "Not selected" }

    /// - Parameter code: as ``FormFacts/truncation`` has it.
    static func truncation(_ code: String) -> String {
        switch code {
        case "mutations": "The recording is incomplete: the page changed more than is recorded."
        case "size": "The recording is incomplete: it reached the size limit."
        case "gap": "The recording is incomplete: a part of it never arrived."
        default: "The recording is incomplete: the recorder stopped with an error."
        }
    }

    /// `14 px`, `13.3 px`
    static func pixels(_ size: Double) -> String { "\(oneDecimal(size)) px" }

    /// `12.6 : 1`
    static func contrast(_ ratio: Double) -> String { "\(oneDecimal(ratio)) : 1" }

    /// `37`
    static func perMinute(_ rate: Double) -> String { String(whole(rate.rounded())) }

    /// Rounded down, as a measure that must not look better than it is.
    private static func oneDecimal(_ number: Double) -> String {
        let tenths = whole(number * 10 + 1e-6)
        return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
    }

    private static func whole(_ number: Double) -> Int { Int(exactly: min(max(number, 0), 1e9).rounded(.down)) ?? 0 }
}
