// The client of Vercel's AI SDK against the fake of xAI: node xai.mjs http://… key
import assert from 'node:assert/strict';
import { createXai } from '@ai-sdk/xai';
import { experimental_generateVideo as generateVideo } from 'ai';

const [baseURL, apiKey] = process.argv.slice(2);
const download = async ({ url }) => {
    const response = await fetch(url);
    assert.equal(response.status, 200);
    return { data: new Uint8Array(await response.arrayBuffer()), mediaType: 'video/mp4' };
};
const make = (prompt, more = {}, key = apiKey) => generateVideo({
    model: createXai({ apiKey: key, baseURL }).video('grok-imagine-video'), prompt, duration: 10, aspectRatio: '16:9',
    resolution: '1280x720', maxRetries: 0, download, providerOptions: { xai: { pollIntervalMs: 20 } }, ...more });

const { video } = await make('PLAIN a boat');
assert.equal(video.uint8Array.length, 300000);
await make({ text: 'PLAIN a boat', image: Buffer.from('iVBORw0KGgo=', 'base64') });

for (const scene of ['FAILED', 'MODERATED', 'REFUSED', 'UNPAID']) {
    await assert.rejects(make(`${scene} a boat`), scene);
}
await assert.rejects(make('PLAIN a boat', { duration: 99 }));
await assert.rejects(make('PLAIN a boat', {}, 'wrong'), /Incorrect API key/);
