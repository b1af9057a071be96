import SignetModel
import Testing

struct CertificateIDCipherTests {
    let cipher = CertificateIDCipher(secret: .generate())
    let moment = Timestamp(seconds: 1_795_000_000)

    @Test(arguments: CertificateKind.allCases)
    func `an id tells its kind and its issue time to whoever holds the keys`(kind: CertificateKind) throws {
        let id = cipher.issue(kind, at: moment)
        #expect(cipher.open(id) == .init(kind: kind, issuedAt: moment))
        #expect(
            try cipher.open(#require(CertificateID(id.description.uppercased()))) == .init(kind: kind, issuedAt: moment)
        )
    }

    @Test func `an id of another installation is not genuine`() {
        #expect(CertificateIDCipher(secret: .generate()).open(cipher.issue(.web, at: moment)) == nil)
    }

    @Test func `a changed bit anywhere makes an id false`() {
        let id = cipher.issue(.web, at: moment).bytes
        for bit in 0..<id.count * 8 {
            var changed = id
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(cipher.open(CertificateID(bytes: changed)) == nil)
        }
    }

    @Test func `ids of a retired key can still be read, and new ones come from the newest`() throws {
        let old = Secret.generate()
        let line = try #require(old.fileText.split(separator: "\n").last)
        let both = try Secret(parsing: "2 \(String(repeating: "A", count: 42))E\n\(line)\n")
        let id = CertificateIDCipher(secret: old).issue(.masked, at: moment)
        let rotated = CertificateIDCipher(secret: both)
        #expect(rotated.open(id)?.kind == .masked)
        #expect(CertificateIDCipher(secret: old).open(rotated.issue(.web, at: moment)) == nil)
    }

    @Test(arguments: [
        "", "abc", String(repeating: "g", count: 40), String(repeating: "0", count: 41),
        "é" + String(repeating: "0", count: 38),
    ])
    func `what is not 40 hex digits is no id`(text: String) {
        #expect(CertificateID(text) == nil)
    }
}
