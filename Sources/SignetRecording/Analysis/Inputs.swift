import SignetModel

/// What was typed into fields, as far as the recording says.
struct Inputs {
    struct Final {
        var node: Int32
        var name: String
        var label: String?
        var type: String
        var value: String
    }

    /// The last value of every text-like field, in the order of their first inputs.
    private(set) var finals: [Final] = []
    private(set) var typed = TypedValues()
    private var placeByNode: [Int32: Int] = [:]
    private var current: (node: Int32, text: Slice)?

    /// An Input event of rrweb's on a field.
    mutating func note(_ text: Slice, node id: Int32, at place: Int32, on page: LivePage, reader: SliceReader) {
        let node = page.nodes[Int(place)]
        guard node.holdsTypedText, text.isPresent, !Self.isMasked(reader.text(text)) else { return }
        if let current, current.node != id { endStretch(reader) }
        current = (id, text)
        let type = node.element == .textarea ? "textarea" : reader.string(page.attribute(.type, of: place))
        set(
            Final(
                node: id, name: page.fieldName(of: place, reader: reader), label: nil, type: type,
                value: node.input == .password ? "" : reader.string(text)
            )
        )
    }

    /// `signet.values`, and with it the end of doubt.
    mutating func note(_ report: ValueReport, reader: SliceReader) {
        let type = reader.string(report.type)
        let value = reader.string(report.value)
        let name = [reader.label(report.name), reader.label(report.label)].compactMap { $0 }.joined(separator: " ")
        set(
            Final(
                node: report.node, name: name.lowercased(), label: reader.label(report.label), type: type, value: value)
        )
        if !type.hasPrefix("select") { typed.insert(value) }
    }

    /// All that was typed in a recording.
    static func gather(_ stream: EventStream, reader: SliceReader) -> Inputs {
        var inputs = Inputs()
        var page = LivePage(stream, reader: reader)
        for event in stream.events {
            page.apply(event.body)
            page.changes.removeAll(keepingCapacity: true)
            switch event.body {
            case .input(let node, let text, _, _):
                guard let place = page.place(of: node) else { continue }
                inputs.note(text, node: node, at: place, on: page, reader: reader)
            case .values(let range): for report in stream.values[range] { inputs.note(report, reader: reader) }
            default: break
            }
        }
        inputs.finish(reader)
        return inputs
    }

    mutating func finish(_ reader: SliceReader) {
        endStretch(reader)
    }

    /// A field's text once the consumer went on to another; the states in between are beginnings of it.
    private mutating func endStretch(_ reader: SliceReader) {
        if let current { typed.insert(reader.string(current.text)) }
        current = nil
    }

    private mutating func set(_ final: Final) {
        if let place = placeByNode[final.node] {
            finals[place] = final
        } else if finals.count < 1_000 {
            placeByNode[final.node] = finals.count
            finals.append(final)
        }
    }

    static func isMasked(_ text: JSONText) -> Bool {
        text.bytes.allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

extension LiveNode {
    /// A field whose text is the consumer's own words.
    var holdsTypedText: Bool {
        switch element {
        case .textarea: true
        case .input: input == .text || input == .password
        default: false
        }
    }
}

extension LivePage {
    /// What a field calls itself, in lower case: its name, id and labels.
    func fieldName(of place: Int32, reader: SliceReader) -> String {
        [AttributeName.name, .id, .label, .placeholder]
            .compactMap { reader.label(attribute($0, of: place)) }.joined(separator: " ").lowercased()
    }
}
