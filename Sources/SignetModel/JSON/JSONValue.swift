/// A whole JSON value in memory: for request bodies and other small documents.
public indirect enum JSONValue: Hashable, Sendable {
    /// A member of an object. Its keys are distinct and stand in the order of the input.
    public struct Member: Hashable, Sendable {
        public let key: String
        public let value: JSONValue

        public init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// A number, and how it was spelled: an identifier that a client sent as a number must come back as it was.
    public struct Number: Hashable, Sendable {
        public let value: Double
        public let text: String

        public init(value: Double, text: String) {
            self.value = value
            self.text = text
        }

        /// Its value, where it is whole and no larger than ±2^53.
        public var integer: Int? {
            value == value.rounded() && abs(value) <= 9_007_199_254_740_992 ? Int(value) : nil
        }
    }

    case object([Member])
    case array([JSONValue])
    case string(String)
    case number(Number)
    case bool(Bool)
    case null

    public init(
        parsing bytes: [UInt8], maximumDepth: Int = JSONReader.defaultMaximumDepth
    ) throws(JSONError) {
        self = try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) in
            var reader = try JSONReader(UnsafeRawBufferPointer(buffer), maximumDepth: maximumDepth)
            let value = try JSONValue(from: &reader)
            try reader.finish()
            return value
        }
    }

    /// The next value of `reader`, whole.
    public init(from reader: inout JSONReader) throws(JSONError) {
        switch try reader.peek() {
        case .object: self = .object(try Self.members(from: &reader))
        case .array:
            var elements: [JSONValue] = []
            try reader.beginArray()
            while try reader.nextElement() { elements.append(try JSONValue(from: &reader)) }
            self = .array(elements)
        case .string: self = .string(try reader.string().string)
        case .number:
            let number = try reader.number()
            guard number.double.isFinite else { throw JSONError(.invalidNumber, at: reader.offset) }
            self = .number(Number(value: number.double, text: number.text))
        case .bool: self = .bool(try reader.bool())
        case .null:
            try reader.null()
            self = .null
        }
    }

    private static func members(from reader: inout JSONReader) throws(JSONError) -> [Member] {
        var members: [Member] = []
        var keys: Set<String> = []
        try reader.beginObject()
        while let text = try reader.nextKey() {
            let key = text.string
            guard keys.insert(key).inserted else { throw JSONError(.duplicateKey, at: reader.offset) }
            members.append(Member(key: key, value: try JSONValue(from: &reader)))
        }
        return members
    }
}

extension JSONValue {
    /// A member's value; nil where this is no object or has no such member.
    public subscript(_ key: String) -> JSONValue? {
        members?.first { $0.key == key }?.value
    }

    public var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    public var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    public var number: Number? {
        if case .number(let number) = self { number } else { nil }
    }

    public var integer: Int? { number?.integer }

    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    public var isNull: Bool { self == .null }

    /// Whether a text in it, or a key, has the character U+0000.
    public var hasNullCharacter: Bool {
        switch self {
        case .object(let members): members.contains { $0.key.hasNullCharacter || $0.value.hasNullCharacter }
        case .array(let elements): elements.contains(where: \.hasNullCharacter)
        case .string(let text): text.hasNullCharacter
        case .number, .bool, .null: false
        }
    }
}

extension StringProtocol {
    /// Whether it has the character U+0000, at which the database would end it.
    public var hasNullCharacter: Bool { utf8.contains(0) }
}
