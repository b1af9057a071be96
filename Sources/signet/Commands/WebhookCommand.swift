import ArgumentParser
import SignetModel
import SignetService
import SignetStorage

struct WebhookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook",
        abstract: "The addresses at which an account is told what happens, as Standard Webhooks has it.",
        discussion: "The server sends; these commands say where to, and what became of it.",
        subcommands: [List.self, Add.self, Remove.self, Deliveries.self, Replay.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists an account's webhooks.")

        @OptionGroup var owner: AccountOptions
        @Flag(help: "Print JSON, for programs.") var json = false

        func run() async throws {
            let (webhooks, account) = try await owner.webhooks()
            let list = try await webhooks.list(of: account, limit: Webhooks.maximumCount)
            if json {
                printJSON { json in
                    json.key("webhooks")
                    json.array { json in for endpoint in list { endpoint.write(to: &json) } }
                }
            } else if list.isEmpty {
                print("The account has no webhooks; add one with: signet webhook add URL --account \(account.id)")
            } else {
                for endpoint in list { print(endpoint.line) }
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a webhook, and prints the secret that signs what is sent there.")

        @Argument(help: "Where to send, for example https://example.com/hooks.") var url: String
        @Option(
            parsing: .upToNextOption,
            help: "What to tell: \(WebhookEventType.choices.map(\.rawValue).joined(separator: ", ")). Default: all.",
            transform: { name in
                guard let type = WebhookEventType.choices.first(where: { $0.rawValue == name }) else {
                    throw ValidationError("There is no event “\(name)”.")
                }
                return type
            })
        var events: [WebhookEventType] = []
        @Option(help: "For people.") var description: String?
        @OptionGroup var owner: AccountOptions
        @Flag(help: "Print JSON, for programs.") var json = false

        func run() async throws {
            let (webhooks, account) = try await owner.webhooks()
            let (endpoint, secret) = try await webhooks.add(
                url, events: events.isEmpty ? nil : events, description: description, to: account)
            if json {
                var json = JSONWriter()
                endpoint.write(to: &json, secret: secret)
                return print(String(decoding: json.bytes, as: UTF8.self))
            }
            print("\(endpoint.line)\nsecret  \(secret.text)\nThe secret is not shown again.")
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Removes a webhook, and what waits for it.")

        @OptionGroup var chosen: ChosenWebhook

        func run() async throws {
            let (webhooks, endpoint) = try await chosen.open()
            try await webhooks.remove(endpoint)
            print("removed \(endpoint.id)")
        }
    }

    struct Deliveries: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists what was sent to a webhook in the last 30 days, newest first.")

        @OptionGroup var chosen: ChosenWebhook
        @Option(help: "How many at most.") var limit = 50
        @Flag(help: "Print JSON, for programs.") var json = false

        func run() async throws {
            let (webhooks, endpoint) = try await chosen.open()
            let list = try await webhooks.deliveries(of: endpoint, limit: limit)
            if json {
                printJSON { json in
                    json.key("deliveries")
                    json.array { json in for delivery in list { delivery.write(to: &json) } }
                }
            } else {
                for delivery in list { print(delivery.line) }
            }
        }
    }

    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Has the server send a message again.")

        @OptionGroup var chosen: ChosenWebhook
        @Argument(help: "The delivery's id.") var delivery: String
        @Flag(help: "Print JSON, for programs.") var json = false

        func run() async throws {
            let (webhooks, endpoint) = try await chosen.open()
            let replayed = try await webhooks.replay(delivery, of: endpoint)
            if json {
                var json = JSONWriter()
                replayed.write(to: &json)
                return print(String(decoding: json.bytes, as: UTF8.self))
            }
            print(replayed.line)
        }
    }

    struct ChosenWebhook: ParsableArguments {
        @Argument(help: "The webhook's id.") var id: String
        @OptionGroup var owner: AccountOptions

        func open() async throws -> (Webhooks, WebhookEndpoint) {
            let (webhooks, account) = try await owner.webhooks()
            return (webhooks, try await webhooks.show(id, of: account))
        }
    }
}

extension WebhookEndpoint {
    fileprivate var line: String {
        let told = events.map { $0.map(\.rawValue).joined(separator: ", ") } ?? "all events"
        return "\(id)  \(url)  \(told)\(isEnabled ? "" : ", disabled")"
    }
}

extension WebhookDelivery {
    fileprivate var line: String {
        let answer = status.map { "answered \($0)" } ?? error ?? "not tried yet"
        let next = nextAttemptAt.map { ", next at \($0)" } ?? ""
        return "\(id)  \(type.rawValue)  \(createdAt)  \(state.rawValue) after \(attempts) attempts, \(answer)\(next)"
    }
}
