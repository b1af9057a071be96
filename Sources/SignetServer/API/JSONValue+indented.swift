import SignetModel

extension JSONValue {
    /// The value over several lines, for a person to read.
    func indented(_ level: Int = 0) -> String {
        let inner = String(repeating: "  ", count: level + 1)
        let outer = String(repeating: "  ", count: level)
        switch self {
        case .object(let members) where !members.isEmpty:
            let lines = members.map {
                "\(inner)\(JSONValue.string($0.key).indented()): \($0.value.indented(level + 1))"
            }
            return "{\n\(lines.joined(separator: ",\n"))\n\(outer)}"
        case .array(let elements) where elements.contains { $0.members != nil || $0.array?.isEmpty == false }:
            let lines = elements.map { inner + $0.indented(level + 1) }
            return "[\n\(lines.joined(separator: ",\n"))\n\(outer)]"
        case .object: return "{}"
        case .array(let elements): return "[\(elements.map { $0.indented() }.joined(separator: ", "))]"
        case .string(let text):
            var json = JSONWriter(capacity: text.utf8.count + 2)
            json.string(text)
            return String(decoding: json.bytes, as: UTF8.self)
        case .number(let number): return number.text
        case .bool(let value): return value ? "true" : "false"
        case .null: return "null"
        }
    }
}
