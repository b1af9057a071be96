public import Crypto

/// The operator's secret: random bytes, per version, from which every key of the system derives.
///
/// Kept in a file of its own outside the database and its backups. Version numbers only grow; the highest makes
/// new things, the others read what they once made.
public struct Secret: Sendable {
    public struct Version: Sendable {
        public let number: UInt8
        private let bytes: SymmetricKey
        /// The first half of HKDF (RFC 5869, 2.2), which is the same for every key.
        private let pseudoRandomKey: SymmetricKey

        init(number: UInt8, bytes: [UInt8]) {
            self.number = number
            self.bytes = SymmetricKey(data: bytes)
            pseudoRandomKey = SymmetricKey(data: HKDF<SHA256>.extract(inputKeyMaterial: self.bytes, salt: [UInt8]()))
        }

        /// The 32-byte key for one purpose (HKDF-SHA256; RFC 5869), bound to `context` where one is given.
        public func key(for purpose: KeyPurpose, context: some Collection<UInt8> = []) -> SymmetricKey {
            var info = Array("signet/\(purpose.rawValue)/".utf8)
            info.append(contentsOf: context)
            return HKDF<SHA256>.expand(pseudoRandomKey: pseudoRandomKey, info: info, outputByteCount: 32)
        }

        fileprivate var line: String {
            "\(number) \(Base64URL.encode(bytes.withUnsafeBytes { Array($0) }))"
        }
    }

    /// Newest first; never empty.
    public let versions: [Version]

    public var current: Version { versions[0] }

    /// What must stay the same for ever is made with this one.
    public var oldest: Version { versions[versions.count - 1] }

    public func version(_ number: UInt8) -> Version? {
        versions.first { $0.number == number }
    }

    /// A new secret of one version, from the system's random number generator.
    public static func generate() -> Secret {
        let bytes = RandomBytes.make(32)
        return Secret(versions: [Version(number: 1, bytes: bytes)])
    }

    private init(versions: [Version]) {
        self.versions = versions
    }
}

extension Secret {
    public enum ParseError: Error, Equatable, CustomStringConvertible {
        case noVersion
        case malformedLine(Int)
        case repeatedVersion(UInt8)

        public var description: String {
            switch self {
            case .noVersion:
                "the secret file holds no secret; expected a line such as \"1 <43 base64url characters>\""
            case .malformedLine(let number):
                "line \(number) of the secret file is not \"<version 1-255> <43 base64url characters>\""
            case .repeatedVersion(let version):
                "the secret file holds version \(version) twice"
            }
        }
    }

    /// From the text of a secret file: a line per version, `<1…255> <32 bytes, base64url>`; `#` starts a comment line.
    public init(parsing text: String) throws(ParseError) {
        var versions: [Version] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }
            if words.isEmpty || words[0].hasPrefix("#") { continue }
            guard words.count == 2, let number = UInt8(words[0]), number > 0,
                let bytes = Base64URL.decode(words[1]), bytes.count == 32
            else { throw .malformedLine(index + 1) }
            guard !versions.contains(where: { $0.number == number }) else { throw .repeatedVersion(number) }
            versions.append(Version(number: number, bytes: bytes))
        }
        guard !versions.isEmpty else { throw .noVersion }
        self.versions = versions.sorted { $0.number > $1.number }
    }

    /// The text of a secret file that holds this secret.
    public var fileText: String {
        let header = """
            # Signet's secret. Every key derives from it: without it no certificate can be read, with it anyone can
            # issue certificates in your name. Keep it out of backups of the data, and keep a copy of it somewhere safe.

            """
        return header + versions.map { $0.line + "\n" }.joined()
    }
}
