import Crypto
import Logging
import SignetModel
import SignetStorage

/// Images and fonts that sites showed, each kept once for its site, under names and keys that tell neither.
///
/// A key derives from the secret, the site and the digest: who has the evidence store alone learns nothing of an asset but its
/// size, not even that another site shows the same.
struct AssetVault: Sendable {
    /// What can be kept of a site, with the names it has under each version of the secret, the current one first.
    struct Label: Sendable {
        let digest: AssetDigest
        fileprivate let names: [Name]

        var codes: [[UInt8]] { names.map(\.code) }
        fileprivate var current: Name { names[0] }
    }

    fileprivate struct Name: Sendable {
        let code: [UInt8]
        let version: Secret.Version
        let context: [UInt8]
    }

    private let secret: Secret
    private let database: any Database
    private let evidence: any EvidenceStore

    init(secret: Secret, database: any Database, evidence: any EvidenceStore) {
        self.secret = secret
        self.database = database
        self.evidence = evidence
    }

    func label(_ digest: AssetDigest, of site: Domain) -> Label {
        // No site holds a zero byte.
        let context = Array(site.ascii.utf8) + [0] + digest.bytes
        return Label(
            digest: digest,
            names: secret.versions.map { version in
                let key = version.key(for: .assetCode)
                let code = HMAC<SHA256>.authenticationCode(for: context, using: key)
                return Name(code: Array(code), version: version, context: context)
            })
    }

    /// Those that are there; they stay at least as long as what is recorded today may be sealed.
    func present(_ labels: [Label], on day: Day) async throws -> Set<AssetDigest> {
        let codes = try await database.wantAssets(labels.flatMap(\.codes), on: day)
        return Set(labels.filter { !codes.isDisjoint(with: $0.codes) }.map(\.digest))
    }

    /// Keeps an asset; durable when it returns.
    /// - Returns: false while an earlier copy of it is being removed.
    func keep(_ content: [UInt8], as label: Label, on day: Day) async throws -> Bool {
        let name = label.current
        let object = try key(of: name).seal(content)
        let asset = KeptAsset(
            code: name.code, object: AssetDigest(of: object).description, size: object.count)
        switch try await database.announceAsset(asset, on: day) {
        case .going: return false
        case .kept: return true
        case .arriving:
            _ = try await evidence.put([object])
            try await database.confirmAsset(name.code)
            return true
        }
    }

    /// The rows of those assets that are there: for a sealed certificate, of those that were sealed with it.
    func find(_ labels: [Label], sealedWith certificate: CertificateID?) async throws -> [AssetDigest: KeptAsset] {
        let rows =
            if let certificate {
                try await database.assets(of: certificate)
            } else {
                try await database.assets(labels.flatMap(\.codes))
            }
        let byCode = Dictionary(rows.map { ($0.code, $0) }) { first, _ in first }
        return Dictionary(
            labels.compactMap { label in
                label.codes.lazy.compactMap { byCode[$0] }.first.map { (label.digest, $0) }
            }
        ) { first, _ in first }
    }

    /// The asset's bytes; nil where its object is gone.
    func content(of asset: KeptAsset, _ label: Label) async throws -> [UInt8]? {
        guard let name = label.names.first(where: { $0.code == asset.code }),
            let object = try await evidence.get(asset.object)
        else { return nil }
        return try key(of: name).open(object)
    }

    private func key(of name: Name) -> SymmetricKey {
        name.version.key(for: .asset, context: name.context)
    }
}
