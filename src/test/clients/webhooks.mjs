// Verifies a webhook with a library of receivers: node webhooks.mjs openai|standardwebhooks|svix '{"headers":…,"body":…,"secrets":[…],"foreign":…}'
import assert from 'node:assert/strict';

const judges = {
    async standardwebhooks() {
        const { Webhook } = await import('standardwebhooks');
        return (secret, body, headers) => new Webhook(secret).verify(body, headers);
    },
    async svix() {
        const { Webhook } = await import('svix');
        return (secret, body, headers) => new Webhook(secret).verify(body, headers);
    },
    async openai() {
        const { default: OpenAI } = await import('openai');
        const client = new OpenAI({ apiKey: 'sk-unused' });
        return (secret, body, headers) => client.webhooks.unwrap(body, headers, secret);
    },
};

const [library, json] = process.argv.slice(2);
const { headers, body, secrets, foreign } = JSON.parse(json);
const verify = await judges[library]();
const event = JSON.parse(body);

for (const secret of secrets) {
    assert.deepEqual(await verify(secret, body, headers), event);
}
const rejected = (secret, text, changed) => assert.rejects(async () => verify(secret, text, { ...headers, ...changed }));
await rejected(foreign, body, {});
await rejected(secrets[0], body.replace('completed', 'failed'), {});
await rejected(secrets[0], body, { 'webhook-id': 'evt_other' });
await rejected(secrets[0], body, { 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) });
