import SignetModel
public import SignetRecording
import SignetStorage

/// The images and fonts that belong to certificates.
public struct CertificateAssets: Sendable {
    private let vault: AssetVault

    init(vault: AssetVault) {
        self.vault = vault
    }

    /// How many of the images and fonts that the recording names are kept. None of a masked certificate: they tell the origin.
    public func count(of certificate: LoadedCertificate, in recording: Recording) async throws -> Int {
        try await find(certificate, recording).count
    }

    /// Their bytes, up to what a replay can hold.
    public func load(for certificate: LoadedCertificate, in recording: Recording) async throws -> ReplayAssets {
        var room = ReplayAssets.maximumBytes
        var contents: [String: [UInt8]] = [:]
        for (reported, label, asset) in try await find(certificate, recording) where asset.size <= room {
            guard let content = try await vault.content(of: asset, label) else { continue }
            contents[reported.address] = content
            room -= asset.size
        }
        return ReplayAssets(contents)
    }

    private func find(
        _ certificate: LoadedCertificate, _ recording: Recording
    ) async throws -> [(ReportedAsset, AssetVault.Label, KeptAsset)] {
        guard !certificate.isMasked, let site = certificate.site else { return [] }
        let labels = recording.reportedAssets.map { ($0, vault.label($0.digest, of: site)) }
        guard !labels.isEmpty else { return [] }
        let kept = try await vault.find(
            labels.map(\.1), sealedWith: certificate.isSealed ? certificate.original : nil)
        return labels.compactMap { reported, label in kept[label.digest].map { (reported, label, $0) } }
    }
}
