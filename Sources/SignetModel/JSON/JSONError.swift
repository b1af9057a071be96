/// Why bytes are not the JSON that was expected, and where.
public struct JSONError: Error, Hashable, Sendable {
    public enum Code: String, Sendable, CaseIterable {
        case unexpectedEnd
        case unexpectedByte
        case invalidUTF8
        case invalidEscape
        case invalidNumber
        case controlCharacter
        case tooDeep
        case duplicateKey
        case trailingBytes
        case wrongType
    }

    public let code: Code
    /// Bytes from the start of the input.
    public let offset: Int

    public init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }
}

extension JSONError: CustomStringConvertible {
    public var description: String {
        "\(reason) at byte \(offset)"
    }

    private var reason: String {
        switch code {
        case .unexpectedEnd: "the JSON ends too early"
        case .unexpectedByte: "a byte that JSON does not allow here"
        case .invalidUTF8: "text that is not UTF-8"
        case .invalidEscape: "an escape that JSON does not know"
        case .invalidNumber: "a number that JSON cannot spell like this"
        case .controlCharacter: "a control character that is not escaped"
        case .tooDeep: "too many levels of nesting"
        case .duplicateKey: "a key that occurs twice in its object"
        case .trailingBytes: "something after the end of the JSON"
        case .wrongType: "a value of another type than expected"
        }
    }
}
