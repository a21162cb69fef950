// The server is killed while decisions get their numbers: the own series has no gap and no repeat,
// and of no decision is there a number without what follows from it, or the reverse.
import assert from 'node:assert/strict';
import { inOffice, engines } from '../lib/office.mjs';
import { run } from '../lib/tap.mjs';

const many = 24;
const today = new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10);

const write = async (client, op, input) => {
	const res = await client.call(op, { _version: 'any', ...input });
	assert.equal(res.status, 200, `${op}: ${res.text}`);
	return res.json;
};

/** Signed corrections of past awards that wait for their numbers: [decision, award] each. */
async function waiting(office, standing, head) {
	const awards = office.sql(`SELECT id FROM award WHERE level = 'office' AND state = 'valid' AND subject = 'person'
		AND person_id NOT IN (SELECT person_id FROM account WHERE person_id IS NOT NULL) ORDER BY id LIMIT ${many}`);
	assert.equal(awards.length, many, 'the example has awards enough');
	const made = [];
	for (const [award] of awards) {
		const { id } = await write(standing, 'decision.correct', { id: Number(award), field: 'post_title', after: 'Chuyên viên chính', reason: 'Ghi nhầm chức vụ' });
		await write(head, 'decision.sign', { id });
		made.push([id, Number(award)]);
	}
	return made;
}

const state = (office) => new Map(office.sql(`SELECT d.id, d.number, a.post_title FROM decision d
	JOIN decision_line l ON l.decision_id = d.id JOIN award a ON a.id = l.award_id WHERE d.kind = 'correct' AND (d.dated IS NULL OR d.dated = '${today}')`)
	.map(([id, number, post]) => [Number(id), [number ? Number(number) : null, post]]));

/** Numbers 1 to n, each once; the ledger says what a numbered decision says, and no other. */
function check(office, acknowledged) {
	const rows = state(office), numbers = [];
	for (const [id, [number, post]] of rows) {
		assert.equal(post === 'Chuyên viên chính', number !== null, `decision ${id}: number ${number}, the ledger says ${post}`);
		if (number !== null)
			numbers.push(number);
	}
	for (const id of acknowledged)
		assert.notEqual(rows.get(id)[0], null, `decision ${id} was acknowledged`);
	assert.deepEqual(numbers.sort((a, b) => a - b), numbers.map((_, i) => i + 1), 'no gap, no repeat');
	return numbers.length;
}

for (const engine of engines)
	inOffice(engine, (t) => {
		t(`killed while ${many} decisions get their numbers, none is skipped, doubled or half done`, async (office) => {
			const [admin, standing, head, registry] = await Promise.all(['admin', 'standing', 'head', 'registry'].map((role) => office.as(role)));
			await write(admin, 'setting.set', { key: 'decision.series', value: '1', basis: 'Quy chế thử' });
			const made = await waiting(office, standing, head), acknowledged = new Set();
			let killed;
			await Promise.all(made.map(async ([id]) => {
				try {
					const res = await registry.call('decision.number', { _version: 'any', id, dated: today }, { 'idempotency-key': `number-${id}` });
					if (res.status === 200)
						acknowledged.add(id);
				} catch (e) {
					if (!/^(ECONNRESET|ECONNREFUSED|EPIPE)$/.test(e.code))
						throw e;
				}
				if (acknowledged.size >= 5)
					killed ??= office.kill();
			}));
			await killed;
			assert.ok(killed && acknowledged.size < many, `the kill showed nothing: ${acknowledged.size} were acknowledged`);
			await office.ended;
			await office.start();
			registry.url = new URL(office.url);
			await registry.renew();
			assert.ok(check(office, acknowledged) >= acknowledged.size);
			// The same button again, for all of them: each gets one number.
			for (const [id] of made)
				await registry.call('decision.number', { _version: 'any', id, dated: today }, { 'idempotency-key': `number-${id}` });
			assert.equal(check(office, made.map(([id]) => id)), many);
			office.cli(['log', 'verify']);
		});
	});

await run();
