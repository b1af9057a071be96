import Logging
import SignetModel
import SignetRecording
import SignetStorage

/// Packs the visits of one round of sealing against the dictionaries of their pages, and makes those that are due.
///
/// A page's first 16 visits make its first dictionary, the next 48 a better one. From then on a visit is a sample that the
/// dictionary does not serve well, the page having changed, and of 64 samples the next dictionary is made, of 128 the one after.
struct EvidencePacker {
    /// What is kept of a visit, not encrypted yet.
    struct Packed {
        var facts: [UInt8]
        var archive: [UInt8]
        var dictionary: Int?
    }

    private static let maximumDoublings = 5
    /// Of one page in memory; others wait where they are sealed.
    private static let heldSamples = 16
    /// Longer recordings are no samples.
    private static let maximumSampleLength = 1 << 20

    private struct Page {
        var newest: PageDictionary?
        var count: Int
        /// Sealed earlier.
        var waiting: Int
        /// Of this round.
        var new: [CertificateID] = []
        var held: [DictionarySample] = []

        var needed: Int {
            switch count {
            case 0: Dictionaries.firstSamples
            case 1: SharedStrings.maximumVisits - Dictionaries.firstSamples
            default: SharedStrings.maximumVisits << min(count - 2, EvidencePacker.maximumDoublings)
            }
        }

        var isDue: Bool { waiting + new.count >= needed }
    }

    private let database: any DictionaryDatabase
    private let sealed: SealedEvidence
    private let moment: Timestamp
    private let logger: Logger
    private var pages: [[UInt8]: Page] = [:]

    init(sealed: SealedEvidence, database: any DictionaryDatabase, at moment: Timestamp, logger: Logger) {
        self.sealed = sealed
        self.database = database
        self.moment = moment
        self.logger = logger
    }

    private var dictionaries: Dictionaries { sealed.dictionaries }

    /// The samples of this round, with the codes of their pages.
    var samples: [CertificateID: [UInt8]] {
        var samples: [CertificateID: [UInt8]] = [:]
        for (code, page) in pages { for certificate in page.new { samples[certificate] = code } }
        return samples
    }

    /// Packs a visit that is sealed again as it was before, so that what did not change gives the same bytes.
    func pack(_ recording: Recording, facts: [UInt8], asIn earlier: SealedCertificate) async -> Packed {
        guard let number = earlier.dictionary, let dictionary = await readable(number) else {
            return Self.pack(recording, facts: facts)
        }
        return Self.pack(recording, facts: facts, number, dictionary)
    }

    /// Nil, and a line in the log, where the dictionary is lost or damaged: that is no reason not to seal.
    private func readable(_ number: Int) async -> ZstandardDictionary? {
        do {
            return try await dictionaries.dictionary(number)
        } catch {
            logger.error("what is sealed now does without its dictionary", metadata: ["error": "\(error)"])
            return nil
        }
    }

    mutating func pack(_ recording: Recording, facts: [UInt8], of visit: CertificateFacts) async throws -> Packed {
        guard let url = visit.page.url else { return Self.pack(recording, facts: facts) }
        let code = dictionaries.code(of: url)
        if pages[code] == nil {
            let known = try await database.dictionaries(ofPage: code)
            pages[code] = Page(newest: known.newest, count: known.count, waiting: known.sampleCount)
        }
        let packed = await pack(recording, facts: facts, code)
        guard recording.archive.count <= Self.maximumSampleLength, isServedBadly(packed, recording, code) else {
            return packed
        }
        note(DictionarySample(recording: recording, text: visit.text), recording.certificate, code)
        guard pages[code]?.isDue == true else { return packed }
        try await makeDictionary(code)
        return await pack(recording, facts: facts, code)
    }

    private mutating func pack(_ recording: Recording, facts: [UInt8], _ code: [UInt8]) async -> Packed {
        guard let newest = pages[code]?.newest, let dictionary = await readable(newest.number) else {
            pages[code]?.newest = nil
            return Self.pack(recording, facts: facts)
        }
        return Self.pack(recording, facts: facts, newest.number, dictionary)
    }

    private static func pack(_ recording: Recording, facts: [UInt8]) -> Packed {
        Packed(
            facts: Zstandard.compress(facts), archive: Zstandard.compress(recording.archive), dictionary: nil)
    }

    private static func pack(
        _ recording: Recording, facts: [UInt8], _ number: Int, _ dictionary: ZstandardDictionary
    ) -> Packed {
        Packed(
            facts: Zstandard.compress(facts, with: dictionary),
            archive: recording.packed(with: dictionary), dictionary: number)
    }

    private func isServedBadly(_ packed: Packed, _ recording: Recording, _ code: [UInt8]) -> Bool {
        guard let page = pages[code], let newest = page.newest, page.count > 1 else { return true }
        return Double(packed.archive.count) > newest.poorAbove * Double(recording.archive.count)
    }

    private mutating func note(_ sample: DictionarySample, _ certificate: CertificateID, _ code: [UInt8]) {
        pages[code]?.new.append(certificate)
        if let held = pages[code]?.held, held.count < Self.heldSamples { pages[code]?.held.append(sample) }
    }

    private mutating func makeDictionary(_ code: [UInt8]) async throws {
        guard var page = pages[code] else { return }
        var samples = page.held
        let earlier = try await database.dictionarySamples(
            ofPage: code, limit: SharedStrings.maximumVisits - samples.count)
        for row in earlier {
            // One that cannot be read is no reason not to seal others.
            if let sample = try? await sample(row) { samples.append(sample) }
        }
        page.newest = try await dictionaries.make(of: samples, after: page.newest, page: code, at: moment)
        page.count += 1
        page.waiting = 0
        page.new = []
        page.held = []
        pages[code] = page
    }

    private func sample(_ row: SealedCertificate) async throws -> DictionarySample? {
        guard let recording = try await sealed.recording(of: row) else { return nil }
        let facts = try await sealed.facts(of: row, cipher: sealed.cipher(of: row))
        return DictionarySample(recording: recording, text: facts.facts.text)
    }
}
