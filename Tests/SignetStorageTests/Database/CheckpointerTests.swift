import Foundation
import GRDB
import SignetModel
import Testing

@testable import SignetStorage

struct CheckpointerTests {
    @Test func `after a checkpoint the database file holds everything by itself`() async throws {
        let files = FileManager.default
        let path = files.temporaryDirectory.appendingPathComponent("checkpoint-\(UUID()).db").path
        let copy = path + "-copy"
        defer { for file in [path, path + "-wal", path + "-shm", copy] { try? files.removeItem(atPath: file) } }
        let database = try SQLiteDatabase(path: path)
        let account = Account(
            id: "acc_1", name: "Buyer", createdAt: Timestamp(seconds: 1_795_000_000), settings: AccountSettings())
        try await database.addAccount(account, keyDigest: [1])
        try await database.checkpoint()
        try files.copyItem(atPath: path, toPath: copy)
        try await database.close()

        let alone = try SQLiteDatabase(path: copy)
        #expect(try await alone.accounts() == [account])
        try await alone.close()
    }
}
