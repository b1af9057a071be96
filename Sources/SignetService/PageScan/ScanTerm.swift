/// What a page is scanned for: text, in which wildcards stand for any run of characters, also for none.
public struct ScanTerm: Hashable, Sendable {
    /// As it was asked for.
    public let text: String
    /// What stands between the wildcards, folded.
    let segments: [[UInt8]]

    public init(_ text: String, wildcard: ScanWildcard = .braces) {
        self.text = text
        segments = text.split(by: wildcard.asterisk).map { FoldedText($0).bytes }.filter { !$0.isEmpty }
    }
}

/// How terms write a wildcard.
public struct ScanWildcard: Hashable, Sendable {
    /// `{{*}}`, where a request names no delimiter.
    public static let braces = ScanWildcard(opening: "{{", closing: "}}")

    public enum Refusal: Error, Hashable, Sendable {
        case containsWhitespace
        /// Not one to three characters.
        case length
        /// Different characters.
        case mixed
    }

    private let opening: String
    private let closing: String

    private init(opening: String, closing: String) {
        self.opening = opening
        self.closing = closing
    }

    var asterisk: String { placeholder("*") }

    /// A name between the delimiters, where a template has a variable.
    public func placeholder(_ name: String) -> String { opening + name + closing }

    /// An asterisk between two delimiters, such as `|*|` or `==*==`.
    ///
    /// - Parameter delimiter: one character, up to three times, and no white space.
    public init(delimiter: String) throws(Refusal) {
        if delimiter.contains(where: \.isWhitespace) { throw .containsWhitespace }
        guard 1...3 ~= delimiter.count else { throw .length }
        guard Set(delimiter).count == 1 else { throw .mixed }
        (opening, closing) = (delimiter, delimiter)
    }
}

extension String {
    /// The parts around every occurrence of the separator, first to last, byte for byte.
    fileprivate func split(by separator: String) -> [Substring] {
        let separator = Array(separator.utf8)
        var parts: [Substring] = []
        var start = utf8.startIndex
        var index = start
        while let head = utf8[index...].firstIndex(of: separator[0]) {
            if utf8[head...].starts(with: separator) {
                parts.append(self[start..<head])
                start = utf8.index(head, offsetBy: separator.count)
                index = start
            } else {
                index = utf8.index(after: head)
            }
        }
        return parts + [self[start...]]
    }
}
