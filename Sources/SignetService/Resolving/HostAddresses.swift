public import SignetModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where the addresses of hosts are looked up.
public struct HostAddresses: Sendable {
    private let read: @Sendable (String) async -> [IPAddress]

    public init(_ read: @escaping @Sendable (String) async -> [IPAddress]) {
        self.read = read
    }

    /// In the order in which they should be tried; empty where there are none.
    func of(_ host: String) async -> [IPAddress] {
        await read(host)
    }

    /// The operating system's resolver.
    public static let system = HostAddresses { host in
        await ResolverThreads.ask { ask(host) } ?? []
    }

    private static func ask(_ host: String) -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = streamType
        hints.ai_flags = AI_ADDRCONFIG
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &first) == 0 else { return [] }
        defer { freeaddrinfo(first) }
        return sequence(first: first) { $0?.pointee.ai_next }.prefix { $0 != nil }.compactMap { entry in
            entry.flatMap { address($0.pointee) }
        }
    }

    private static func address(_ entry: addrinfo) -> IPAddress? {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let error = getnameinfo(
            entry.ai_addr, entry.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
        guard error == 0 else { return nil }
        // An address that holds on one link only names that link behind a percent sign.
        return IPAddress(
            String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                .prefix { $0 != "%" })
    }

    #if canImport(Glibc)
    private static let streamType = Int32(SOCK_STREAM.rawValue)
    #else
    private static let streamType = SOCK_STREAM
    #endif
}
