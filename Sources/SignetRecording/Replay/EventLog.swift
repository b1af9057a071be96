import SignetModel

/// Tells a visit as a list of lines for people to read.
struct EventLog {
    private let content: Archive
    private let stream: EventStream
    private let reader: SliceReader
    private let clock: PageClock
    private let isRevealed: Bool
    private let inputs: Inputs
    /// By the event that reports a field, what the next submission says of it.
    private let submitted: [Int: Slice]
    private var page: LivePage
    private var entries: [EventLogEntry] = []
    /// What offsets count from: the first event.
    let start: Timestamp
    private var now: Timestamp
    /// A stretch of input of a recording that does not report fields: the node, its time and its last text.
    private var stretch: (place: Int32, node: Int32, at: Timestamp, text: Slice)?
    private var hasConsent = false
    private var lastResize: Timestamp?

    init(_ recording: Recording, reader: SliceReader, isRevealed: Bool) {
        content = recording.content
        stream = recording.stream
        self.reader = reader
        clock = PageClock(content, events: stream.events)
        self.isRevealed = isRevealed
        inputs = Inputs.gather(stream, reader: reader)
        submitted = isRevealed ? Self.submitted(in: stream) : [:]
        page = LivePage(stream, reader: reader)
        start = stream.events.first.map(clock.time) ?? content.issuedAt
        now = start
    }

    /// Of a field that is reported several times before a submission, the last report has the value.
    private static func submitted(in stream: EventStream) -> [Int: Slice] {
        var found: [Int: Slice] = [:]
        var next: [Int32: Slice] = [:]
        for (index, event) in stream.events.enumerated().reversed() {
            switch event.body {
            case .field(let place): found[index] = next.removeValue(forKey: stream.fields[Int(place)].node)
            case .values(let range):
                next = Dictionary(
                    stream.values[range].map { ($0.node, $0.value) }, uniquingKeysWith: { first, _ in first })
            default: break
            }
        }
        return found
    }

    mutating func write() -> [EventLogEntry] {
        entries.append(EventLogEntry(at: content.issuedAt, offset: 0, kind: .other, text: "certificate created"))
        for (index, event) in stream.events.enumerated() {
            now = max(now, clock.time(of: event))
            page.apply(event.body)
            page.changes.removeAll(keepingCapacity: true)
            note(event.body, at: index)
        }
        endStretch()
        return entries
    }

    private mutating func add(_ kind: EventLogEntry.Kind, _ text: String, at time: Timestamp? = nil) {
        let time = time ?? now
        entries.append(
            EventLogEntry(at: time, offset: Int(max(0, (time - start).inMilliseconds)), kind: kind, text: text)
        )
    }

    private var isSignet: Bool { !stream.pages.isEmpty }

    private mutating func note(_ body: EventBody, at index: Int) {
        switch body {
        case .pointer(let action) where action.isClick: noteClick(on: action.node)
        case .input(let node, let text, let isChecked, _): noteInput(node, text, isChecked)
        case .field(let place): note(stream.fields[Int(place)], at: index)
        case .resize: noteResize()
        case .consent(let range): noteConsent(range)
        case .optIn(let node, let isChecked):
            add(.optIn, "opted \(isChecked ? "in" : "out") on [\(label(ofID: node, or: "unnamed control"))]")
        case .submit(let report): note(report)
        case .truncated(let reason):
            add(
                .other,
                "recording stopped being complete (\(reason.isPresent ? clean(reader.string(reason)) : "unknown"))")
        case .ended(let reason):
            let isStop = reader.text(reason).matches("stop")
            add(.other, isStop ? "recording was stopped by the page" : "left the page")
        default: break
        }
    }

    private mutating func noteClick(on node: Int32) {
        guard let place = page.place(of: node) else { return }
        endStretch()
        add(.click, "clicked on [\(label(of: Labels.target(of: place, on: page)))]")
    }

    private mutating func noteInput(_ id: Int32, _ text: Slice, _ isChecked: Bool) {
        guard let place = page.place(of: id) else { return }
        let node = page.nodes[Int(place)]
        switch (node.element, node.input) {
        case (.select, _): noteChoice(from: place, text)
        case (.input, .radio):
            if isChecked { add(.choice, "chose [\(label(of: place))] from radio buttons [\(group(of: place))]") }
        case (.input, .checkbox):
            // Where it belongs to consent language, `signet.opt_in` says so.
            add(.choice, "\(isChecked ? "checked" : "unchecked") [\(label(of: place))]")
        default: noteText(text, node: id, at: place)
        }
    }

    private mutating func noteChoice(from place: Int32, _ text: Slice) {
        let shown = reader.string(text)
        let value =
            isRevealed && text.isPresent && !Inputs.isMasked(reader.text(text)) ? "'\(clean(shown))'" : "an option"
        add(.choice, "chose \(value) from [\(label(of: place))]")
    }

    private mutating func noteText(_ text: Slice, node: Int32, at place: Int32) {
        guard !isSignet, text.isPresent else { return }
        if let stretch, stretch.node != node { endStretch() }
        stretch = (place, node, now, text)
    }

    private mutating func endStretch() {
        guard let stretch else { return }
        self.stretch = nil
        let text = reader.string(stretch.text)
        let isShown = isRevealed && !page.isSecret(text, at: stretch.place)
        let shown = isShown ? clean(text) : clean(text).masked
        add(.input, "changed value to '\(shown)' in [\(label(of: stretch.place))]", at: stretch.at)
    }

    private mutating func note(_ field: FieldReport, at index: Int) {
        let name = reader.label(field.name) ?? reader.label(field.label) ?? "unnamed field"
        let value =
            shownValue(of: field, at: index).map(clean) ?? String(repeating: "*", count: Int(min(field.length, 100)))
        switch field.method {
        case .typing, nil: add(.input, "typed '\(value)' in [\(clean(name))]")
        case .paste: add(.input, "pasted '\(value)' in [\(clean(name))]")
        case .autofill: add(.input, "autofilled '\(value)' in [\(clean(name))]")
        case .prePopulated: add(.input, "found '\(value)' pre-populated in [\(clean(name))]")
        }
    }

    /// What was submitted of the field, where that may be shown and it is the last stretch before.
    private func shownValue(of field: FieldReport, at index: Int) -> String? {
        guard let value = submitted[index].map(reader.string) else { return nil }
        return page.isSecret(value, at: page.place(of: field.node)) ? nil : value
    }

    /// Dragging a window's edge is one act.
    private mutating func noteResize() {
        defer { lastResize = now }
        if let lastResize, now - lastResize < .seconds(1) { return }
        add(.resize, "resized the window")
    }

    private mutating func noteConsent(_ range: Range<Int32>) {
        guard !hasConsent, !range.isEmpty else { return }
        hasConsent = true
        add(.consent, "consent language detected")
    }

    private mutating func note(_ report: SubmitReport) {
        endStretch()
        switch report.evidence {
        case .submitEvent, nil: add(.submit, "submitted form")
        case .formData: add(.submit, "submitted form (seen by its form data)")
        case .click: add(.submit, "submitted form (seen by a click on its control)")
        case .inferred: add(.submit, "submitted form (inferred)")
        }
    }

    // MARK: Names

    private func label(of place: Int32) -> String {
        clean(Labels.label(of: place, on: page, reader: reader))
    }

    private func label(ofID id: Int32, or fallback: String) -> String {
        page.place(of: id).map { label(of: $0) } ?? fallback
    }

    private func group(of place: Int32) -> String {
        reader.label(page.attribute(.name, of: place)).map(clean) ?? "unnamed group"
    }

    /// One short line, without what was typed unless that may be shown.
    private func clean(_ text: String) -> String {
        let short = String(text.foldingWhiteSpace.prefix(120))
        guard !isRevealed else { return short }
        let bytes = inputs.typed.redact(Array(short.utf8)) { Array(String(decoding: $0, as: UTF8.self).masked.utf8) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
