// The client for Node against the daemon at SHUNT_SOCKET; fixture.py starts it.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as shunt from "../../contrib/clients/node/shunt-client.mjs";

/** Runs `body` with a client of its own. */
const using = (body) => async () => {
    const client = await shunt.connect();
    try { await body(client); } finally { client.close(); }
};

const read = async (chat) => {
    const deltas = [];
    for await (const delta of chat) deltas.push(delta);
    return deltas;
};

test("a stream comes in deltas and ends with a result", using(async (client) => {
    const chat = client.chat({ prompt: "Say four words.", mode: "planning", system: "Be brief.", session: "s1", tags: { team: "a" } });
    const deltas = await read(chat);
    const result = await chat.result();
    assert(deltas.length > 1);
    assert.equal(deltas.map((delta) => delta.text).join(""), "four words of text");
    assert.equal(result.text, "four words of text");
    assert.deepEqual([chat.route.mode, chat.route.tier, chat.route.model], ["planning", "frontier", "steady"]);
    assert(result.usage.output > 0 && result.cost.usd > 0);
}));

test("a result can be had without reading the deltas", using(async (client) => {
    assert.equal((await client.chat({ prompt: "Hello", model: "steady" }).result()).text, "four words of text");
    assert.equal((await client.ask({ prompt: "Hello", mode: "background" })).route.tier, "internal");
}));

test("a body is answered in its own words", using(async (client) => {
    const chat = client.chat({ body: { messages: [{ role: "user", content: "Hello" }], stream: true }, mode: "planning" });
    const deltas = await read(chat);
    assert(deltas.every((delta) => delta.data.object === "chat.completion.chunk"));
    assert.equal((await chat.result()).body.choices[0].message.content, "four words of text");
}));

test("many calls share a connection and mix nothing", using(async (client) => {
    const slow = client.chat({ prompt: "Hello", model: "slow" });
    const results = await Promise.all(Array.from({ length: 50 }, (_, number) => client.ask({ prompt: `Question ${number}`, model: "steady" })));
    assert.deepEqual(new Set(results.map((result) => result.text)), new Set(["four words of text"]));
    assert.equal(new Set(results.map((result) => result.route.request)).size, 50);
    slow.cancel();
    await assert.rejects(slow.result(), shunt.Cancelled);
}));

test("cancelling ends the iteration with its exception", using(async (client) => {
    const chat = client.chat({ prompt: "Hello", model: "slow" });
    await assert.rejects(async () => { for await (const _ of chat) chat.cancel(); }, shunt.Cancelled);
}));

test("leaving the iteration early cancels", using(async (client) => {
    const chat = client.chat({ prompt: "Hello", model: "slow" });
    for await (const _ of chat) break;
    await assert.rejects(chat.result(), shunt.Cancelled);
}));

test("a signal cancels", using(async (client) => {
    const controller = new AbortController();
    const asked = client.ask({ prompt: "Hello", model: "slow", stream: true }, { signal: controller.signal });
    await client.ping();
    controller.abort();
    await assert.rejects(asked, shunt.Cancelled);
    await assert.rejects(client.ask({ prompt: "Hello", model: "slow" }, { signal: AbortSignal.abort() }), shunt.Cancelled);
}));

test("explain, models, modes, status, ping and reload answer", using(async (client) => {
    const record = await client.explain({ prompt: "Hello", mode: "planning" });
    assert.deepEqual([record.tier, record.model], ["frontier", "steady"]);
    assert((await client.models()).profiles.includes("shunt/auto"));
    assert.equal((await client.modes()).modes.find((entry) => entry.mode === "planning").tier, "frontier");
    assert((await client.status()).requests.total >= 0);
    await client.ping();
    assert(Array.isArray((await client.usage({ since: 0, by: ["mode"] })).rows));
    assert((await client.reload()).revision.startsWith("clients@"));
}));

test("errors have a class by their type", using(async (client) => {
    const error = (params) => client.ask({ prompt: "Hello", ...params }).then(() => assert.fail("answered"), (error) => error);
    const unknown = await error({ model: "staedy" });
    assert(unknown instanceof shunt.UnknownModel && unknown instanceof shunt.ShuntError && unknown instanceof Error);
    assert.match(unknown.message, /did you mean "steady"\?/);
    assert.deepEqual([unknown.name, unknown.type, unknown.retryable, unknown.parameter], ["UnknownModel", "unknown_model", false, "model"]);
    const limited = await error({ model: "limited" });
    assert(limited instanceof shunt.RateLimited && limited.retryable && limited.retryAfterMs > 0 && limited.retryAfterMs <= 7000);
    const failed = await error({ model: "broken" });
    assert(failed instanceof shunt.UpstreamFailed);
    assert.deepEqual([failed.attempts[0].model, failed.attempts[0].status], ["broken", 500]);
    assert((await error({ mdoe: "planning" })) instanceof shunt.InvalidRequest);
    await assert.rejects(client.call("chta"), (error) => error.rpcCode === -32601);
    assert.equal(shunt.ShuntError.of({ message: "m", data: { type: "of_a_later_version" } }).type, "of_a_later_version");
}));

test("a stream that is cut is no answer", using(async (client) => {
    const chat = client.chat({ prompt: "Hello", model: "cut" });
    const texts = [];
    await assert.rejects(async () => { for await (const delta of chat) texts.push(delta.text); }, shunt.StreamCut);
    assert(texts.length > 0);
}));

test("closing fails what is under way, and what comes after it", async () => {
    const client = await shunt.connect();
    const chat = client.chat({ prompt: "Hello", model: "slow" });
    await client.ping();
    client.close();
    await assert.rejects(chat.result(), shunt.ConnectionLost);
    await assert.rejects(read(client.chat({ prompt: "Hello" })), shunt.ConnectionLost);
    await assert.rejects(client.ping(), (error) => error instanceof shunt.ConnectionLost && error.retryable);
});

test("nobody listening is an error of the system", async () => {
    await assert.rejects(shunt.connect(process.env.SHUNT_SOCKET + ".nobody"), { code: "ENOENT" });
});
