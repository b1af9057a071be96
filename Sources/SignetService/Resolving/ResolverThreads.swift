import NIOPosix

/// The threads that wait for name servers. Names that nobody answers for hold up these, and nobody else's.
enum ResolverThreads {
    static let pool: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: 16)
        pool.start()
        return pool
    }()
}
