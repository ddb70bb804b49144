// Types of shunt-client.mjs. Nothing here needs types of Node.

/** What `chat` and `explain` take: `prompt` or `body`, and how it is to be answered. */
export interface ChatParams {
    mode?: string;
    /** The conversation that the call belongs to. */
    session?: string;
    /** A profile (`shunt/auto`), a tier (`tier/NAME`) or a model's name. */
    model?: string;
    prompt?: string;
    /** Beside `prompt`. */
    system?: string;
    /** Beside `prompt`; true where it is missing. */
    stream?: boolean;
    /** A whole request in a `dialect`, in place of `prompt`. */
    body?: Record<string, unknown>;
    /** `openai-chat` where it is missing. */
    dialect?: string;
    timeout_ms?: number;
    /** A key of the caller's own, or one for each provider by name. */
    key?: string | Record<string, string>;
    tags?: Record<string, string>;
    /** The program that calls: `my-agent/1.2`. */
    client?: string;
    restart?: boolean;
    /** Makes it an error that a provider cannot be told something. */
    strict?: boolean;
}

/** A piece of an answer: one of the members is there. */
export interface Delta {
    text?: string;
    reasoning?: string;
    refusal?: string;
    /** Of a call with `body`: one chunk in the body's dialect. */
    data?: Record<string, unknown>;
}

export interface Attempt {
    model: string;
    provider: string;
    duration_ms: number;
    fault?: string;
    status?: number;
    message?: string;
    /** Called off, because another began to answer first. */
    outpaced?: boolean;
    /** What is paid for it beside the answering attempt. */
    usage?: Usage;
    cost_usd?: number | null;
}

export interface Route {
    request: string;
    mode?: string;
    agent?: string;
    profile?: string;
    tier?: string;
    model: string;
    provider: string;
    reason: string;
    revision: string;
    /** What the provider was not told. */
    dropped?: string[];
    attempts?: Attempt[];
}

/** Tokens by class; the classes do not overlap. */
export interface Usage {
    input: number;
    cache_read: number;
    cache_write_5m: number;
    cache_write_1h: number;
    output: number;
    reasoning: number;
    audio_input?: number;
    audio_output?: number;
    audio_cache_read?: number;
    image_input?: number;
    image_output?: number;
    tool_requests?: number;
    estimated?: boolean;
}

/** US dollars; null where something is not known. */
export interface Cost {
    usd: number | null;
    saved_usd: number | null;
    hedge_usd?: number;
    baseline?: string;
}

export interface ChatResult {
    /** Of a call with `prompt`. */
    text?: string;
    /** Of a call with `body`: the whole answer in its dialect. */
    body?: Record<string, unknown>;
    finish: string;
    model: string;
    usage: Usage | null;
    cost: Cost;
    first_token_ms?: number;
    duration_ms: number;
    route: Route;
}

export interface Decision {
    mode: string | null;
    asked?: { mode: string; from: "header" | "parameter" | "body" | "model" | "agent" };
    agent?: { name: string; rule: number };
    profile: string | null;
    tier: string | null;
    model: string | null;
    reason: string;
    candidates: { model: string; provider: string; name: string; effort?: string; key: string }[];
    rejected: { model: string; provider: string; reason: string }[];
    baseline?: string;
    revision: string;
    dropped?: string[];
    error?: string;
}

/** What requests of one kind used and cost together, with their values of the columns that were asked for. */
export interface UsageRow {
    requests: number;
    failed: number;
    usage: Usage;
    cost_usd: number;
    saved_usd: number;
    /** The part of `cost_usd` that went to calls which others outpaced. */
    hedge_usd: number;
    /** Answers whose cost is unknown. */
    unpriced: number;
    [column: string]: unknown;
}

export interface Models {
    profiles: string[];
    tiers: Record<string, string[]>;
    models: Record<string, unknown>[];
    revision: string;
    sha256: string;
}

export interface Modes {
    modes: { mode: string; tier: string; aliases: string[] }[];
    agents: { agent: string; modes: string[] }[];
    revision: string;
    sha256: string;
}

export class ShuntError extends Error {
    /** What went wrong, in one word: `rate_limited`. */
    readonly type: string;
    /** Whether the same call may succeed later. */
    readonly retryable: boolean;
    /** How long to wait before that; undefined where nobody knows. */
    readonly retryAfterMs: number | undefined;
    /** The parameter at fault. */
    readonly parameter: string | undefined;
    /** The provider's own code. */
    readonly code: string | undefined;
    /** The upstream calls that were made. */
    readonly attempts: Attempt[];
    /** The number of the JSON-RPC error. */
    readonly rpcCode: number | undefined;
}
export class InvalidRequest extends ShuntError {}
export class UnknownModel extends ShuntError {}
export class Denied extends ShuntError {}
export class NoCandidate extends ShuntError {}
export class ContextOverflow extends ShuntError {}
export class ContentFilter extends ShuntError {}
export class KeyRefused extends ShuntError {}
export class RateLimited extends ShuntError {}
export class OverBudget extends ShuntError {}
export class UpstreamFailed extends ShuntError {}
export class TimedOut extends ShuntError {}
export class StreamCut extends ShuntError {}
export class Cancelled extends ShuntError {}
export class Overloaded extends ShuntError {}
export class ShuttingDown extends ShuntError {}
export class ConnectionLost extends ShuntError {}

export interface Chat extends AsyncIterable<Delta> {
    /** Where the call went and why; undefined until the answer begins. */
    readonly route: Route | undefined;
    /** The whole answer; rejects with the error that it ended with. */
    result(): Promise<ChatResult>;
    cancel(): void;
}

export interface Client {
    chat(params: ChatParams): Chat;
    ask(params: ChatParams, options?: { signal?: AbortSignal }): Promise<ChatResult>;
    explain(params: ChatParams): Promise<Decision>;
    models(): Promise<Models>;
    modes(): Promise<Modes>;
    status(): Promise<Record<string, unknown>>;
    usage(params?: { since?: number; until?: number; by?: string[] }): Promise<{ rows: UsageRow[] }>;
    budgets(): Promise<{ budgets: Record<string, unknown>[] }>;
    whoami(): Promise<Record<string, unknown>>;
    ping(): Promise<void>;
    reload(): Promise<Record<string, unknown>>;
    call(method: string, params?: Record<string, unknown>): Promise<any>;
    close(): void;
}

export function connect(path?: string): Promise<Client>;
export function defaultSocket(): string;
