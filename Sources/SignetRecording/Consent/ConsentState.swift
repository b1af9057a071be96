import SignetModel

/// The consent languages of the page, as they stood at the first submission, or at the end where there was none.
struct ConsentState {
    private static let limit = 100
    private static let maximumLength = 5_000

    private var report = LastReport()
    /// When the controls that are selected were, by their nodes: later reports tell only that they are.
    private var selections: [Int32: Timestamp] = [:]

    mutating func note(_ new: Range<Int32>, isSubmitted: Bool) {
        report.note(new, isSubmitted: isSubmitted)
    }

    mutating func note(_ control: Int32, isChecked: Bool, at time: Timestamp, isSubmitted: Bool) {
        report.note(control, isChecked: isChecked, isSubmitted: isSubmitted)
        if !isSubmitted { selections[control] = isChecked ? time : nil }
    }

    func languages(_ stream: EventStream, reader: SliceReader, typed: TypedValues) -> [ConsentLanguage] {
        guard let current = report.range else { return [] }
        var languages: [ConsentLanguage] = []
        for report in stream.consents[current].prefix(Self.limit) {
            let text = Self.text(of: report, reader: reader, typed: typed)
            // The browser reports whatever speaks of being contacted; what the publisher tagged needs no judgement.
            guard !text.isEmpty, report.source == .tag || ConsentWording.isConsent(text) else { continue }
            let isSelected = report.control.flatMap { self.report.choices[$0] } ?? report.isChecked
            let language = ConsentLanguage(
                text: text, source: report.source, isVisible: report.isVisible, fontSize: report.fontSize,
                contrast: report.contrast, optIn: report.optIn,
                isSelected: isSelected,
                selectedAt: isSelected == true ? report.control.flatMap { selections[$0] } : nil)
            if !languages.contains(language) { languages.append(language) }
        }
        return languages
    }

    /// Its words, with the placeholders of approved languages where it repeats what was typed.
    private static func text(of report: ConsentReport, reader: SliceReader, typed: TypedValues) -> String {
        let folded = String(reader.string(report.text).foldingWhiteSpace.prefix(maximumLength))
        let bytes = typed.redact(Array(folded.utf8), isEarly: true) { value in
            if value.contains(UInt8(ascii: "@")) { return Array("{{email}}".utf8) }
            let isPhone =
                LeadValue.nationalNumber(value.filter(\.isDigit)) != nil && !value.contains(where: \.isASCIILetter)
            return Array((isPhone ? "{{phone}}" : "{{*}}").utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
