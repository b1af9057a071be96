import ArgumentParser

enum Version {
    static let text = "0.1.0"
}

struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Prints the version of this Signet.")

    @Flag(help: "Print JSON, for programs.")
    var json = false

    func run() {
        print(json ? "{\"version\":\"\(Version.text)\"}" : "signet \(Version.text)")
    }
}
