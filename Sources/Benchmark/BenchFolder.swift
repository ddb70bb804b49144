internal import Loop
internal import Primitives

/// The folder of one run: sockets, configurations, logs.
struct BenchFolder: Sendable {
    let folder: TemporaryFolder
    var simulatorSocket: String { folder.file("simulator.sock") }
    var nginxSocket: String { folder.file("nginx.sock") }
    var daemonSocket: String { folder.file("shunt.sock") }

    init() throws { folder = try TemporaryFolder(prefix: "shunt-bench") }

    func writeScenario() throws -> String {
        try folder.write("scenario.json", Bytes(Workload.scenario.utf8))
    }

    /// nginx as one process, which passes requests and streams on as they come, over kept connections.
    func writeNginxConfiguration() throws -> String {
        let text = """
            daemon off;
            master_process off;
            pid \(folder.file("nginx.pid"));
            error_log \(folder.file("nginx.log")) warn;
            events { worker_connections 8192; }
            http {
                access_log off;
                client_body_temp_path \(folder.file("nginx-body"));
                proxy_temp_path \(folder.file("nginx-proxy"));
                fastcgi_temp_path \(folder.file("nginx-fastcgi"));
                uwsgi_temp_path \(folder.file("nginx-uwsgi"));
                scgi_temp_path \(folder.file("nginx-scgi"));
                keepalive_requests 100000000;
                upstream provider { server unix:\(simulatorSocket); keepalive 1024; keepalive_requests 100000000; }
                server {
                    listen unix:\(nginxSocket) backlog=4096;
                    client_max_body_size 64m;
                    client_body_buffer_size 4m;
                    location / {
                        proxy_pass http://provider;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_buffering off;
                    }
                }
            }

            """
        return try folder.write("nginx.conf", Bytes(text.utf8))
    }

    /// Everything that a request costs in earnest: key, modes, tiers, prices, baseline, audit; and a table and a catalog as large as they come.
    func writeDaemonConfiguration() throws -> String {
        try folder.write("catalog.toml", Bytes(Reload.catalog(of: "simulator").utf8))
        try folder.write("key", Bytes("sk-bench\n".utf8))
        try folder.write("table.toml", Bytes(table.utf8))
        let text = """
            [table]
            source = "\(folder.file("table.toml"))"
            catalog = "\(folder.file("catalog.toml"))"

            [providers.simulator]
            catalog = "simulator"
            api = "openai-chat"
            url = "http://localhost/v1"
            socket = "\(simulatorSocket)"
            key = { file = "\(folder.file("key"))" }

            [providers.other]
            api = "anthropic-messages"
            url = "http://localhost/v1"
            socket = "\(simulatorSocket)"
            key = { file = "\(folder.file("key"))" }

            """
        return try folder.write("shunt.toml", Bytes(text.utf8))
    }

    private var table: String {
        var text = "schema = 1\nrevision = \"bench\"\n\n[modes]\n"
        let ways = Workload.all.flatMap { workload in [false, true].map { (workload, workload.mode(translated: $0), $0) } }
        for (_, mode, _) in ways { text += "\(mode) = \"\(mode)\"\n" }
        text += "\n[profiles.auto]\nbaseline = \"baseline\"\n"
        for (_, mode, _) in ways { text += "\n[tiers.\(mode)]\nmodels = [\"\(mode)\"]\n" }
        for (workload, mode, isTranslated) in ways {
            text += model(mode, named: workload.name, of: isTranslated ? "other" : "simulator", price: "{ input = 0.25, output = 1, cache_read = 0.025 }")
        }
        return text + Reload.table(of: "simulator") + model("baseline", named: "baseline", of: "simulator", price: "{ input = 5, output = 25, cache_read = 0.5 }")
    }

    private func model(_ id: String, named name: String, of provider: String, price: String) -> String {
        "\n[models.\(id)]\nprovider = \"\(provider)\"\nname = \"\(name)\"\nprice = \(price)\n"
    }
}
