import SignetModel

/// What a request may give as one text or as a list of them, and gets back the way it gave it.
enum TextOrList: Hashable, Sendable {
    case text(String)
    case list([String])

    /// Of a text's Unicode scalars: longer ones are no reference, vendor, address, number or term.
    static let maximumLength = 4_096

    var all: [String] {
        switch self {
        case .text(let text): [text]
        case .list(let texts): texts
        }
    }

    /// - Parameter maximumCount: of a list's elements; `tooMany` is thrown for more.
    static func parse(
        _ value: JSONValue?, maximumCount: Int, tooMany: APIFailure
    ) throws(APIFailure) -> TextOrList? {
        guard case .array(let elements)? = value else { return try text(value).map(TextOrList.text) }
        guard elements.count <= maximumCount else { throw tooMany }
        var texts: [String] = []
        for element in elements {
            guard let text = try text(element) else { throw .schema }
            texts.append(text)
        }
        return .list(texts)
    }

    /// One text, or nil where there is none.
    static func text(_ value: JSONValue?) throws(APIFailure) -> String? {
        switch value {
        case nil, .null?: return nil
        case .string(let text)?:
            guard text.unicodeScalars.count <= maximumLength else { throw .schema }
            return text
        default: throw .schema
        }
    }

    func write(to json: inout JSONWriter) {
        switch self {
        case .text(let text): json.string(text)
        case .list(let texts): json.strings(texts)
        }
    }
}
