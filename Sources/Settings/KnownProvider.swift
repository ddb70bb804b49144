internal import Conversation

/// A service whose address and API need not be written down. Addresses are those of the services' own documentation.
struct KnownProvider: Sendable {
    let dialect: Dialect
    let url: String
    /// Whether it is a service that wants a key, rather than a server on this host.
    let wantsKey: Bool

    static func named(_ name: String) -> KnownProvider? { all[name] }

    static let all: [String: KnownProvider] = {
        var all: [String: KnownProvider] = [
            "anthropic": KnownProvider(dialect: .anthropicMessages, url: "https://api.anthropic.com/v1", wantsKey: true),
            // The region is the operator's to choose, and with it the address.
            "bedrock": KnownProvider(dialect: .bedrockConverse, url: "", wantsKey: true),
            "gemini": KnownProvider(dialect: .gemini, url: "https://generativelanguage.googleapis.com/v1beta", wantsKey: true),
            "minimax": KnownProvider(dialect: .anthropicMessages, url: "https://api.minimax.io/anthropic/v1", wantsKey: true),
        ]
        for (name, url) in services { all[name] = KnownProvider(dialect: .openAIChat, url: url, wantsKey: true) }
        for (name, url) in servers { all[name] = KnownProvider(dialect: .openAIChat, url: url, wantsKey: false) }
        return all
    }()

    private static let services = [
        "alibaba": "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
        "cerebras": "https://api.cerebras.ai/v1",
        "deepinfra": "https://api.deepinfra.com/v1/openai",
        "deepseek": "https://api.deepseek.com",
        "fireworks": "https://api.fireworks.ai/inference/v1",
        "github-models": "https://models.github.ai/inference",
        "google": "https://generativelanguage.googleapis.com/v1beta/openai",
        "groq": "https://api.groq.com/openai/v1",
        "huggingface": "https://router.huggingface.co/v1",
        "kilo": "https://api.kilo.ai/api/gateway",
        "mistral": "https://api.mistral.ai/v1",
        "moonshot": "https://api.moonshot.ai/v1",
        "nvidia": "https://integrate.api.nvidia.com/v1",
        "openai": "https://api.openai.com/v1",
        "openrouter": "https://openrouter.ai/api/v1",
        "perplexity": "https://api.perplexity.ai",
        "sambanova": "https://api.sambanova.ai/v1",
        "together": "https://api.together.xyz/v1",
        "xai": "https://api.x.ai/v1",
        "zai": "https://api.z.ai/api/paas/v4",
    ]

    private static let servers = [
        "llamacpp": "http://127.0.0.1:8080/v1",
        "lmstudio": "http://127.0.0.1:1234/v1",
        "ollama": "http://127.0.0.1:11434/v1",
        "sglang": "http://127.0.0.1:30000/v1",
        "vllm": "http://127.0.0.1:8000/v1",
    ]
}
