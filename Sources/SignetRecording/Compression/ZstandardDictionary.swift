import CZstd
import Synchronization

/// A dictionary for Zstandard: text that frames may refer to as if it stood before them.
///
/// What compressing and decompressing need of it is prepared at the first use and kept.
public final class ZstandardDictionary: Sendable {
    private struct Prepared: @unchecked Sendable {
        var compression: OpaquePointer?
        var decompression: OpaquePointer?
    }

    /// Nothing but text: no statistics of where it came from.
    public let content: [UInt8]
    private let level: Int
    private let prepared = Mutex(Prepared())

    public init(content: [UInt8], level: Int = Zstandard.defaultLevel) {
        self.content = content
        self.level = level
    }

    deinit {
        prepared.withLock { prepared in
            ZSTD_freeCDict(prepared.compression)
            ZSTD_freeDDict(prepared.decompression)
        }
    }

    func withCompression<Result>(_ body: (OpaquePointer) -> Result) -> Result {
        prepare(\.compression) { ZSTD_createCDict($0.baseAddress, $0.count, Int32(level)) }
        return withExtendedLifetime(self) { body(pointer(\.compression)) }
    }

    static func withDecompression<Result>(
        _ dictionary: ZstandardDictionary?, _ body: (OpaquePointer?) -> Result
    ) -> Result {
        guard let dictionary else { return body(nil) }
        dictionary.prepare(\.decompression) { ZSTD_createDDict($0.baseAddress, $0.count) }
        return withExtendedLifetime(dictionary) { body(dictionary.pointer(\.decompression)) }
    }

    private func prepare(
        _ part: WritableKeyPath<Prepared, OpaquePointer?>, _ make: (UnsafeRawBufferPointer) -> OpaquePointer?
    ) {
        prepared.withLock { prepared in
            if prepared[keyPath: part] == nil { prepared[keyPath: part] = content.withUnsafeBytes(make) }
        }
    }

    private func pointer(_ part: WritableKeyPath<Prepared, OpaquePointer?>) -> OpaquePointer {
        let all = prepared.withLock { $0 }
        guard let pointer = all[keyPath: part] else { fatalError("no memory for a zstd dictionary") }
        return pointer
    }
}
