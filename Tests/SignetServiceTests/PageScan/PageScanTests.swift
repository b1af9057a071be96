import Testing

@testable import SignetService

struct PageScanTests {
    private static let page = """
        Get your FREE\u{A0}\u{A0}quote!
        By clicking "Send" I agree that Acme Ltd. calls me on behalf of its partners at the number above.
        Soy mayor de edad y ACEPTO los TÉRMINOS.
        """

    @Test(arguments: [
        ("free quote!", true), ("free quote.", false), ("FREE\t\nquote", true), ("freequote", false),
        ("términos", true), ("terminos", false), ("quote! by clicking", true), ("\"send\"", true),
        (" get your", true), ("terms", false),
    ])
    func `case and runs of white space do not count, punctuation does`(term: String, isFound: Bool) throws {
        #expect(try found(ScanTerm(term)) == isFound)
    }

    @Test(arguments: [
        ("on behalf of {{*}} at the number", true), ("agree {{*}} calls {{*}} above", true),
        ("calls{{*}}agree", false), ("{{*}}quote", true), ("acme{{*}}{{*}}partners", true), ("partners{{*}} at", true),
        ("partners {{*}} at", false), ("behalf{{*}}behalf", false), ("|*|quote", false),
    ])
    func `a wildcard stands for any run of characters`(term: String, isFound: Bool) throws {
        #expect(try found(ScanTerm(term)) == isFound)
    }

    @Test(arguments: ["|", "==", "|||", "é"])
    func `a delimiter makes the wildcard`(delimiter: String) throws {
        let wildcard = try ScanWildcard(delimiter: delimiter)
        #expect(try found(ScanTerm("agree \(delimiter)*\(delimiter) calls me", wildcard: wildcard)))
        #expect(try !found(ScanTerm("agree {{*}} calls me", wildcard: wildcard)))
    }

    @Test(arguments: [
        ("", ScanWildcard.Refusal.length), ("||||", .length), ("| ", .containsWhitespace), ("\t", .containsWhitespace),
        ("|=", .mixed),
    ])
    func `a delimiter is one character, up to three times`(delimiter: String, refusal: ScanWildcard.Refusal) {
        #expect(throws: refusal) { try ScanWildcard(delimiter: delimiter) }
    }

    @Test func `what is found and what is not keeps the order and the words of the request`() throws {
        let scan = try PageScan(
            required: ["Partners", "nothing", "Acme"].map { ScanTerm($0) },
            forbidden: ["bank", "FREE"].map { ScanTerm($0) })
        let result = scan.result(in: Self.page)
        #expect(result.required == .init(found: ["Partners", "Acme"], notFound: ["nothing"]))
        #expect(result.forbidden == .init(found: ["FREE"], notFound: ["bank"]))
        #expect(!result.isSuccess)
        #expect(
            try PageScan(required: [ScanTerm("acme")], forbidden: [ScanTerm("bank")]).result(in: Self.page).isSuccess)
        #expect(try !PageScan(required: [ScanTerm("a")], forbidden: []).result(in: "").isSuccess)
    }

    @Test func `a scan has its bounds`() throws {
        #expect(throws: PageScan.TooLarge.self) {
            try PageScan(
                required: Array(repeating: ScanTerm("a"), count: 60),
                forbidden: Array(repeating: ScanTerm("b"), count: 41))
        }
        let long = ScanTerm(String(repeating: "a", count: PageScan.maximumBytes))
        #expect(throws: PageScan.TooLarge.self) { try PageScan(required: [long], forbidden: [ScanTerm("b")]) }
        #expect(try found(ScanTerm(String(repeating: "ȺİΩ", count: 5_000))) == false)
    }

    /// Few letters make terms that begin and end alike, overlap, and repeat their own segments.
    @Test func `any terms are found where a search one after the other finds them`() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<4_000 {
            let text = String.random(of: "ab ", length: 0...30, using: &random)
            let terms = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    String.random(of: "ab", length: 0...3, using: &random)
                }
                .joined(separator: "{{*}}")
            }
            let result = try PageScan(required: terms.map { ScanTerm($0) }, forbidden: []).result(in: text)
            #expect(
                result.required.found == terms.filter { text.has($0.split(separator: "{{*}}")) },
                "\(terms) in '\(text)'")
        }
    }

    @Test func `text that keeps almost matching costs one pass`() throws {
        let page = String(repeating: "a", count: 1 << 20)
        let terms = (1...50).map { ScanTerm(String(repeating: "a", count: $0) + "{{*}}b") }
        #expect(try PageScan(required: terms, forbidden: []).result(in: page).required.found.isEmpty)
    }

    private func found(_ term: ScanTerm) throws -> Bool {
        try PageScan(required: [term], forbidden: []).result(in: Self.page).isSuccess
    }
}

extension String {
    fileprivate static func random(
        of letters: String, length: ClosedRange<Int>, using random: inout SystemRandomNumberGenerator
    ) -> String {
        String((0..<Int.random(in: length, using: &random)).map { _ in letters.randomElement(using: &random)! })
    }

    fileprivate func has(_ segments: [Substring]) -> Bool {
        var rest = self[...]
        for segment in segments {
            guard let range = rest.firstRange(of: segment) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }
}
