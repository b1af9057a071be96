import CZlib
import NIOCore
import SignetModel
import SignetService

/// The script that a page loads: a few words that differ per visit, then the same program for everybody.
///
/// Compressed without compressing: the words go into the deflate stream as a stored block, the program follows as
/// a block that was deflated once at start, and the checksum of the whole is combined from the two.
struct LoaderScript: Sendable {
    private static let opening = Array("(start=>start(".utf8)

    private let api: String
    private let core: String
    /// What follows the configuration, up to the end.
    private let tail: [UInt8]
    private let deflatedTail: [UInt8]
    private let tailChecksum: UInt
    private let plainResponse: HotResponse
    private let gzippedResponse: HotResponse

    init(program: String, core: String, publicURL: PageURL) {
        api = publicURL.origin
        self.core = "\(publicURL.origin)/\(core)"
        tail = Array("))(\(program))".utf8)
        deflatedTail = Gzip.deflateRaw(tail)
        tailChecksum = tail.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
        let headers = [
            ("content-type", "text/javascript; charset=utf-8"), ("cache-control", "no-store"),
            ("cross-origin-resource-policy", "cross-origin"), ("x-content-type-options", "nosniff"),
            // Without it a page's script cannot tell a cached loader from a fresh one.
            ("timing-allow-origin", "*"), ("vary", "accept-encoding"),
        ]
        plainResponse = HotResponse(status: 200, reason: "OK", headers: headers)
        gzippedResponse = HotResponse(
            status: 200, reason: "OK", headers: headers + [("content-encoding", "gzip")])
    }

    func response(for certificate: IssuedCertificate, gzip: Bool) -> HotResponse {
        let head = Self.opening + configuration(certificate)
        return gzip ? gzippedResponse.with(body: gzipped(head)) : plainResponse.with(body: plain(head))
    }

    private func configuration(_ certificate: IssuedCertificate) -> [UInt8] {
        var json = JSONWriter(capacity: 640)
        json.object { json in
            json.issued(certificate)
            json.key("api")
            json.string(api)
            json.key("core")
            json.string(core)
        }
        return json.bytes
    }

    private func plain(_ head: [UInt8]) -> ByteBuffer {
        var body = ByteBufferAllocator().buffer(capacity: head.count + tail.count)
        body.writeBytes(head)
        body.writeBytes(tail)
        return body
    }

    private func gzipped(_ head: [UInt8]) -> ByteBuffer {
        var body = ByteBufferAllocator().buffer(capacity: head.count + deflatedTail.count + 32)
        body.writeBytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF])
        // A stored block that is not the last: three bits of header, padding, length and its complement (RFC 1951, 3.2.4).
        let length = UInt16(head.count)
        body.writeInteger(0 as UInt8)
        body.writeInteger(length, endianness: .little)
        body.writeInteger(~length, endianness: .little)
        body.writeBytes(head)
        body.writeBytes(deflatedTail)
        let headChecksum = head.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
        let checksum = crc32_combine(headChecksum, tailChecksum, tail.count)
        body.writeInteger(UInt32(checksum), endianness: .little)
        body.writeInteger(UInt32(head.count + tail.count), endianness: .little)
        return body
    }
}

extension JSONWriter {
    /// The members that tell a page of its new certificate.
    mutating func issued(_ certificate: IssuedCertificate) {
        key("id")
        string(certificate.id.description)
        key("issued")
        integer(certificate.issuedAt.seconds)
        key("now")
        integer(certificate.issuedAt.milliseconds)
        key("certificate_url")
        string(certificate.certificateURL)
        key("ping_url")
        string(certificate.pingURL)
        key("token")
        string(certificate.token)
    }
}
