import SignetModel

/// Writes a replayable stream of rrweb events anew from the typed model.
///
/// Nothing is passed through: what can stand in the output is what this code writes, from lists of what is allowed. So
/// a forged recording can show a strange page, but run no script, fetch nothing and lead nowhere. What it shows of images and
/// fonts is in it.
struct ReplayWriter {
    let stream: EventStream
    let reader: SliceReader
    let clock: PageClock
    let typed: TypedValues
    let isRevealed: Bool
    let assets: AssetWriter
    /// Values to show in the input event at a place in the stream, instead of its asterisks.
    private let revelations: [Int: String]
    private(set) var page: LivePage
    /// Nothing has been typed yet.
    private(set) var isEarly = true
    private(set) var snapshots = 0
    private var metas = 0
    private(set) var lastTime = Timestamp(milliseconds: 0)

    init(_ recording: Recording, reader: SliceReader, isRevealed: Bool, assets: ReplayAssets) {
        stream = recording.stream
        self.reader = reader
        clock = PageClock(recording.content, events: stream.events)
        self.isRevealed = isRevealed
        self.assets = AssetWriter(assets)
        typed = isRevealed ? TypedValues() : Inputs.gather(stream, reader: reader).typed
        revelations = isRevealed ? Revelations.find(in: stream, reader: reader) : [:]
        page = LivePage(stream, reader: reader)
    }

    mutating func writeEvents(to json: inout JSONWriter) {
        json.array { json in
            for (index, event) in stream.events.enumerated() {
                page.apply(event.body)
                page.changes.removeAll(keepingCapacity: true)
                write(event, at: index, to: &json)
            }
        }
    }

    private mutating func write(_ event: Event, at index: Int, to json: inout JSONWriter) {
        var needsMeta = false
        switch event.body {
        case .meta: metas += 1
        case .snapshot:
            needsMeta = metas <= snapshots
            snapshots += 1
        case .field, .input: isEarly = false
        default: break
        }
        // A player can show nothing before the first snapshot.
        guard snapshots > 0 || event.body.mayComeFirst else { return }
        // Times never go back: batches of one visit may disagree by what the network took, and players sort by time.
        lastTime = max(lastTime, clock.time(of: event))
        if needsMeta { writeMeta(.absent, 1_024, 768, to: &json) }
        write(event.body, at: index, to: &json)
    }

    private func write(_ body: EventBody, at index: Int, to json: inout JSONWriter) {
        switch body {
        case .contentLoaded: writeEvent(0, to: &json) { $0.object { _ in } }
        case .loaded: writeEvent(1, to: &json) { $0.object { _ in } }
        case .meta(let address, let width, let height): writeMeta(address, width, height, to: &json)
        case .snapshot(let node, let left, let top):
            writeEvent(2, to: &json) { json in
                json.object { json in
                    json.key("node")
                    write(node, in: Surroundings(), to: &json)
                    json.key("initialOffset")
                    json.object { json in
                        json.member("left", left)
                        json.member("top", top)
                    }
                }
            }
        case .input(let node, let text, let isChecked, let isByUser):
            guard let place = page.place(of: node) else { return }
            let revealed = revelations[index].flatMap { page.isSecret($0, at: place) ? nil : $0 }
            let shown = revealed ?? inputText(reader.string(text), at: place)
            writeIncrement(5, to: &json) { json in
                json.member("text", shown)
                json.member("isChecked", isChecked)
                if let isByUser { json.member("userTriggered", isByUser) }
                json.member("id", node)
            }
        default: writeOther(body, to: &json)
        }
    }

    private func writeOther(_ body: EventBody, to json: inout JSONWriter) {
        switch body {
        case .mutation(let mutation):
            writeIncrement(0, to: &json) { write(mutation, to: &$0) }
        case .pointerMoves(let range, let source):
            writeIncrement(source.rawValue, to: &json) { write(stream.moves[range], to: &$0) }
        case .pointer(let action):
            guard page.place(of: action.node) != nil else { return }
            writeIncrement(2, to: &json) { write(action, to: &$0) }
        case .scroll(let node, let x, let y):
            guard page.place(of: node) != nil else { return }
            writeIncrement(3, to: &json) { json in
                json.member("id", node)
                json.member("x", x)
                json.member("y", y)
            }
        case .resize(let width, let height):
            writeIncrement(4, to: &json) { json in
                json.member("width", width)
                json.member("height", height)
            }
        case .rules(let node, let styleID, let changes):
            writeIncrement(8, to: &json) { json in
                writeTarget(node, styleID, to: &json)
                write(stream.rules[changes], to: &json)
            }
        case .declaration(let change): writeIncrement(13, to: &json) { write(change, to: &$0) }
        case .adoptedSheets(let node, let ids, let sheets):
            writeIncrement(15, to: &json) { json in
                json.member("id", node)
                json.key("styleIds")
                json.array { json in for id in stream.integers[ids] { json.integer(id) } }
                json.key("styles")
                json.array { json in for sheet in stream.sheets[sheets] { write(sheet, to: &json) } }
            }
        case .canvas(let index):
            let picture = stream.pictures[Int(index)]
            // What somebody drew is hidden like what he typed.
            guard isRevealed, page.place(of: picture.node) != nil else { return }
            writeIncrement(9, to: &json) { write(picture, to: &$0) }
        default: return
        }
    }

    private func writeMeta(
        _ address: Slice, _ width: Int32, _ height: Int32, to json: inout JSONWriter
    ) {
        let url = PageURL(reader.string(address))?.description ?? "about:blank"
        writeEvent(4, to: &json) { json in
            json.object { json in
                json.member("href", url)
                json.member("width", width > 0 ? width : 1_024)
                json.member("height", height > 0 ? height : 768)
            }
        }
    }

    private func writeIncrement(
        _ source: UInt8, to json: inout JSONWriter, _ members: (inout JSONWriter) -> Void
    ) {
        writeEvent(3, to: &json) { json in
            json.object { json in
                json.member("source", Int32(source))
                members(&json)
            }
        }
    }

    private func writeEvent(_ type: Int32, to json: inout JSONWriter, _ data: (inout JSONWriter) -> Void) {
        let time = lastTime.milliseconds
        json.object { json in
            json.member("type", type)
            json.key("data")
            data(&json)
            json.key("timestamp")
            json.integer(time)
        }
    }
}

extension EventBody {
    fileprivate var mayComeFirst: Bool {
        switch self {
        case .contentLoaded, .loaded, .meta: true
        default: false
        }
    }
}

extension JSONWriter {
    mutating func member(_ name: String, _ number: Int32) {
        key(name)
        integer(number)
    }

    mutating func member(_ name: String, _ number: Float) {
        key(name)
        self.number(Double(number))
    }

    mutating func member(_ name: String, _ value: Bool) {
        key(name)
        bool(value)
    }

    mutating func member(_ name: String, _ text: String) {
        key(name)
        string(text)
    }
}
