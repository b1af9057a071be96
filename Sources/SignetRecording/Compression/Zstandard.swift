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
        let context = contexts.take()
        defer { contexts.give(back: context) }
        let bound = ZSTD_compressBound(bytes.count)
        return [UInt8](unsafeUninitializedCapacity: bound) { target, count in
            count = bytes.withUnsafeBytes { source in
                ZSTD_compressCCtx(
                    context.pointer, target.baseAddress, bound, source.baseAddress, source.count, Int32(level)
                )
            }
            precondition(ZSTD_isError(count) == 0, "zstd has room enough and cannot fail but for want of memory")
        }
    }

    /// - Parameter limit: the most bytes that may come out; checked before anything is allocated.
    public static func decompress(_ bytes: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
        let size = bytes.withUnsafeBytes { ZSTD_getFrameContentSize($0.baseAddress, $0.count) }
        // The two highest values say "unknown" and "no frame"; frames of ours always know.
        guard size < UInt64.max - 1 else { throw .broken }
        guard size <= UInt64(limit) else { throw .tooLong }
        var result = 0
        let output = [UInt8](unsafeUninitializedCapacity: Int(size)) { target, count in
            result = bytes.withUnsafeBytes { source in
                ZSTD_decompress(target.baseAddress, target.count, source.baseAddress, source.count)
            }
            count = ZSTD_isError(result) == 0 ? result : 0
        }
        guard ZSTD_isError(result) == 0, result == Int(size) else { throw .broken }
        return output
    }

    private static let contexts = ContextPool()

    private struct Context: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    /// Contexts hold about a megabyte that would otherwise be cleared and paged in for every recording.
    private final class ContextPool: Sendable {
        private static let kept = 16
        private let free = Mutex<[Context]>([])

        func take() -> Context {
            if let context = free.withLock({ $0.popLast() }) { return context }
            guard let pointer = ZSTD_createCCtx() else { fatalError("no memory for a zstd context") }
            return Context(pointer: pointer)
        }

        func give(back context: Context) {
            let isKept = free.withLock { contexts in
                guard contexts.count < Self.kept else { return false }
                contexts.append(context)
                return true
            }
            if !isKept { ZSTD_freeCCtx(context.pointer) }
        }
    }
}
