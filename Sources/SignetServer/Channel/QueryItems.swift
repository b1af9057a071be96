import SignetModel

/// The names and values of a query string or a posted form, in their order, still percent-encoded.
struct QueryItems: Sequence, IteratorProtocol {
    private var rest: ArraySlice<UInt8>

    init(_ query: ArraySlice<UInt8>) {
        rest = query
    }

    mutating func next() -> (name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)? {
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "&")) ?? rest.endIndex
            let item = rest[..<end]
            rest = rest[Swift.min(end + 1, rest.endIndex)...]
            if item.isEmpty { continue }
            guard let equals = item.firstIndex(of: UInt8(ascii: "=")) else { return (item, []) }
            return (item[..<equals], item[(equals + 1)...])
        }
        return nil
    }

    /// Percent escapes and `+` undone; an escape that is none stays as it is.
    static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "%"), index + 2 < text.endIndex,
                let high = Hex.value(of: text[index + 1]), let low = Hex.value(of: text[index + 2])
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
        return bytes
    }
}
