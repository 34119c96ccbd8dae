// Replicate's own client against the fake of Replicate: node replicate.mjs http://… key
import assert from 'node:assert/strict';
import Replicate from 'replicate';

const [baseUrl, auth] = process.argv.slice(2);
const MODEL = 'google/veo-3.1-fast';
const clientWith = (key) => new Replicate({ auth: key, baseUrl });
const replicate = clientWith(auth);
const input = (prompt, more = {}) => ({ prompt, duration: 8, aspect_ratio: '16:9', resolution: '720p', ...more });
const ended = (prediction) => replicate.wait(prediction, { interval: 10 });

async function video(prompt, more) {
    const prediction = await replicate.predictions.create({ model: MODEL, input: input(prompt, more) });
    assert.equal(prediction.status, 'starting');
    assert.ok(prediction.urls.get.startsWith(baseUrl) && prediction.urls.cancel);
    return prediction;
}

// Text to a video whose file can be read without a key, by the name of the model and as a version.
const plain = await ended(await video('PLAIN a boat'));
assert.equal(plain.status, 'succeeded');
assert.ok(plain.created_at && plain.error === null);
const file = await fetch(plain.output, { headers: { Range: 'bytes=0-9' } });
assert.equal(file.status, 206);
const byVersion = await replicate.predictions.create({ version: MODEL, input: input('PLAIN') });
assert.equal((await ended(byVersion)).status, 'succeeded');

// An image as a data URL, as the client uploads it by itself, and as an upload of ours.
assert.equal((await ended(await video('PLAIN', { image: 'data:image/png;base64,AAAA' }))).status, 'succeeded');
assert.equal((await ended(await video('PLAIN', { image: Buffer.alloc(600_000) }))).status, 'succeeded');
const uploaded = await replicate.files.create(new Blob([Buffer.alloc(600_000)], { type: 'image/png' }));
assert.equal(uploaded.size, 600_000);
assert.equal((await ended(await video('PLAIN', { image: uploaded.urls.get }))).status, 'succeeded');

// A failed prediction has a text.
for (const scene of ['FAILED', 'MODERATED']) {
    const { id } = await video(`${scene} a boat`);
    await assert.rejects(ended({ id }), /Prediction failed: \w/);
    assert.equal((await replicate.predictions.get(id)).status, 'failed');
}
const fails = (promise, status) => assert.rejects(promise, (error) => error.response?.status === status);
await fails(video('REFUSED a boat'), 422);
await fails(video('UNPAID a boat'), 402);
await fails(video('PLAIN', { duration: 10 }), 422);
await fails(video('PLAIN', { seconds: 8 }), 422);
await fails(video('PLAIN', { image: `data:image/png;base64,${'AAAA'.repeat(70_000)}` }), 422);
await fails(clientWith('wrong').predictions.create({ model: MODEL, input: input('PLAIN') }), 401);

// A running prediction is cancelled, a finished one stays as it is.
const held = await video('HELD a boat');
assert.equal((await replicate.predictions.get(held.id)).status, 'processing');
await replicate.predictions.cancel(held.id);
assert.equal((await replicate.predictions.get(held.id)).status, 'canceled');
await replicate.predictions.cancel(plain.id);
assert.equal((await replicate.predictions.get(plain.id)).status, 'succeeded');
