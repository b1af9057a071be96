public struct JSONError: Error {}
public enum JSONValue: Sendable, Equatable {
    case object([Member]), array([JSONValue]), string(String), number(Double), bool(Bool), null
    public struct Member: Sendable, Equatable { public var key: String; public var value: JSONValue }
    public init(parsing: [UInt8], maximumDepth: Int) throws(JSONError) { throw JSONError() }
    public subscript(_ k: String) -> JSONValue? { nil }
}
