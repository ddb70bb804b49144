internal import Conversation

/// The codes and phrases by which providers tell what they do not tell by status. All in lower case.
enum FaultWords {
    static func kind(of words: String) -> Fault.Kind? {
        if isContextOverflow(words) { return .contextOverflow }
        if contains(words, contentFilter) { return .contentFilter }
        if contains(words, key) || isOutOfCredit(words) { return .key }
        if contains(words, notFound) { return .notFound }
        if contains(words, modelFailure) { return .provider }
        return nil
    }

    static func isContextOverflow(_ words: String) -> Bool { contains(words, contextOverflow) }

    static func isOutOfCredit(_ words: String) -> Bool { contains(words, credit) }

    private static func contains(_ words: String, _ phrases: [String]) -> Bool {
        phrases.contains { words.contains($0) }
    }

    private static let contextOverflow = [
        "context_length_exceeded",  // OpenAI
        "maximum context length",  // OpenAI, vLLM, OpenRouter, DeepSeek
        "max context length",  // Ollama
        "context length exceeded", "context window",
        "prompt is too long",  // Anthropic
        "exceed context limit",  // Anthropic, with max_tokens
        "prompt too long", "input is too long",  // Ollama, Bedrock
        "too_many_prompt_tokens", "total length of all messages is too long",  // Perplexity
        "maximum prompt length",  // xAI
        "exceeds the maximum number of tokens",  // Gemini
        "exceed_context_size_error", "exceeds the available context size",  // llama.cpp
        "tokens_limit_reached", "model_max_prompt_tokens_exceeded",  // GitHub
        "reduce the length of the messages", "reduce the length of your prompt", "range of input length should be",  // Groq, DashScope
        "too large for model with",  // Mistral
        "number of input tokens exceeds", "too many input tokens",  // Bedrock
    ]

    private static let contentFilter = [
        "content_filter", "responsibleaipolicyviolation", "content management policy",  // Azure
        "content_policy_violation", "flagged as potentially violating",  // OpenAI
        "content filtering policy",  // Anthropic
        "content exists risk",  // DeepSeek
        "data_inspection_failed", "datainspectionfailed",  // DashScope
        "violates usage guidelines",  // xAI
        "input was flagged", "prohibited_content",  // OpenRouter, Gemini
    ]

    private static let key = [
        "invalid_api_key", "incorrect api key", "invalid api key", "api key not valid", "api_key_invalid", "invalid x-api-key",
        "unrecognizedclientexception", "expiredtokenexception", "security token included in the request",  // AWS
        "missing authentication", "no auth credentials", "authentication_error", "invalid_authentication",
    ]

    private static let credit = [
        "insufficient_quota", "exceeded your current quota",  // OpenAI
        "credit balance is too low",  // Anthropic
        "insufficient balance", "insufficient credits", "insufficient_credits", "arrearage", "billing_hard_limit_reached", "billing_error",
    ]

    private static let notFound = [
        "model_not_found", "invalid_model", "unknown_model", "model_not_available", "model_decommissioned", "deploymentnotfound",
        "not_found_error", "model not exist", "is not a valid model id", "model identifier is invalid", "does not exist or you do not have access",
        "access to the model", "no endpoints found",
    ]

    /// The model wrote what its own provider refuses: another try or another model may do better.
    private static let modelFailure = ["tool_use_failed", "json_validate_failed", "output_parse_failed"]
}
