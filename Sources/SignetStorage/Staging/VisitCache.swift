import SignetModel

/// The visits that were written to lately, in two generations: when the younger is full, the older is forgotten.
///
/// Knows what it cannot have forgotten: a certificate issued after everything that was ever forgotten, and after the
/// start, is new if it is not here, so that most first batches need no look-up.
struct VisitCache {
    private let capacity: Int
    private let startedAt: Timestamp
    private var young: [CertificateID: StagedVisit] = [:]
    private var old: [CertificateID: StagedVisit] = [:]
    private var newestIssue: Timestamp
    private var forgottenThrough: Timestamp

    init(capacity: Int, startedAt: Timestamp) {
        self.capacity = capacity
        self.startedAt = startedAt
        newestIssue = startedAt
        forgottenThrough = startedAt
    }

    subscript(id: CertificateID) -> StagedVisit? {
        young[id] ?? old[id]
    }

    func isSurelyNew(_ id: CertificateID, issuedAt: Timestamp) -> Bool {
        issuedAt > forgottenThrough && self[id] == nil
    }

    private var isFull: Bool { young.count >= capacity }

    /// Forgets everything; what comes is then looked up.
    mutating func clear() {
        young = [:]
        old = [:]
        forgottenThrough = newestIssue
    }

    mutating func remember(_ visit: StagedVisit, issuedAt: Timestamp) {
        if isFull {
            if !old.isEmpty { forgottenThrough = newestIssue }
            old = young
            young = [:]
        }
        young[visit.certificate] = visit
        old[visit.certificate] = nil
        // An id's time has whole seconds, so others of the same second may be newer than they look.
        newestIssue = max(newestIssue, issuedAt)
    }
}
