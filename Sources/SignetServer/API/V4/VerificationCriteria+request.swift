import SignetModel
import SignetService
import SignetStorage

extension VerificationCriteria {
    /// `verify` of a request. Null asks nothing, like a member that is not there.
    init(_ value: JSONValue) throws(APIFailure) {
        do {
            try self.init(members: value)
        } catch {
            throw .schema
        }
    }
}
