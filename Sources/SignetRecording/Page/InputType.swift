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

    private static let byName: [UInt64: InputType] = [
        PackedName("checkbox").value: .checkbox,
        PackedName("radio").value: .radio,
        PackedName("button").value: .button,
        PackedName("submit").value: .button,
        PackedName("reset").value: .button,
        PackedName("image").value: .button,
        PackedName("hidden").value: .hidden,
        PackedName("password").value: .password,
        PackedName("color").value: .other,
        PackedName("range").value: .other,
        PackedName("file").value: .other,
    ]
}
