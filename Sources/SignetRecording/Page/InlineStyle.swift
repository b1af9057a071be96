import SignetModel

/// What an element's `style` attribute says about whether it can be seen.
struct InlineStyle {
    private(set) var isDisplayNone = false
    private(set) var visibility = LiveNode.Visibility.inherited

    init(_ style: JSONText) {
        // Nearly every style says neither.
        guard style.bytes.count >= 12 else { return }
        var declaration: [UInt8] = []
        for byte in style.bytes {
            if byte == UInt8(ascii: ";") {
                read(declaration)
                declaration.removeAll(keepingCapacity: true)
            } else if byte > 0x20 {
                declaration.append(byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte)
            }
        }
        read(declaration)
    }

    /// One declaration in lower case and without white space.
    private mutating func read(_ declaration: [UInt8]) {
        if declaration.starts(with: "display:".utf8) {
            isDisplayNone = declaration.dropFirst(8).starts(with: "none".utf8)
        } else if declaration.starts(with: "visibility:".utf8) {
            let value = declaration.dropFirst(11)
            visibility =
                value.starts(with: "hidden".utf8) || value.starts(with: "collapse".utf8)
                ? .hidden : value.starts(with: "visible".utf8) ? .visible : .inherited
        }
    }

    static func visibility(_ value: JSONText) -> LiveNode.Visibility {
        value.matches("hidden") || value.matches("collapse")
            ? .hidden : value.matches("visible") ? .visible : .inherited
    }
}
