import ArgumentParser
import SignetModel
import SignetService
import SignetStorage

struct ConnectionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connection",
        abstract: "The accounts that an account knows, and whether they may learn what it owns.",
        discussion: """
            A buyer whose partner shares its ownership reads the partner's name in `confirmed_owner` of certificates \
            from the partner's verified domains. Others read that the owner is verified.
            """,
        subcommands: [List.self, Invite.self, Accept.self, Set.self, Remove.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists an account's connections and invitations.")

        @OptionGroup var owner: AccountOptions

        func run() async throws {
            let (connections, account) = try await owner.connections()
            var last: String?
            repeat {
                let page = try await connections.list(of: account, after: last, limit: 200)
                for connection in page { print(connection.line(for: account.id)) }
                last = page.last?.id
            } while last != nil
        }
    }

    struct Invite: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Invites another account.")

        @Argument(help: "The other account's id.") var partner: String
        @Flag(help: "Let the other account learn what this one owns.") var shareOwnership = false
        @OptionGroup var owner: AccountOptions

        func run() async throws {
            let (connections, account) = try await owner.connections()
            print(try await connections.invite(partner, from: account, sharesOwnership: shareOwnership).id)
        }
    }

    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Accepts an invitation.")

        @OptionGroup var chosen: ChosenConnection
        @Flag(help: "Let the other account learn what this one owns.") var shareOwnership = false

        func run() async throws {
            let (connections, account) = try await chosen.owner.connections()
            let accepted = try await connections.accept(
                chosen.id, by: account, sharesOwnership: shareOwnership ? true : nil)
            print(accepted.line(for: account.id))
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decides whether the other account may learn what this one owns.")

        @OptionGroup var chosen: ChosenConnection
        @Flag(inversion: .prefixedNo, help: "Let the other account learn it, or no longer.") var shareOwnership: Bool

        func run() async throws {
            let (connections, account) = try await chosen.owner.connections()
            let changed = try await connections.set(chosen.id, of: account, sharesOwnership: shareOwnership)
            print(changed.line(for: account.id))
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a connection, or takes back or declines an invitation.")

        @OptionGroup var chosen: ChosenConnection

        func run() async throws {
            let (connections, account) = try await chosen.owner.connections()
            try await connections.remove(chosen.id, of: account)
            print("removed \(chosen.id)")
        }
    }

    struct ChosenConnection: ParsableArguments {
        @Argument(help: "The connection's id.") var id: String
        @OptionGroup var owner: AccountOptions
    }
}

extension Connection {
    fileprivate func line(for account: String) -> String {
        let state = acceptedAt.map { "connected since \($0)" } ?? (inviter == account ? "invited" : "invites you")
        return "\(id)  \(partner(of: account))  \(state)"
            + (sharesOwnership(account) ? ", learns what you own" : "")
            + (sharesOwnership(partner(of: account)) && acceptedAt != nil ? ", shares what it owns" : "")
    }
}
