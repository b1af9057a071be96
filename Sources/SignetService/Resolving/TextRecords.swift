import CResolver
public import SignetModel

/// Where the TXT records of a domain are read.
public struct TextRecords: Sendable {
    public enum Answer: Hashable, Sendable {
        case records([String])
        case noRecords
        case noDomain
        /// No name server answered.
        case failed
    }

    private let read: @Sendable (Domain) async -> Answer

    public init(_ read: @escaping @Sendable (Domain) async -> Answer) {
        self.read = read
    }

    func of(_ domain: Domain) async -> Answer {
        await read(domain)
    }

    /// The operating system's resolver, which asks the name servers it is set up with.
    public static let system = resolver(server: nil)

    /// The same, asking one name server only.
    ///
    /// - Parameter server: an IPv4 address, and a port.
    public static func resolver(server: (address: IPAddress, port: Int)?) -> TextRecords {
        let address = server.map { $0.address.bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) } } ?? 0
        let port = UInt16(server?.port ?? 0)
        return TextRecords { domain in
            // The resolver waits for its answer on the thread that asks.
            await ResolverThreads.ask { ask(domain, address, port) } ?? .failed
        }
    }

    private static func ask(_ domain: Domain, _ server: UInt32, _ port: UInt16) -> Answer {
        var texts: [String] = []
        let count = withUnsafeMutablePointer(to: &texts) { texts in
            // A full stop at the end: the name is whole, and no search list applies.
            signet_txt_records(domain.ascii + ".", server, port, texts) { context, text, length in
                let bytes = UnsafeBufferPointer(start: text, count: length)
                let texts = context?.assumingMemoryBound(to: [String].self)
                texts?.pointee.append(String(decoding: bytes, as: UTF8.self))
            }
        }
        return switch Int(count) {
        case signet_no_domain: .noDomain
        case signet_no_records: .noRecords
        case 0...: .records(texts)
        default: .failed
        }
    }
}
