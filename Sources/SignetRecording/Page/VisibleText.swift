import SignetModel

/// Gathers the text that a consumer could see at any moment of a recording, line by line, each distinct line once.
struct VisibleText {
    struct Line: Sendable {
        /// In ``bytes``.
        var range: Range<Int>
        /// It stood on the page before anything was typed.
        var isEarly: Bool
    }

    /// More text than any page has: a recording that changes a long line over and over must not fill the memory.
    private static let maximumLength = 4 << 20
    /// Nodes visited and bytes read, for the same reason.
    private static let maximumWork = 96 << 20

    private(set) var bytes: [UInt8] = []
    private(set) var lines: [Line] = []
    /// Something could not be gathered any more.
    private(set) var isIncomplete = false
    var isEarly = true

    private let reader: SliceReader
    private var seen: Set<UInt64> = []
    private var line: [UInt8] = []
    private var decoded: [UInt8] = []
    private var work = Self.maximumWork

    init(_ reader: SliceReader) {
        self.reader = reader
        bytes.reserveCapacity(16_384)
        line.reserveCapacity(1_024)
    }

    /// Gathers what changed on the page, and forgets the changes.
    mutating func gather(_ page: inout LivePage) {
        var shallow: Set<Int32> = []
        for change in page.changes {
            guard hasRoom() else { break }
            let block = nearestBlock(of: change.node, on: page)
            if change.isDeep {
                collect(change.node, on: page, isDeep: true)
                let node = page.nodes[Int(change.node)]
                if node.kind == .element, node.element.isBlock { continue }
            }
            if shallow.insert(block).inserted { collect(block, on: page, isDeep: false) }
        }
        page.changes.removeAll(keepingCapacity: true)
    }

    /// Text that is known from elsewhere, as lines of its own.
    mutating func add(_ slice: Slice) {
        guard slice.isPresent, hasRoom() else { return }
        append(slice)
        endLine()
    }

    private mutating func nearestBlock(of place: Int32, on page: LivePage) -> Int32 {
        let node = page.nodes[Int(place)]
        if node.kind != .text, node.element.isBlock || node.parent < 0 { return place }
        var last = place
        for ancestor in page.ancestors(of: place) {
            last = ancestor
            work -= 1
            if page.nodes[Int(ancestor)].element.isBlock { break }
        }
        return last
    }

    private mutating func hasRoom() -> Bool {
        if work <= 0 || bytes.count >= Self.maximumLength { isIncomplete = true }
        return !isIncomplete
    }

    /// - Parameter isDeep: blocks within are gathered too, and do not merely end lines.
    private mutating func collect(_ root: Int32, on page: LivePage, isDeep: Bool) {
        guard hasRoom(), Self.canBeSeen(root, on: page, work: &work) else { return }
        var place = root
        while place >= 0, work > 0 {
            work -= 1
            let node = page.nodes[Int(place)]
            var enter = node.kind == .document
            if node.kind == .text || node.kind == .cdata {
                if !page.usesVisibility || Self.isVisible(place, on: page, work: &work) { append(node.text) }
            } else if node.kind == .element {
                let isBlock = node.element.isBlock || node.element == .lineBreak
                if isBlock { endLine() }
                enter = !node.isCut && !node.element.hidesContent && !node.isEditable
                enter = enter && (isDeep || !isBlock || place == root)
                if !node.isCut { appendOwnText(of: node, at: place, on: page) }
            }
            place = step(from: place, within: root, on: page, enter: enter)
        }
        endLine()
    }

    /// The next node in document order; leaving a block ends a line.
    private mutating func step(from place: Int32, within root: Int32, on page: LivePage, enter: Bool) -> Int32 {
        if enter, page.nodes[Int(place)].first >= 0 { return page.nodes[Int(place)].first }
        var current = place
        while current >= 0, current != root {
            let node = page.nodes[Int(current)]
            if node.kind == .element, node.element.isBlock { endLine() }
            if node.next >= 0 { return node.next }
            current = node.parent
        }
        return -1
    }

    /// Placeholders and the labels of buttons; never what was typed.
    private mutating func appendOwnText(of node: LiveNode, at place: Int32, on page: LivePage) {
        guard node.element == .input || node.element == .textarea else { return }
        if page.usesVisibility, !Self.isVisible(place, on: page, work: &work) { return }
        let text: Slice
        switch node.input {
        case .button: text = node.value
        case .text, .password: text = node.placeholder
        default: return
        }
        guard text.isPresent, !text.isEmpty else { return }
        endLine()
        append(text)
        endLine()
    }

    private static func canBeSeen(_ place: Int32, on page: LivePage, work: inout Int) -> Bool {
        let node = page.nodes[Int(place)]
        if node.kind == .element, node.isCut { return false }
        var top = place
        for ancestor in page.ancestors(of: place) {
            work -= 1
            let node = page.nodes[Int(ancestor)]
            if node.isCut || node.element.hidesContent || node.isEditable { return false }
            top = ancestor
        }
        // The snapshot's root: what hangs elsewhere was taken off the page.
        return top == 0
    }

    /// Whether the nearest ancestor that sets `visibility` sets it to be seen.
    private static func isVisible(_ place: Int32, on page: LivePage, work: inout Int) -> Bool {
        if page.nodes[Int(place)].visibility != .inherited { return page.nodes[Int(place)].visibility == .visible }
        for ancestor in page.ancestors(of: place) {
            work -= 1
            let visibility = page.nodes[Int(ancestor)].visibility
            if visibility != .inherited { return visibility == .visible }
        }
        return true
    }

    // MARK: - Lines

    private mutating func append(_ slice: Slice) {
        guard slice.isPresent, slice.count > 0 else { return }
        work -= slice.count
        let text = reader.text(slice)
        guard text.hasEscapes else { return line.appendFolded(text.bytes) }
        decoded.removeAll(keepingCapacity: true)
        text.appendDecoded(to: &decoded)
        decoded.withUnsafeBytes { line.appendFolded($0) }
    }

    private mutating func endLine() {
        if line.last == 0x20 { line.removeLast() }
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else { return }
        guard line.count <= Self.maximumLength - bytes.count else {
            isIncomplete = true
            return
        }
        // Seeded anew in every process, so that nobody can make a line that passes for another.
        var hasher = Hasher()
        line.withUnsafeBytes { hasher.combine(bytes: $0) }
        guard seen.insert(UInt64(truncatingIfNeeded: hasher.finalize())).inserted else { return }
        let start = bytes.count
        bytes.append(contentsOf: line)
        lines.append(Line(range: start..<bytes.count, isEarly: isEarly))
    }
}
