import Foundation
import SignetStorage
import Testing

struct DataDirectoryTests {
    @Test func `a directory that is in use is refused, and closes no file but its own`() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("data-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let directory = try DataDirectory(path: path, creating: true)
        let lock = try directory.lock()
        #expect(throws: DataDirectory.Failure.inUse(path: path)) { try directory.lock() }
        errno = 0
        _ = try? directory.lock()
        let code = errno
        // Closing a number twice may close somebody else's file.
        #expect(code != EBADF)
        withExtendedLifetime(lock) {}
    }
}
