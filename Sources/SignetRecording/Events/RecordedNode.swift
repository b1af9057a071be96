/// rrweb's `NodeType`.
enum NodeKind: UInt8, Sendable {
    case document = 0
    case documentType = 1
    case element = 2
    case text = 3
    case cdata = 4
    case comment = 5
}

/// A node as the browser wrote it into a snapshot or a mutation. Nodes lie in document order, each before its descendants.
struct RecordedNode: Sendable {
    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8

        static let svg = Flags(rawValue: 1)
        static let shadowHost = Flags(rawValue: 2)
        static let shadow = Flags(rawValue: 4)
        static let style = Flags(rawValue: 8)
        static let custom = Flags(rawValue: 16)
        /// A document laid out by the rules for pages without a document type.
        static let quirks = Flags(rawValue: 32)
    }

    var id: Int32
    var kind: NodeKind
    var element: ElementKind = .inline
    var flags: Flags = []
    /// An element's name, or a document type's.
    var name: Slice = .absent
    /// A text's content, or a document type's public id.
    var text: Slice = .absent
    /// A document type's system id.
    var systemID: Slice = .absent
    var attributes: Range<Int32> = 0..<0
    /// Where, in the list of all nodes, its descendants end.
    var end: Int32 = 0
}

/// An attribute of a snapshot or a change of one in a mutation.
struct RecordedAttribute: Sendable {
    enum Value: Sendable {
        case text(Slice)
        case number(Double)
        case bool(Bool)
        /// Removed.
        case null
        /// `style` as rrweb writes its changes: entries of ``EventStream/styles``.
        case styles(Range<Int32>)
    }

    var name: AttributeName
    var key: Slice
    var value: Value

    /// Its text; absent where it is something else.
    var text: Slice {
        if case .text(let slice) = value { slice } else { .absent }
    }

    /// `<input checked>`: any value but false and null.
    var isSet: Bool {
        switch value {
        case .null, .bool(false): false
        default: true
        }
    }
}

/// One property of a changed `style`.
struct StyleEntry: Sendable {
    var property: Slice
    /// Absent: removed.
    var value: Slice
    var isImportant: Bool
}
