import ArgumentParser
import SignetModel
import SignetService
import SignetStorage

struct DomainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domain",
        abstract: "The domains that an account proves to be its own, with a TXT record in their DNS.",
        discussion: """
            Certificates from a verified domain name their owner, open for it without being retained, and are retained \
            to it by themselves where it wants that. The server looks at each domain: every five minutes until it is \
            verified (every hour after three days), then once a day. A domain whose record has been missing for three \
            days is unverified again.
            """,
        subcommands: [List.self, Add.self, Check.self, Set.self, Remove.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists an account's domains.")

        @OptionGroup var owner: AccountOptions
        @Flag(help: "Print JSON, for programs.") var json = false

        func run() async throws {
            let (domains, account) = try await owner.domains()
            let list = try await domains.list(of: account, limit: Domains.maximumCount)
            if json {
                printJSON { json in
                    json.key("domains")
                    json.array { json in for domain in list { domain.write(to: &json) } }
                }
            } else if list.isEmpty {
                print("The account has no domains; add one with: signet domain add DOMAIN --account \(account.id)")
            } else {
                for domain in list { print(domain.line) }
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a domain, and prints the TXT record that proves whose it is.")

        @Argument(help: "The domain, for example example.com.") var domain: String
        @OptionGroup var choice: ChoiceOptions
        @OptionGroup var owner: AccountOptions
        @Flag(help: "Print JSON, for programs.") var json = false

        func run() async throws {
            let (domains, account) = try await owner.domains()
            let added = try await domains.add(
                domain, includesSubdomains: choice.subdomains ?? true, retainsAutomatically: choice.autoRetain ?? false,
                to: account)
            if json { return added.printJSON() }
            print(
                """
                Put this TXT record on \(added.domain), beside those it has:

                    \(added.domain).  IN TXT  "\(added.code)"

                The server looks for it every five minutes; to look now:
                signet domain check \(added.domain) --account \(account.id)
                """)
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Looks for the TXT record now.")

        @OptionGroup var chosen: ChosenDomain
        @OptionGroup var resolver: ResolverOptions
        @Flag(help: "Print JSON, for programs.") var json = false

        func run() async throws {
            let dns = try resolver.records(try await chosen.owner.data.settings())
            let (domains, domain) = try await chosen.open(dns: dns)
            let checked = try await domains.check(domain)
            json ? checked.printJSON() : print(checked.line)
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Changes what the account chose for a domain; what is not named stays as it is.")

        @OptionGroup var chosen: ChosenDomain
        @OptionGroup var choice: ChoiceOptions

        func run() async throws {
            let (domains, domain) = try await chosen.open()
            let changed = try await domains.set(
                domain, includesSubdomains: choice.subdomains, retainsAutomatically: choice.autoRetain)
            print(changed.line)
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Removes a domain: its certificates no longer count as the account's.")

        @OptionGroup var chosen: ChosenDomain

        func run() async throws {
            let (domains, domain) = try await chosen.open()
            try await domains.remove(domain)
            print("removed \(domain.domain)")
        }
    }

    struct ChoiceOptions: ParsableArguments {
        @Flag(inversion: .prefixedNo, help: "Hosts below the domain are the account's too (the default).")
        var subdomains: Bool?

        @Flag(
            inversion: .prefixedNo,
            help: "Retain what is submitted on the domain to the account, once its recording is complete.")
        var autoRetain: Bool?
    }

    struct ChosenDomain: ParsableArguments {
        @Argument(help: "The domain.") var domain: String
        @OptionGroup var owner: AccountOptions

        func open(dns: TextRecords = .system) async throws -> (Domains, OwnedDomain) {
            let (domains, account) = try await owner.domains(dns: dns)
            return (domains, try await domains.show(domain, of: account))
        }
    }
}

extension OwnedDomain {
    fileprivate var line: String {
        let state = verifiedAt.map { "verified since \($0)" } ?? "unverified: \(finding.words)"
        return "\(domain)  \(state)\(includesSubdomains ? ", with subdomains" : "")"
            + (retainsAutomatically ? ", retained automatically" : "")
            + (failingSince.map { "; its record is missing since \($0)" } ?? "")
    }

    fileprivate func printJSON() {
        var json = JSONWriter()
        write(to: &json)
        print(String(decoding: json.bytes, as: UTF8.self))
    }
}

extension OwnedDomain.Finding {
    fileprivate var words: String {
        switch self {
        case .notChecked: "not looked at yet"
        case .codeFound: "the record is there"
        case .codeNotFound: "the record is not there"
        case .domainNotFound: "there is no such domain"
        case .connectionError: "no name server answered"
        case .taken: "another account has verified it"
        }
    }
}
