// OpenAI's library for Node.js against Reelay: REELAY_URL=http://…/v1 REELAY_KEY=sk-… node openai.mjs [limited]
import assert from 'node:assert/strict';
import OpenAI, { toFile } from 'openai';

const baseURL = process.env.REELAY_URL;
const apiKey = process.env.REELAY_KEY;
const UNKNOWN = 'video_00000000000000000000000000000000';
// 1x1, the least that is a picture.
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64');
const FIELDS = ['id', 'object', 'model', 'status', 'progress', 'created_at', 'completed_at', 'expires_at', 'prompt',
    'size', 'seconds', 'remixed_from_video_id', 'error'];

const client = new OpenAI({ baseURL, apiKey });
const order = (prompt, more = {}) => ({ prompt, model: 'sora-2', size: '1280x720', seconds: '10', ...more });
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function poll(id) {
    for (;;) {
        const { data, response } = await client.videos.retrieve(id).withResponse();
        assertComplete(data);
        if (data.status !== 'queued' && data.status !== 'in_progress') {
            return data;
        }
        const told = Number(response.headers.get('openai-poll-after-ms'));
        assert.ok(told > 0, 'an open video says when to ask again');
        await pause(Math.min(told, 500));
    }
}

function assertComplete(video) {
    FIELDS.forEach((field) => assert.ok(field in video, `${field} is missing`));
    assert.equal(video.object, 'video');
    assert.ok(['queued', 'in_progress', 'completed', 'failed'].includes(video.status), video.status);
}

/** An open video would take a place at the upstream for ever. */
const cancel = (id) => client.post(`/videos/${id}/cancel`);

async function flow() {
    const created = await client.videos.create(order('a fox in the snow',
        { input_reference: await toFile(PNG, 'fox.png', { type: 'image/png' }) }));
    assertComplete(created);
    assert.equal(created.status, 'queued');

    const completed = await poll(created.id);
    assert.equal(completed.status, 'completed', JSON.stringify(completed));
    assert.equal(completed.progress, 100);
    const clip = Buffer.from(await (await client.videos.downloadContent(created.id)).arrayBuffer());
    const plain = await fetch(completed.url, { headers: { Authorization: apiKey } });
    assert.ok(clip.equals(Buffer.from(await plain.arrayBuffer())), 'the same bytes for everybody');
    assert.equal(clip.toString('latin1', 4, 8), 'ftyp');

    const deleted = await client.videos.delete(created.id);
    assert.deepEqual(deleted, { id: created.id, object: 'video.deleted', deleted: true });
    await assert.rejects(client.videos.retrieve(created.id), OpenAI.NotFoundError);
}

async function failure() {
    const { id } = await client.videos.create(order('[fail:content_policy_violation][slow:1ms] x'));
    const failed = await poll(id);
    assert.equal(failed.status, 'failed');
    assert.deepEqual(failed.error, { code: 'content_policy_violation', message: 'Content policy violation' });
}

async function images() {
    const { id } = await client.videos.create(order('[stall] a data url',
        { input_reference: { image_url: `data:image/png;base64,${PNG.toString('base64')}` } }));
    await cancel(id);
}

async function pages() {
    const ids = [];
    for (const name of ['one', 'two', 'three']) {
        ids.unshift((await client.videos.create(order(`[fail:x][slow:1ms] ${name}`))).id);
    }
    const listed = [];
    for await (const video of client.videos.list({ limit: 2 })) {
        assertComplete(video);
        listed.push(video.id);
    }
    assert.deepEqual(listed.filter((id) => ids.includes(id)), ids);
    assert.equal(new Set(listed).size, listed.length);
}

async function errors() {
    const open = await client.videos.create(order('[stall] open'), { idempotencyKey: 'node' });
    const refused = (call, type, status, code, param = null) => assert.rejects(call, (error) => {
        assert.ok(error instanceof type, String(error));
        assert.deepEqual([error.status, error.code, error.param], [status, code, param]);
        assert.ok(error.requestID, 'it has a request id');
        return true;
    });
    const stranger = new OpenAI({ baseURL, apiKey: 'sk-wrong' });

    await refused(client.videos.create(order('x', { seconds: '4' })), OpenAI.BadRequestError, 400, 'invalid_request',
        'seconds');
    await refused(client.videos.downloadContent(open.id), OpenAI.BadRequestError, 400, 'invalid_request');
    await refused(stranger.videos.retrieve(UNKNOWN), OpenAI.AuthenticationError, 401, 'authentication_error');
    await refused(client.videos.retrieve(UNKNOWN), OpenAI.NotFoundError, 404, 'not_found');
    await refused(client.videos.delete(open.id), OpenAI.ConflictError, 409, 'conflict');
    await refused(client.videos.create(order('another'), { headers: { 'Idempotency-Key': 'node-own' } })
        .then(({ id }) => cancel(id))
        .then(() => client.videos.create(order('and another'), { headers: { 'Idempotency-Key': 'node-own' } })),
    OpenAI.UnprocessableEntityError, 422, 'idempotency_mismatch');
    await cancel(open.id);
}

/** Among others who use up what may be asked: who is told to wait comes again, not before the time that it is told. */
async function limited() {
    const answers = [];
    const recording = async (url, init) => {
        const sent = performance.now();
        const response = await fetch(url, init);
        answers.push({ sent, received: performance.now(), status: response.status,
            told: Number(response.headers.get('retry-after-ms')) });
        return response;
    };
    const patient = new OpenAI({ baseURL, apiKey, fetch: recording });
    const others = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
    for (let round = 0; answers.at(0)?.status !== 429; round++) {
        assert.ok(round < 100, 'there is no limit');
        answers.length = 0;
        const before = Array.from({ length: 24 }, () => others.videos.list({ limit: 1 }));
        const results = await Promise.allSettled([...before, patient.videos.list({ limit: 1 })]);
        assert.equal(results.at(-1).status, 'fulfilled', String(results.at(-1).reason));
        results.filter(({ status }) => status === 'rejected')
            .forEach(({ reason }) => assert.ok(reason instanceof OpenAI.RateLimitError, String(reason)));
    }
    const [first, second] = answers;
    assert.ok(first.told > 0, 'it is told when to come again');
    assert.ok(second.sent >= first.received + first.told - 10, 'it came too early');
    assert.equal(answers.at(-1).status, 200);
}

await (process.argv[2] === 'limited' ? limited() : Promise.all([flow(), failure().then(pages).then(errors).then(images)]));
console.log('ok');
