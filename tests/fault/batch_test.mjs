// Money and certificates go out while the server is killed and the disk fills up; a clock is set back; comments pour in from everywhere. Afterwards nothing is
// lost or double, no number is skipped, and the fund is what was paid.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engines, inOffice, openOffice, program } from '../lib/office.mjs';
import { run, test } from '../lib/tap.mjs';

const sleep = (ms) => new Promise((good) => setTimeout(good, ms));
const iso = (ms) => new Date(ms + 7 * 3600e3).toISOString().slice(0, 10);
const today = iso(Date.now());
const at = (day, hour) => Date.parse(`${today}T00:00:00+07:00`) + (day * 24 + hour) * 3600e3;
const by = (ms) => ({ env: { THIDUA_CLOCK_MS: String(ms) } });

const write = async (client, op, input) => {
	const res = await client.call(op, { _version: 'any', ...input });
	assert.ok([200, 202].includes(res.status), `${op}: ${res.status} ${res.text}`);
	return res.json;
};

/** The answer's status; a lost connection is 0. */
async function send(client, op, input, key) {
	try {
		return (await client.call(op, { _version: 'any', ...input }, { 'idempotency-key': key })).status;
	} catch (e) {
		if (!/^(ECONNRESET|ECONNREFUSED|EPIPE)$/.test(e.code))
			throw e;
		return 0;
	}
}

async function restart(office, clients, options) {
	await office.ended;
	await office.start(options);
	for (const client of clients) {
		client.agent.destroy();
		client.url = new URL(office.url);
		await client.renew();
	}
}

/** Sends it, killed at several moments, until it is done; after each kill `check` looks. */
async function throughKills(office, client, op, input, check) {
	let status = 0;
	for (let round = 0; status !== 200 && round < 12; round++) {
		const answer = send(client, op, input, `${op}-once`);
		if (round < 4) {
			await sleep(12 * round);
			office.kill();
		}
		status = await answer;
		if (round < 4)
			await restart(office, [client]);
		check(status === 200);
	}
	assert.equal(status, 200, `${op} was never done`);
}

/** The decision of the ledger with the most lines that have no certificate yet. */
function largest(office) {
	const [[year, sign, lines]] = office.sql(`SELECT a.year, a.sign, count(*) FROM award a WHERE a.state = 'valid' AND a.sign <> ''
		AND NOT EXISTS (SELECT 1 FROM certificate c WHERE c.award_id = a.id) GROUP BY a.year, a.sign ORDER BY 3 DESC, 1, 2 LIMIT 1`);
	assert.ok(Number(lines) >= 20, `the example has a decision of ${lines} lines`);
	return { year: Number(year), sign, lines: Number(lines) };
}

/** All certificates of that decision or none; numbers from 1 on, each once. */
function certificates(office, { year, sign, lines }, done) {
	const rows = office.sql(`SELECT c.golden, c.token, c.award_id FROM certificate c JOIN award a ON a.id = c.award_id
		WHERE a.year = ${year} AND a.sign = '${sign}' ORDER BY c.golden`);
	assert.ok(rows.length === lines || (rows.length === 0 && !done), `${rows.length} of ${lines} certificates`);
	assert.deepEqual(rows.map(([golden]) => Number(golden)), rows.map((_, i) => i + 1), 'no number skipped');
	for (const column of [1, 2])
		assert.equal(new Set(rows.map((r) => r[column])).size, rows.length, 'none twice');
}

/** What was paid stands in the fund once, and nothing else does. */
function fund(office, ids) {
	const rows = office.sql(`SELECT b.id, b.state, b.amount, (SELECT count(*) FROM fund_entry f WHERE f.bonus_id = b.id AND f.kind = 'bonus'),
		(SELECT COALESCE(sum(f.amount), 0) FROM fund_entry f WHERE f.bonus_id = b.id) FROM bonus b WHERE b.id IN (${ids.join(',')})`);
	for (const [id, state, amount, , sum] of rows)
		assert.equal(Number(sum), state === 'paid' ? -Number(amount) : 0, `bonus ${id} is ${state}`);
	return new Set(rows.filter(([, state]) => state === 'paid').map(([id]) => Number(id)));
}

for (const engine of engines)
	inOffice(engine, (t) => {
		const many = 24;

		t(`killed while ${many} bonuses are paid, each is paid once or not at all`, async (office) => {
			await office.close();
			office.damage(`INSERT INTO bonus (award_id, year, amount, made_ms) SELECT a.id, 2026, 760000, 1 FROM award a WHERE a.level = 'office' AND a.state = 'valid'
				AND a.subject = 'person' AND NOT EXISTS (SELECT 1 FROM bonus b WHERE b.award_id = a.id) AND a.person_id NOT IN (SELECT person_id FROM account WHERE person_id IS NOT NULL)
				ORDER BY a.id LIMIT ${many}`);
			const ids = office.sql("SELECT id FROM bonus WHERE state = 'due' AND line_id IS NULL ORDER BY id").map(([id]) => Number(id));
			assert.equal(ids.length, many);
			office.log = '';
			office.clients = [];
			await office.start();
			const pays = await office.as('accountant');
			await write(pays, 'fund.income', { amount: 100000000, on: today, basis: 'Dự toán bổ sung', year: 2026 });
			const pay = (id) => send(pays, 'bonus.pay', { id, on: today, voucher: `PC ${id}`, year: 2026 }, `pay-${id}`);
			const acknowledged = new Set();
			let killed;
			await Promise.all(ids.map(async (id) => {
				if (await pay(id) === 200)
					acknowledged.add(id);
				if (acknowledged.size >= 5)
					killed ??= office.kill();
			}));
			assert.ok(killed && acknowledged.size < many, `the kill showed nothing: ${acknowledged.size} were acknowledged`);
			await restart(office, [pays]);
			const paid = fund(office, ids);
			for (const id of acknowledged)
				assert.ok(paid.has(id), `${id} was acknowledged`);
			/* The same button again for all of them, then without its key. */
			for (const id of ids)
				assert.equal(await pay(id), 200);
			assert.equal(fund(office, ids).size, many);
			for (const id of ids.slice(0, 3))
				assert.equal((await pays.call('bonus.pay', { id, on: today, voucher: 'PC', year: 2026, _version: 'any' })).status, 409);
			assert.equal(fund(office, ids).size, many);
			assert.equal(office.count(`journal WHERE op = 'bonus.pay' AND object_id IN (${ids.join(',')})`), many);
			office.cli(['log', 'verify']);
		});

		t('killed while all bonuses of a decision are paid at once, all are paid or none', async (office) => {
			const pays = await office.as('accountant');
			const [[decision]] = office.sql("SELECT l.decision_id FROM bonus b JOIN decision_line l ON l.id = b.line_id WHERE b.state = 'paid' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1");
			const ids = office.sql(`SELECT b.id FROM bonus b JOIN decision_line l ON l.id = b.line_id WHERE b.state = 'paid' AND l.decision_id = ${decision}`).map(([id]) => Number(id));
			for (const id of ids)
				await write(pays, 'bonus.unpay', { id, reason: 'Ghi nhầm chứng từ' });
			assert.equal(fund(office, ids).size, 0);
			await throughKills(office, pays, 'bonus.pay_all', { id: Number(decision), on: today, voucher: 'PC 99' }, (done) =>
				assert.ok(fund(office, ids).size === ids.length || (!done && fund(office, ids).size === 0)));
			assert.equal(office.count(`journal WHERE op = 'bonus.pay_all' AND object_id = ${decision}`), 1);
			office.cli(['log', 'verify']);
		});

		t('killed while certificates of a decision are made and printed, numbers have no gap and nobody has two', async (office) => {
			const standing = await office.as('standing');
			const batch = largest(office), input = { year: batch.year, sign: batch.sign, blank: 'giay-khen' };
			await throughKills(office, standing, 'certificate.make', input, (done) => certificates(office, batch, done));
			assert.match((await write(standing, 'certificate.make', input)).message, /đã có giấy/);
			certificates(office, batch, true);
			/* Printing is a job: killed while it runs, it is taken up again. */
			const state = (job) => office.sql(`SELECT state, attempts, result || error FROM job WHERE id = ${job}`)[0];
			const printed = () => office.count(`certificate c JOIN award a ON a.id = c.award_id WHERE a.year = ${batch.year} AND a.sign = '${batch.sign}' AND c.state = 'printed'`);
			const codes = office.sql(`SELECT DISTINCT code FROM award WHERE year = ${batch.year} AND sign = '${batch.sign}' AND state = 'valid'`).map(([c]) => c);
			const { job } = await write(standing, 'certificate.print', { year: batch.year, sign: batch.sign, code: codes[0], subject: 'person', full: true });
			while (state(job)[0] === 'waiting')
				await sleep(5);
			office.kill();
			await office.ended;
			const [left] = state(job);
			assert.ok(['running', 'done'].includes(left), left);
			assert.ok(left === 'done' || printed() === 0, 'none is printed before all are');
			/* A minute later by the clock: whoever ran it is known to be dead. */
			await restart(office, [standing], by(Date.now() + 60000));
			while (/waiting|running/.test(state(job)[0]))
				await sleep(20);
			assert.equal(state(job)[0], 'done', state(job)[2]);
			assert.equal(printed(), office.count(`award WHERE year = ${batch.year} AND sign = '${batch.sign}' AND state = 'valid' AND code = '${codes[0]}' AND subject = 'person'`));
			certificates(office, batch, true);
			office.server.kill('SIGTERM');
			await restart(office, [standing]);
			office.cli(['log', 'verify']);
		});
	});

for (const engine of engines)
	inOffice(engine, (t) => {
		t('a flood of comments from many addresses fills a day and no more, and the office goes on', async (office) => {
			const admin = await office.as('admin');
			await write(admin, 'setting.set', { key: 'comment.day_max', value: '20', basis: 'Quy chế thử' });
			const [[period]] = office.sql("SELECT id FROM comment_period WHERE state = 'open' ORDER BY id LIMIT 1");
			office.server.kill('SIGTERM');
			await office.ended;
			await office.start({ args: ['--behind-proxy'] });
			const before = office.count('comment');
			const day = office.count(`comment WHERE made_on = '${today}'`);
			const words = (i) => `Ý kiến thứ ${i} của người dân về đợt này`;
			const one = async (i) => (await office.nobody().post('/public/comment', { period, text: words(i), website: '' }, { 'x-forwarded-for': `203.0.113.${1 + i % 200}` })).status;
			const said = await Promise.all(Array.from({ length: 120 }, (_, i) => one(i)));
			const taken = said.flatMap((s, i) => (s === 303 ? [i] : []));
			assert.equal(taken.length, 20 - day, said.join(' '));
			assert.ok(said.every((s) => s === 303 || s === 503), said.join(' '));
			assert.equal(office.count('comment'), before + taken.length);
			for (const i of taken)
				assert.equal(office.count(`comment WHERE text = '${words(i)}'`), 1, 'each that was thanked is there once');
			for (const path of ['/public', '/public/honours', `/public/period?id=${period}`])
				assert.equal((await office.nobody().get(path, { 'x-forwarded-for': '203.0.113.9' })).status, 200, path);
			office.server.kill('SIGTERM');
			await office.ended;
			await office.start();
			office.cli(['log', 'verify']);
		});

		t('a clock that is set back gives no number twice, skips none and stops nothing', async (office) => {
			const [admin, standing, head, registry, pays] = await Promise.all(['admin', 'standing', 'head', 'registry', 'accountant'].map((role) => office.as(role)));
			const all = [admin, standing, head, registry, pays];
			await write(admin, 'setting.set', { key: 'decision.series', value: '1', basis: 'Quy chế thử' });
			const awards = office.sql(`SELECT id FROM award WHERE level = 'office' AND state = 'valid' AND subject = 'person'
				AND person_id NOT IN (SELECT person_id FROM account WHERE person_id IS NOT NULL) ORDER BY id LIMIT 3`).map(([id]) => Number(id));
			const go = async (ms) => {
				office.server.kill('SIGTERM');
				await restart(office, [], by(ms));
				for (const [i, role] of ['admin', 'standing', 'head', 'registry', 'accountant'].entries()) {
					all[i].agent.destroy();
					all[i].url = new URL(office.url);
					await all[i].renew();
					if (!all[i].token)
						await all[i].choose(role);
				}
			};
			const signed = async (award) => {
				const { id } = await write(standing, 'decision.correct', { id: award, field: 'post_title', after: 'Chuyên viên chính', reason: 'Ghi nhầm chức vụ' });
				await write(head, 'decision.sign', { id });
				return id;
			};
			const numbers = () => office.sql("SELECT number FROM decision WHERE kind = 'correct' AND number IS NOT NULL AND made_ms > 0 ORDER BY id DESC LIMIT 3").map(([n]) => Number(n));
			const number = (id, dated) => registry.call('decision.number', { _version: 'any', id, dated });
			/* Ahead by two days; then 22 hours back, on the day before. */
			await go(at(2, 10));
			const first = await number(await signed(awards[0]), iso(at(2, 10)));
			assert.equal(first.status, 200, first.text);
			const [one] = numbers();
			await go(at(1, 12));
			const waiting = await signed(awards[1]);
			assert.ok((await number(waiting, iso(at(1, 12)))).status >= 400, 'days of the series do not run backwards');
			assert.ok((await number(waiting, iso(at(2, 10)))).status >= 400, 'nor is it dated tomorrow');
			assert.equal(numbers()[0], one, 'no number was taken');
			assert.equal(office.sql(`SELECT count(*) FROM schedule WHERE next_ms > ${at(3, 12)}`)[0][0], '0', 'nothing waits for the old time');
			await go(at(2, 11));
			const second = await number(waiting, iso(at(2, 11)));
			assert.equal(second.status, 200, second.text);
			assert.deepEqual(numbers().slice(0, 2).sort((a, b) => a - b), [one, one + 1]);
			office.cli(['log', 'verify']);
		});
	});

// SQLite writes its own files; PostgreSQL's are its own affair.
const shim = join(program, '../../../tests/fault/torn.so');
const real = (path) => execFileSync('readlink', ['-f', path], { encoding: 'utf8' }).trim();
for (const writes of [1, 20])
	test(`sqlite: a disk that is full after ${writes} writes of a batch`, async () => {
		assert.ok(existsSync(shim), `${shim} is not built`);
		const dir = mkdtempSync(join(tmpdir(), 'thidua-full-')), full = join(dir, 'full');
		const office = await openOffice('sqlite');
		const standing = await office.as('standing');
		office.server.kill('SIGTERM');
		const libasan = real(execFileSync('gcc', ['-print-file-name=libasan.so'], { encoding: 'utf8' }).trim());
		await restart(office, [standing], { env: { THIDUA_DISK: `fill:${writes}:${full}`, LD_PRELOAD: `${libasan} ${shim}` } });
		const batch = largest(office), input = { year: batch.year, sign: batch.sign, blank: 'giay-khen' };
		writeFileSync(full, '');
		const status = await send(standing, 'certificate.make', input, 'make');
		assert.ok(status >= 500, `answered ${status}`);
		certificates(office, batch, false);
		assert.equal((await office.nobody().get('/public')).status, 200, 'who reads is served');
		/* There is room again: the same button. */
		rmSync(full);
		assert.equal(await send(standing, 'certificate.make', input, 'make'), 200);
		certificates(office, batch, true);
		/* Printing meets the full disk, too, and is done when there is room. */
		const { job } = await write(standing, 'certificate.print', { year: batch.year, sign: batch.sign, code: office.sql(`SELECT code FROM award WHERE year = ${batch.year} AND sign = '${batch.sign}' LIMIT 1`)[0][0], subject: 'person', full: true });
		writeFileSync(full, '');
		await sleep(300);
		assert.equal(office.faults(), '');
		rmSync(full);
		office.server.kill('SIGTERM');
		await restart(office, [standing], by(Date.now() + 60000));
		const state = () => office.sql(`SELECT state, error FROM job WHERE id = ${job}`)[0];
		while (/waiting|running/.test(state()[0]))
			await sleep(20);
		assert.equal(state()[0], 'done', state()[1]);
		certificates(office, batch, true);
		office.cli(['log', 'verify']);
		await office.close();
		rmSync(dir, { recursive: true });
	});

await run();
