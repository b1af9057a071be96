import NIOCore
import SignetModel

/// A whole response, ready to be written in one go.
struct HotResponse: Sendable {
    let status: Int
    let headers: [(name: String, value: String)]
    let body: ByteBuffer?
    /// Status line and headers, made once for the responses that are given often.
    private let head: [UInt8]

    init(status: Int, reason: String, headers: [(name: String, value: String)], body: ByteBuffer? = nil) {
        self.status = status
        self.headers = headers
        self.body = body
        let lines = headers.map { "\($0.name): \($0.value)\r\n" }.joined()
        head = Array("HTTP/1.1 \(status) \(reason)\r\n\(lines)".utf8)
    }

    init(problem: Problem) {
        var headers = [
            ("content-type", Problem.contentType), ("access-control-allow-origin", "*"),
            ("access-control-expose-headers", "retry-after"), ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
        ]
        if let retryAfter = problem.retryAfter { headers.append(("retry-after", "\(retryAfter)")) }
        self.init(
            status: problem.status, reason: problem.title, headers: headers, body: ByteBuffer(bytes: problem.json))
    }

    /// The same response with another body.
    func with(body: ByteBuffer) -> HotResponse {
        HotResponse(self, body: body)
    }

    private init(_ other: HotResponse, body: ByteBuffer) {
        status = other.status
        headers = other.headers
        head = other.head
        self.body = body
    }

    /// What goes onto the wire before the body.
    func wireHead(date: [UInt8], closes: Bool, allocator: ByteBufferAllocator) -> ByteBuffer {
        var bytes = allocator.buffer(capacity: head.count + date.count + 64)
        bytes.writeBytes(head)
        bytes.writeBytes(date)
        // A response without content has no length either (RFC 9110, 8.6).
        if status != 204 { bytes.writeString("content-length: \(body?.readableBytes ?? 0)\r\n") }
        bytes.writeStaticString(closes ? "connection: close\r\n\r\n" : "\r\n")
        return bytes
    }
}

extension HotResponse {
    /// A batch is durable.
    static let durable = HotResponse(
        status: 204, reason: "No Content",
        headers: [("access-control-allow-origin", "*"), ("cache-control", "no-store")])

    static let hostMissing = HotResponse(problem: .badRequest("A request names its host, once."))

    static let preflight = HotResponse(
        status: 204, reason: "No Content",
        headers: [
            ("access-control-allow-origin", "*"), ("access-control-allow-methods", "POST"),
            ("access-control-allow-headers", "content-type"), ("access-control-max-age", "86400"),
        ])

    /// One transparent dot, for pages on which scripts are off.
    static let pixel = HotResponse(
        status: 200, reason: "OK",
        headers: [
            ("content-type", "image/gif"), ("cache-control", "no-store"),
            ("cross-origin-resource-policy", "cross-origin"),
        ],
        body: ByteBuffer(bytes: [
            0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0x21, 0xF9, 4, 1, 0, 0, 0,
            0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B,
        ]))
}

/// The `Date` header (RFC 9110, 6.6.1), written anew once a second.
struct DateHeader {
    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private var second: Int64?
    private var line: [UInt8] = []

    mutating func line(at moment: Timestamp) -> [UInt8] {
        if second != moment.seconds {
            second = moment.seconds
            line = Array("date: \(Self.value(at: moment))\r\n".utf8)
        }
        return line
    }

    static func value(at moment: Timestamp) -> String {
        let utc = moment.utc
        return "\(weekdays[moment.day.weekday]), \(utc.day.padded(2)) \(months[utc.month - 1]) \(utc.year.padded(4)) "
            + "\(utc.hour.padded(2)):\(utc.minute.padded(2)):\(utc.second.padded(2)) GMT"
    }
}
