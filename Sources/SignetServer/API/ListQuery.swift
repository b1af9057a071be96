import Hummingbird
import SignetModel
import SignetStorage

/// Which part of a list a request asks for.
struct ListQuery: Sendable {
    static let maximumLimit = 200

    /// What the answer before called `next_cursor`.
    var cursor: String?
    var limit: Int

    /// - Parameter others: parameters that the caller reads itself.
    init(_ request: Request, others: Set<Substring>) throws(Problem) {
        try request.requireParameters(others.union(["cursor", "limit"]))
        cursor = request.uri.queryParameters["cursor"].map(String.init)
        limit = 50
        if let text = request.uri.queryParameters["limit"] {
            guard let number = Int(text), 1...Self.maximumLimit ~= number else {
                throw .badRequest("limit is a number from 1 to \(Self.maximumLimit).")
            }
            limit = number
        }
    }

    /// The place where the page before ended, in a list that begins with the newest.
    func place() throws(Problem) -> ListCursor? {
        guard let cursor else { return nil }
        return try ListCursor(text: cursor)
    }

    /// The part of a list that was asked for, and where the next one begins.
    ///
    /// - Parameter found: what the list holds from the cursor on, one more than ``limit`` where there is more.
    func response<Element>(
        _ name: String, _ found: [Element], cursor: (Element) -> String,
        write: (Element, inout JSONWriter) -> Void
    ) -> Response {
        let page = found.prefix(limit)
        var json = JSONWriter()
        json.object { json in
            json.key(name)
            json.array { json in for element in page { write(element, &json) } }
            json.key("next_cursor")
            json.optionalString(found.count > limit ? page.last.map(cursor) : nil)
        }
        return Response(json: json.bytes)
    }
}

extension Request {
    /// Throws where the query has a parameter that nobody reads or a text that nothing can have: it would be looked for
    /// in vain.
    func requireParameters(_ known: Set<Substring>) throws(Problem) {
        if let unknown = uri.queryParameters.first(where: { !known.contains($0.key) }) {
            throw .badRequest("There is no parameter \(unknown.key).")
        }
        if uri.queryParameters.contains(where: { $0.value.hasNullCharacter }) { throw .nullCharacter }
    }

    /// A parameter of the query as forms and most libraries write it: `+` is a space.
    func formParameter(_ name: String) -> String? {
        let items = QueryItems(Array((uri.query ?? "").utf8)[...])
        let item = items.first { $0.name.elementsEqual(name.utf8) }
        return item.map { QueryItems.decoded($0.value)[...].text }
    }
}

extension ListCursor {
    /// For a client to send back, and nobody to read.
    var text: String { "\(at.milliseconds).\(id)" }

    fileprivate init(text: String) throws(Problem) {
        let parts = text.split(separator: ".")
        // Ids have a word for their kind before them: `wd_…`.
        guard parts.count == 2, let milliseconds = Int64(parts[0]), parts[1].contains("_") else { throw .foreignCursor }
        self.init(at: Timestamp(milliseconds: milliseconds), id: String(parts[1]))
    }
}
