import SignetModel

extension ReplayWriter {
    /// What a node's parents mean for its text.
    struct Surroundings {
        /// In a `style`: text is CSS.
        var isStyle = false
        /// In a field or something editable: text is what was typed.
        var isTyped = false
        /// In a `script`, or something else whose text is never shown.
        var isUnshown = false
    }

    /// A recorded node with its descendants.
    func write(_ index: Int32, in surroundings: Surroundings, to json: inout JSONWriter) {
        let node = stream.nodes[Int(index)]
        json.object { json in
            switch node.kind {
            case .document:
                json.member("type", 0 as Int32)
                if node.flags.contains(.quirks) { json.member("compatMode", "BackCompat") }
            case .documentType:
                json.member("type", 1 as Int32)
                json.member("name", "html")
                json.member("publicId", plain(node.text))
                json.member("systemId", plain(node.systemID))
            case .element:
                json.member("type", 2 as Int32)
                writeElement(node, to: &json)
            case .text, .cdata:
                json.member("type", 3 as Int32)
                json.member("textContent", text(of: node.text, in: surroundings))
                if surroundings.isStyle { json.member("isStyle", true) }
            case .comment:
                json.member("type", 5 as Int32)
                json.member("textContent", "")
            }
            if node.kind == .document || node.kind == .element {
                let inner = surroundings.inside(node, isEditable: isEditable(node))
                json.key("childNodes")
                json.array { json in writeChildren(of: index, in: inner, to: &json) }
            }
            if node.flags.contains(.shadow) { json.member("isShadow", true) }
            json.member("id", node.id)
        }
    }

    private func writeChildren(of index: Int32, in surroundings: Surroundings, to json: inout JSONWriter) {
        let end = stream.nodes[Int(index)].end
        var child = index + 1
        while child < end {
            write(child, in: surroundings, to: &json)
            child = stream.nodes[Int(child)].end
        }
    }

    private func writeElement(_ node: RecordedNode, to json: inout JSONWriter) {
        let isSVG = node.flags.contains(.svg)
        let name = ReplayElements.name(reader.string(node.name), isSVG: isSVG)
        json.member("tagName", name)
        if isSVG { json.member("isSVG", true) }
        if node.flags.contains(.shadowHost) { json.member("isShadowHost", true) }
        let context = ElementContext(name: name, isSVG: isSVG, element: node.element, input: inputType(of: node))
        json.key("attributes")
        json.object { json in
            for attribute in stream.attributes[node.attributes] {
                // In the first snapshot it is the page's choice, later it may be the consumer's.
                if snapshots > 1, !isRevealed, reader.text(attribute.key).matches("selected") { continue }
                write(attribute, of: context, to: &json)
            }
        }
    }

    func inputType(of node: RecordedNode) -> InputType {
        guard node.element == .input else { return .text }
        for attribute in stream.attributes[node.attributes] where attribute.name == .type {
            return InputType(reader.text(attribute.text))
        }
        return .text
    }

    private func isEditable(_ node: RecordedNode) -> Bool {
        stream.attributes[node.attributes].contains {
            $0.name == .editable && $0.isSet && !reader.text($0.text).matches("false")
        }
    }

    /// Names of document types: letters, digits and what stands in public ids.
    private func plain(_ slice: Slice) -> String {
        let text = reader.string(slice)
        let isPlain = text.utf8.allSatisfy { $0.isDigit || $0.isASCIILetter || " -/:._+".utf8.contains($0) }
        return isPlain && text.utf8.count < 200 ? text : ""
    }

    // MARK: Text

    func text(of slice: Slice, in surroundings: Surroundings) -> String {
        if surroundings.isUnshown { return "" }
        if surroundings.isStyle { return sheet(slice) }
        let text = reader.string(slice)
        if surroundings.isTyped { return isRevealed ? text : text.masked }
        return withoutTypedValues(text)
    }

    func sheet(_ slice: Slice) -> String {
        String(decoding: StyleSanitizer.sanitize(Array(reader.string(slice).utf8), assets: assets), as: UTF8.self)
    }

    /// Text of the page's with what repeats a typed value as asterisks.
    func withoutTypedValues(_ text: String) -> String {
        guard !typed.isEmpty else { return text }
        let bytes = Array(text.utf8)
        let matches = typed.matches(in: bytes[...], isEarly: isEarly)
        guard !matches.isEmpty else { return text }
        let hidden = typed.redact(bytes, isEarly: isEarly) { value in
            Array(String(decoding: value, as: UTF8.self).masked.utf8)
        }
        return String(decoding: hidden, as: UTF8.self)
    }

    /// The text of an input event.
    func inputText(_ text: String, at place: Int32) -> String {
        let node = page.nodes[Int(place)]
        switch node.element {
        case .textarea: return isRevealed ? text : text.masked
        case .select: return isRevealed ? text : text.masked
        case .input:
            switch node.input {
            case .checkbox, .radio, .button: return withoutTypedValues(text)
            case .text, .other: return isRevealed && !text.isCardNumber ? text : text.masked
            case .password, .hidden: return text.masked
            }
        default: return text.masked
        }
    }
}

extension ReplayWriter.Surroundings {
    func inside(_ node: RecordedNode, isEditable: Bool) -> Self {
        var inner = self
        switch node.element {
        case .style: inner.isStyle = true
        case .unshown: inner.isUnshown = true
        case .textarea, .input: inner.isTyped = true
        default: if isEditable { inner.isTyped = true }
        }
        return inner
    }
}

/// What the treatment of an attribute depends on.
struct ElementContext {
    var name: String
    var isSVG: Bool
    var element: ElementKind
    var input: InputType
}

extension String {
    /// As many asterisks as it has characters; lines stay lines.
    var masked: String {
        String(map { $0.isNewline ? "\n" : "*" })
    }

    /// 13 to 19 digits that pass Luhn's test.
    var isCardNumber: Bool {
        let digits = utf8.filter(\.isDigit)
        guard (13...19).contains(digits.count), !utf8.contains(where: \.isASCIILetter) else { return false }
        let sum = digits.reversed().enumerated().reduce(0) { sum, item in
            let digit = Int(item.element - UInt8(ascii: "0"))
            let doubled = item.offset % 2 == 1 ? digit * 2 : digit
            return sum + (doubled > 9 ? doubled - 9 : doubled)
        }
        return sum % 10 == 0
    }
}
