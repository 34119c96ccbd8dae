// OpenAI's client for Azure against the fake of Azure: node azure.mjs http://…/openai key
import assert from 'node:assert/strict';
import { AzureOpenAI, toFile } from 'openai';

const [url, apiKey] = process.argv.slice(2);
const azure = (key) => new AzureOpenAI({ apiKey: key, apiVersion: 'preview', baseURL: `${url}/v1`, maxRetries: 0 });
const client = azure(apiKey);
const order = (prompt, more = {}) => ({ model: 'my-deployment', prompt, size: '1280x720', seconds: '8', ...more });

async function ended(prompt, more) {
    let video = await client.videos.create(order(prompt, more));
    while (video.status === 'queued' || video.status === 'in_progress') {
        video = await client.videos.retrieve(video.id);
    }
    return video;
}

const completed = await ended('PLAIN a boat');
assert.equal(completed.status, 'completed');
assert.equal(completed.seconds, '8');
assert.ok(completed.expires_at > completed.created_at);
const content = await client.videos.downloadContent(completed.id);
assert.equal((await content.arrayBuffer()).byteLength, 300000);
await ended('PLAIN a boat', { input_reference: await toFile(Buffer.from([0x89, 0x50, 0x4e, 0x47]), 'a.png', { type: 'image/png' }) });

assert.equal((await ended('FAILED a boat')).error.code, 'internal_error');
assert.equal((await ended('MODERATED a boat')).error.code, 'moderation_blocked');
await assert.rejects(ended('REFUSED a boat'), { status: 400, code: 'moderation_blocked' });
await assert.rejects(ended('UNPAID a boat'), { status: 429, code: 'insufficient_quota' });
await assert.rejects(ended('PLAIN a boat', { seconds: '10' }), { status: 422 });
await assert.rejects(client.videos.retrieve('unknown'), { status: 404 });
await assert.rejects(azure('wrong').videos.create(order('PLAIN a boat')), { status: 401 });
