/// How pages put into words what the model keeps as codes and numbers.
///
/// Codes are the ones that recordings use (`docs/recording.md`); one that is not known is shown as it is.
enum PageWords {
    /// - Parameter evidence: how the first submission is known: `submit`, `formdata`, `click` or `inferred`; nil where
    ///   none was seen.
    static func submission(_ evidence: String?) -> String {
        switch evidence {
        case nil: "No submission was seen"
        case "submit": "Yes, by a submit event"
        case "formdata": "Yes, by the form’s data being collected"
        case "click": "Yes, by a click on a submit control"
        case "inferred": "Yes, inferred from a click and what followed it"
        case let other?: "Yes (\(other))"
        }
    }

    /// `Autofill, typing`; nil where nothing was filled in.
    static func inputMethods(_ codes: [String]) -> String? {
        let words = codes.joined(separator: ", ")
        return words.first.map { $0.uppercased() + words.dropFirst() }
    }

    static func optIn(_ code: String) -> String {
        switch code {
        case "manual": "Chosen by the consumer"
        case "pre-selected": "Selected beforehand"
        case "non-interactive": "By sending the form"
        default: code
        }
    }

    static func consentSource(_ code: String) -> String {
        switch code {
        case "tag": "The publisher’s tag"
        case "page": "Reading the page"
        default: code
        }
    }

    static func selection(_ isSelected: Bool?) -> String? {
        isSelected.map { $0 ? "Selected" : "Not selected" }
    }

    static func truncation(_ code: String?) -> String? {
        switch code {
        case nil: nil
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
    static func perMinute(_ rate: Double) -> String { String(whole(rate)) }

    /// Rounded down, as a measure that must not look better than it is.
    private static func oneDecimal(_ number: Double) -> String {
        let tenths = Int(exactly: (min(max(number, 0), 1e9) * 10 + 1e-6).rounded(.down)) ?? 0
        return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
    }

    private static func whole(_ number: Double) -> Int {
        Int(exactly: min(max(number, 0), 1e9).rounded()) ?? 0
    }
}
