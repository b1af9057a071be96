import NIOCore
import SignetModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The head of an HTTP/1.1 request (RFC 9112), read from its bytes where it has the plain form that nearly all have.
///
/// Whatever is unusual about a head, wrong or merely rare, is left to the HTTP decoder behind: folded lines, bare line feeds,
/// other versions, transfer codings, upgrades, two lengths.
struct RequestHead {
    enum Method {
        case get
        case head
        case post
        case options
        case other
    }

    enum Outcome {
        /// More bytes are needed.
        case incomplete
        case unusual
        case head(RequestHead, length: Int)
    }

    /// A longer head is unusual.
    static let maximumLength = 16 * 1_024

    var method = Method.other
    var path: ArraySlice<UInt8> = []
    var query: ArraySlice<UInt8> = []
    /// Of the body.
    var contentLength = 0
    var isKeepAlive = true
    var expectsContinue = false
    var acceptsGzip = false
    /// How many `Host` lines there are.
    var hostCount = 0
    var contentType: ArraySlice<UInt8>?
    var authorization: ArraySlice<UInt8>?
    var apiVersion: ArraySlice<UInt8>?
    var observed = ObservedHeaders()

    static func read(_ buffer: ByteBuffer) -> Outcome {
        let bytes: [UInt8]? = buffer.withUnsafeReadableBytes { bytes in
            switch length(of: bytes) {
            case .complete(let length): Array(bytes.prefix(length))
            case .incomplete: bytes.count < maximumLength ? nil : []
            case .unusual: []
            }
        }
        guard let bytes else { return .incomplete }
        guard !bytes.isEmpty, let head = RequestHead(bytes) else { return .unusual }
        return .head(head, length: bytes.count)
    }

    private enum Length {
        case incomplete
        case unusual
        case complete(Int)
    }

    /// Where the empty line ends, if every line before it ends as it should.
    private static func length(of bytes: UnsafeRawBufferPointer) -> Length {
        guard let start = bytes.baseAddress else { return .incomplete }
        var line = 0
        while let found = memchr(start + line, 0x0A, bytes.count - line) {
            let end = UnsafeRawPointer(found) - start
            guard end > line, bytes[end - 1] == UInt8(ascii: "\r") else { return .unusual }
            if end == line + 1 { return line == 0 ? .unusual : .complete(end + 1) }
            line = end + 1
        }
        return .incomplete
    }

    /// - Parameter bytes: lines that end with CR LF, the last of them empty.
    private init?(_ bytes: [UInt8]) {
        guard var start = readRequestLine(bytes) else { return nil }
        var hasLength = false
        while start < bytes.count - 2 {
            guard let colon = bytes[start...].firstIndex(of: UInt8(ascii: ":")), colon > start,
                let end = bytes[colon...].firstIndex(of: UInt8(ascii: "\r")), bytes[end + 1] == UInt8(ascii: "\n")
            else { return nil }
            let name = bytes[start..<colon]
            let value = bytes[colon + 1..<end].trimmed
            guard name.allSatisfy(\.isNameCharacter), value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
            else { return nil }
            if name.isSame(as: "content-length") {
                guard !hasLength, let length = value.decimal(maximumDigits: 15) else { return nil }
                contentLength = length
                hasLength = true
            } else if !note(name, value) {
                return nil
            }
            start = end + 2
        }
    }

    /// - Returns: where the next line begins; nil where the line is unusual.
    private mutating func readRequestLine(_ bytes: [UInt8]) -> Int? {
        guard let first = bytes.firstIndex(of: UInt8(ascii: " ")),
            let second = bytes[(first + 1)...].firstIndex(of: UInt8(ascii: " ")),
            bytes[(second + 1)...].starts(with: "HTTP/1.1\r\n".utf8)
        else { return nil }
        let target = bytes[first + 1..<second]
        guard target.first == UInt8(ascii: "/"), target.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        method = Method(bytes[..<first])
        (path, query) = target.splitAtQuery
        return second + 11
    }

    /// - Returns: false where the header is unusual.
    private mutating func note(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) -> Bool {
        switch name.count {
        case 4 where name.isSame(as: "host"):
            hostCount += 1
            return true
        case 6 where name.isSame(as: "expect"):
            expectsContinue = true
            return value.isSame(as: "100-continue")
        case 7 where name.isSame(as: "upgrade"):
            return false
        case 10 where name.isSame(as: "connection"):
            isKeepAlive = !value.isSame(as: "close")
            return !isKeepAlive || value.isSame(as: "keep-alive")
        case 11 where name.isSame(as: "api-version"):
            return take(value, into: &apiVersion)
        case 12 where name.isSame(as: "content-type"):
            return take(value, into: &contentType)
        case 13 where name.isSame(as: "authorization"):
            return take(value, into: &authorization)
        case 15 where name.isSame(as: "accept-encoding"):
            acceptsGzip = value.contains("gzip")
            return true
        case 17 where name.isSame(as: "transfer-encoding"):
            return false
        default:
            observed.note(name, value)
            return true
        }
    }

    /// - Returns: false for the second of a header that there should be one of.
    private func take(_ value: ArraySlice<UInt8>, into header: inout ArraySlice<UInt8>?) -> Bool {
        defer { header = value }
        return header == nil
    }
}

extension RequestHead {
    /// A head that the router read.
    init(method: Method, target: String, headers: some Sequence<(name: String, value: String)>) {
        self.method = method
        (path, query) = Array(target.utf8)[...].splitAtQuery
        for (name, value) in headers { _ = note(Array(name.utf8)[...], Array(value.utf8)[...]) }
    }
}

extension RequestHead.Method {
    /// Names of methods have their capitals (RFC 9110, 9.1).
    init(_ name: some Collection<UInt8>) {
        if name.elementsEqual("POST".utf8) {
            self = .post
        } else if name.elementsEqual("GET".utf8) {
            self = .get
        } else if name.elementsEqual("OPTIONS".utf8) {
            self = .options
        } else if name.elementsEqual("HEAD".utf8) {
            self = .head
        } else {
            self = .other
        }
    }
}
