/// In `[listen]`, `[limits]` and the clocks of providers.
extension ConfigurationMistakeTests {
    static let listening = [
        Mistake(
            "clocks and limits",
            ["shunt.toml": sound + #"""
            [providers.ollama]
            clocks = { connect = "5", idle = 30, total = "2 days", first_byte = "0s" }
            [clocks]
            connect = "10ms"
            total = "1.5h"
            [limits]
            request_bytes = "32MB"
            request_head_bytes = "1GiB"
            connections = 0
            requests_per_connection = "10"
            event_bytes = "8MiB"
            sessions = -1
            attempts = 1000
            """#],
            #"""
            shunt.toml:4:22: providers.ollama.clocks.connect is no duration: "5"; write text such as "250ms", "30s", "2m" or "1h"
            shunt.toml:4:34: providers.ollama.clocks.idle must be a duration, not a whole number; write text such as "250ms", "30s", "2m" or "1h"
            shunt.toml:4:46: providers.ollama.clocks.total is no duration: "2 days"; write text such as "250ms", "30s", "2m" or "1h"
            shunt.toml:4:69: providers.ollama.clocks.first_byte must be from "10ms" to "1h", not "0s"
            shunt.toml:9:17: limits.request_bytes is no size: "32MB"; write bytes, or text such as "32MiB"
            shunt.toml:10:22: limits.request_head_bytes must be from 1024 to 1048576 bytes, not 1073741824
            shunt.toml:11:15: limits.connections must be from 1 to 1000000, not 0
            shunt.toml:12:27: limits.requests_per_connection must be a whole number, not text
            shunt.toml:14:12: limits.sessions must be from 1 to 10000000, not -1
            shunt.toml:15:12: limits.attempts must be from 1 to 64, not 1000
            """#),
        Mistake(
            "listening",
            ["shunt.toml": sound + #"""
            [providers.ollama]
            [listen]
            socket = "shunt.sock"
            mode = 0o660
            group = "no such"
            tcp = { address = "0.0.0.0:8787", token = { caller = true } }
            [journal]
            level = "verbose"
            """#],
            #"""
            shunt.toml:5:10: listen.socket must be an absolute path without "." and "..", not "shunt.sock"
            shunt.toml:6:8: listen.mode must be text (permissions), not a whole number
            shunt.toml:7:9: the group "no such" in listen.group holds " "; names are ASCII letters, digits, "-", "_" and "."
            shunt.toml:8:19: listen.tcp.address is no loopback address with a port: "0.0.0.0:8787"; write "127.0.0.1:8787"; other hosts reach shunt through a proxy of your own
            shunt.toml:10:9: journal.level must be one of error, warning, notice, info, debug, not "verbose"
            """#),
        Mistake(
            "permissions and TCP",
            ["shunt.toml": sound + #"""
            [providers.ollama]
            [listen]
            socket = "/run/../etc/shunt.sock"
            mode = "0999"
            tcp = { address = "127.0.0.1:99999" }
            """#],
            #"""
            shunt.toml:5:10: listen.socket must be an absolute path without "." and "..", not "/run/../etc/shunt.sock"
            shunt.toml:6:8: listen.mode is no set of permission bits: "0999"; write octal text such as "0660"
            shunt.toml:7:7: the key "token" is missing in [listen.tcp]: the bearer token that callers have to show
            """#),
    ]
}
