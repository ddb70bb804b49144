/// In `[providers]`.
extension ConfigurationMistakeTests {
    static let providers = [
        Mistake(
            "providers that are not known",
            ["shunt.toml": sound + #"""
            [providers.openia]
            key = { env = "K" }
            [providers.mine]
            api = "openai-chat"
            [providers.theirs]
            api = "openai-caht"
            url = "https://x.example/v1"
            """#],
            #"""
            shunt.toml:3:12: provider "openia" is none that shunt knows, so it needs an api: one of openai-chat, openai-responses, anthropic-messages, gemini, bedrock-converse; did you mean "openai"?
            shunt.toml:3:12: provider "openia" has no url; write url = "https://HOST/v1", or socket = "/PATH"
            shunt.toml:5:12: provider "mine" has no url; write url = "https://HOST/v1", or socket = "/PATH"
            shunt.toml:8:7: providers.theirs.api must be one of openai-chat, openai-responses, anthropic-messages, gemini, bedrock-converse, not "openai-caht"; did you mean "openai-chat"?
            """#),
        Mistake(
            "sound platforms",
            ["shunt.toml": sound + #"""
            [providers.bedrock]
            aws = { region = "eu-central-1" }
            key = { credential = "aws" }
            [providers.claude-on-aws]
            api = "anthropic-messages"
            aws = { region = "us-east-1" }
            key = { caller = true }
            [providers.vertex]
            vertex = { project = "p", location = "global" }
            key = { file = "/k" }
            [providers.azure]
            url = "https://x.openai.azure.com"
            azure = {}
            key = { env = "A" }
            """#],
            ""),
        Mistake(
            "platforms",
            ["shunt.toml": sound + #"""
            [providers.bedrock]
            key = { credential = "aws" }
            [providers.a]
            aws = {}
            vertex = { project = "p", location = "l", regoin = "x" }
            key = { credential = "a" }
            [providers.b]
            api = "openai-chat"
            aws = { region = "eu-central-1" }
            [providers.c]
            vertex = { project = "p/q" }
            key = { credential = "c" }
            [providers.d]
            azure = { api_version = "2024-10-21" }
            key = { credential = "d" }
            fields = { x-amz-date = "now" }
            """#],
            #"""
            shunt.toml:3:12: provider "bedrock" has no region; write aws = { region = "REGION" }
            shunt.toml:5:12: provider "a" is on aws and vertex; write only one of them
            shunt.toml:6:7: the key "region" is missing in [providers.a.aws]: the region that serves the models, such as "eu-central-1"
            shunt.toml:7:43: unknown key "regoin" in [providers.a.vertex]; known are location, project
            shunt.toml:9:12: provider "b" has no key; write key = { credential = "b" }, or { caller = true } where callers bring theirs
            shunt.toml:11:7: the api openai-chat is not served there; aws goes with bedrock-converse and anthropic-messages
            shunt.toml:13:10: the key "location" is missing in [providers.c.vertex]: the location that serves the models, such as "europe-west1" or "global"
            shunt.toml:13:22: the project "p/q" in providers.c.vertex.project holds "/"; names are ASCII letters, digits, "-", "_" and "."
            shunt.toml:15:12: provider "d" has no url: on Azure each customer has one of its own; write url = "https://NAME.openai.azure.com"
            shunt.toml:18:12: the header field "x-amz-date" is shunt's to set; a key goes into "key"
            """#),
        Mistake(
            "provider names",
            ["shunt.toml": sound + #"""
            [providers.tier]
            api = "openai-chat"
            url = "http://localhost"
            [providers."оpenai"]
            [providers."a/b"]
            """#],
            #"""
            shunt.toml:3:12: a provider cannot be named "tier": as a model, "tier/…" means something else
            shunt.toml:6:12: the name "оpenai" in [providers] holds "о" (U+043E), which is not ASCII; names are ASCII letters, digits, "-", "_" and "."
            shunt.toml:7:12: the name "a/b" in [providers] holds "/"; names are ASCII letters, digits, "-", "_" and "."
            """#),
        Mistake(
            "no providers",
            ["shunt.toml": sound],
            #"""
            shunt.toml: there are no providers; add one, such as [providers.ollama]
            """#),
        Mistake(
            "keys",
            ["shunt.toml": sound + #"""
            [providers.openai]
            [providers.anthropic]
            key = { credential = "a", file = "/b" }
            [providers.groq]
            key = {}
            [providers.xai]
            key = "sk-1234567890"
            [providers.mistral]
            key = [{ env = "A" }, { file = "relative" }, { fiel = "/x" }]
            [providers.deepseek]
            key = { caller = false }
            [providers.together]
            key = [{ caller = true }, { credential = "t" }]
            [providers.zai]
            key = { credential = "../etc/passwd" }
            """#],
            #"""
            shunt.toml:3:12: provider "openai" has no key; write key = { credential = "openai" }, or { caller = true } where callers bring theirs
            shunt.toml:5:7: a key is kept in one place, not in 2; write { credential = "NAME" }, { file = "/PATH" }, { env = "NAME" } or { caller = true }
            shunt.toml:7:7: a key has to say where it is kept; write { credential = "NAME" }, { file = "/PATH" }, { env = "NAME" } or { caller = true }
            shunt.toml:9:7: providers.xai.key must be a table, not text
            shunt.toml:11:32: providers.mistral.key.file must be an absolute path without "." and "..", not "relative"
            shunt.toml:11:48: unknown key "fiel" in [providers.mistral.key]; did you mean "file"?
            shunt.toml:13:18: caller = false says nothing; leave it out
            shunt.toml:17:22: the credential "../etc/passwd" in providers.zai.key.credential holds "/"; names are ASCII letters, digits, "-", "_" and "."
            """#),
        Mistake(
            "addresses",
            ["shunt.toml": sound + #"""
            [providers.a]
            api = "openai-chat"
            url = "ftp://x.example"
            [providers.b]
            api = "openai-chat"
            url = "https://user:pass@x.example/v1"
            [providers.c]
            api = "openai-chat"
            url = "http://10.0.0.5:8000/v1"
            key = { credential = "c" }
            [providers.d]
            api = "openai-chat"
            url = "http://10.0.0.5:8000/v1"
            [providers.e]
            api = "openai-chat"
            url = "http://10.0.0.5:8000/v1"
            key = { credential = "c" }
            plaintext = true
            [providers.f]
            api = "openai-chat"
            url = "https://x.example:0/v1?q=1"
            proxy = "socks5://localhost"
            [providers.g]
            api = "openai-chat"
            socket = "run/x.sock"
            """#],
            #"""
            shunt.toml:5:7: providers.a.url is no plain http or https address: "ftp://x.example"; write "https://HOST[:PORT][/PATH]" without user, query or fragment
            shunt.toml:8:7: providers.b.url is no plain http or https address: "https://user:pass@x.example/v1"; write "https://HOST[:PORT][/PATH]" without user, query or fragment
            shunt.toml:11:7: providers.c.url would send keys to "10.0.0.5" unencrypted; use https, or write plaintext = true if you trust every host on the way
            shunt.toml:23:7: providers.f.url is no plain http or https address: "https://x.example:0/v1?q=1"; write "https://HOST[:PORT][/PATH]" without user, query or fragment
            shunt.toml:24:9: providers.f.proxy is no plain http or https address: "socks5://localhost"; write "http://HOST:PORT"
            shunt.toml:27:10: providers.g.socket must be an absolute path without "." and "..", not "run/x.sock"
            """#),
        Mistake(
            "header fields",
            ["shunt.toml": sound + #"""
            [providers.openrouter]
            key = { credential = "o" }
            fields = { "x-title" = "shunt", Authorization = "Bearer sk-1", "x title" = "y", "X-Title" = "z", "x-bad" = "a\r\nb", "host" = "evil" }
            """#],
            #"""
            shunt.toml:5:33: the header field "Authorization" is shunt's to set; a key goes into "key"
            shunt.toml:5:64: the name "x title" in [providers.openrouter.fields] holds " "; names are ASCII letters, digits, "-", "_" and "."
            shunt.toml:5:81: the header field "X-Title" is set twice
            shunt.toml:5:108: providers.openrouter.fields.x-bad holds the character U+000D
            shunt.toml:5:118: the header field "host" is shunt's to set; a key goes into "key"
            """#),
    ]
}
