import Foundation
import Testing

@testable import SignetServer

@Suite("Sample pages")
struct PageExportTests {
    static let directory = ProcessInfo.processInfo.environment["SIGNET_PAGES"]

    /// Gives the browser tests, and whoever wants to look, every page as a file.
    @Test("are written to the directory that SIGNET_PAGES names", .enabled(if: directory != nil))
    func export() throws {
        let directory = URL(fileURLWithPath: try #require(Self.directory))
        let assets = directory.appendingPathComponent("assets")
        try FileManager.default.createDirectory(at: assets, withIntermediateDirectories: true)
        for (name, html) in PageSamples.all(try PageRenderer()) {
            try Data(html.utf8).write(to: directory.appendingPathComponent("\(name).html"))
        }
        for file in ConsoleBundle.files {
            try Data(file.body.utf8).write(to: assets.appendingPathComponent(file.name))
        }
    }
}
