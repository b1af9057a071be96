import GRDB
import SignetModel

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Row {
    func timestamp(_ column: String) -> Timestamp {
        Timestamp(milliseconds: self[column])
    }

    func optionalTimestamp(_ column: String) -> Timestamp? {
        (self[column] as Int64?).map(Timestamp.init(milliseconds:))
    }

    func bytes(_ column: String) -> [UInt8] {
        Array(self[column] as Data)
    }

    func optionalBytes(_ column: String) -> [UInt8]? {
        (self[column] as Data?).map { Array($0) }
    }

    func certificateID(_ column: String) -> CertificateID {
        CertificateID(bytes: self[column] as Data)
    }
}

extension [UInt8] {
    var blob: Data { Data(self) }
}

extension CertificateID {
    var blob: Data { Data(bytes) }
}
