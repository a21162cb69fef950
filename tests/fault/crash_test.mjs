// The server is killed, its disk fills up, tears or fails, its PostgreSQL restarts, all while
// 200 requests write. What was acknowledged is there afterwards, once, and the journal verifies.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import http from 'node:http';
import { engines, inOffice, openOffice, program } from '../lib/office.mjs';
import { run, test } from '../lib/tap.mjs';

const writers = 200;
const today = new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10);
const sleep = (ms) => new Promise((good) => setTimeout(good, ms));
const shim = join(program, '../../../tests/fault/torn.so');

class Load {
	constructor(office, client, label) {
		Object.assign(this, { office, client, label, acknowledged: new Map(), other: new Map() });
		client.agent.destroy();
		client.agent = new http.Agent({ keepAlive: true, maxSockets: writers });
	}

	/** A number in letters: a person's name has no digits. */
	name(i) {
		const letters = [...String(i).padStart(3, '0')].map((d) => 'abcdeghikl'[d]).join('');
		return `Lò ${this.label} ${letters}`;
	}

	/** One request; a lost connection is an answer like any other. */
	async one(i) {
		const input = { name: this.name(i), cadre: 'civil_servant', gender: 'nu', unit_id: 4, post_title: 'Chuyên viên', since: today };
		try {
			const res = await this.client.call('person.create', input, { 'idempotency-key': `${this.label}-${i}` });
			if (res.status === 200)
				this.acknowledged.set(i, res.json.id);
			else
				this.other.set(res.status, (this.other.get(res.status) ?? 0) + 1);
			return res.status;
		} catch (e) {
			if (!/^(ECONNRESET|ECONNREFUSED|EPIPE)$/.test(e.code))
				throw e;
			return 0;
		}
	}

	/** All at once; `disturb` is called when `after` have been acknowledged. */
	async all(after, disturb) {
		let disturbed;
		await Promise.all(Array.from({ length: writers }, async (_, i) => {
			await this.one(i);
			if (this.acknowledged.size >= after)
				disturbed ??= disturb();
		}));
		assert.ok(after === Infinity || disturbed, `only ${this.acknowledged.size} were acknowledged: ${[...this.other]}`);
		await disturbed;
	}

	rows() {
		return this.office.sql(`SELECT name, id FROM person WHERE name LIKE 'Lò ${this.label} %'`);
	}

	/** Acknowledged means there, once, under the number that was said. */
	check() {
		const rows = new Map();
		for (const [name, id] of this.rows()) {
			assert.ok(!rows.has(name), `${name} is there twice`);
			rows.set(name, Number(id));
		}
		for (const [i, id] of this.acknowledged)
			assert.equal(rows.get(this.name(i)), id, `${this.name(i)} was acknowledged`);
		assert.equal(this.office.count(`journal WHERE op = 'person.create' AND object_id IN
			(SELECT id FROM person WHERE name LIKE 'Lò ${this.label} %')`), rows.size, 'one line each');
		return rows.size;
	}

	/** Everything sent again under its key: nothing doubled, nothing missing. */
	async again() {
		const before = new Map(this.acknowledged);
		for (let i = 0; i < writers; i += 10)
			await Promise.all(Array.from({ length: 10 }, async (_, k) =>
				assert.equal(await this.one(i + k), 200, `${this.name(i + k)} sent again`)));
		for (const [i, id] of before)
			assert.equal(this.acknowledged.get(i), id, 'the same answer for the same key');
		assert.equal(this.check(), writers);
	}
}

/** The server comes back; the browser keeps its session. */
async function restart(office, client, options) {
	await office.ended;
	await office.start(options);
	client.url = new URL(office.url);
	await client.renew();
}

const verify = (office) => office.cli(['log', 'verify']);

for (const engine of engines)
	inOffice(engine, (t) => {
		t(`killed during ${writers} writing requests, nothing acknowledged is lost and nothing doubled`, async (office) => {
			const client = await office.as('admin');
			const load = new Load(office, client, 'Mai');
			await load.all(40, () => office.kill());
			assert.ok(load.acknowledged.size < writers, 'the kill came too late to show anything');
			await restart(office, client);
			load.check();
			await load.again();
			verify(office);
		});

		if (engine === 'postgresql')
			t(`PostgreSQL crashes and returns during ${writers} writing requests`, async (office) => {
				office.sql(`ALTER DATABASE ${office.database} SET synchronous_commit = on`);
				await office.close();
				await office.start();
				const client = await office.as('admin');
				const load = new Load(office, client, 'Lan');
				await load.all(40, async () => execFileSync('tests/pg.sh', ['restart'], { stdio: 'pipe' }));
				for (let i = 0; i < 100 && (await client.get('/health')).status !== 200; i++)
					await sleep(100);
				load.check();
				await load.again();
				verify(office);
			});
	});

// SQLite writes its own files; PostgreSQL's are its own affair.
const libasan = () => execFileSync('gcc', ['-print-file-name=libasan.so'], { encoding: 'utf8' }).trim();
const preload = (how) => ({ env: { THIDUA_DISK: how, LD_PRELOAD: `${execFileSync('readlink', ['-f', libasan()], { encoding: 'utf8' }).trim()} ${shim}` } });

for (const [how, dies] of [['full:120', false], ['error:90', false], ['torn:100', true], ['torn:257', true], ['torn:401', true]])
	test(`sqlite: a disk that is ${how}`, async () => {
		assert.ok(existsSync(shim), `${shim} is not built`);
		const office = await openOffice('sqlite');
		const client = await office.as('admin');
		office.server.kill('SIGTERM');
		await restart(office, client, preload(how));
		const load = new Load(office, client, 'Hoa');
		await load.all(Infinity);
		if (dies)
			assert.equal((await Promise.race([office.ended, sleep(2000)]))?.[1], 'SIGKILL', 'the disk never tore');
		else {
			assert.equal(office.server.exitCode, null, `the server ended: ${office.log.slice(-2000)}`);
			assert.equal(office.faults(), '');
			office.kill();
		}
		assert.ok(load.acknowledged.size < writers, 'the disk never failed');
		await restart(office, client);
		load.check();
		await load.again();
		verify(office);
		await office.close();
	});

await run();
