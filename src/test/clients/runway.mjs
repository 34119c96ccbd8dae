// Runway's own client against the fake of Runway: node runway.mjs http://… key
import assert from 'node:assert/strict';
import RunwayML, { toFile } from '@runwayml/sdk';

const [baseURL, apiKey] = process.argv.slice(2);
const clientWith = (key) => new RunwayML({ apiKey: key, baseURL, maxRetries: 0 });
const runway = clientWith(apiKey);
const input = (promptText, more = {}) => ({ model: 'gen4.5', promptText, ratio: '1280:720', duration: 10, ...more });

async function ended(id) {
    for (;;) {
        const task = await runway.tasks.retrieve(id);
        assert.equal(task.id, id);
        if (!['PENDING', 'THROTTLED', 'RUNNING'].includes(task.status)) {
            return task;
        }
    }
}

async function video(promptText, more) {
    const { id } = await runway.textToVideo.create(input(promptText, more));
    return id;
}

// Text to a video whose file can be read without a key; each status signs another URL.
const plain = await video('PLAIN a boat');
const succeeded = await ended(plain);
assert.equal(succeeded.status, 'SUCCEEDED');
assert.notEqual((await ended(plain)).output[0], succeeded.output[0]);
const file = await fetch(succeeded.output[0], { headers: { Range: 'bytes=0-9' } });
assert.equal(file.status, 206);

// An image as a data URL, and as the client uploads it.
const dataUrl = await runway.imageToVideo.create(input('PLAIN', { promptImage: 'data:image/png;base64,AAAA' }));
assert.equal((await ended(dataUrl.id)).status, 'SUCCEEDED');
const { uri } = await runway.uploads.createEphemeral(
    { file: await toFile(new Uint8Array(6_000_000), 'image.png', { type: 'image/png' }) });
assert.ok(uri.startsWith('runway://'));
const uploaded = await runway.imageToVideo.create(input('PLAIN', { promptImage: uri }));
assert.equal((await ended(uploaded.id)).status, 'SUCCEEDED');

// A failed task has a code.
for (const [scene, code] of [['FAILED', 'INTERNAL.'], ['MODERATED', 'SAFETY.']]) {
    const failed = await ended(await video(`${scene} a boat`));
    assert.equal(failed.status, 'FAILED');
    assert.ok(failed.failureCode.startsWith(code) && failed.failure);
}
const fails = (promise, status) => assert.rejects(promise, (error) => error.status === status);
await fails(video('REFUSED a boat'), 400);
await fails(video('UNPAID a boat'), 400);
await fails(video('BUSY a boat'), 429);
await fails(video('PLAIN', { ratio: '1792:1024' }), 422);
await fails(video('PLAIN', { duration: '10' }), 422);
await fails(video('PLAIN', { promptImage: 'data:image/png;base64,AAAA' }), 422);
await fails(clientWith('wrong').textToVideo.create(input('PLAIN')), 401);

// A cancelled task is gone.
const held = await video('HELD a boat');
assert.equal((await runway.tasks.retrieve(held)).status, 'RUNNING');
await runway.tasks.delete(held);
await fails(runway.tasks.retrieve(held), 404);
