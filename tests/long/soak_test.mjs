// A day's work in minutes: many people read, write, search, export, upload and walk away in the
// middle. Afterwards the server holds no more memory, files or threads than halfway through, and
// every acknowledged change is there and sealed. THIDUA_SOAK_S sets the length.
import assert from 'node:assert/strict';
import http from 'node:http';
import { readFileSync, readdirSync } from 'node:fs';
import { engines, inOffice } from '../lib/office.mjs';
import { run } from '../lib/tap.mjs';

const seconds = Number(process.env.THIDUA_SOAK_S ?? 180);
const people = 12, leavers = 4;
const sleep = (ms) => new Promise((good) => setTimeout(good, ms));

/** A small generator, so that a run can be repeated. */
function draws(seed) {
	let x = seed * 2654435761 >>> 0;
	return (below) => (x = (Math.imul(x, 1664525) + 1013904223) >>> 0, Math.floor(x / 2 ** 32 * below));
}

const letters = (n) => [...String(n)].map((d) => 'abcdeghikl'[d]).join('');

function upload(client, name, bytes, fields) {
	const edge = `----edge${name}`;
	const parts = Object.entries(fields).map(([k, v]) =>
		`--${edge}\r\ncontent-disposition: form-data; name="${k}"\r\n\r\n${v}\r\n`).join('');
	return client.request('POST', '/api/v1/file/add', {
		headers: { 'content-type': `multipart/form-data; boundary=${edge}`, 'x-csrf-token': client.token },
		body: Buffer.concat([Buffer.from(`${parts}--${edge}\r\ncontent-disposition: form-data; name="content"; filename="${name}.txt"\r\n` +
			'content-type: text/plain\r\n\r\n'), bytes, Buffer.from(`\r\n--${edge}--\r\n`)]),
	});
}

const paths = ['/', '/person/list', '/person/5', '/unit/tree', '/unit/list', '/person/list?q=nguyen', '/journal/list', '/notice/list',
	'/search?q=hoang+quok', '/person/list.xlsx', '/person/list.csv', '/api/v1/person/list', '/openapi.json', '/no/such', '/person/999999'];

class Worker {
	constructor(client, no, tally) {
		Object.assign(this, { client, tally, draw: draws(no + 1), no, made: 0 });
	}

	note(res) {
		this.tally.set(res.status, (this.tally.get(res.status) ?? 0) + 1);
		return res;
	}

	async step() {
		switch (this.draw(12)) {
		case 0: {
			const name = `Lò Bền ${letters(this.no)} ${letters(this.made++)}`;
			const res = this.note(await this.client.call('person.create', { name, cadre: 'worker', gender: 'nam', unit_id: 4,
				post_title: 'Nhân viên', since: '2026-01-05' }));
			if (res.status === 200)
				this.tally.names.add(name);
			return;
		}
		case 1: {
			const text = Buffer.from(`Minh chứng ${this.no} ${this.made++}\n`.repeat(1 + this.draw(4000)));
			const res = this.note(await upload(this.client, `f${this.no}x${this.made}`, text, { person_id: 5 }));
			if (res.status === 200)
				assert.deepEqual((await this.client.get(`/file/get?id=${res.json.id}`)).bytes, text, 'a file comes back as it went in');
			return;
		}
		case 2: /* wrong input of every kind */
			this.note(await this.client.call('person.create', ['[', '{"name":1}', '{}', '{"name":"\ud800"}'][this.draw(4)]));
			return;
		default:
			this.note(await this.client.get(paths[this.draw(paths.length)]));
		}
	}
}

/** Asks for something long and leaves. */
function leave(office, cookie, after) {
	return new Promise((good) => {
		const req = http.get(new URL('/person/list.xlsx', office.url), { headers: { cookie } });
		req.on('error', good);
		req.on('response', (res) => res.resume().on('end', good).on('error', good));
		setTimeout(() => req.destroy(), after);
	});
}

/* Not VmRSS: SQLite maps its files, so what has been written counts there as if it were held. */
function held(pid) {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return { kb: Number(/RssAnon:\s+(\d+)/.exec(status)[1]), threads: Number(/Threads:\s+(\d+)/.exec(status)[1]),
		files: readdirSync(`/proc/${pid}/fd`).length };
}

/** What is held once nothing is let go any more: connections that nobody uses live a little longer. */
async function settled(pid) {
	for (let now = held(pid), calm = 0; ;) {
		await sleep(1000);
		const next = held(pid);
		calm = next.files === now.files ? calm + 1 : 0;
		if (calm >= 8)
			return next;
		now = next;
	}
}

/** Everybody at it for a while; then a pause, so that what is held is what is kept. */
async function work(office, workers, cookie, share) {
	const until = Date.now() + seconds * 1000 * share;
	const busy = async (fn) => {
		while (Date.now() < until)
			await fn();
	};
	await Promise.all([...workers.map((w) => busy(() => w.step())),
		...Array.from({ length: leavers }, (_, i) => draws(100 + i)).map((draw) => busy(() => leave(office, cookie, draw(60))))]);
	return settled(office.server.pid);
}

for (const engine of engines)
	inOffice(engine, (t) => {
		t(`${seconds} s of everybody at once: no more memory, files or threads than halfway, nothing lost`, async (office) => {
			const tally = new Map();
			tally.names = new Set();
			const roles = ['admin', 'standing', 'unit_head', 'member', 'inspector'];
			const workers = [];
			for (let i = 0; i < people; i++)
				workers.push(new Worker(await office.as(roles[i % roles.length]), i, tally));
			const cookie = [...workers[1].client.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
			await work(office, workers, cookie, 0.1); /* fills caches and arenas */
			const early = await work(office, workers, cookie, 0.4);
			const late = await work(office, workers, cookie, 0.5);
			console.log(`# ${engine}: ${[...tally].map(([k, n]) => `${k}: ${n}`).join(', ')}`);
			console.log(`# ${engine}: ${JSON.stringify(early)} then ${JSON.stringify(late)}`);

			for (const [status] of tally)
				assert.ok(status < 500 || status === 503, `an answer ${status}`);
			assert.ok(tally.get(200) > seconds * 20, `only ${tally.get(200)} pages`);
			assert.ok(late.files <= early.files + 2, `files: ${early.files} then ${late.files}`);
			assert.ok(late.threads <= early.threads, `threads: ${early.threads} then ${late.threads}`);
			assert.ok(late.kb <= early.kb + 6144, `memory: ${early.kb} kB then ${late.kb} kB`);

			const there = new Set(office.sql("SELECT name FROM person WHERE name LIKE 'Lò Bền %'").map(([n]) => n));
			for (const name of tally.names)
				assert.ok(there.has(name), `${name} was acknowledged`);
			assert.equal(there.size, tally.names.size);
			office.cli(['log', 'verify']);
		});
	});

await run();
