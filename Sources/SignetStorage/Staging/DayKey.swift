import Crypto
import SignetModel

/// The key of one day of staging: random, kept wrapped in the day's folder, and destroyed with it.
struct DayKey: Sendable {
    struct Unreadable: Error, CustomStringConvertible {
        let path: String

        var description: String { "\(path) was not made with this secret, or is damaged" }
    }

    let encryption: SymmetricKey
    private let digests: SymmetricKey

    private init(bytes: SymmetricKey) {
        encryption = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: bytes, info: Array("encryption".utf8), outputByteCount: 32)
        digests = HKDF<SHA256>.deriveKey(inputKeyMaterial: bytes, info: Array("digests".utf8), outputByteCount: 32)
    }

    /// A new key, with the bytes of the file that holds it.
    static func generate(day: Day, secret: Secret) throws -> (key: DayKey, file: [UInt8]) {
        let bytes = SymmetricKey(size: .bits256)
        let box = try AES.GCM.seal(
            bytes.withUnsafeBytes { Array($0) }, using: secret.current.key(for: .staging, context: context(day)))
        return (DayKey(bytes: bytes), [secret.current.number] + (box.combined.map(Array.init) ?? []))
    }

    init(file: [UInt8], path: String, day: Day, secret: Secret) throws {
        guard let version = file.first.flatMap(secret.version),
            let box = try? AES.GCM.SealedBox(combined: file.dropFirst()),
            let bytes = try? AES.GCM.open(box, using: version.key(for: .staging, context: Self.context(day)))
        else { throw Unreadable(path: path) }
        self.init(bytes: SymmetricKey(data: bytes))
    }

    func digest(_ body: [UInt8]) -> BatchRecord.BodyDigest {
        var bytes = HMAC<SHA256>.authenticationCode(for: body, using: digests).makeIterator()
        func next() -> UInt64 { (0..<8).reduce(UInt64(0)) { value, _ in value << 8 | UInt64(bytes.next() ?? 0) } }
        return BatchRecord.BodyDigest(high: next(), low: next())
    }

    private static func context(_ day: Day) -> [UInt8] {
        Array(day.description.utf8)
    }
}
