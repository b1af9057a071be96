import SignetModel

extension Recording {
    /// The archive against a dictionary of its page.
    public func packed(with dictionary: ZstandardDictionary) -> [UInt8] {
        Zstandard.compress(NumbersApart.pack(content.bytes), with: dictionary)
    }

    /// From what ``packed(with:)`` gave.
    ///
    /// - Parameter limit: of the archive's bytes.
    public init(packed bytes: [UInt8], with dictionary: ZstandardDictionary, limit: Int) throws {
        let packed = try Zstandard.decompress(bytes, limit: 2 * limit, with: dictionary)
        try self.init(archived: NumbersApart.unpack(packed, limit: limit))
    }

    /// What visits to one page may share, as it stands where it is packed: the events, and what browsers say of themselves.
    /// Addresses are left out, and so is every value that an input or a submission reports, however many typed the same.
    public var shareableTexts: [[UInt8]] {
        content.bytes.withUnsafeBytes { bytes in
            guard let all = NumbersApart.split(bytes) else { return [] }
            return shareableRanges.compactMap {
                NumbersApart.split(UnsafeRawBufferPointer(rebasing: bytes[$0]))?.text
            } + [all.numbers]
        }
    }

    private var shareableRanges: [Range<Int>] {
        let understood = Set(stream.events.map { Int($0.batch) })
        let typed = typedRanges
        var ranges: [Range<Int>] = []
        var place = 0
        for (index, entry) in content.entries.enumerated() where understood.contains(index) {
            ranges.append(content.browser(of: index))
            var start = entry.body.lowerBound
            while place < typed.count, typed[place].lowerBound < entry.body.upperBound {
                if typed[place].lowerBound >= start {
                    ranges.append(start..<typed[place].lowerBound)
                    start = typed[place].upperBound
                }
                place += 1
            }
            ranges.append(start..<entry.body.upperBound)
        }
        return ranges
    }

    /// Where typed values stand in the archive, in order.
    private var typedRanges: [Range<Int>] {
        var slices = stream.values.map(\.value) + stream.pictures.map(\.base64)
        for event in stream.events {
            if case .input(_, let text, _, _) = event.body { slices.append(text) }
        }
        return slices.filter(\.isPresent).map(\.range).sorted { $0.lowerBound < $1.lowerBound }
    }
}

extension Archive {
    /// The envelope's line from the browser's name on, which stands behind the address.
    fileprivate func browser(of index: Int) -> Range<Int> {
        let body = entries[index].body
        var place = index == 0 ? 0 : entries[index - 1].body.upperBound
        let name = Array(#","user_agent":"#.utf8)
        while place + name.count < body.lowerBound {
            if bytes[place..<(place + name.count)].elementsEqual(name) { return place..<body.lowerBound }
            place += 1
        }
        return body.lowerBound..<body.lowerBound
    }
}
