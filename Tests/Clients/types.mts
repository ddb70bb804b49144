// Not run: whether it compiles is the test.

import { connect, RateLimited, ShuntError, type ChatResult, type Delta } from "../../contrib/clients/node/shunt-client.mjs";

export async function everything(): Promise<string> {
    const client = await connect("/run/shunt/shunt.sock");
    const chat = client.chat({ prompt: "Hello", mode: "planning", tags: { team: "a" } });
    let text = "";
    for await (const delta of chat) text += (delta as Delta).text ?? "";
    const result: ChatResult = await chat.result();
    const usd: number | null = result.cost.usd;
    const controller = new AbortController();
    try {
        await client.ask({ body: { messages: [] }, dialect: "openai-chat" }, { signal: controller.signal });
    } catch (error) {
        if (error instanceof RateLimited) text += error.retryAfterMs?.toFixed();
        if (error instanceof ShuntError && error.retryable) text += error.type;
    }
    // @ts-expect-error: there is no such parameter
    client.chat({ promt: "Hello" });
    const tier: string | null = (await client.explain({ prompt: "Hello" })).tier;
    const saved: number = (await client.usage({ by: ["mode"] })).rows.reduce((sum, row) => sum + row.saved_usd, 0);
    client.close();
    return `${text} ${usd} ${saved} ${tier} ${(await client.modes()).modes[0]?.aliases.join()}`;
}
