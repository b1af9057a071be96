import ArgumentParser
import SignetModel
import SignetService
import SignetStorage

/// Paths of batches that a server with this secret takes: fresh certificates, valid tokens, each path once.
struct PathsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "paths", abstract: "Prints the paths of batches to post, one a line.")

    @Option(help: "The server's secret file.") var secretFile: String
    @Option(help: "How many certificates.") var certificates = 20_000
    @Option(help: "How many batches each.") var batches = 10
    @Flag(help: "The bodies are deflated.") var deflated = false

    func run() throws {
        let secret = try SecretFile(path: secretFile).read()
        let ids = CertificateIDCipher(secret: secret)
        let tokens = RecordingTokenAuthority(secret: secret)
        let now = WallClock.system.now
        let encoding = deflated ? "&encoding=deflate-raw" : ""
        let visits = (0..<certificates).map { _ in
            let id = ids.issue(.web, at: now)
            return (id: id, token: tokens.token(for: id, options: []))
        }
        // A page sends its batches over seconds, among those of thousands of other pages.
        for sequence in 0..<batches {
            for visit in visits {
                print(
                    "/v1/certificates/\(visit.id)/events/\(sequence)"
                        + "?token=\(visit.token)&nonce=bench\(encoding)&sent=\(now.milliseconds)")
            }
        }
    }
}
