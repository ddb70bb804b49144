import Conversation
import Foundation
import HTTPWire
import JSONText
import Loop
import Primitives
import TestKit
import Testing
import Transfer
@testable import Upstream

@Suite("Google service accounts", .enabled(if: KeyPair.openssl != nil, "openssl makes the keys"))
struct ServiceAccountTests {
    private let keys: KeyPair

    init() throws { keys = try #require(KeyPair.shared) }

    private func flaw(_ key: String) -> String? {
        do throws(ServiceAccount.Flaw) {
            _ = try ServiceAccount(key)
            return nil
        } catch {
            return error.text
        }
    }

    private func part(_ text: Substring) throws -> Data {
        let plain = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        return try #require(Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)))
    }

    @Test("an assertion says who asks for what until when, and OpenSSL verifies it with the public key")
    func assertion() throws {
        let account = try ServiceAccount(keys.account("https://oauth2.googleapis.com/token"))
        let parts = account.assertion(at: 1_700_000_000).split(separator: ".")
        try #require(parts.count == 3)
        #expect(try part(parts[0]) == Data(#"{"alg":"RS256","typ":"JWT","kid":"k1"}"#.utf8))
        #expect(
            try part(parts[1])
                == Data(#"{"iss":"shunt@p.iam.gserviceaccount.com","scope":"https://www.googleapis.com/auth/cloud-platform","aud":"https://oauth2.googleapis.com/token","iat":1700000000,"exp":1700003600}"#.utf8))
        #expect(try keys.verifies("\(parts[0]).\(parts[1])", part(parts[2])))
        #expect(try !keys.verifies("\(parts[0]).\(parts[1])x", part(parts[2])))
    }

    @Test("a key file that cannot serve is told by what is wrong with it, and nothing secret")
    func flaws() throws {
        let url = "https://oauth2.googleapis.com/token"
        #expect(flaw(keys.account(url)) == nil)
        #expect(flaw(keys.account("http://127.0.0.1:8080/token")) == nil)
        #expect(flaw("{") == "the service account's key is not JSON")
        #expect(flaw("{}") == "the service account's key has no client_email")
        for unsafe in ["http://oauth2.googleapis.com/token", "file:///etc/passwd", "https://user@x/", ""] {
            #expect(flaw(keys.account(unsafe)) == "the service account's token_uri is no https address", "\(unsafe)")
        }
        let elliptic = "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg\n-----END PRIVATE KEY-----\n"
        for pem in ["", "no key", elliptic] { #expect(flaw(keys.account(url, pem: pem)) == "the service account's private_key is no RSA key") }
    }

    @Test("one exchange serves all who wait, and the token is kept")
    func oneExchange() async throws {
        let keys = keys
        try await onLoop {
            let server = try TokenServer([#"{"access_token":"t1","expires_in":3599}"#])
            let access = GoogleAccess(try ServiceAccount(keys.account(server.url)), HTTPClient(), proxy: nil)
            #expect(access.current() == nil)
            let waiting = (0..<5).map { _ in EventLoop.spawn { try await access.awaited().reveal { $0 } } }
            for task in waiting { #expect(try await task.value == "t1") }
            #expect(try await access.awaited().reveal { $0 } == "t1")
            #expect(server.requests.count == 1)
            #expect(server.requests[0].contains("content-type: application/x-www-form-urlencoded"))
            #expect(server.requests[0].contains("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=ey"))
            server.close()
        }
    }

    @Test("a token that ends soon is renewed in the background, and serves meanwhile")
    func renewal() async throws {
        let keys = keys
        try await onLoop {
            // The first is to be renewed at once and good for a moment.
            let server = try TokenServer([#"{"access_token":"t1","expires_in":0}"#, #"{"access_token":"t2","expires_in":3599}"#])
            let access = GoogleAccess(try ServiceAccount(keys.account(server.url)), HTTPClient(), proxy: nil)
            #expect(try await access.awaited().reveal { $0 } == "t1")
            #expect(access.current()?.reveal { $0 } == "t1")
            for _ in 0..<2000 where access.current()?.reveal({ $0 }) != "t2" { try await EventLoop.sleep(for: .milliseconds(1)) }
            #expect(access.current()?.reveal { $0 } == "t2")
            #expect(server.requests.count == 2)
            server.close()
        }
    }

    @Test(
        "an exchange that fails is a fault of the key, and the next request asks anew",
        arguments: [
            #"400 {"error":"invalid_grant","error_description":"Invalid JWT Signature."}"#, "500 oops", "200 {}", "200 []",
        ])
    func failure(_ answer: String) async throws {
        let keys = keys
        try await onLoop {
            let server = try TokenServer([answer, #"{"access_token":"t1","expires_in":3599}"#])
            let access = GoogleAccess(try ServiceAccount(keys.account(server.url)), HTTPClient(), proxy: nil)
            do throws(AttemptEnd) {
                _ = try await access.awaited()
                Issue.record("a token out of \(answer)")
            } catch {
                guard case .fault(let error) = error else {
                    Issue.record("\(error)")
                    return
                }
                #expect(error.kind == .key)
                #expect(!error.message.contains("Signature."))
                if answer.contains("invalid_grant") { #expect(error.message == "the service account is refused with status 400: invalid_grant") }
            }
            #expect(try await access.awaited().reveal { $0 } == "t1")
            server.close()
        }
    }

    @Test("a caller that leaves does not wait for an exchange, which goes on for the others")
    func departure() async throws {
        let keys = keys
        try await onLoop {
            let server = try TokenServer([#"{"access_token":"t1","expires_in":3599}"#])
            server.isHeld = true
            let access = GoogleAccess(try ServiceAccount(keys.account(server.url)), HTTPClient(), proxy: nil)
            let leaving = EventLoop.spawn { try await access.awaited().reveal { $0 } }
            let staying = EventLoop.spawn { try await access.awaited().reveal { $0 } }
            for _ in 0..<2000 where server.requests.isEmpty { try await EventLoop.sleep(for: .milliseconds(1)) }
            leaving.cancel()
            await #expect { _ = try await leaving.value } throws: {
                guard case .cancelled? = $0 as? AttemptEnd else { return false }
                return true
            }
            server.isHeld = false
            #expect(try await staying.value == "t1")
            #expect(server.requests.count == 1)
            server.close()
        }
    }

    @Test("a token address that nobody listens at is a fault of the key")
    func unreachable() async throws {
        let keys = keys
        try await onLoop {
            let server = try TokenServer([])
            server.close()
            let access = GoogleAccess(try ServiceAccount(keys.account(server.url)), HTTPClient(), proxy: nil)
            await #expect { _ = try await access.awaited() } throws: {
                guard case .fault(let fault)? = $0 as? AttemptEnd else { return false }
                return fault.kind == .key
            }
        }
    }
}
