import Crypto
import SignetModel
import SignetRecording
import SignetStorage

/// The dictionaries that evidence is compressed against: what many visits to one page have in common, kept once.
///
/// Each is an evidence object of its own, encrypted under a key of its page. The database knows pages by keyed codes only.
struct Dictionaries: Sendable {
    enum Failure: Error, Hashable, CustomStringConvertible {
        case missing(number: Int)
        case damaged(number: Int)

        var description: String {
            switch self {
            case .missing(let number):
                "dictionary \(number) is not in the evidence store: restore its object from a backup"
            case .damaged(let number):
                "dictionary \(number) was not made with this secret, or is damaged: restore its object from a backup"
            }
        }
    }

    /// Visits that make a page's first dictionary.
    static let firstSamples = 16
    /// Of a page's shared strings together.
    static let maximumLength = 256 << 10
    /// Opened dictionaries, each of about a megabyte, that are kept.
    private static let kept = 16
    private static let codeLength = 16
    /// Level for the dictionary itself, which is packed once and read often.
    private static let objectLevel = 9
    /// Text that no dictionary of another kind begins with.
    private static let header = Array("signet-dictionary 1\n".utf8)

    private let secret: Secret
    private let database: any DictionaryDatabase
    private let evidence: any EvidenceStore
    private let codes: PreparedMAC
    private let opened = RecentValues<Int, ZstandardDictionary>(capacity: Self.kept, lifetime: nil)

    init(secret: Secret, database: any DictionaryDatabase, evidence: any EvidenceStore) {
        self.secret = secret
        self.database = database
        self.evidence = evidence
        codes = PreparedMAC(key: secret.current.key(for: .dictionaryPage))
    }

    /// By which the database knows the page.
    func code(of page: PageURL) -> [UInt8] {
        codes.code(for: Array(page.description.utf8), length: Self.codeLength)
    }

    /// The dictionary that a seal refers to.
    func dictionary(_ number: Int) async throws -> ZstandardDictionary {
        if let known = opened[number] { return known }
        guard let record = try await database.dictionary(number) else { throw Failure.missing(number: number) }
        return try await dictionary(record)
    }

    func dictionary(_ record: PageDictionary) async throws -> ZstandardDictionary {
        if let known = opened[record.number] { return known }
        guard let object = try await evidence.get(record.object) else { throw Failure.missing(number: record.number) }
        guard let version = secret.version(record.secretVersion),
            let box = try? AES.GCM.SealedBox(combined: object),
            let packed = try? AES.GCM.open(box, using: version.key(for: .dictionary, context: record.page)),
            let content = try? Zstandard.decompress(Array(packed), limit: Self.maximumLength + Self.header.count)
        else { throw Failure.damaged(number: record.number) }
        let dictionary = ZstandardDictionary(content: content)
        opened.remember(dictionary, for: record.number)
        return dictionary
    }

    /// Makes a dictionary of what visits to the page share and what earlier ones did, durable when it returns.
    ///
    /// - Parameter earlier: the page's dictionary until now. A page that is shown in two ways would lose one of them without it.
    func make(
        of samples: [DictionarySample], after earlier: PageDictionary?, page: [UInt8], at moment: Timestamp
    ) async throws -> PageDictionary {
        var known: [UInt8] = []
        // One that cannot be read is no reason to make none.
        if let earlier, let content = try? await dictionary(earlier).content {
            known = Array(content.dropFirst(Self.header.count))
        }
        var shared = SharedStrings(known: known)
        for sample in samples.prefix(SharedStrings.maximumVisits) {
            shared.addVisit(sample.recording.shareableTexts + [Array(sample.text.utf8)])
        }
        let new = Array(shared.strings(limit: Self.maximumLength).joined())
        let dictionary = ZstandardDictionary(
            content: Self.header + known.suffix(Self.maximumLength - new.count) + new)
        var record = PageDictionary(
            page: page, secretVersion: secret.current.number, object: "", madeAt: moment,
            poorAbove: Self.poorAbove(of: samples, with: dictionary))
        let box = try AES.GCM.seal(
            Zstandard.compress(dictionary.content, level: Self.objectLevel),
            using: secret.current.key(for: .dictionary, context: page))
        record.object = try await evidence.put([box.combined.map(Array.init) ?? []])[0]
        record.number = try await database.addDictionary(record)
        opened.remember(dictionary, for: record.number)
        return record
    }

    /// Twice what the middle one of the samples comes to with the dictionary, or half way to what it comes to without.
    private static func poorAbove(of samples: [DictionarySample], with dictionary: ZstandardDictionary) -> Double {
        let sizes = samples.prefix(firstSamples).map { sample in
            let size = Double(max(1, sample.recording.archive.count))
            return (
                packed: Double(sample.recording.packed(with: dictionary).count) / size,
                plain: Double(Zstandard.compress(sample.recording.archive).count) / size
            )
        }.sorted { $0.packed < $1.packed }
        guard !sizes.isEmpty else { return 1 }
        let middle = sizes[sizes.count / 2]
        return min(2 * middle.packed, (middle.packed + middle.plain) / 2)
    }

    /// Removes dictionaries that no seal refers to. New ones are spared: their seals may be on the way.
    func removeUnused(at moment: Timestamp) async throws {
        try await database.removeUnusedDictionaries(madeBefore: moment - .days(1))
        for object in try await database.removedObjects() {
            try await evidence.remove(object)
            try await database.forgetRemovedObject(object)
        }
    }
}

/// A visit that is material of a dictionary.
struct DictionarySample: Sendable {
    let recording: Recording
    /// Of the page, as facts keep it.
    let text: String
}
