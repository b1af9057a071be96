import ArgumentParser
import SignetModel
import SignetService

struct CertificateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificate", abstract: "Looks at certificates.", subcommands: [Show.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows what is known of a certificate.",
            discussion: "Works beside a running server, and for every certificate whose data is still there.")

        @Argument(help: "The certificate's id: 40 hex digits.") var id: String
        @OptionGroup var data: DataOptions
        @Flag(help: "Print JSON, for programs.") var json = false

        func run() async throws {
            guard let certificateID = CertificateID(id) else {
                throw ValidationError("\(id) is no certificate id: expected 40 hex digits")
            }
            let signet = try await data.openSignet().signet
            guard let contents = signet.reader.inspect(certificateID) else {
                throw ValidationError("\(id) was not issued with this secret")
            }
            let certificate = try await signet.reader.load(certificateID)
            if json {
                printJSON { write(contents, certificate, signet, to: &$0) }
            } else {
                for (name, value) in lines(contents, certificate, signet) {
                    print(name + String(repeating: " ", count: max(1, 22 - name.count)) + value)
                }
            }
        }

        private func lines(
            _ contents: CertificateIDCipher.Contents, _ certificate: LoadedCertificate?, _ signet: Signet
        ) -> [(String, String)] {
            var lines = [("kind", "\(contents.kind)"), ("issued", contents.issuedAt.iso8601)]
            guard let certificate else { return lines + [("recording", "none, or no longer kept")] }
            let insights = signet.insights(of: certificate)
            let form = certificate.facts.form
            lines += [
                ("window ends", certificate.windowEnd.iso8601),
                ("sealed", certificate.isSealed ? "yes" : "not yet"),
                ("page", insights.pageURL ?? "unknown"),
                ("address", insights.ip),
                ("browser", insights.browser.software?.full ?? "unknown"),
                ("operating system", insights.browser.system?.full ?? "unknown"),
                ("seconds on page", "\(insights.secondsOnPage)"),
                ("submitted", form.isSubmitted ? "yes" : "no"),
                ("input methods", form.inputMethods?.map(\.rawValue).joined(separator: ", ") ?? "unknown"),
                ("bot score", "\(certificate.facts.bot.score) of 100"),
            ]
            lines += certificate.facts.bot.reasons.map { ("", "+\($0.points) \($0.text)") }
            lines += signet.consentLanguages(of: certificate).map { ("consent language", $0.text) }
            if let truncation = form.truncation { lines.append(("incomplete", truncation)) }
            return lines
        }

        private func write(
            _ contents: CertificateIDCipher.Contents, _ certificate: LoadedCertificate?, _ signet: Signet,
            to json: inout JSONWriter
        ) {
            json.key("id")
            json.string(id.lowercased())
            json.key("kind")
            json.string("\(contents.kind)")
            json.key("issued_at")
            json.string(contents.issuedAt.iso8601)
            json.key("is_stored")
            json.bool(certificate != nil)
            guard let certificate else { return }
            let insights = signet.insights(of: certificate)
            json.key("window_ends_at")
            json.string(certificate.windowEnd.iso8601)
            json.key("is_sealed")
            json.bool(certificate.isSealed)
            json.key("is_sandbox")
            json.bool(certificate.isSandbox)
            json.key("page_url")
            json.optionalString(insights.pageURL)
            json.key("ip")
            json.string(insights.ip)
            json.key("form_submitted")
            json.bool(certificate.facts.form.isSubmitted)
            json.key("submissions")
            json.array { json in
                for submission in certificate.facts.form.submissions { json.string(submission.evidence.rawValue) }
            }
            json.key("seconds_on_page")
            json.integer(insights.secondsOnPage)
            json.key("bot_score")
            json.integer(certificate.facts.bot.score)
            json.key("bot_reasons")
            json.array { json in for reason in certificate.facts.bot.reasons { json.string(reason.code) } }
            json.key("truncation")
            json.optionalString(certificate.facts.form.truncation)
        }
    }
}
