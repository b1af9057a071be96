import Foundation
import SignetModel
import SignetStorage
import Testing

@testable import SignetService

struct AssetVaultTests {
    private let site = Domain("quotes.example")!
    private let day = Day("2026-11-25")!
    private let content = Array("GIF89a a picture".utf8)

    /// A database of its own, and an evidence store that tells what it sees.
    private final class World {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vault-\(UUID())").path
        let database: SQLiteDatabase
        let evidence: FileEvidenceStore

        init() throws {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            database = try SQLiteDatabase(path: "\(folder)/signet.db")
            evidence = try FileEvidenceStore(folder: "\(folder)/evidence")
        }

        deinit {
            try? FileManager.default.removeItem(atPath: folder)
        }

        func vault(_ secret: Secret, _ evidence: (any EvidenceStore)? = nil) -> AssetVault {
            AssetVault(secret: secret, database: database, evidence: evidence ?? self.evidence)
        }

        var objects: [String] {
            (FileManager.default.enumerator(atPath: "\(folder)/evidence")?.allObjects as? [String] ?? [])
                .filter { $0.contains("/") }
        }
    }

    /// Loses the power while it stores an object, before it is durable.
    private struct DyingStore: EvidenceStore {
        struct PowerLost: Error {}

        func put(_ objects: [[UInt8]]) async throws -> [String] { throw PowerLost() }
        func get(_ name: String) async throws -> [UInt8]? { nil }
        func remove(_ name: String) async throws { throw PowerLost() }
    }

    @Test func `an asset is kept once for a site, encrypted, and another site has it not`() async throws {
        let world = try World()
        let vault = world.vault(.generate())
        let label = vault.label(AssetDigest(of: content), of: site)
        #expect(try await vault.present([label], on: day).isEmpty)
        for _ in 0..<2 { #expect(try await vault.keep(content, as: label, on: day)) }
        #expect(try await vault.present([label], on: day) == [label.digest])
        let other = vault.label(label.digest, of: Domain("other.example")!)
        #expect(try await vault.present([other], on: day).isEmpty)
        #expect(try await vault.find([other], sealedWith: nil).isEmpty)
        #expect(try await vault.keep(content, as: other, on: day))
        #expect(world.objects.count == 2)
        for name in world.objects {
            let bytes = try #require(FileManager.default.contents(atPath: "\(world.folder)/evidence/\(name)"))
            #expect(bytes.range(of: Data("GIF89a".utf8)) == nil)
        }
        let row = try #require(try await vault.find([label], sealedWith: nil)[label.digest])
        #expect(try await vault.content(of: row, label) == content)
    }

    @Test func `an asset is there only once its object is durable`() async throws {
        let world = try World()
        let secret = Secret.generate()
        let dying = world.vault(secret, DyingStore())
        let label = dying.label(AssetDigest(of: content), of: site)
        await #expect(throws: DyingStore.PowerLost.self) { try await dying.keep(content, as: label, on: day) }
        let vault = world.vault(secret)
        #expect(try await vault.present([label], on: day).isEmpty)
        #expect(try await vault.find([label], sealedWith: nil).isEmpty)
        #expect(try await vault.keep(content, as: label, on: day))
        #expect(try await vault.present([label], on: day) == [label.digest])
    }

    @Test func `an asset that is going is neither there nor taken, until it is gone`() async throws {
        let world = try World()
        let vault = world.vault(.generate())
        let label = vault.label(AssetDigest(of: content), of: site)
        let later = Day(number: day.number + 5)
        #expect(try await vault.keep(content, as: label, on: day))
        #expect(try await world.database.releaseAssets(unwantedSince: day, limit: 10).isEmpty)
        // The process dies after this; the next round finds the same again.
        let going = try await world.database.releaseAssets(unwantedSince: later, limit: 10)
        #expect(try await world.database.releaseAssets(unwantedSince: later, limit: 10) == going)
        #expect(try await vault.present([label], on: later).isEmpty)
        #expect(try await !vault.keep(content, as: label, on: later))
        #expect(try await world.database.releaseAssets(unwantedSince: later, limit: 10) == going)
        for asset in going { try await world.evidence.remove(asset.object) }
        try await world.database.forgetAssets(going.map(\.code))
        #expect(world.objects.isEmpty)
        #expect(try await vault.keep(content, as: label, on: later))
        #expect(world.objects.count == 1)
    }

    @Test func `asking keeps an asset as long as bringing it`() async throws {
        let world = try World()
        let vault = world.vault(.generate())
        let label = vault.label(AssetDigest(of: content), of: site)
        let next = Day(number: day.number + 1)
        #expect(try await vault.keep(content, as: label, on: day))
        #expect(try await vault.present([label], on: next) == [label.digest])
        #expect(try await world.database.releaseAssets(unwantedSince: next, limit: 10).isEmpty)
        #expect(try await world.database.assetBytes() == content.count + 28)
    }

    @Test func `what an older version of the secret kept is found under a newer one`() async throws {
        let world = try World()
        let old = Secret.generate()
        let line = try #require(old.fileText.split(separator: "\n").last)
        let added = try #require(Secret.generate().fileText.split(separator: "\n").last)
        let new = try Secret(parsing: "\(line)\n2\(added.dropFirst())")
        let before = world.vault(old)
        #expect(
            try await before.keep(content, as: before.label(AssetDigest(of: content), of: site), on: day))
        let vault = world.vault(new)
        let label = vault.label(AssetDigest(of: content), of: site)
        #expect(try await vault.present([label], on: day) == [label.digest])
        let row = try #require(try await vault.find([label], sealedWith: nil)[label.digest])
        #expect(try await vault.content(of: row, label) == content)
    }
}
