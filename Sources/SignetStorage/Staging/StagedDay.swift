import Logging
import NIOConcurrencyHelpers
import SignetModel

/// One day's folder: its key, its segment files and its index.
///
/// Appends come from one thread; reads may come from any.
final class StagedDay: Sendable {
    /// A record in the middle of a day's files that does not open: a disk failed, or somebody wrote there.
    struct Damaged: Error, CustomStringConvertible {
        let path: String
        let offset: Int

        var description: String { "\(path) is damaged at byte \(offset); what follows in this file cannot be read" }
    }

    /// The disk took no more records, and the day is as it was.
    struct NotAppended: Error, CustomStringConvertible {
        let cause: any Error

        var description: String { "\(cause)" }
    }

    static let segmentSize = 256 << 20
    /// So many are gathered in memory while a segment is read anew.
    private static let visitsAtOnce = 10_000

    let day: Day
    let key: DayKey
    let index: DayIndex
    private let folder: String
    private let files: any FileSystem
    private let mode: Mode
    private let logger: Logger?
    private let segments: NIOLockedValueBox<[Int: any File]>
    private let tail: NIOLockedValueBox<RecordLocation>
    /// Room for records on their way into one write, kept from one to the next.
    private let together = NIOLockedValueBox<[UInt8]>([])

    /// Opens the day's folder.
    ///
    /// - Parameters:
    ///   - mode: a writer makes the folder where there is none and cuts a torn tail; a reader leaves all as it is.
    ///   - usesIndexFile: false keeps the index in memory.
    ///   - logger: a writer's; it is told what was cut.
    init(
        day: Day, folder: String, secret: Secret, files: any FileSystem, mode: Mode, usesIndexFile: Bool,
        logger: Logger? = nil
    ) throws {
        self.day = day
        self.folder = folder
        self.files = files
        self.mode = mode
        self.logger = logger
        segments = NIOLockedValueBox([:])
        tail = NIOLockedValueBox(RecordLocation(segment: 0, offset: 0))
        key = try Self.key(day: day, folder: folder, secret: secret, files: files, mode: mode)
        index = try Self.openIndex(usesIndexFile && mode == .write ? "\(folder)/index.db" : nil, files: files)
        try indexNewRecords()
    }

    enum Mode: Sendable {
        case write
        case read
    }

    private static func key(
        day: Day, folder: String, secret: Secret, files: any FileSystem, mode: Mode
    ) throws -> DayKey {
        let path = "\(folder)/key"
        if let file = try files.contents(of: path) {
            return try DayKey(file: file, path: path, day: day, secret: secret)
        }
        guard mode == .write else { throw DayKey.Unreadable(path: path) }
        let (key, file) = try DayKey.generate(day: day, secret: secret)
        try files.makeDirectoryDurably(folder)
        try files.writeDurably(file, to: path)
        return key
    }

    /// An index that cannot be opened is no loss: it is made anew from the segments.
    private static func openIndex(_ path: String?, files: any FileSystem) throws -> DayIndex {
        do {
            return try DayIndex(path: path)
        } catch {
            guard let path else { throw error }
            for suffix in ["", "-wal", "-shm"] { try files.remove(path + suffix) }
            return try DayIndex(path: path)
        }
    }

    // MARK: Appending

    /// Appends records and returns where each lies. Nothing is durable before ``sync()``.
    ///
    /// Throws ``NotAppended`` where the disk takes no more. After any other error nobody can say what it holds.
    func append(_ records: [[UInt8]]) throws -> [RecordLocation] {
        var position = tail.withLockedValue { $0 }
        if position.offset >= Self.segmentSize { position = RecordLocation(segment: position.segment + 1, offset: 0) }
        let start = position.offset
        let file = try segment(position.segment, creating: true)
        var locations: [RecordLocation] = []
        locations.reserveCapacity(records.count)
        try together.withLockedValue { bytes in
            bytes.removeAll(keepingCapacity: true)
            for record in records {
                locations.append(position)
                bytes.append(contentsOf: record)
                position.offset += record.count
            }
            do {
                try file.append(bytes)
            } catch {
                // Part of it may be there.
                try file.truncate(to: start)
                throw NotAppended(cause: error)
            }
        }
        tail.withLockedValue { [position] in $0 = position }
        return locations
    }

    /// Makes durable what was appended.
    func sync() throws {
        let segment = tail.withLockedValue { $0.segment }
        try segments.withLockedValue { $0[segment] }?.sync()
    }

    /// The end of the last record.
    var end: RecordLocation { tail.withLockedValue { $0 } }

    private func segment(_ number: Int, creating: Bool) throws -> any File {
        if let file = segments.withLockedValue({ $0[number] }) { return file }
        let path = path(number)
        let isNew = creating && !files.exists(path)
        if isNew, number > 0 {
            // What lies in the earlier file must not depend on a later sync that touches only this one.
            try segments.withLockedValue { $0[number - 1] }?.sync()
        }
        let file: any File
        do {
            file = try files.open(path, creating: creating)
        } catch {
            if creating { throw NotAppended(cause: error) }
            throw error
        }
        if isNew { try files.syncDirectory(folder) }
        segments.withLockedValue { $0[number] = file }
        return file
    }

    private func path(_ number: Int) -> String {
        "\(folder)/\(number.padded(6)).segment"
    }

    // MARK: Reading

    func batch(at location: RecordLocation, length: Int) throws -> Batch {
        let bytes = try segment(location.segment, creating: false).read(at: location.offset, count: length)
        guard let batch = BatchRecord.decode(bytes[...], key: key) else {
            throw Damaged(path: path(location.segment), offset: location.offset)
        }
        return batch
    }

    func batches(of visit: Visit) throws -> [Batch] {
        try visit.entries.sorted { $0.sequence < $1.sequence }
            .map { try batch(at: $0.location, length: $0.length) }
    }

    // MARK: Recovery

    /// Indexes what the segments hold beyond the index: at the start, and for a reader what was written since.
    func indexNewRecords() throws {
        let numbers = try files.list(folder).compactMap { name in
            name.hasSuffix(".segment") ? Int(name.dropLast(".segment".count)) : nil
        }.sorted()
        guard let last = numbers.last else { return }
        var position = try index.position()
        for number in numbers where number >= position.segment {
            let start = number == position.segment ? position.offset : 0
            position = RecordLocation(
                segment: number, offset: try scan(number, from: start, isLast: number == last))
        }
        tail.withLockedValue { [position] in $0 = position }
    }

    /// Indexes the records of a segment.
    /// - Returns: where the last whole record ends.
    private func scan(_ number: Int, from start: Int, isLast: Bool) throws -> Int {
        let file = try segment(number, creating: false)
        let size = try file.size()
        var offset = start
        var visits: [CertificateID: StagedVisit] = [:]
        while offset < size {
            let header = try file.read(at: offset, count: BatchRecord.headerLength)
            guard let record = BatchRecord(header: header[...]), offset + record.length <= size else { break }
            let bytes = try file.read(at: offset, count: record.length)
            guard BatchRecord.decode(bytes[...], key: key) != nil else { break }
            var visit =
                try visits[record.certificate] ?? index.visit(record.certificate, issuedAt: record.issuedAt)
                ?? StagedVisit(of: record)
            visit.add(record, at: RecordLocation(segment: number, offset: offset))
            visits[record.certificate] = visit
            offset += record.length
            if visits.count == Self.visitsAtOnce {
                try index.put(visits.values, position: RecordLocation(segment: number, offset: offset))
                visits = [:]
            }
        }
        try index.put(visits.values, position: RecordLocation(segment: number, offset: offset))
        if offset < size {
            guard isLast else { throw Damaged(path: path(number), offset: offset) }
            if mode == .write {
                logger?.warning(
                    "a file of staging ends in what is no record, which is cut",
                    metadata: ["file": "\(path(number))", "bytes": "\(size - offset)"])
                try file.truncate(to: offset)
                try file.sync()
            }
        }
        return offset
    }

    // MARK: Dropping

    func remove() throws {
        try index.close()
        try Self.remove(folder, files: files)
    }

    /// Removes a day's folder, its key before all else. Another process may have done so already.
    static func remove(_ folder: String, files: any FileSystem) throws {
        if files.exists(folder) {
            try files.remove("\(folder)/key")
            try files.syncDirectory(folder)
            try files.removeDirectory(folder)
        }
        try files.syncDirectory(files.parent(of: folder))
    }
}
