import NIOConcurrencyHelpers
import NIOPosix

/// The threads that wait for name servers. Names that nobody answers for hold up these, and nobody else's.
enum ResolverThreads {
    private static let pool: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: 16)
        pool.start()
        return pool
    }()

    /// Asks on one of the threads. Nil where the task is cancelled first: then the thread waits on alone.
    static func ask<Answer: Sendable>(_ question: @escaping @Sendable () -> Answer) async -> Answer? {
        let waiting = NIOLockedValueBox<CheckedContinuation<Answer?, Never>?>(nil)
        let finish: @Sendable (Answer?) -> Void = { answer in
            let continuation = waiting.withLockedValue { waiting in
                defer { waiting = nil }
                return waiting
            }
            continuation?.resume(returning: answer)
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiting.withLockedValue { $0 = continuation }
                pool.submit { state in
                    if case .active = state { finish(question()) } else { finish(nil) }
                }
                // Whoever was cancelled before there was anything to finish is finished here.
                if Task.isCancelled { finish(nil) }
            }
        } onCancel: {
            finish(nil)
        }
    }
}
