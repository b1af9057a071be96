import SignetModel

/// The attributes that text, labels and values depend on. All others are only replayed.
enum AttributeName: UInt8, Sendable {
    case other
    case hidden
    case style
    case type
    case placeholder
    case value
    case name
    case label
    case id
    case target
    case editable
    case alt
    case title

    init(_ name: JSONText) {
        switch name.bytes.count {
        case 2: self = name.matches("id") ? .id : .other
        case 3: self = name.matches("for") ? .target : name.matches("alt") ? .alt : .other
        case 4: self = name.matches("type") ? .type : name.matches("name") ? .name : .other
        case 5:
            self =
                name.matches("value")
                ? .value : name.matches("style") ? .style : name.matches("title") ? .title : .other
        case 6: self = name.matches("hidden") ? .hidden : .other
        case 10: self = name.matches("aria-label") ? .label : .other
        case 11: self = name.matches("placeholder") ? .placeholder : .other
        case 15: self = name.matches("contenteditable") ? .editable : .other
        default: self = .other
        }
    }
}
