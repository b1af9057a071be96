import SignetModel
import Testing

@testable import SignetService

struct AssetAllowancesTests {
    private static func certificate(_ number: UInt8) -> CertificateID {
        CertificateID(bytes: Array(repeating: number, count: CertificateID.byteCount))
    }

    @Test func `a certificate brings so many assets and so many bytes, and what is refused costs it nothing`() {
        let allowances = AssetAllowances(count: 3, bytes: 100)
        #expect(allowances.take(60, for: Self.certificate(1)))
        #expect(!allowances.take(41, for: Self.certificate(1)))
        #expect(allowances.take(40, for: Self.certificate(1)))
        #expect(!allowances.take(1, for: Self.certificate(1)))
        for _ in 0..<3 { #expect(allowances.take(1, for: Self.certificate(2))) }
        #expect(!allowances.take(1, for: Self.certificate(2)))
    }

    @Test func `memory holds two generations of certificates, and whoever is at it is not forgotten`() {
        let allowances = AssetAllowances(count: 200, bytes: 1_000, capacity: 10)
        for number in 0..<100 {
            #expect(allowances.take(1, for: Self.certificate(UInt8(number + 1))))
            #expect(allowances.take(1, for: Self.certificate(0)))
            #expect(allowances.remembered <= 20)
        }
        #expect(allowances.take(900, for: Self.certificate(0)))
        #expect(!allowances.take(1, for: Self.certificate(0)))
    }
}
