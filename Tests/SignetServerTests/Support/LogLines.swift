import Logging
import NIOConcurrencyHelpers

/// What a logger was told of failures.
final class LogLines: Sendable {
    private let lines = NIOLockedValueBox<[String]>([])

    /// The route of each, or else its message.
    var all: [String] { lines.withLockedValue { $0 } }

    var logger: Logger {
        Logger(label: "test") { [lines] _ in Handler(lines: lines) }
    }

    private struct Handler: LogHandler {
        let lines: NIOLockedValueBox<[String]>
        var logLevel = Logger.Level.error
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let route = event.metadata?["route"].map { "\($0)" }
            lines.withLockedValue { $0.append(route ?? "\(event.message)") }
        }
    }
}
