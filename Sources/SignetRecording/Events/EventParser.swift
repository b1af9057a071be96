import SignetModel

/// Parses batches where they lie in the archive into the typed model.
struct EventParser {
    var stream = EventStream()
    var json: JSONReader
    /// Apart from the rest, since a method of the whole parser would have it copied on the way.
    let archive: ArchiveStart
    private let depth: Int

    /// - Parameter archive: must outlive the parser.
    private init(_ archive: UnsafeRawBufferPointer, depth: Int) throws(JSONError) {
        json = try JSONReader(UnsafeRawBufferPointer(start: nil, count: 0))
        self.archive = ArchiveStart(base: archive.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!)
        self.depth = depth
    }

    /// A batch that breaks off is left out whole: half of it would look like a visit that went otherwise.
    static func parse(_ archive: Archive, depth: Int) -> EventStream {
        var broken: Set<Int> = []
        let stream = parse(archive, depth: depth, broken: &broken)
        guard !broken.isEmpty else { return stream }
        var rest = parse(archive, depth: depth, broken: &broken)
        rest.brokenBatches = broken.count
        return rest
    }

    /// - Parameter broken: places of batches that are left out; those that turn out to be such are added.
    private static func parse(_ archive: Archive, depth: Int, broken: inout Set<Int>) -> EventStream {
        archive.bytes.withUnsafeBytes { bytes in
            guard var parser = try? EventParser(bytes, depth: depth) else { return EventStream() }
            parser.reserve(bytes.count)
            for (index, entry) in archive.entries.enumerated()
            where entry.envelope.content == .events && !broken.contains(index) {
                do throws(JSONError) {
                    try parser.parse(UnsafeRawBufferPointer(rebasing: bytes[entry.body]), batch: Int32(index))
                } catch {
                    broken.insert(index)
                }
            }
            return parser.stream
        }
    }

    private mutating func reserve(_ byteCount: Int) {
        stream.nodes.reserveCapacity(byteCount / 100)
        stream.attributes.reserveCapacity(byteCount / 60)
        stream.events.reserveCapacity(byteCount / 200)
    }

    private mutating func parse(_ bytes: UnsafeRawBufferPointer, batch: Int32) throws(JSONError) {
        json = try JSONReader(bytes, maximumDepth: depth)
        try json.beginArray()
        while try json.nextElement() { try parseEvent(batch: batch) }
        try json.finish()
    }

    private mutating func parseEvent(batch: Int32) throws(JSONError) {
        guard try json.beginObjectIfAny() else { return }
        let start = json
        guard let type = try find("type")?.integer else {
            json = start
            return try skipMembers()
        }
        json = start
        var time: Int64?
        var body: EventBody?
        while let key = try json.nextKey() {
            if key.matches("data") {
                body = try parseData(type: type)
            } else if key.matches("timestamp") {
                time = try json.doubleIfAny().flatMap { abs($0) < 1e15 ? Int64($0) : nil }
            } else {
                try json.skipValue()
            }
        }
        if body == nil { body = type == 0 ? .contentLoaded : type == 1 ? .loaded : nil }
        if let time, let body { stream.events.append(Event(at: time, batch: batch, body: body)) }
    }

    private mutating func parseData(type: Int64) throws(JSONError) -> EventBody? {
        guard try json.peek() == .object else {
            try json.skipValue()
            return nil
        }
        switch type {
        case 0: return try skip(.contentLoaded)
        case 1: return try skip(.loaded)
        case 2: return try parseSnapshot()
        case 3: return try parseIncrement()
        case 4: return try parseMeta()
        case 5: return try parseCustom()
        default: return try skip(nil)
        }
    }

    private mutating func parseMeta() throws(JSONError) -> EventBody? {
        var address = Slice.absent
        var width: Int32 = 0
        var height: Int32 = 0
        try json.beginObject()
        while let key = try json.nextKey() {
            if key.matches("href") {
                address = try slice()
            } else if key.matches("width") {
                width = try json.countIfAny()
            } else if key.matches("height") {
                height = try json.countIfAny()
            } else {
                try json.skipValue()
            }
        }
        return .meta(address: address, width: width, height: height)
    }

    private mutating func parseSnapshot() throws(JSONError) -> EventBody? {
        var node: Int32?
        var left: Float = 0
        var top: Float = 0
        try json.beginObject()
        while let key = try json.nextKey() {
            if key.matches("node") {
                node = try parseNode()
            } else if key.matches("initialOffset"), try json.peek() == .object {
                try json.beginObject()
                while let key = try json.nextKey() {
                    if key.matches("left") {
                        left = try coordinate() ?? 0
                    } else if key.matches("top") {
                        top = try coordinate() ?? 0
                    } else {
                        try json.skipValue()
                    }
                }
            } else {
                try json.skipValue()
            }
        }
        return node.map { .snapshot(node: $0, left: left, top: top) }
    }

    private mutating func parseIncrement() throws(JSONError) -> EventBody? {
        let start = json
        try json.beginObject()
        let source = try find("source")?.integer
        json = start
        switch source {
        case 0: return try parseMutation()
        case 1: return try parseMoves(.mouse)
        case 2: return try parsePointerAction()
        case 3: return try parseScroll()
        case 4: return try parseResize()
        case 5: return try parseInput()
        case 6: return try parseMoves(.touch)
        case 8: return try parseRules()
        case 9: return try parseCanvas()
        case 12: return try parseMoves(.drag)
        case 13: return try parseDeclaration()
        case 15: return try parseAdoptedSheets()
        default: return try skip(nil)
        }
    }
}

// MARK: - Steps that all parts share

extension EventParser {
    /// The next value's text; absent where it is no string.
    mutating func slice() throws(JSONError) -> Slice {
        // No closure here: it would copy the parser with all it has gathered.
        guard let text = try json.textIfAny() else { return .absent }
        return archive.slice(of: text)
    }

    mutating func coordinate() throws(JSONError) -> Float? {
        try json.doubleIfAny().flatMap { abs($0) < 1e7 ? Float($0) : nil }
    }

    mutating func skip(_ body: EventBody?) throws(JSONError) -> EventBody? {
        try json.skipValue()
        return body
    }

    /// The rest of the object that is being read.
    mutating func skipMembers() throws(JSONError) {
        while try json.nextKey() != nil { try json.skipValue() }
    }

    /// Reads on in the current object to the number that `name` holds. It is the first member in what recorders
    /// write; the caller goes back to the start afterwards, wherever it was.
    mutating func find(_ name: StaticString) throws(JSONError) -> JSONNumber? {
        while let key = try json.nextKey() {
            if key.matches(name), try json.peek() == .number { return try json.number() }
            try json.skipValue()
        }
        return nil
    }
}

/// Where the archive begins that slices count from.
struct ArchiveStart {
    fileprivate let base: UnsafeRawPointer

    func slice(of text: JSONText) -> Slice {
        guard let start = text.bytes.baseAddress else { return .absent }
        return Slice(offset: start - base, count: text.bytes.count, hasEscapes: text.hasEscapes)
    }
}
