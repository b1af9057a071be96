import Crypto
import NIOConcurrencyHelpers
import SignetModel

/// The key of one day of staging: random, kept wrapped in the day's folder, and destroyed with it.
struct DayKey: Sendable {
    struct Unreadable: Error, CustomStringConvertible {
        let path: String

        var description: String { "\(path) was not made with this secret, or is damaged" }
    }

    let encryption: SymmetricKey
    private let nonces = NIOLockedValueBox(NonceSequence())

    private init(bytes: SymmetricKey) {
        encryption = bytes
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

    /// Another nonce of AES-GCM: none comes twice under this key.
    func nextNonce() throws -> AES.GCM.Nonce {
        try AES.GCM.Nonce(data: nonces.withLockedValue { $0.next() })
    }

    private static func context(_ day: Day) -> [UInt8] {
        Array(day.description.utf8)
    }
}

/// 12 bytes each: 8 random ones that stay for as long as a key is in memory, and a count (NIST SP 800-38D, 8.2.1).
private struct NonceSequence {
    private var prefix = UInt64.random(in: 0 ... .max)
    private var count: UInt32 = 0

    mutating func next() -> [UInt8] {
        if count == .max { self = NonceSequence() }
        count += 1
        return [UInt8](unsafeUninitializedCapacity: 12) { buffer, filled in
            for index in 0..<8 { buffer[index] = UInt8(truncatingIfNeeded: prefix >> UInt64(8 * index)) }
            for index in 0..<4 { buffer[8 + index] = UInt8(truncatingIfNeeded: count >> UInt32(8 * index)) }
            filled = 12
        }
    }
}
