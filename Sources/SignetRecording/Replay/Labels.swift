import SignetModel

/// How a person would call an element of the page.
enum Labels {
    private static let maximumLength = 80

    /// What a click was meant for: the nearest control or link around the node, else the node itself.
    static func target(of place: Int32, on page: LivePage) -> Int32 {
        if isControl(page.nodes[Int(place)].element) { return place }
        for ancestor in page.ancestors(of: place).prefix(8) where isControl(page.nodes[Int(ancestor)].element) {
            return ancestor
        }
        return place
    }

    private static func isControl(_ element: ElementKind) -> Bool {
        switch element {
        case .input, .textarea, .select, .option, .button, .link, .label: true
        default: false
        }
    }

    static func label(of place: Int32, on page: LivePage, reader: SliceReader) -> String {
        let node = page.nodes[Int(place)]
        switch node.element {
        case .input where node.input == .button:
            if let value = reader.label(node.value) { return value }
        case .input where node.input == .radio:
            if let value = text(labelling: place, on: page, reader: reader) ?? reader.label(node.value) { return value }
        case .input, .textarea, .select: break
        default:
            if let text = text(in: place, on: page, reader: reader) { return text }
        }
        for name in [AttributeName.name, .label] {
            if let text = reader.label(page.attribute(name, of: place)) { return text }
        }
        if let text = text(labelling: place, on: page, reader: reader) { return text }
        for name in [AttributeName.placeholder, .alt, .title, .id] {
            if let text = reader.label(page.attribute(name, of: place)) { return text }
        }
        return "unnamed \(kind(of: node, at: place, on: page, reader: reader))"
    }

    private static func kind(of node: LiveNode, at place: Int32, on page: LivePage, reader: SliceReader) -> String {
        switch node.element {
        case .button: return "button"
        case .link: return "link"
        case .label: return "label"
        case .select: return "list"
        case .option: return "option"
        case .textarea: return "text field"
        case .input:
            switch node.input {
            case .checkbox: return "checkbox"
            case .radio: return "radio button"
            case .button: return "button"
            default: return "text field"
            }
        default:
            let name = reader.string(page.recorded(place).name).lowercased()
            return name == "img" ? "image" : "element"
        }
    }

    /// The beginning of the text in an element.
    private static func text(in root: Int32, on page: LivePage, reader: SliceReader) -> String? {
        var text = ""
        var place = root
        // No label needs more; what is beyond is not asked.
        for _ in 0..<200 {
            let node = page.nodes[Int(place)]
            if node.kind == .text, text.utf8.count < maximumLength * 4 {
                text += " " + String(reader.string(node.text).prefix(200))
            }
            let hidesContent = node.kind == .element && (node.element.hidesContent || node.isCut || node.isEditable)
            if !hidesContent, node.first >= 0 {
                place = node.first
                continue
            }
            while place != root, page.nodes[Int(place)].next < 0 { place = page.nodes[Int(place)].parent }
            if place == root { break }
            place = page.nodes[Int(place)].next
        }
        let folded = text.foldingWhiteSpace
        return folded.isEmpty ? nil : String(folded.prefix(maximumLength))
    }

    /// The text of the `label` that a control stands in or that names it by id.
    private static func text(labelling place: Int32, on page: LivePage, reader: SliceReader) -> String? {
        for ancestor in page.ancestors(of: place).prefix(6) where page.nodes[Int(ancestor)].element == .label {
            return text(in: ancestor, on: page, reader: reader)
        }
        guard let id = reader.label(page.attribute(.id, of: place)) else { return nil }
        // More than any form has: a click is not worth a long search.
        let label = page.labels.prefix(500).first { reader.label(page.attribute(.target, of: $0)) == id }
        return label.flatMap { text(in: $0, on: page, reader: reader) }
    }
}
