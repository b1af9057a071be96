public import SignetModel

extension Recording {
    /// Everything that the recording tells: what is shown, searched and signed.
    public func analyze() -> CertificateFacts {
        withSlices { reader in
            var analysis = Analysis(self, reader: reader)
            return analysis.facts(hasGap: hasGap)
        }
    }

    func withSlices<Result>(_ body: (SliceReader) -> Result) -> Result {
        content.bytes.withUnsafeBytes { body(SliceReader(base: $0)) }
    }
}
