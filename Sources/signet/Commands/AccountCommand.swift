import ArgumentParser
import SignetModel
import SignetService
import SignetStorage

struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Creates and manages accounts: those who retain certificates.",
        subcommands: [Create.self, List.self, Show.self, Set.self, Disable.self, Enable.self, RotateKey.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Creates an account and prints its API key.",
            discussion: "The key is shown once: only its digest is kept. Lost keys are replaced with rotate-key.")

        @Argument(help: "A name for people, for example \"Acme Insurance\".")
        var name: String

        @OptionGroup(title: "Settings") var settings: SettingsOptions
        @OptionGroup var data: DataOptions
        @Flag(help: "Print JSON, for programs.") var json = false

        func run() async throws {
            let accounts = try await data.accounts(creating: true)
            let (account, key) = try await accounts.create(
                name: name, settings: try settings.applied(to: AccountSettings()))
            if json {
                printJSON { json in
                    json.key("account_id")
                    json.string(account.id)
                    json.key("api_key")
                    json.string(key)
                }
            } else {
                print(
                    """
                    account  \(account.id)  \(account.name)
                    API key  \(key)

                    Keep the key: it cannot be shown again. It is the password of HTTP Basic authentication, with any \
                    user name.
                    """)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the accounts, oldest first.")

        @OptionGroup var data: DataOptions
        @Flag(help: "Print JSON, for programs.") var json = false

        func run() async throws {
            let list = try await data.accounts().list()
            if json {
                printJSON { json in
                    json.key("accounts")
                    json.array { json in for account in list { json.object { account.write(to: &$0) } } }
                }
            } else if list.isEmpty {
                print("There are no accounts yet; create one with: signet account create NAME")
            } else {
                for account in list { print(account.line) }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shows one account.")

        @Argument(help: "The account's id.") var id: String
        @OptionGroup var data: DataOptions
        @Flag(help: "Print JSON, for programs.") var json = false

        func run() async throws {
            let account = try await data.accounts().show(id)
            if json {
                printJSON { account.write(to: &$0) }
            } else {
                print(account.line)
                for line in account.settings.lines { print("  \(line)") }
            }
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Changes an account's settings; those not named stay as they are.")

        @Argument(help: "The account's id.") var id: String
        @OptionGroup(title: "Settings") var settings: SettingsOptions
        @OptionGroup var data: DataOptions

        func run() async throws {
            let changed = try await data.accounts().set(id) { [settings] in try settings.applied(to: $0) }
            for line in changed.settings.lines { print(line) }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Disables an account: its API key is answered 402, its pages are closed. Nothing is deleted.")

        @Argument(help: "The account's id.") var id: String
        @OptionGroup var data: DataOptions

        func run() async throws {
            try await data.accounts().disable(id)
            print("disabled \(id)")
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enables an account that was disabled: its API key and its pages work again.")

        @Argument(help: "The account's id.") var id: String
        @OptionGroup var data: DataOptions

        func run() async throws {
            try await data.accounts().enable(id)
            print("enabled \(id)")
        }
    }

    struct RotateKey: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate-key",
            abstract: "Replaces an account's API key and ends its sessions. The old key stops working at once.")

        @Argument(help: "The account's id.") var id: String
        @OptionGroup var data: DataOptions
        @Flag(help: "Print JSON, for programs.") var json = false

        func run() async throws {
            let key = try await data.accounts().rotateKey(id)
            if json {
                printJSON { json in
                    json.key("account_id")
                    json.string(id)
                    json.key("api_key")
                    json.string(key)
                }
            } else {
                print("API key  \(key)")
            }
        }
    }
}

extension Account {
    fileprivate var line: String {
        "\(id)  \(createdAt)  \(isActive ? "active  " : "disabled")  \(name)"
    }

    fileprivate func write(to json: inout JSONWriter) {
        json.key("account_id")
        json.string(id)
        json.key("name")
        json.string(name)
        json.key("created_at")
        json.string(createdAt.iso8601)
        json.key("active")
        json.bool(isActive)
        settings.writeMembers(to: &json)
    }
}

/// Prints one JSON object on a line of its own.
func printJSON(_ members: (inout JSONWriter) -> Void) {
    var json = JSONWriter()
    json.object(members)
    print(String(decoding: json.bytes, as: UTF8.self))
}
