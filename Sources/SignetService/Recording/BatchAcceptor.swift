import Logging
public import SignetModel
import SignetStorage

/// Why a batch was not taken.
public enum BatchRefusal: Error, Hashable, Sendable {
    case unknownCertificate
    /// The id is genuine, but too old to be recorded.
    case lapsed
    /// The recording is complete.
    case sealed
    case foreignToken
    case foreignNonce
    case conflictingBatch
    case siteNotAllowed
    case tooManyRequests
    case recordingTooLarge
    /// Staging is full, or the server is going down: later may be better.
    case unavailable
}

/// Takes what browsers record: checks the right to record, then makes the bytes durable.
public struct BatchAcceptor: Sendable {
    private let gate: RecordingGate
    private let staging: any StagingStore
    private let logger: Logger

    init(gate: RecordingGate, staging: any StagingStore, logger: Logger) {
        self.gate = gate
        self.staging = staging
        self.logger = logger
    }

    /// Stores the batch. `completion` is called once, from any thread: without a refusal only when the batch is durable.
    ///
    /// - Parameter token: the word that came with the batch, in ASCII; it sets the batch's options.
    public func accept(
        _ batch: Batch, token: [UInt8], completion: @escaping @Sendable (BatchRefusal?) -> Void
    ) {
        var batch = batch
        let admission: RecordingGate.Admission
        switch gate.admit(batch.certificate, token: token, observed: batch.observed, receivedAt: batch.receivedAt) {
        case .failure(let refusal): return completion(refusal)
        case .success(let admitted):
            admission = admitted
            batch.options = admitted.options
        }
        if gate.isSurelyOpen(admission) {
            append(batch, issuedAt: admission.issuedAt, completion: completion)
        } else {
            let checked = batch
            Task {
                do {
                    if let refusal = try await gate.refusal(ofLate: admission) { return completion(refusal) }
                    append(checked, issuedAt: admission.issuedAt, completion: completion)
                } catch {
                    logger.error("a batch could not be checked", metadata: ["error": "\(error)"])
                    completion(.unavailable)
                }
            }
        }
    }

    private func append(
        _ batch: Batch, issuedAt: Timestamp, completion: @escaping @Sendable (BatchRefusal?) -> Void
    ) {
        staging.append(batch, issuedAt: issuedAt) { result in
            switch result {
            case .success: completion(nil)
            case .failure(let error): completion(BatchRefusal(error))
            }
        }
    }
}

extension BatchRefusal {
    fileprivate init(_ error: StagingError) {
        switch error {
        case .conflictingBatch: self = .conflictingBatch
        case .foreignNonce: self = .foreignNonce
        case .recordingTooLarge: self = .recordingTooLarge
        case .full, .unavailable, .shutDown: self = .unavailable
        }
    }
}
