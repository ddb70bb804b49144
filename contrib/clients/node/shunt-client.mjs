// A client of shunt's NDJSON protocol for Node 18 or newer; no dependency. Its types are in shunt-client.d.mts.
//
//     import { connect } from "./shunt-client.mjs";
//
//     const client = await connect();
//     const chat = client.chat({ prompt: "Write a commit message for: …", mode: "background" });
//     for await (const delta of chat) process.stdout.write(delta.text ?? "");
//     const result = await chat.result();
//     console.log(result.model, result.cost.usd);
//     client.close();
//
// Many calls may be under way on one connection. A connection that ends fails the calls on it with ConnectionLost, and
// stays ended: connecting anew, and asking again, are the caller's decisions.

import { existsSync } from "node:fs";
import { createConnection } from "node:net";
import { StringDecoder } from "node:string_decoder";

/** Why a call has no answer, or no whole one. There is a subclass for each `type` that the daemon knows. */
export class ShuntError extends Error {
    static type = "unknown";

    constructor(message, data = {}, rpcCode = undefined) {
        super(message);
        this.name = new.target.name;
        this.type = data.type ?? new.target.type;
        this.retryable = data.retryable ?? false;
        this.retryAfterMs = data.retry_after_ms;
        this.parameter = data.parameter;
        this.code = data.code;
        this.attempts = data.attempts ?? [];
        this.rpcCode = rpcCode;
    }

    static of(error) {
        const data = error.data ?? {};
        const Kind = kinds.get(data.type) ?? ShuntError;
        return new Kind(error.message ?? "no reason was given", data, error.code);
    }
}

export class InvalidRequest extends ShuntError { static type = "invalid_request"; }
export class UnknownModel extends ShuntError { static type = "unknown_model"; }
/** The daemon's configuration does not let this caller do it. */
export class Denied extends ShuntError { static type = "denied"; }
/** The table has candidates, and each of them fell before it was called. */
export class NoCandidate extends ShuntError { static type = "no_candidate"; }
export class ContextOverflow extends ShuntError { static type = "context_overflow"; }
export class ContentFilter extends ShuntError { static type = "content_filter"; }
/** A provider refuses the key, or there is none. */
export class KeyRefused extends ShuntError { static type = "key"; }
export class RateLimited extends ShuntError { static type = "rate_limited"; }
/** A budget does not cover the request. */
export class OverBudget extends ShuntError { static type = "budget"; }
/** Every candidate that was called failed. */
export class UpstreamFailed extends ShuntError { static type = "upstream"; }
export class TimedOut extends ShuntError { static type = "timeout"; }
/** The answer broke off after its first part was given out: what came is not whole. */
export class StreamCut extends ShuntError { static type = "stream_cut"; }
/** The call was cancelled, by this client. */
export class Cancelled extends ShuntError { static type = "cancelled"; }
export class Overloaded extends ShuntError { static type = "overloaded"; }
export class ShuttingDown extends ShuntError { static type = "shutting_down"; }
/** The connection ended before the answer did. Whether the call was made is not known. */
export class ConnectionLost extends ShuntError {
    static type = "connection_lost";

    constructor(message) { super(message, { type: "connection_lost", retryable: true }); }
}

const kinds = new Map(
    [
        InvalidRequest, UnknownModel, Denied, NoCandidate, ContextOverflow, ContentFilter, KeyRefused, RateLimited, UpstreamFailed, TimedOut,
        StreamCut, Cancelled, Overloaded, ShuttingDown,
    ].map((kind) => [kind.type, kind]));

/** One call that is under way: iterate it for the deltas, await `result()` for the end. Leaving the iteration early cancels it. */
export class Chat {
    #send;
    #id;
    #parts = [];
    #wake;
    #ended = false;
    #settled;
    /** Where the call went and why; undefined until the answer begins. */
    route;

    constructor(id, send, settled) {
        this.#id = id;
        this.#send = send;
        this.#settled = settled;
        // An outcome that nobody asks for is no mistake.
        settled.catch(() => {});
    }

    /** The whole answer; rejects with the error that it ended with. Deltas need not be read before. */
    result() { return this.#settled; }

    /** Ends the call: `result()` and the iteration fail with Cancelled, unless the answer was faster. */
    cancel() { if (!this.#ended) this.#send({ method: "cancel", params: { id: this.#id } }); }

    async *[Symbol.asyncIterator]() {
        try {
            for (;;) {
                while (this.#parts.length > 0) yield this.#parts.shift();
                if (this.#ended) break;
                await new Promise((wake) => { this.#wake = wake; });
            }
            await this.#settled;
        } finally {
            this.cancel();
        }
    }

    /** For the client alone. */
    take(method, params) {
        if (method === "chat.route") this.route = params;
        if (method !== "chat.delta") return;
        const { id, ...delta } = params;
        this.#parts.push(delta);
        this.#wake?.();
    }

    /** For the client alone. */
    end() {
        this.#ended = true;
        this.#wake?.();
    }
}

/** One connection to the daemon. Make it with `connect`. */
export class Client {
    #socket;
    #next = 1;
    #waiting = new Map();
    #ended;

    constructor(socket) {
        this.#socket = socket;
        const decoder = new StringDecoder("utf8");
        let rest = [];
        socket.on("data", (bytes) => {
            const lines = decoder.write(bytes).split("\n");
            rest.push(lines[0]);
            for (let index = 1; index < lines.length; index++) {
                const line = rest.join("");
                rest = [lines[index]];
                this.#receive(line);
            }
        });
        socket.on("error", (error) => this.#finish(`the connection broke: ${error.message}`));
        socket.on("close", () => this.#finish("the daemon ended the connection"));
    }

    /** Asks a model. */
    chat(params) {
        return this.#start("chat", params, (id) => {
            let chat;
            const settled = new Promise((resolve, reject) => {
                this.#waiting.set(id, {
                    resolve: (value) => { resolve(value); chat.end(); },
                    reject: (error) => { reject(error); chat.end(); },
                    take: (method, params) => chat.take(method, params),
                });
            });
            chat = new Chat(id, (message) => this.#send(message), settled);
            return chat;
        });
    }

    /** As `chat`, for those who want the whole answer alone; `signal` cancels it. */
    async ask(params, { signal } = {}) {
        const chat = this.chat("body" in params ? params : { stream: false, ...params });
        const cancel = () => chat.cancel();
        if (signal?.aborted) cancel();
        signal?.addEventListener("abort", cancel, { once: true });
        try {
            return await chat.result();
        } finally {
            signal?.removeEventListener("abort", cancel);
        }
    }

    /** What would be decided; calls nobody. */
    explain(params) { return this.call("explain", params); }
    models() { return this.call("models"); }
    modes() { return this.call("modes"); }
    status() { return this.call("status"); }
    /** What the ledger has. */
    usage(params = {}) { return this.call("usage", params); }
    /** What is spent of budgets, and what is left. */
    budgets() { return this.call("budgets"); }
    /** Who this caller is to the daemon, and what it may do. */
    whoami() { return this.call("whoami"); }
    async ping() { await this.call("ping"); }
    /** Takes the daemon's settings into use anew; only for root and the daemon's own user. */
    reload() { return this.call("reload"); }

    /** Any method of the protocol. */
    call(method, params) {
        return this.#start(method, params, (id) => new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject })));
    }

    /** Ends the connection, and with it every call that is under way. */
    close() {
        this.#finish("the client was closed");
        this.#socket.destroy();
    }

    #start(method, params, wait) {
        const id = this.#next++;
        const pending = wait(id);
        if (this.#ended === undefined) {
            this.#send({ id, method, params });
        } else {
            this.#waiting.get(id).reject(new ConnectionLost(this.#ended));
            this.#waiting.delete(id);
        }
        return pending;
    }

    #send(message) {
        if (this.#ended === undefined) this.#socket.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\n");
    }

    #receive(line) {
        let message;
        try {
            message = JSON.parse(line);
        } catch (error) {
            this.#socket.destroy(error);
            return;
        }
        if (message.method !== undefined) {
            this.#waiting.get(message.params?.id)?.take?.(message.method, message.params);
            return;
        }
        const waiting = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        if (message.error) waiting?.reject(ShuntError.of(message.error));
        else waiting?.resolve(message.result);
    }

    #finish(reason) {
        this.#ended ??= reason;
        const all = [...this.#waiting.values()];
        this.#waiting.clear();
        for (const waiting of all) waiting.reject(new ConnectionLost(this.#ended));
    }
}

/** As the command line client has it: SHUNT_SOCKET, else the user's own daemon where it runs, else the system's. */
export function defaultSocket() {
    if (process.env.SHUNT_SOCKET) return process.env.SHUNT_SOCKET;
    const own = process.env.XDG_RUNTIME_DIR && `${process.env.XDG_RUNTIME_DIR}/shunt/shunt.sock`;
    return own && existsSync(own) ? own : "/run/shunt/shunt.sock";
}

/** Connects to the daemon's socket; rejects where nobody listens. */
export function connect(path = defaultSocket()) {
    return new Promise((resolve, reject) => {
        const socket = createConnection({ path });
        socket.once("error", reject);
        socket.once("connect", () => {
            socket.removeListener("error", reject);
            resolve(new Client(socket));
        });
    });
}
