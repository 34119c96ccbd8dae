// fal's own client against the fake of fal: node fal.mjs http://… key
import assert from 'node:assert/strict';
import { createFalClient } from '@fal-ai/client';

const [base, credentials] = process.argv.slice(2);
const MODEL = 'fal-ai/veo3.1/fast';
const here = (url) => url.replace('https://queue.fal.run', base).replace('https://rest.fal.ai', base);
const clientWith = (key) => createFalClient({ credentials: key, retry: { maxRetries: 0 },
    requestMiddleware: async (request) => ({ ...request, url: here(request.url) }) });
const fal = clientWith(credentials);
const input = (prompt, more = {}) => ({ prompt, duration: '8s', aspect_ratio: '16:9', resolution: '720p', ...more });

async function ended(requestId) {
    for (;;) {
        const status = await fal.queue.status(MODEL, { requestId, logs: true });
        assert.equal(status.request_id, requestId);
        if (status.status === 'COMPLETED') {
            return status;
        }
        assert.ok(['IN_QUEUE', 'IN_PROGRESS'].includes(status.status), status.status);
    }
}

async function video(prompt, model = MODEL, more = {}) {
    const submitted = await fal.queue.submit(model, { input: input(prompt, more) });
    assert.equal(submitted.status, 'IN_QUEUE');
    assert.ok(submitted.status_url.startsWith(base) && submitted.response_url && submitted.cancel_url);
    return submitted.request_id;
}

// Text to a video whose file can be read without a key.
const plain = await video('PLAIN a boat');
await ended(plain);
const { data } = await fal.queue.result(MODEL, { requestId: plain });
assert.equal(data.video.content_type, 'video/mp4');
const file = await fetch(data.video.url, { headers: { Range: 'bytes=0-9' } });
assert.equal(file.status, 206);
assert.equal((await file.arrayBuffer()).byteLength, 10);

// An image, as the client uploads it and as a data URL.
const uploaded = await fal.storage.upload(new Blob([new Uint8Array([1, 2, 3])], { type: 'image/png' }));
await ended(await video('PLAIN', `${MODEL}/image-to-video`, { image_url: uploaded }));
await ended(await video('PLAIN', `${MODEL}/image-to-video`, { image_url: 'data:image/png;base64,AAAA' }));

// COMPLETED is no success: the result is the error.
for (const [scene, status] of [['MODERATED', 422], ['FAILED', 504]]) {
    const requestId = await video(`${scene} a boat`);
    await ended(requestId);
    await assert.rejects(fal.queue.result(MODEL, { requestId }), (error) => error.status === status);
}
await assert.rejects(video('REFUSED a boat'), (error) => error.status === 422
    && error.body.detail[0].type === 'content_policy_violation');
await assert.rejects(video('UNPAID a boat'), (error) => error.status === 403);
await assert.rejects(fal.queue.submit(MODEL, { input: input('PLAIN', { seconds: 8 }) }), (error) => error.status === 422);
await assert.rejects(fal.queue.submit(MODEL, { input: input('PLAIN', { duration: '10s' }) }), (error) => error.status === 422);
await assert.rejects(clientWith('wrong').queue.submit(MODEL, { input: input('PLAIN') }), (error) => error.status === 401);

// A running request is cancelled, a finished one is not.
const held = await video('HELD a boat');
await fal.queue.cancel(MODEL, { requestId: held });
await ended(held);
await assert.rejects(fal.queue.cancel(MODEL, { requestId: plain }), (error) => error.status === 400);
