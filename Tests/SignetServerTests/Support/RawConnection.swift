import Glibc

/// A connection on which a test writes what no well-behaved client would.
final class RawConnection {
    private let descriptor: Int32
    private var unread: [UInt8] = []

    init(port: Int) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var now: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &now, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                _ = connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    deinit {
        close(descriptor)
    }

    func send(_ text: String) {
        send(Array(text.utf8)[...])
    }

    func send(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// The next response: its status, its lines in lower case, and its body; nil when the connection ends or nothing comes.
    func response(hasBody: Bool = true) -> (status: Int, head: String, body: String)? {
        let end = Array("\r\n\r\n".utf8)
        var headEnd: Int?
        while headEnd == nil {
            headEnd = unread.indices.first { unread[$0...].starts(with: end) }
            if headEnd == nil, !receive() { return nil }
        }
        let head = String(decoding: unread[..<headEnd!], as: UTF8.self)
        unread.removeFirst(headEnd! + 4)
        let lines = head.lowercased().split(separator: "\r\n")
        let length = lines.first { $0.hasPrefix("content-length: ") }.flatMap { Int($0.dropFirst(16)) } ?? 0
        while hasBody, unread.count < length { if !receive() { return nil } }
        let body = String(decoding: unread.prefix(hasBody ? length : 0), as: UTF8.self)
        unread.removeFirst(hasBody ? length : 0)
        return (Int(head.split(separator: " ")[1]) ?? 0, head.lowercased(), body)
    }

    /// Whether the server has ended the connection, and everything it sent was read.
    var isAtEnd: Bool { unread.isEmpty && !receive() }

    private func receive() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { unread += buffer.prefix(count) }
        return count > 0
    }
}
