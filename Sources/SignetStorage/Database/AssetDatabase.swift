public import SignetModel

/// Which images and fonts of which sites are kept, and which certificates they belong to.
///
/// An asset is announced, stored as an object of the evidence store, then confirmed: only a confirmed one is there. It goes in
/// the same order backwards. So whatever dies in between, no row of a confirmed asset stands without its object.
public protocol AssetDatabase: Sendable {
    /// Those of the assets that are there, noted as wanted on that day.
    func wantAssets(_ codes: [[UInt8]], on day: Day) async throws -> Set<[UInt8]>
    /// Announces an asset whose object is about to be stored, and notes it as wanted on that day.
    func announceAsset(_ asset: KeptAsset, on day: Day) async throws -> AssetState
    /// The object is stored.
    func confirmAsset(_ code: [UInt8]) async throws
    /// Those of the assets that are there.
    func assets(_ codes: [[UInt8]]) async throws -> [KeptAsset]
    /// What belongs to a sealed certificate.
    func assets(of certificate: CertificateID) async throws -> [KeptAsset]
    /// What all assets take up, in bytes.
    func assetBytes() async throws -> Int
    /// Takes leave of assets that no certificate uses and nobody wanted on that day or later.
    /// - Returns: some of those that are going, whose objects are to be removed.
    func releaseAssets(unwantedSince day: Day, limit: Int) async throws -> [KeptAsset]
    /// The objects are removed.
    func forgetAssets(_ codes: [[UInt8]]) async throws
}

/// An image or font that a site showed.
public struct KeptAsset: Hashable, Sendable {
    /// Keyed, of the site and the digest of its bytes.
    public var code: [UInt8]
    /// The name of its object in the evidence store.
    public var object: String
    /// In bytes.
    public var size: Int

    public init(code: [UInt8], object: String, size: Int) {
        self.code = code
        self.object = object
        self.size = size
    }
}

public enum AssetState: Int, Sendable {
    /// Announced; its object may not be there yet.
    case arriving = 0
    case kept = 1
    /// Its object is being removed: it can come again when that is done.
    case going = 2
}
