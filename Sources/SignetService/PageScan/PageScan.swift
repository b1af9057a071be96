/// Which terms a page must show and which it must not.
public struct PageScan: Hashable, Sendable {
    /// More terms than a list of rules has, and more text than a list of consent languages.
    public static let maximumTerms = 100
    public static let maximumBytes = 32_768

    public struct TooLarge: Error, Hashable, Sendable {}

    /// What was found on the page, each list in the order of the request.
    public struct Result: Hashable, Sendable {
        public struct Side: Hashable, Sendable {
            public var found: [String]
            public var notFound: [String]
        }

        public var required: Side
        public var forbidden: Side

        public var isSuccess: Bool { required.notFound.isEmpty && forbidden.found.isEmpty }
    }

    private let required: [ScanTerm]
    private let forbidden: [ScanTerm]

    public init(required: [ScanTerm], forbidden: [ScanTerm]) throws(TooLarge) {
        let terms = required + forbidden
        guard terms.count <= Self.maximumTerms,
            terms.reduce(0, { $0 + $1.text.utf8.count }) <= Self.maximumBytes
        else { throw TooLarge() }
        self.required = required
        self.forbidden = forbidden
    }

    /// - Parameter text: what the consumer could see, as ``CertificateFacts/text`` has it.
    package func result(in text: String) -> Result {
        var finder = TermFinder((required + forbidden).map(\.segments))
        let isFound = finder.find(in: FoldedText(page: text).bytes)
        return Result(
            required: Self.side(required, isFound.prefix(required.count)),
            forbidden: Self.side(forbidden, isFound.suffix(forbidden.count)))
    }

    private static func side(_ terms: [ScanTerm], _ isFound: ArraySlice<Bool>) -> Result.Side {
        var side = Result.Side(found: [], notFound: [])
        for (term, isFound) in zip(terms, isFound) {
            if isFound { side.found.append(term.text) } else { side.notFound.append(term.text) }
        }
        return side
    }
}
