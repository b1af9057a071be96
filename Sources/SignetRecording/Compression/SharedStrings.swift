/// Finds the strings that many visits to a page have in common, and nothing that fewer have.
///
/// Visits are cut into pieces at places that depend on few bytes, so that what differs spoils only the piece it stands in. A
/// shared string is a row of three pieces or more that stands, as a whole and in that order, in ``threshold`` visits or more.
/// The strings come in an order of their own, not in one that any visit had them in.
public struct SharedStrings {
    /// In so many different visits a string must stand.
    public static let threshold = 10
    /// More visits than these are not looked at.
    public static let maximumVisits = 64
    /// Of one visit; what is beyond is not looked at.
    private static let maximumVisitLength = 1 << 20

    /// What was added, end to end.
    private var bytes: [UInt8] = []
    /// Texts that stand for themselves, in ``bytes``, each with the number of its visit.
    private var texts: [(range: Range<Int>, visit: UInt8)] = []
    /// In ``bytes`` too: what is known already.
    private let known: Range<Int>
    public private(set) var visitCount = 0

    /// - Parameter known: shared strings of earlier visits, which are not looked for again.
    public init(known: [UInt8] = []) {
        bytes = known
        self.known = known.indices
    }

    /// Adds a visit as texts, across whose borders nothing is looked for.
    public mutating func addVisit(_ visitTexts: [[UInt8]]) {
        guard visitCount < Self.maximumVisits else { return }
        var room = Self.maximumVisitLength
        for text in visitTexts where room > 0 {
            let start = bytes.count
            bytes.append(contentsOf: text.prefix(room))
            texts.append((start..<bytes.count, UInt8(visitCount)))
            room -= text.count
        }
        visitCount += 1
    }

    /// The strings, those that most visits share last.
    ///
    /// - Parameter limit: of their bytes together; where there are more, the longest of those that most visits share are taken.
    public func strings(limit: Int) -> [[UInt8]] {
        bytes.withUnsafeBytes { bytes in
            var search = SharedRunSearch(bytes: bytes, texts: texts, known: known)
            var room = limit
            let chosen = search.runs().sorted { ($0.visits, $0.range.count) > ($1.visits, $1.range.count) }
                .filter { run in
                    guard run.range.count <= room else { return false }
                    room -= run.range.count
                    return true
                }
            return chosen.map { ($0.visits, Array(bytes[$0.range])) }
                .sorted { $0.0 != $1.0 ? $0.0 < $1.0 : $0.1.lexicographicallyPrecedes($1.1) }
                .map { $0.1 }
        }
    }
}

/// A row of pieces that so many visits share.
private struct SharedRun {
    var range: Range<Int>
    var visits: Int
}

/// Where a text is cut into pieces: where the five bytes before say so, and around the numbers of JSON, which differ more
/// often than anything else.
private enum PieceCutter {
    private static let minimumLength = 8
    /// A piece has this many bytes on average, beside those that numbers cut.
    private static let cutMask: UInt32 = 31

    static func end(of text: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start + 1
        if text[start].isDigit, start > 0, text[start - 1].introducesNumber {
            while index < text.count, text[index].isDigit { index += 1 }
            return index
        }
        var hash = weight(of: text[start])
        while index < text.count {
            let byte = text[index]
            if byte.isDigit, text[index - 1].introducesNumber { return index }
            if hash & cutMask == 0, index - start >= minimumLength { return index }
            hash = hash << 1 &+ weight(of: byte)
            index += 1
        }
        return index
    }

    /// Some number that has little to do with the byte's neighbours'.
    private static func weight(of byte: UInt8) -> UInt32 {
        (UInt32(byte) &* 0x9E37_79B1) >> 13
    }
}

extension UInt8 {
    fileprivate var introducesNumber: Bool {
        self == UInt8(ascii: ":") || self == UInt8(ascii: ",") || self == UInt8(ascii: "[") || self == UInt8(ascii: "-")
    }
}

/// Looks for rows of pieces in all visits at once.
///
/// What is counted are groups of three pieces, so that pages which differ in nothing but the numbers of their nodes do not pass
/// for one another.
private struct SharedRunSearch {
    private static let groupSize = 3
    /// Shorter ones save nothing.
    private static let minimumLength = 16
    /// A run goes on over so many groups that are in earlier runs already.
    private static let maximumRepeat = 32
    private static let gap: Int32 = -1

    /// The bytes of a piece, which are those of every piece with its number.
    private struct Content: Hashable {
        let bytes: UnsafeRawBufferPointer

        static func == (left: Content, right: Content) -> Bool {
            left.bytes.elementsEqual(right.bytes)
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(bytes: bytes)
        }
    }

    private struct Group: Hashable {
        var pieces: SIMD3<Int32>
    }

    private struct Place {
        var group: Int32
        var visit: UInt8
        var start: Int32
        var end: Int32
    }

    private let bytes: UnsafeRawBufferPointer
    private var pieceNumbers: [Content: Int32] = [:]
    private var groupNumbers: [Group: Int32] = [:]
    /// The groups of all texts, one after the other, with gaps between texts. Each begins one piece after the one before.
    private var places: [Place] = []
    /// By group: the visits that hold it, a bit each.
    private var holders: [UInt64] = []
    /// By group: some run has it.
    private var isCovered: [Bool] = []
    /// By group: where it stands in ``places``; `firsts` says where its part of the list begins.
    private var occurrences: [Int32] = []
    private var firsts: [Int32] = []
    /// Visits made to agree nearly everywhere must not cost the square of their length.
    private var work: Int

    init(bytes: UnsafeRawBufferPointer, texts: [(range: Range<Int>, visit: UInt8)], known: Range<Int>) {
        self.bytes = bytes
        work = 100_000 + bytes.count * 8
        forEachGroup(of: known) { search, group, _ in search.isCovered[Int(group)] = true }
        for text in texts {
            forEachGroup(of: text.range) { search, group, range in
                search.holders[Int(group)] |= 1 << UInt64(text.visit)
                search.places.append(
                    Place(
                        group: group, visit: text.visit, start: Int32(range.lowerBound), end: Int32(range.upperBound)))
            }
            places.append(Place(group: Self.gap, visit: text.visit, start: 0, end: 0))
        }
        listOccurrences()
    }

    private mutating func forEachGroup(of text: Range<Int>, _ body: (inout Self, Int32, Range<Int>) -> Void) {
        let content = UnsafeRawBufferPointer(rebasing: bytes[text])
        var group = Group(pieces: SIMD3(repeating: Self.gap))
        var starts = SIMD3<Int>(repeating: 0)
        var start = 0
        while start < content.count {
            let end = PieceCutter.end(of: content, from: start)
            let piece = number(ofPiece: UnsafeRawBufferPointer(rebasing: content[start..<end]))
            group.pieces = SIMD3(group.pieces.y, group.pieces.z, piece)
            starts = SIMD3(starts.y, starts.z, text.lowerBound + start)
            if group.pieces.x != Self.gap { body(&self, number(of: group), starts.x..<(text.lowerBound + end)) }
            start = end
        }
    }

    private mutating func number(ofPiece piece: UnsafeRawBufferPointer) -> Int32 {
        let new = Int32(pieceNumbers.count)
        let key = Content(bytes: piece)
        if let known = pieceNumbers[key] { return known }
        pieceNumbers[key] = new
        return new
    }

    private mutating func number(of group: Group) -> Int32 {
        let new = Int32(holders.count)
        if let known = groupNumbers[group] { return known }
        groupNumbers[group] = new
        holders.append(0)
        isCovered.append(false)
        return new
    }

    private mutating func listOccurrences() {
        firsts = Array(repeating: 0, count: holders.count + 1)
        for place in places where place.group >= 0 { firsts[Int(place.group) + 1] += 1 }
        for group in holders.indices { firsts[group + 1] += firsts[group] }
        var next = firsts
        occurrences = Array(repeating: 0, count: Int(firsts[holders.count]))
        for (index, place) in places.enumerated() where place.group >= 0 {
            occurrences[Int(next[Int(place.group)])] = Int32(index)
            next[Int(place.group)] += 1
        }
    }

    mutating func runs() -> [SharedRun] {
        var runs: [SharedRun] = []
        for index in places.indices {
            let group = places[index].group
            guard work > 0, group >= 0, !isCovered[Int(group)],
                holders[Int(group)].nonzeroBitCount >= SharedStrings.threshold
            else { continue }
            let run = run(from: index)
            if run.range.count >= Self.minimumLength { runs.append(run) }
        }
        return runs
    }

    /// The longest run from here on that enough visits share, as far as it has groups that no earlier run has.
    private mutating func run(from start: Int) -> SharedRun {
        let group = Int(places[start].group)
        isCovered[group] = true
        var found = Array(occurrences[Int(firsts[group])..<Int(firsts[group + 1])])
        var end = start + 1
        var best = SharedRun(range: range(start..<end), visits: holders[group].nonzeroBitCount)
        var newEnd = end
        while places[end].group >= 0, end - newEnd < Self.maximumRepeat, work > 0 {
            let next = places[end].group
            work -= found.count
            let distance = end - start
            found = found.filter { places[Int($0) + distance].group == next }
            let visits = found.reduce(into: UInt64(0)) { $0 |= 1 << UInt64(places[Int($1)].visit) }.nonzeroBitCount
            guard visits >= SharedStrings.threshold else { break }
            end += 1
            guard !isCovered[Int(next)] else { continue }
            isCovered[Int(next)] = true
            newEnd = end
            best = SharedRun(range: range(start..<end), visits: visits)
        }
        return best
    }

    private func range(_ places: Range<Int>) -> Range<Int> {
        Int(self.places[places.lowerBound].start)..<Int(self.places[places.upperBound - 1].end)
    }
}
