import SignetModel

/// What kind of value an `<input>` holds.
enum InputType: UInt8, Sendable {
    case text
    case checkbox
    case radio
    /// Its value is its label.
    case button
    case hidden
    case password
    /// Its value is no text that repeats on a page: a colour, a range, a file.
    case other

    init(_ type: JSONText) {
        self = Self.byName[PackedName.pack(type.bytes)] ?? .text
    }

    private static let byName: NameTable<InputType> = {
        var types = NameTable<InputType>()
        types.add(.checkbox, "checkbox")
        types.add(.radio, "radio")
        for name in ["button", "submit", "reset", "image"] as [StaticString] { types.add(.button, name) }
        types.add(.hidden, "hidden")
        types.add(.password, "password")
        for name in ["color", "range", "file"] as [StaticString] { types.add(.other, name) }
        return types
    }()
}
