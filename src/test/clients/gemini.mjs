// Google's own client against the fake of the Gemini API: node gemini.mjs http://…/v1beta key
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GoogleGenAI } from '@google/genai';

const [base, apiKey] = process.argv.slice(2);
const MODEL = 'veo-3.1-fast-generate-preview';
const clientWith = (key) => new GoogleGenAI({ apiKey: key,
    httpOptions: { baseUrl: base.replace('/v1beta', ''), apiVersion: 'v1beta' } });
const ai = clientWith(apiKey);
const config = { aspectRatio: '16:9', resolution: '720p', durationSeconds: 8 };
const create = (prompt, { image, ...more } = {}, client = ai) => client.models.generateVideos(
    { model: MODEL, source: { prompt, image }, config, ...more });

async function ended(started) {
    let operation = started;
    assert.ok(operation.name.startsWith(`models/${MODEL}/operations/`));
    for (let polls = 0; !operation.done; polls++) {
        assert.ok(polls < 100);
        operation = await ai.operations.getVideosOperation({ operation });
    }
    return operation;
}

// Text to a video, which the client downloads through a redirect.
const plain = await ended(await create('PLAIN a boat'));
assert.equal(plain.error, undefined);
const directory = await mkdtemp(join(tmpdir(), 'gemini-'));
await ai.files.download({ file: plain.response.generatedVideos[0], downloadPath: join(directory, 'v.mp4') });
assert.equal((await readFile(join(directory, 'v.mp4'))).length, 300000);
await rm(directory, { recursive: true });

// An image is base64 within the JSON.
await ended(await create('PLAIN', { image: { imageBytes: 'AAAA', mimeType: 'image/png' } }));

// done is no success.
const moderated = await ended(await create('MODERATED a boat'));
assert.equal(moderated.response.raiMediaFilteredCount, 1);
assert.equal(moderated.response.generatedVideos?.length ?? 0, 0);
const failed = await ended(await create('FAILED a boat'));
assert.equal(failed.error.status, 'INTERNAL');

const rejected = (status) => (error) => error.status === status;
await assert.rejects(create('REFUSED a boat'), rejected(400));
await assert.rejects(create('UNPAID a boat'), rejected(403));
await assert.rejects(create('PLAIN', { config: { ...config, durationSeconds: 10 } }), rejected(422));
await assert.rejects(create('PLAIN', { config: { ...config, resolution: '1080p', durationSeconds: 4 } }), rejected(422));
await assert.rejects(create('PLAIN', { model: 'veo-9' }), rejected(404));
await assert.rejects(create('PLAIN', {}, clientWith('wrong')), rejected(400));
