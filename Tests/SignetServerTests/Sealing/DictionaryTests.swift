import Foundation
import GRDB
import SignetModel
import SignetRecording
import SignetStorage
import Testing

@testable import SignetService

struct DictionaryTests {
    private let test: TestSignet

    init() throws {
        test = try TestSignet()
    }

    private var database: SQLiteDatabase { test.embedded.database }

    /// Records visits, of which each has a title of its own, and seals them.
    private func sealVisits(_ count: Int, of page: VisitedPage = VisitedPage()) async throws -> [CertificateID] {
        var certificates: [CertificateID] = []
        for number in 0..<count {
            var page = page
            page.title = "Visit \(number) of somebody"
            certificates.append(try await test.visit(page).id)
            // Visits are sealed in the order of their seconds.
            test.advance(by: .seconds(1))
        }
        let report = try await test.embedded.jobs.seal(by: test.signet.clock.now + .days(2))
        #expect(report?.sealed == count && report?.failed == 0)
        return certificates
    }

    private func row(_ certificate: CertificateID) async throws -> SealedCertificate {
        try #require(try await database.sealed(certificate))
    }

    /// Behind the database's back.
    private func change(_ sql: String) async throws {
        try await database.pool.write { db in try db.execute(sql: sql) }
    }

    private func recording(_ certificate: CertificateID) async throws -> Recording {
        let loaded = try #require(try await test.signet.reader.load(certificate))
        return try #require(try await test.signet.reader.recording(of: loaded))
    }

    private func files() throws -> [String: Data] {
        let folder = test.folder + "/data/evidence"
        return try FileManager.default.subpathsOfDirectory(atPath: folder).reduce(into: [:]) { files, name in
            files[name] = FileManager.default.contents(atPath: "\(folder)/\(name)")
        }
    }

    @Test func `the sixteenth visit to a page makes its dictionary, and later ones are packed against it`() async throws
    {
        let certificates = try await sealVisits(20)
        for (number, certificate) in certificates.enumerated() {
            let row = try await row(certificate)
            #expect((row.dictionary != nil) == (number >= 15))
            let loaded = try #require(try await test.signet.reader.load(certificate))
            #expect(loaded.facts.page.title == "Visit \(number) of somebody" && loaded.isSealed)
            #expect(loaded.facts.text.contains("I agree that Acme calls me"))
            let recording = try await recording(certificate)
            #expect(recording.analyze().page.title == "Visit \(number) of somebody")
        }
        let sizes = try await [size(of: certificates[0]), size(of: certificates[19])]
        #expect(sizes[1] * 2 < sizes[0])
    }

    /// Of the certificate's object.
    private func size(of certificate: CertificateID) async throws -> Int {
        let name = try await row(certificate).evidence
        return try #require(try files()["\(name.prefix(2))/\(name)"]).count
    }

    @Test func `samples of earlier rounds count, and those of other pages do not`() async throws {
        var other = VisitedPage()
        other.url = "https://quotes.leadsecrets.example/other"
        _ = try await sealVisits(15)
        let others = try await sealVisits(5, of: other)
        #expect(try await row(others[4]).dictionary == nil)
        let last = try await sealVisits(2)
        #expect(try await row(last[0]).dictionary != nil)
        #expect(try await row(last[1]).dictionary == row(last[0]).dictionary)
    }

    @Test func `the next 48 visits make a better dictionary, and a page that changes gets another`() async throws {
        let first = try await sealVisits(70)
        let dictionaries = try await numbers(first)
        #expect(Set(dictionaries[15..<63]).count == 1 && Set(dictionaries[63...]).count == 1)
        let second = try #require(dictionaries[69])
        #expect(second != dictionaries[15])
        var changed = VisitedPage()
        // Words that nothing else shares.
        let words = (1...800).map { String($0 * 2_654_435_761 % 1_000_003, radix: 36) }
        changed.consent = words.joined(separator: " ")
        let later = try await sealVisits(66, of: changed)
        let others = try await numbers(later)
        #expect(others[..<60].allSatisfy { $0 == second })
        #expect(others[65] != second && others[65] != nil)
        #expect(try await recording(first[16]).analyze().text.contains("1-800-555-0199"))
        #expect(try await recording(later[65]).analyze().text.contains(words[400]))
        #expect(try await numbers(try await sealVisits(1)) == [others[65]])
    }

    private func numbers(_ certificates: [CertificateID]) async throws -> [Int?] {
        var numbers: [Int?] = []
        for certificate in certificates { numbers.append(try await row(certificate).dictionary) }
        return numbers
    }

    @Test func `a dictionary holds nothing that one visit typed or only few have`() async throws {
        let certificates = try await sealVisits(17)
        let number = try #require(try await row(certificates[16]).dictionary)
        let record = try #require(try await database.dictionary(number))
        let secret = try SecretFile(path: test.folder + "/secret").read()
        let store = try FileEvidenceStore(folder: test.folder + "/data/evidence")
        let content = try await Dictionaries(secret: secret, database: database, evidence: store)
            .dictionary(record).content
        let text = String(decoding: content, as: UTF8.self)
        #expect(text.contains("I agree that Acme calls me") && text.contains("LeadSecretsApp"))
        for typed in ["ada@example.com", "512-555-1234", "203.0.113.7"] { #expect(!text.contains(typed)) }
        for number in 0..<17 { #expect(!text.contains("Visit \(number)")) }
    }

    @Test func `neither database nor evidence names the page`() async throws {
        _ = try await sealVisits(17)
        try await database.checkpoint()
        let names = [Data("leadsecrets".utf8), Data("home-insurance".utf8)]
        for name in names {
            for file in try files().values { #expect(file.range(of: name) == nil) }
            #expect(FileManager.default.contents(atPath: test.folder + "/data/signet.db")?.range(of: name) == nil)
        }
    }

    @Test func `sealing again gives the same bytes, with and without a dictionary`() async throws {
        let certificates = try await sealVisits(18)
        let before = [try await row(certificates[0]), try await row(certificates[17])]
        try await change("UPDATE sealed SET batch_count = 0")
        #expect(try await test.embedded.jobs.seal(by: test.signet.clock.now + .days(2))?.sealed == 18)
        let after = [try await row(certificates[0]), try await row(certificates[17])]
        #expect(before == after)
        #expect(before[0].dictionary == nil && before[1].dictionary != nil)
    }

    @Test func `a missing or damaged dictionary is told as what it is`() async throws {
        let certificates = try await sealVisits(18)
        let row = try await row(certificates[17])
        let number = try #require(row.dictionary)
        let record = try #require(try await database.dictionary(number))
        let path = "\(test.folder)/data/evidence/\(record.object.prefix(2))/\(record.object)"
        let secret = try SecretFile(path: test.folder + "/secret").read()
        let store = try FileEvidenceStore(folder: test.folder + "/data/evidence")
        func readAnew() async throws {
            let dictionaries = Dictionaries(secret: secret, database: database, evidence: store)
            _ = try await SealedEvidence(secret: secret, evidence: store, dictionaries: dictionaries).recording(of: row)
        }
        try await readAnew()
        try await change("UPDATE dictionary SET secret = 9")
        await #expect(throws: Dictionaries.Failure.damaged(number: number)) { try await readAnew() }
        try Data("something else".utf8).write(to: URL(fileURLWithPath: path))
        await #expect(throws: FileEvidenceStore.Damaged.self) { try await readAnew() }
        try FileManager.default.removeItem(atPath: path)
        await #expect(throws: Dictionaries.Failure.missing(number: number)) { try await readAnew() }
    }

    @Test func `visits are sealed, and sealed again, without a dictionary that is lost`() async throws {
        let certificates = try await sealVisits(18)
        try await change(
            "INSERT INTO dictionary SELECT number + 1, page, secret, 'lost', made_at, poor_above FROM dictionary")
        let later = try await sealVisits(1)
        #expect(try await row(later[0]).dictionary == nil)
        try await change("UPDATE sealed SET batch_count = 0, dictionary = (SELECT max(number) FROM dictionary)")
        let report = try await test.embedded.jobs.seal(by: test.signet.clock.now + .days(2))
        #expect(report?.sealed == 19 && report?.failed == 0)
        for certificate in certificates + later {
            #expect(try await row(certificate).dictionary == nil)
            #expect(try await recording(certificate).analyze().text.contains("I agree that Acme calls me"))
        }
    }

    @Test func `a dictionary goes with the last certificate that needs it`() async throws {
        let certificates = try await sealVisits(18)
        let number = try #require(try await row(certificates[17]).dictionary)
        let object = try #require(try await database.dictionary(number)).object
        test.advance(by: .days(80))
        _ = try await test.embedded.jobs.expire(at: test.signet.clock.now)
        #expect(try await database.dictionary(number) != nil)
        test.advance(by: .days(12))
        #expect(try await test.embedded.jobs.expire(at: test.signet.clock.now)?.removedCertificates == 18)
        #expect(try await database.dictionary(number) == nil)
        #expect(try files().keys.allSatisfy { !$0.hasSuffix(object) })
        #expect(try await database.removedObjects().isEmpty)
    }
}
