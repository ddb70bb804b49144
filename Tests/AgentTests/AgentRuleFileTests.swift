import Conversation
import Foundation
import JSONText
import Primitives
import Routing
import Settings
import Testing

@Suite("Rules of contrib/agents")
struct AgentRuleFileTests {
    @Test("Each file is sound by itself, and names its agent and no other", arguments: AgentFolder.agents)
    func sound(agent: String) throws {
        let rules = try AgentFolder.table([agent]).agents.rules
        #expect(Set(rules.map(\.agent.text)) == [agent])
    }

    @Test("All files fit into one table")
    func together() throws {
        #expect(Set(try AgentFolder.table(AgentFolder.agents).agents.rules.map(\.agent.text)) == Set(AgentFolder.agents))
    }

    @Test("Every file has a page, every page names its signs, and both are in the list")
    func pages() throws {
        let found = try FileManager.default.contentsOfDirectory(atPath: AgentFolder.url.path).sorted()
        #expect(found == (AgentFolder.agents.flatMap { ["\($0).md", "\($0).toml"] } + ["README.md"]).sorted())
        let list = try AgentFolder.text("README.md")
        for agent in AgentFolder.agents {
            #expect(list.contains("(\(agent).md)") && list.contains("(\(agent).toml)"))
            let page = try AgentFolder.text("\(agent).md")
            #expect(page.contains("## Where this is from") && page.contains("https://"))
            for rule in try AgentFolder.table([agent]).agents.rules {
                for text in rule.system + rule.markers + rule.until + rule.tools { #expect(page.contains(Self.shown(text.text)), "\(agent): \(text.text)") }
                if let mode = rule.mode { #expect(page.contains("`\(mode)`"), "\(agent): \(mode)") }
            }
        }
    }

    /// A page may shorten what it repeats.
    private static func shown(_ text: String) -> String { text.replacing("You are a helpful assistant that can interact multiple", with: "interact multiple") }

    @Test("A request as the agent sends it comes out in its mode, whether its rules stand alone or among all", arguments: AgentRequest.all)
    func mode(_ request: AgentRequest) throws {
        for agents in [[request.agent], AgentFolder.agents] {
            let record = try request.decide(try AgentFolder.table(agents))
            #expect(record.mode == request.mode, "\(record.reason)")
            #expect(record.agent?.agent.text == request.agent)
            #expect(record.error == nil)
        }
    }

    @Test("Every rule is reached by one of these requests")
    func reached() throws {
        for agent in AgentFolder.agents {
            let table = try AgentFolder.table([agent])
            let requests = AgentRequest.all.filter { $0.agent == agent }
            let reached = Set(try requests.compactMap { try $0.decide(table).agent?.rule })
            #expect(reached == Set(1...table.agents.rules.count), "\(agent)")
        }
    }

    @Test("What the agents of others send fits none of the rules that ask for a header")
    func strangers() throws {
        let table = try AgentFolder.table(AgentFolder.agents)
        let stranger = AgentRequest(
            "none", "curl", .openAIChat, ["user-agent": "curl/8.5"], mode: nil,
            #"{"model":"shunt/auto","messages":[{"role":"system","content":"You are helpful"},{"role":"user","content":"Plan mode is active"}]}"#)
        #expect(try stranger.decide(table).agent == nil)
    }
}
