import Logging
import NIOConcurrencyHelpers
public import SignetModel
import SignetStorage

/// Why an image or font was not taken.
public enum AssetRefusal: Error, Hashable, Sendable {
    /// For a reason that a batch would be refused for as well.
    case recording(BatchRefusal)
    /// The browser named no site that the asset could be kept for.
    case noSite
    /// Bytes of no format that is kept.
    case unknownFormat
    /// The bytes have another digest than they came under.
    case otherDigest
    /// The certificate has brought as many assets, or bytes of them, as one may.
    case tooMany
}

/// A page's request about assets, but for what it asks or brings.
public struct AssetRequest: Sendable {
    public let certificate: CertificateID
    /// In ASCII.
    public let token: [UInt8]
    public let nonce: String
    public let observed: ObservedRequest

    public init(certificate: CertificateID, token: [UInt8], nonce: String, observed: ObservedRequest) {
        self.certificate = certificate
        self.token = token
        self.nonce = nonce
        self.observed = observed
    }
}

/// Takes the images and fonts that recorded pages show, once for each site.
public struct AssetAcceptor: Sendable {
    private static let totalLifetime: Duration = .minutes(1)

    private let gate: RecordingGate
    private let vault: AssetVault
    private let staging: any StagingStore
    private let database: any Database
    private let limits: Limits
    private let clock: WallClock
    private let logger: Logger
    private let allowances: AssetAllowances
    /// What all assets took up when that was last counted, and what came since.
    private let total = NIOLockedValueBox<(bytes: Int, countedAt: Timestamp)?>(nil)

    init(
        gate: RecordingGate, vault: AssetVault, staging: any StagingStore, database: any Database, limits: Limits,
        clock: WallClock, logger: Logger
    ) {
        self.gate = gate
        self.vault = vault
        self.staging = staging
        self.database = database
        self.limits = limits
        self.clock = clock
        self.logger = logger
        allowances = AssetAllowances(count: limits.assetsPerCertificate, bytes: limits.assetBytesPerCertificate)
    }

    /// A request whose right was found to be there: the same that a batch needs, and like those it finds staging not full.
    public struct Admission: Sendable {
        fileprivate let certificate: CertificateID
        fileprivate let site: Domain?
        fileprivate let day: Day
    }

    /// Asked before a body is read.
    public func admit(_ request: AssetRequest) async throws(AssetRefusal) -> Admission {
        let now = clock.now
        let admitted: RecordingGate.Admission
        switch gate.admit(request.certificate, token: request.token, observed: request.observed, receivedAt: now) {
        case .failure(let refusal): throw .recording(refusal)
        case .success(let admission): admitted = admission
        }
        let refusal = try await attempting { () -> BatchRefusal? in
            if !gate.isSurelyOpen(admitted), let refusal = try await gate.refusal(ofLate: admitted) { return refusal }
            let visit = try await staging.visit(admitted.certificate, issuedAt: admitted.issuedAt)
            return visit?.isBound(to: request.nonce) == false ? .foreignNonce : nil
        }
        if let refusal { throw .recording(refusal) }
        guard staging.byteCount ?? 0 < limits.stagingBytes else { throw .recording(.unavailable) }
        return Admission(certificate: request.certificate, site: request.observed.site, day: now.day)
    }

    /// Those of the digests that are not kept for the request's site. What is kept for another site is not told of.
    public func wanted(
        _ digests: [AssetDigest], by request: Admission
    ) async throws(AssetRefusal) -> [AssetDigest] {
        guard let site = request.site else { return [] }
        let labels = digests.map { vault.label($0, of: site) }
        let present = try await attempting { try await vault.present(labels, on: request.day) }
        return digests.filter { !present.contains($0) }
    }

    /// Keeps an asset. Returns when it is durable; keeping it again changes nothing.
    public func accept(
        _ content: [UInt8], as digest: AssetDigest, from request: Admission
    ) async throws(AssetRefusal) {
        guard let site = request.site else { throw .noSite }
        guard AssetFormat(of: content) != nil else { throw .unknownFormat }
        guard AssetDigest(of: content) == digest else { throw .otherDigest }
        let label = vault.label(digest, of: site)
        guard try await attempting({ try await vault.present([label], on: request.day) }).isEmpty else { return }
        guard try await attempting({ try await hasRoom(for: content.count) }) else { throw .recording(.unavailable) }
        guard allowances.take(content.count, for: request.certificate) else { throw .tooMany }
        guard try await attempting({ try await vault.keep(content, as: label, on: request.day) }) else {
            throw .recording(.unavailable)
        }
        total.withLockedValue { $0?.bytes += content.count }
    }

    /// All assets may take up as much as staging may.
    private func hasRoom(for count: Int) async throws -> Bool {
        let now = clock.now
        let known = total.withLockedValue { $0 }
        if let known, now - known.countedAt < Self.totalLifetime { return known.bytes + count <= limits.stagingBytes }
        let bytes = try await database.assetBytes()
        total.withLockedValue { $0 = (bytes, now) }
        return bytes + count <= limits.stagingBytes
    }

    /// What fails here is none of the page's doing, and may do better later.
    private func attempting<Value>(_ work: () async throws -> Value) async throws(AssetRefusal) -> Value {
        do {
            return try await work()
        } catch {
            logger.error("a request about assets failed", metadata: ["error": "\(error)"])
            throw .recording(.unavailable)
        }
    }
}

/// How much each of the certificates of late has brought, in two generations: when the younger is full, the older is forgotten.
final class AssetAllowances: Sendable {
    private struct Used {
        var count = 0
        var bytes = 0
    }

    private struct State {
        var young: [CertificateID: Used] = [:]
        var old: [CertificateID: Used] = [:]
    }

    private let count: Int
    private let bytes: Int
    private let capacity: Int
    private let state = NIOLockedValueBox(State())

    /// - Parameter capacity: of a generation.
    init(count: Int, bytes: Int, capacity: Int = 20_000) {
        self.count = count
        self.bytes = bytes
        self.capacity = capacity
    }

    /// Whether the certificate may bring another asset of that size; if so, it has.
    func take(_ size: Int, for certificate: CertificateID) -> Bool {
        state.withLockedValue { state in
            var used = state.young[certificate] ?? state.old[certificate] ?? Used()
            used.count += 1
            used.bytes += size
            guard used.count <= count, used.bytes <= bytes else { return false }
            if state.young.count >= capacity {
                state.old = state.young
                state.young = [:]
            }
            state.young[certificate] = used
            return true
        }
    }

    /// Certificates in memory.
    var remembered: Int { state.withLockedValue { $0.young.count + $0.old.count } }
}
