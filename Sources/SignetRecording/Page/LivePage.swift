import SignetModel

/// The page, rebuilt as the recording goes on: the tree, and of each node what its text and visibility depend on.
struct LivePage {
    /// A place whose text may have changed.
    struct Change {
        var node: Int32
        /// All that is in it, not only its own lines.
        var isDeep: Bool
    }

    private let stream: EventStream
    private let reader: SliceReader
    private(set) var nodes: [LiveNode] = []
    private var map = NodeMap()
    /// What changed since the list was last emptied.
    var changes: [Change] = []
    /// The places of `label` elements, some of which may be gone from the page.
    private(set) var labels: [Int32] = []
    /// Some element sets `visibility`, so that ancestors have to be asked.
    private(set) var usesVisibility = false

    init(_ stream: EventStream, reader: SliceReader) {
        self.stream = stream
        self.reader = reader
        nodes.reserveCapacity(stream.nodes.count)
    }

    func place(of id: Int32) -> Int32? { map[id] }

    func node(withID id: Int32) -> LiveNode? { map[id].map { nodes[Int($0)] } }

    func id(of place: Int32) -> Int32 { stream.nodes[Int(nodes[Int(place)].recorded)].id }

    mutating func apply(_ body: EventBody) {
        switch body {
        case .snapshot(let root, _, _):
            nodes.removeAll(keepingCapacity: true)
            labels.removeAll(keepingCapacity: true)
            map.removeAll()
            changes.removeAll(keepingCapacity: true)
            changes.append(Change(node: build(root), isDeep: true))
        case .mutation(let mutation): apply(mutation)
        default: break
        }
    }

    // MARK: Building

    /// Makes a recorded node and its descendants live, unattached; answers its place.
    private mutating func build(_ root: Int32) -> Int32 {
        let start = Int(root)
        let end = Int(stream.nodes[start].end)
        let place = nodes.count32
        // Ancestors of the node at hand, as (where its descendants end, its place).
        var open: [(end: Int, place: Int32)] = []
        for index in start..<end {
            while let last = open.last, last.end <= index { open.removeLast() }
            let new = nodes.count32
            append(recorded: index)
            if let parent = open.last?.place { attach(new, to: parent, before: -1) }
            open.append((Int(stream.nodes[index].end), new))
        }
        return place
    }

    private mutating func append(recorded index: Int) {
        let recorded = stream.nodes[index]
        var node = LiveNode(
            recorded: Int32(index), kind: recorded.kind, element: recorded.element,
            text: recorded.kind == .text || recorded.kind == .cdata ? recorded.text : .absent
        )
        for index in recorded.attributes {
            let attribute = stream.attributes[Int(index)]
            if attribute.name != .other { _ = set(attribute, on: &node) }
        }
        let place = nodes.count32
        if let old = map[recorded.id] { detach(old) }
        map[recorded.id] = place
        if node.element == .label { labels.append(place) }
        nodes.append(node)
    }

    /// Answers whether text that could not be seen may be seen now, or text was changed.
    private mutating func set(_ attribute: RecordedAttribute, on node: inout LiveNode) -> Effect {
        switch attribute.name {
        case .hidden:
            let wasCut = node.isCut
            node.isHidden = attribute.isSet
            return wasCut && !node.isCut ? .shows : .none
        case .style: return setStyle(attribute.value, on: &node)
        case .type where node.element == .input:
            node.input = InputType(reader.text(attribute.text))
            return .text
        case .placeholder:
            node.placeholder = attribute.text
            return .text
        case .value where node.element == .input || node.element == .option:
            node.value = attribute.text
            return .text
        case .editable:
            let text = reader.text(attribute.text)
            node.isEditable = attribute.isSet && !text.matches("false")
            return .none
        default: return .none
        }
    }

    private enum Effect {
        case none
        case text
        case shows
    }

    private mutating func setStyle(_ value: RecordedAttribute.Value, on node: inout LiveNode) -> Effect {
        let wasCut = node.isCut
        let visibility = node.visibility
        switch value {
        case .text(let slice):
            let style = InlineStyle(reader.text(slice))
            node.isDisplayNone = style.isDisplayNone
            node.visibility = style.visibility
        case .styles(let range):
            for entry in stream.styles[range] { setStyle(entry, on: &node) }
        default:
            node.isDisplayNone = false
            node.visibility = .inherited
        }
        usesVisibility = usesVisibility || node.visibility != .inherited
        return wasCut && !node.isCut || visibility == .hidden && node.visibility != .hidden ? .shows : .none
    }

    private func setStyle(_ entry: StyleEntry, on node: inout LiveNode) {
        let property = reader.text(entry.property)
        if property.matches("display") {
            node.isDisplayNone = reader.text(entry.value).matches("none")
        } else if property.matches("visibility") {
            node.visibility = InlineStyle.visibility(reader.text(entry.value))
        }
    }

    // MARK: Changing

    private mutating func apply(_ mutation: Mutation) {
        for removal in stream.removals[mutation.removals] {
            if let place = map[removal.node] { remove(place) }
        }
        add(mutation.additions)
        for change in stream.texts[mutation.texts] {
            guard let place = map[change.node] else { continue }
            nodes[Int(place)].text = change.text
            changes.append(Change(node: place, isDeep: false))
        }
        for change in stream.attributeChanges[mutation.attributes] {
            guard let place = map[change.node] else { continue }
            for attribute in stream.attributes[change.attributes] {
                var node = nodes[Int(place)]
                let effect = set(attribute, on: &node)
                nodes[Int(place)] = node
                if effect != .none { changes.append(Change(node: place, isDeep: effect == .shows)) }
            }
        }
    }

    /// Adds nodes whose parents and next siblings may come later in the same list.
    private mutating func add(_ range: Range<Int32>) {
        var waiting = Array(range)
        // A recorder needs two rounds at most; a hostile order must not cost the square of its length.
        for round in 0..<8 where !waiting.isEmpty {
            let count = waiting.count
            waiting = waiting.filter { !add(stream.additions[Int($0)], mustFindNext: round < 7) }
            if waiting.count == count {
                waiting = waiting.filter { !add(stream.additions[Int($0)], mustFindNext: false) }
            }
        }
    }

    private mutating func add(_ addition: Addition, mustFindNext: Bool) -> Bool {
        guard let parent = map[addition.parent] else { return false }
        var next: Int32 = -1
        if addition.next > 0 {
            if let place = map[addition.next], nodes[Int(place)].parent == parent {
                next = place
            } else if mustFindNext {
                return false
            }
        }
        let place = build(addition.node)
        // What was built may have taken the id of what it was to stand before.
        if next >= 0, nodes[Int(next)].parent != parent { next = -1 }
        attach(place, to: parent, before: next)
        changes.append(Change(node: place, isDeep: true))
        return true
    }

    private mutating func attach(_ place: Int32, to parent: Int32, before next: Int32) {
        let previous = next >= 0 ? nodes[Int(next)].previous : nodes[Int(parent)].last
        nodes[Int(place)].parent = parent
        nodes[Int(place)].next = next
        nodes[Int(place)].previous = previous
        if previous >= 0 { nodes[Int(previous)].next = place } else { nodes[Int(parent)].first = place }
        if next >= 0 { nodes[Int(next)].previous = place } else { nodes[Int(parent)].last = place }
    }

    private mutating func detach(_ place: Int32) {
        let node = nodes[Int(place)]
        guard node.parent >= 0 else { return }
        if node.previous >= 0 {
            nodes[Int(node.previous)].next = node.next
        } else {
            nodes[Int(node.parent)].first = node.next
        }
        if node.next >= 0 {
            nodes[Int(node.next)].previous = node.previous
        } else {
            nodes[Int(node.parent)].last = node.previous
        }
        nodes[Int(place)].parent = -1
        nodes[Int(place)].next = -1
        nodes[Int(place)].previous = -1
    }

    /// Takes a node off the page; what is in it stays known until its ids are used again, as a moved node's children are.
    private mutating func remove(_ place: Int32) {
        detach(place)
        map[id(of: place)] = nil
    }
}

extension LivePage {
    /// Its parents, from the nearest on.
    func ancestors(of place: Int32) -> some Sequence<Int32> {
        sequence(state: nodes[Int(place)].parent) { place in
            guard place >= 0 else { return nil }
            defer { place = nodes[Int(place)].parent }
            return place
        }
    }

    func recorded(_ place: Int32) -> RecordedNode { stream.nodes[Int(nodes[Int(place)].recorded)] }

    /// Whether a field's value is never shown to anybody.
    func isSecret(_ value: String, at place: Int32?) -> Bool {
        value.isCardNumber || place.map { nodes[Int($0)].input == .password } == true
    }

    /// The text of an attribute as the node came with it.
    func attribute(_ name: AttributeName, of place: Int32) -> Slice {
        for attribute in stream.attributes[recorded(place).attributes] where attribute.name == name {
            return attribute.text
        }
        return .absent
    }
}
