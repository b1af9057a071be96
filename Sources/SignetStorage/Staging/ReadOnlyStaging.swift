import NIOConcurrencyHelpers
public import SignetModel

/// Staging as a second process sees it beside the server that writes: what is in the files at the time of asking.
///
/// Reads segments only. It can drop days, which needs no more than a folder's removal, and never appends.
public struct ReadOnlyStaging: StagingStore {
    private let folder: String
    private let secret: Secret
    private let files: any FileSystem
    /// Days that were read, with their indexes in memory.
    private let opened = NIOLockedValueBox<[Day: StagedDay]>([:])

    public init(folder: String, secret: Secret, files: any FileSystem = POSIXFileSystem()) {
        self.folder = folder
        self.secret = secret
        self.files = files
    }

    public func append(
        _ batch: Batch, issuedAt: Timestamp,
        completion: @escaping @Sendable (Result<AppendOutcome, StagingError>) -> Void
    ) {
        completion(.failure(.shutDown))
    }

    public func visit(_ id: CertificateID, issuedAt: Timestamp) async throws -> Visit? {
        try open(issuedAt.day)?.index.visit(id, issuedAt: issuedAt)?.visit
    }

    public func batches(of visit: Visit) async throws -> [Batch] {
        try open(visit.issuedAt.day)?.batches(of: visit) ?? []
    }

    public func submittedVisits(on day: Day, after cursor: Visit?, limit: Int) async throws -> [Visit] {
        try open(day)?.index.submitted(after: cursor, limit: limit).compactMap(\.visit) ?? []
    }

    public func days() async throws -> [Day] {
        try SegmentStaging.days(in: folder, files: files)
    }

    public var byteCount: Int? { nil }

    public func drop(_ day: Day) async throws {
        opened.withLockedValue { $0[day] = nil }
        try StagedDay.remove("\(folder)/\(day)", files: files)
    }

    /// The day with all that is written by now; nil where there is none, or no longer is.
    private func open(_ day: Day) throws -> StagedDay? {
        try opened.withLockedValue { opened in
            guard files.exists("\(folder)/\(day)/key") else {
                opened[day] = nil
                return nil
            }
            if let known = opened[day] {
                try known.indexNewRecords()
                return known
            }
            let read = try StagedDay(
                day: day, folder: "\(folder)/\(day)", secret: secret, files: files, mode: .read, usesIndexFile: false)
            opened[day] = read
            return read
        }
    }
}
