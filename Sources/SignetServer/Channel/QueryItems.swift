/// The names and values of a query string, percent-decoded, in their order.
struct QueryItems: Sequence, IteratorProtocol {
    private var rest: Substring

    init(_ query: Substring) {
        rest = query
    }

    mutating func next() -> (name: String, value: String)? {
        while !rest.isEmpty {
            let end = rest.utf8.firstIndex(of: UInt8(ascii: "&")) ?? rest.endIndex
            let item = rest[..<end]
            rest = end == rest.endIndex ? rest[end...] : rest[rest.utf8.index(after: end)...]
            if item.isEmpty { continue }
            guard let equals = item.utf8.firstIndex(of: UInt8(ascii: "=")) else {
                return (Self.decoded(item), "")
            }
            return (Self.decoded(item[..<equals]), Self.decoded(item[item.utf8.index(after: equals)...]))
        }
        return nil
    }

    /// Percent escapes and `+` undone; an escape that is none stays as it is.
    static func decoded(_ text: Substring) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(text)
        }
        let source = Array(text.utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count)
        var index = 0
        while index < source.count {
            let byte = source[index]
            if byte == UInt8(ascii: "%"), index + 2 < source.count,
                let value = UInt8(String(decoding: source[index + 1...index + 2], as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                index += 3
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension String {
    /// The parts before and after the first `?`.
    var splitAtQuery: (path: Substring, query: Substring) {
        guard let mark = utf8.firstIndex(of: UInt8(ascii: "?")) else { return (self[...], "") }
        return (self[..<mark], self[utf8.index(after: mark)...])
    }
}
