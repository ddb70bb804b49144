internal import Conversation
internal import Dialects
internal import Digests
internal import HTTPWire
internal import Loop
internal import Primitives
internal import Settings
internal import Transfer

/// Proves requests to platforms whose keys are more than a field that stays the same: AWS credentials sign each request anew, a
/// Google service account is exchanged for tokens that end.
@LoopActor
final class RequestSigner {
    private let client: HTTPClient
    /// By the key's digest, so that tokens outlive a reload.
    private var accounts: [SHA256: GoogleAccess] = [:]

    init(client: HTTPClient) { self.client = client }

    /// The tokens of the service account that `key` is; nil for every other key.
    ///
    /// `isCallers`: the key came with the request. A caller's service account is not exchanged, since its own words say where.
    func access(of key: Secret?, for provider: Provider, isCallers: Bool) throws(Fault) -> GoogleAccess? {
        guard case .vertex = provider.platform, let key, Self.isDocument(key) else { return nil }
        guard !isCallers else { throw Fault(.key, message: "on Vertex a caller's key is an access token, not a service account") }
        let digest = key.reveal { SHA256(of: Bytes($0.utf8)[...]) }
        if let known = accounts[digest] { return known }
        do throws(ServiceAccount.Flaw) {
            let access = GoogleAccess(try key.reveal(Self.account).get(), client, proxy: provider.proxy)
            if accounts.count >= Limits.serviceAccounts { accounts = [:] }
            accounts[digest] = access
            return access
        } catch {
            throw Fault(.key, message: error.text)
        }
    }

    private static func account(_ text: String) -> Result<ServiceAccount, ServiceAccount.Flaw> {
        do throws(ServiceAccount.Flaw) { return .success(try ServiceAccount(text)) } catch { return .failure(error) }
    }

    /// Whether the key proves requests one by one, so that no endpoint carries it.
    static func signsEach(_ key: Secret, for provider: Provider) -> Bool {
        switch provider.platform {
        case .direct, .azure: false
        case .aws: key.reveal { AWSCredentials($0) } != nil
        case .vertex: isDocument(key)
        }
    }

    /// The fields that one request carries beside its endpoint's; nil where the endpoint has them all. `token` is that of a service
    /// account.
    static func fields(_ key: Secret?, _ token: Secret?, _ provider: Provider, _ body: OutgoingBody) -> HeaderFields? {
        if let token { return token.reveal { ["authorization": "Bearer \($0)"] } }
        guard case .aws(let region) = provider.platform, let credentials = key?.reveal({ AWSCredentials($0) }) else { return nil }
        return AWSSignature(credentials: credentials, region: region, service: "bedrock").fields(
            host: provider.authority, path: provider.basePath + body.path, body: body.body, at: Clock.unixSeconds)
    }

    private static func isDocument(_ key: Secret) -> Bool { key.reveal { $0.utf8.first == UInt8(ascii: "{") } }
}
