import CZstd
import Synchronization

/// Zstandard (RFC 8878), for what is kept.
public enum Zstandard {
    public enum Failure: Error, Hashable, Sendable {
        case broken
        /// More than the caller wants to hold.
        case tooLong
    }

    public static let defaultLevel = 3

    /// One frame that says its content's size.
    public static func compress(_ bytes: [UInt8], level: Int = defaultLevel) -> [UInt8] {
        compress(bytes) { context, target, source in
            ZSTD_compressCCtx(context, target.baseAddress, target.count, source.baseAddress, source.count, Int32(level))
        }
    }

    /// The same against a dictionary, at the dictionary's level.
    public static func compress(_ bytes: [UInt8], with dictionary: ZstandardDictionary) -> [UInt8] {
        dictionary.withCompression { prepared in
            compress(bytes) { context, target, source in
                ZSTD_CCtx_reset(context, ZSTD_reset_session_and_parameters)
                // ZSTD_c_forceAttachDict, ZSTD_dictForceAttach: looks into the dictionary's tables instead of copying them, in half
                // of the time. Where a version of zstd does not know it, nothing is lost.
                ZSTD_CCtx_setParameter(context, ZSTD_c_experimentalParam4, 1)
                ZSTD_CCtx_refCDict(context, prepared)
                defer { ZSTD_CCtx_reset(context, ZSTD_reset_session_and_parameters) }
                return ZSTD_compress2(
                    context, target.baseAddress, target.count, source.baseAddress, source.count)
            }
        }
    }

    private static func compress(
        _ bytes: [UInt8],
        _ work: (OpaquePointer, UnsafeMutableBufferPointer<UInt8>, UnsafeRawBufferPointer) -> Int
    ) -> [UInt8] {
        let context = compressing.take()
        defer { compressing.give(back: context) }
        return [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(bytes.count)) { target, count in
            count = bytes.withUnsafeBytes { work(context.pointer, target, $0) }
            precondition(ZSTD_isError(count) == 0, "zstd has room enough and cannot fail but for want of memory")
        }
    }

    /// Whether the bytes begin as a frame does, which no JSON does.
    public static func isFrame(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
    }

    /// - Parameters:
    ///   - limit: the most bytes that may come out; checked before anything is allocated.
    ///   - dictionary: the one that the frame was made with.
    public static func decompress(
        _ bytes: [UInt8], limit: Int, with dictionary: ZstandardDictionary? = nil
    ) throws(Failure) -> [UInt8] {
        let size = bytes.withUnsafeBytes { ZSTD_getFrameContentSize($0.baseAddress, $0.count) }
        // The two highest values say "unknown" and "no frame"; frames of ours always know.
        guard size < UInt64.max - 1 else { throw .broken }
        guard size <= UInt64(limit) else { throw .tooLong }
        let context = decompressing.take()
        defer { decompressing.give(back: context) }
        var result = 0
        let output = [UInt8](unsafeUninitializedCapacity: Int(size)) { target, count in
            result = bytes.withUnsafeBytes { source in
                ZstandardDictionary.withDecompression(dictionary) { prepared in
                    ZSTD_decompress_usingDDict(
                        context.pointer, target.baseAddress, target.count, source.baseAddress, source.count, prepared)
                }
            }
            count = ZSTD_isError(result) == 0 ? result : 0
        }
        guard ZSTD_isError(result) == 0, result == Int(size) else { throw .broken }
        return output
    }

    private static let compressing = ContextPool(make: ZSTD_createCCtx) { ZSTD_freeCCtx($0) }
    private static let decompressing = ContextPool(make: ZSTD_createDCtx) { ZSTD_freeDCtx($0) }

    private struct Context: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    /// Contexts hold about a megabyte that would otherwise be cleared and paged in for every recording.
    private final class ContextPool: Sendable {
        private static let kept = 16
        private let free = Mutex<[Context]>([])
        private let make: @Sendable () -> OpaquePointer?
        private let release: @Sendable (OpaquePointer) -> Void

        init(make: @escaping @Sendable () -> OpaquePointer?, release: @escaping @Sendable (OpaquePointer) -> Void) {
            self.make = make
            self.release = release
        }

        func take() -> Context {
            if let context = free.withLock({ $0.popLast() }) { return context }
            guard let pointer = make() else { fatalError("no memory for a zstd context") }
            return Context(pointer: pointer)
        }

        func give(back context: Context) {
            let isKept = free.withLock { contexts in
                guard contexts.count < Self.kept else { return false }
                contexts.append(context)
                return true
            }
            if !isKept { release(context.pointer) }
        }
    }
}
