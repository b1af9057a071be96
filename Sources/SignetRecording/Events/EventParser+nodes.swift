import SignetModel

extension EventParser {
    /// A node with its descendants; nil where what is here is none.
    mutating func parseNode() throws(JSONError) -> Int32? {
        guard try json.beginObjectIfAny() else { return nil }
        let index = stream.nodes.count
        var node = RecordedNode(id: 0, kind: .comment)
        var kind: NodeKind?
        stream.nodes.append(node)
        while let key = try json.nextKey() { try parseMember(key, of: &node, kind: &kind) }
        guard let kind, node.id > 0 else {
            // Whatever it held belongs to nobody and goes with it.
            stream.nodes.removeLast(stream.nodes.count - index)
            return nil
        }
        node.kind = kind
        node.end = stream.nodes.count32
        stream.nodes[index] = node
        return Int32(index)
    }

    private mutating func parseMember(
        _ key: JSONText, of node: inout RecordedNode, kind: inout NodeKind?
    ) throws(JSONError) {
        if key.matches("type") {
            kind = try json.integerIfAny().flatMap { UInt8(exactly: $0) }.flatMap(NodeKind.init)
        } else if key.matches("id") {
            node.id = try json.int32IfAny() ?? 0
        } else if key.matches("tagName") {
            try parseTagName(of: &node)
        } else if key.matches("attributes") {
            node.attributes = try parseAttributes()
        } else if key.matches("childNodes") {
            guard try json.beginArrayIfAny() else { return }
            while try json.nextElement() { _ = try parseNode() }
        } else if key.matches("textContent") {
            node.text = try slice()
        } else if key.matches("name") {
            node.name = try slice()
        } else if key.matches("publicId") {
            node.text = try slice()
        } else if key.matches("systemId") {
            node.systemID = try slice()
        } else if key.matches("compatMode") {
            if try json.textIfAny()?.matches("BackCompat") == true { node.flags.insert(.quirks) }
        } else if let flag = flag(of: key) {
            if try json.boolIfAny() == true { node.flags.insert(flag) }
        } else {
            try json.skipValue()
        }
    }

    private mutating func parseTagName(of node: inout RecordedNode) throws(JSONError) {
        guard let name = try json.textIfAny() else { return }
        node.name = archive.slice(of: name)
        node.element = ElementKind(name)
    }

    private func flag(of key: JSONText) -> RecordedNode.Flags? {
        if key.matches("isSVG") { return .svg }
        if key.matches("isShadowHost") { return .shadowHost }
        if key.matches("isShadow") { return .shadow }
        if key.matches("isStyle") { return .style }
        if key.matches("isCustom") { return .custom }
        return nil
    }

    mutating func parseAttributes() throws(JSONError) -> Range<Int32> {
        let start = stream.attributes.count32
        guard try json.beginObjectIfAny() else { return start..<start }
        while let key = try json.nextKey() {
            let name = AttributeName(key)
            if let value = try parseAttributeValue(of: name) {
                stream.attributes.append(RecordedAttribute(name: name, key: archive.slice(of: key), value: value))
            }
        }
        return start..<stream.attributes.count32
    }

    private mutating func parseAttributeValue(of name: AttributeName) throws(JSONError) -> RecordedAttribute.Value? {
        switch try json.peek() {
        case .string: return .text(archive.slice(of: try json.string()))
        case .number:
            let value = try json.number().double
            return value.isFinite ? .number(value) : nil
        case .bool: return .bool(try json.bool())
        case .null:
            try json.null()
            return .null
        case .object where name == .style: return .styles(try parseStyles())
        default:
            try json.skipValue()
            return nil
        }
    }

    /// `{"color": "red", "width": ["1px", "important"], "height": false}`
    private mutating func parseStyles() throws(JSONError) -> Range<Int32> {
        let start = stream.styles.count32
        try json.beginObject()
        while let key = try json.nextKey() {
            var entry = StyleEntry(property: archive.slice(of: key), value: .absent, isImportant: false)
            if try json.peek() == .array {
                try json.beginArray()
                while try json.nextElement() {
                    guard let text = try json.textIfAny() else { continue }
                    if entry.value.isPresent {
                        entry.isImportant = text.matches("important")
                    } else {
                        entry.value = archive.slice(of: text)
                    }
                }
            } else {
                entry.value = try slice()
            }
            stream.styles.append(entry)
        }
        return start..<stream.styles.count32
    }

    mutating func parseMutation() throws(JSONError) -> EventBody? {
        var mutation = Mutation(texts: 0..<0, attributes: 0..<0, removals: 0..<0, additions: 0..<0)
        try json.beginObject()
        while let key = try json.nextKey() {
            if key.matches("texts") {
                mutation.texts = try parseTexts()
            } else if key.matches("attributes") {
                mutation.attributes = try parseAttributeChanges()
            } else if key.matches("removes") {
                mutation.removals = try parseRemovals()
            } else if key.matches("adds") {
                mutation.additions = try parseAdditions()
            } else {
                try json.skipValue()
            }
        }
        return .mutation(mutation)
    }

    private mutating func parseTexts() throws(JSONError) -> Range<Int32> {
        let start = stream.texts.count32
        guard try json.beginArrayIfAny() else { return start..<start }
        while try json.nextElement() {
            guard try json.beginObjectIfAny() else { continue }
            var change = TextChange(node: 0, text: .absent)
            while let key = try json.nextKey() {
                if key.matches("id") {
                    change.node = try json.int32IfAny() ?? 0
                } else if key.matches("value") {
                    change.text = try slice()
                } else {
                    try json.skipValue()
                }
            }
            if change.node > 0 { stream.texts.append(change) }
        }
        return start..<stream.texts.count32
    }

    private mutating func parseAttributeChanges() throws(JSONError) -> Range<Int32> {
        let start = stream.attributeChanges.count32
        guard try json.beginArrayIfAny() else { return start..<start }
        while try json.nextElement() {
            guard try json.beginObjectIfAny() else { continue }
            var change = AttributeChange(node: 0, attributes: 0..<0)
            while let key = try json.nextKey() {
                if key.matches("id") {
                    change.node = try json.int32IfAny() ?? 0
                } else if key.matches("attributes") {
                    change.attributes = try parseAttributes()
                } else {
                    try json.skipValue()
                }
            }
            if change.node > 0 { stream.attributeChanges.append(change) }
        }
        return start..<stream.attributeChanges.count32
    }

    private mutating func parseRemovals() throws(JSONError) -> Range<Int32> {
        let start = stream.removals.count32
        guard try json.beginArrayIfAny() else { return start..<start }
        while try json.nextElement() {
            guard try json.beginObjectIfAny() else { continue }
            var removal = Removal(parent: 0, node: 0, isShadow: false)
            while let key = try json.nextKey() {
                if key.matches("id") {
                    removal.node = try json.int32IfAny() ?? 0
                } else if key.matches("parentId") {
                    removal.parent = try json.int32IfAny() ?? 0
                } else if key.matches("isShadow") {
                    removal.isShadow = try json.boolIfAny() == true
                } else {
                    try json.skipValue()
                }
            }
            if removal.node > 0 { stream.removals.append(removal) }
        }
        return start..<stream.removals.count32
    }

    private mutating func parseAdditions() throws(JSONError) -> Range<Int32> {
        let start = stream.additions.count32
        guard try json.beginArrayIfAny() else { return start..<start }
        while try json.nextElement() {
            guard try json.beginObjectIfAny() else { continue }
            var addition = Addition(parent: 0, next: 0, node: -1)
            while let key = try json.nextKey() {
                if key.matches("parentId") {
                    addition.parent = try json.int32IfAny() ?? 0
                } else if key.matches("nextId") {
                    addition.next = max(0, try json.int32IfAny() ?? 0)
                } else if key.matches("node") {
                    addition.node = try parseNode() ?? -1
                } else {
                    try json.skipValue()
                }
            }
            if addition.parent > 0, addition.node >= 0 { stream.additions.append(addition) }
        }
        return start..<stream.additions.count32
    }
}
