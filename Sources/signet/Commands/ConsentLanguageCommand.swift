import ArgumentParser
import SignetModel
import SignetService
import SignetStorage

struct ConsentLanguageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consent-language",
        abstract: "An account's consent language manager: the texts its certificates showed, and which it approves.",
        subcommands: [List.self, Add.self, Approve.self, Reject.self, Delete.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the languages of a status.")

        @OptionGroup var owner: AccountOptions
        @Option(help: "unreviewed, approved or rejected.") var status = "unreviewed"

        func run() async throws {
            guard let status = ReviewedLanguage.Status(rawValue: status) else {
                throw ValidationError("--status is unreviewed, approved or rejected, not “\(status)”.")
            }
            let (languages, account) = try await owner.consentLanguages()
            var last: String?
            repeat {
                let page = try await languages.list(status, of: account, after: last, limit: 200)
                for language in page {
                    let seen = language.lastSeen.map { ", last on \($0.iso8601)" } ?? ""
                    print("\(language.id)  seen in \(language.count)\(seen)")
                    print("    \(language.text)")
                }
                last = page.last?.id
            } while last != nil
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Approves a text.",
            discussion:
                "Wherever the text stands within a consent language, that is approved. {{*}} stands for anything, "
                + "{{phone}}, {{email}} and {{url}} for any number, address and link.")

        @Argument(help: "The text.") var text: String
        @OptionGroup var owner: AccountOptions

        func run() async throws {
            let (languages, account) = try await owner.consentLanguages()
            print(try await languages.add(text, status: .approved, name: nil, note: nil, to: account).id)
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Approves a language.")

        @OptionGroup var chosen: LanguageOptions

        func run() async throws { try await chosen.set(.approved) }
    }

    struct Reject: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Rejects a language.")

        @OptionGroup var chosen: LanguageOptions

        func run() async throws { try await chosen.set(.rejected) }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Deletes a language; when it is seen again, it is unreviewed.")

        @OptionGroup var chosen: LanguageOptions

        func run() async throws {
            let (languages, account) = try await chosen.owner.consentLanguages()
            try await languages.remove(chosen.id, of: account)
        }
    }

    struct LanguageOptions: ParsableArguments {
        @Argument(help: "The language's id.") var id: String
        @OptionGroup var owner: AccountOptions

        func set(_ status: ReviewedLanguage.Status) async throws {
            let (languages, account) = try await owner.consentLanguages()
            _ = try await languages.set(id, of: account) { $0.status = status }
        }
    }
}
