// OpenRouter's own client against the fake of OpenRouter: node openrouter.mjs http://… key
import assert from 'node:assert/strict';
import { OpenRouter } from '@openrouter/sdk';

const [serverURL, apiKey] = process.argv.slice(2);
const clientWith = (key) => new OpenRouter({ apiKey: key, serverURL, retryConfig: { strategy: 'none' } });
const { videoGeneration } = clientWith(apiKey);
const request = (prompt, more = {}) => ({ videoGenerationRequest: {
    model: 'google/veo-3.1-fast', prompt, duration: 8, size: '1280x720', ...more } });

async function video(prompt, more) {
    const job = await videoGeneration.generate(request(prompt, more));
    assert.equal(job.status, 'pending');
    assert.ok(job.pollingUrl.endsWith(job.id));
    return job.id;
}

async function ended(jobId) {
    for (;;) {
        const job = await videoGeneration.getGeneration({ jobId });
        assert.equal(job.id, jobId);
        if (!['pending', 'in_progress'].includes(job.status)) {
            return job;
        }
    }
}

async function contentOf(jobId) {
    return new Uint8Array(await new Response(await videoGeneration.getVideoContent({ jobId, index: 0 })).arrayBuffer());
}

// Text, and an image, to a video.
const held = await video('HELD a boat');
await assert.rejects(contentOf(held), (error) => error.statusCode === 404);
const plain = await video('PLAIN a boat');
const completed = await ended(plain);
assert.equal(completed.status, 'completed');
assert.equal(completed.unsignedUrls.length, 1);
assert.equal((await contentOf(plain)).byteLength, 300_000);
const frame = { type: 'image_url', frameType: 'first_frame', imageUrl: { url: 'data:image/png;base64,AAAA' } };
assert.equal((await ended(await video('PLAIN', { frameImages: [frame] }))).status, 'completed');

// A failed video has a text.
for (const scene of ['FAILED', 'MODERATED']) {
    const failed = await ended(await video(`${scene} a boat`));
    assert.equal(failed.status, 'failed');
    assert.ok(failed.error.length > 0);
}
const fails = (promise, status) => assert.rejects(promise, (error) => error.statusCode === status);
await fails(video('REFUSED a boat'), 403);
await fails(video('UNPAID a boat'), 402);
await fails(video('BUSY a boat'), 429);
await fails(video('PLAIN', { duration: 10 }), 422);
await fails(video('PLAIN', { size: '1792x1024' }), 422);
await fails(clientWith('wrong').videoGeneration.generate(request('PLAIN')), 401);
await fails(videoGeneration.getGeneration({ jobId: 'unknown' }), 404);
