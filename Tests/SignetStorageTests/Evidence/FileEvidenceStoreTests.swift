import Testing

@testable import SignetStorage

struct FileEvidenceStoreTests {
    private let disk = CrashingFileSystem()

    private func store() throws -> FileEvidenceStore {
        try FileEvidenceStore(folder: "/data/evidence", files: disk)
    }

    /// Different objects, longer than a page of the disk, of which some share a folder.
    private func objects(_ random: inout SeededGenerator) -> [[UInt8]] {
        (0..<12).map { _ in
            let mark = UInt8.random(in: 0...255, using: &random)
            return Array(repeating: mark, count: Int.random(in: 1...2_000, using: &random))
        }
    }

    /// Of everything that is in place.
    private func names() throws -> [String] {
        try disk.list("/data/evidence").filter { $0 != ".new" }.flatMap { try disk.list("/data/evidence/\($0)") }
    }

    @Test(arguments: UInt64(0)..<200)
    func `what was kept before the power was cut is there after it, and nothing is half there`(
        seed: UInt64
    ) async throws {
        var random = SeededGenerator(seed: seed)
        var kept: [(String, [UInt8])] = []
        for round in UInt64(0)..<3 {
            let objects = objects(&random)
            disk.cutPower(after: Int.random(in: 0...120, using: &random))
            if let names = try? await store().put(objects) { kept += zip(names, objects) }
            disk.powerOn(seed: seed * 10 + round)

            let store = try store()
            for (name, bytes) in kept { #expect(try await store.get(name) == bytes) }
            // Throws where an object is damaged, whether it was acknowledged or not.
            for name in try names() { #expect(try await store.get(name) != nil) }
        }
    }

    @Test(arguments: UInt64(0)..<200)
    func `storing again what a stopped process left makes it durable`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let objects = objects(&random)
        disk.cutPower(after: Int.random(in: 0...90, using: &random))
        _ = try? await store().put(objects)
        // The process ends here, and the machine goes on.
        disk.cutPower(after: .max)
        let names = try await store().put(objects)
        disk.cutPower(after: 0)
        disk.powerOn(seed: seed)
        for (name, bytes) in zip(names, objects) { #expect(try await store().get(name) == bytes) }
    }

    @Test func `objects that many bring at once are kept whole`() async throws {
        let store = try store()
        for round in UInt8(0)..<50 {
            let objects = (UInt8(0)..<4).map { [round, $0] }
            try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<16 { group.addTask { try await store.put(objects) } }
                for try await names in group {
                    for (name, bytes) in zip(names, objects) { #expect(try await store.get(name) == bytes) }
                }
            }
        }
    }

    @Test func `a full disk keeps nothing of an object, and what a stopped process left is removed`() async throws {
        let objects: [[UInt8]] = [Array(repeating: 1, count: 2_000)]
        disk.isFull = true
        await #expect(throws: FileError.self) { try await store().put(objects) }
        #expect(try disk.list("/data/evidence/.new").isEmpty && names().isEmpty)
        disk.isFull = false
        let name = try await store().put(objects)[0]
        #expect(try await store().get(name) == objects[0])

        _ = try disk.open("/data/evidence/.new/left", creating: true)
        try store().removeLeftovers()
        #expect(try disk.list("/data/evidence/.new").isEmpty)
    }
}
