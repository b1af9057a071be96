import HTTPTypes
import Hummingbird
import SignetModel
import SignetService
import SignetStorage

/// `/v1/account`: what the account of the key is and how it works.
struct AccountRoutes: Sendable {
    let signet: Signet

    func add(to router: Router<SignetRequestContext>) {
        router.get("/v1/account") { request, _ in
            response(try await Authentication(signet: signet).requireAccount(of: request))
        }
        router.patch("/v1/account") { request, context in try await change(request, context) }
    }

    private func change(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let account = try await Authentication(signet: signet).requireAccount(of: request)
        let body = try await request.json(limit: context.maxUploadSize)
        do {
            return response(try await signet.accounts.set(account.id) { try $0.changed(by: body) })
        } catch let invalid as AccountSettings.InvalidSetting {
            throw Problem.badRequest(invalid.description)
        } catch let failure as Accounts.Failure {
            throw Problem.badRequest("\(failure)")
        }
    }

    private func response(_ account: Account) -> Response {
        var json = JSONWriter()
        json.object { json in
            json.key("id")
            json.string(account.id)
            json.key("name")
            json.string(account.name)
            json.key("created_at")
            json.string(account.createdAt.iso8601)
            account.settings.writeMembers(to: &json)
        }
        return Response(json: json.bytes)
    }
}
