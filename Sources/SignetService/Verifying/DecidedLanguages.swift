import SignetStorage

/// The consent languages that an account approved and rejected, ready to be looked for.
struct DecidedLanguages: Sendable {
    private struct Entry: Sendable {
        let language: ReviewedLanguage
        /// What stands between the text's wildcards.
        let segments: [SegmentFinder]

        /// Each segment is taken where it first ends, which finds the text wherever it is.
        func stands(in page: [UInt8]) -> Bool {
            var place = 0
            for segment in segments {
                guard let end = segment.end(in: page, from: place) else { return false }
                place = end
            }
            return true
        }
    }

    /// The number of the account's decisions when these were read, or before.
    let decisions: Int
    private let entries: [Entry]

    init(_ languages: [ReviewedLanguage], decisions: Int) {
        self.decisions = decisions
        entries = languages.map { language in
            Entry(language: language, segments: ScanTerm(language.text).segments.map { SegmentFinder($0) })
        }
    }

    /// Those that stand within a text, wildcards of theirs matching anything.
    func standing(in text: String) -> [ReviewedLanguage] {
        let page = FoldedText(page: text).bytes
        return entries.filter { $0.stands(in: page) }.map(\.language)
    }
}
