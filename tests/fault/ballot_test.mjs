// The server is killed while members vote and while the box is counted: a vote that was acknowledged is in the box, once, from
// whatever device it was sent again; counting happened whole or not at all, and can be done again.
import assert from 'node:assert/strict';
import { engines, inOffice } from '../lib/office.mjs';
import { sitting } from '../lib/sitting.mjs';
import { run } from '../lib/tap.mjs';

const roles = ['head', 'council', 'standing'];
const votes = { head: '1=for 2=for', council: '1=against 2=for', standing: '1=lower 2=blank' };
const sleep = (ms) => new Promise((good) => setTimeout(good, ms));

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

async function restart(office, clients) {
	await office.ended;
	await office.start();
	for (const client of clients) {
		client.agent.destroy();
		client.url = new URL(office.url);
		await client.renew();
	}
}

const voted = (office, ballot) => office.count(`ballot_voter WHERE ballot_id = ${ballot} AND voted = 1`);
const state = (office, ballot) => office.sql(`SELECT state FROM ballot WHERE id = ${ballot}`)[0][0];

for (const engine of engines)
	inOffice(engine, (t) => {
		/** Each member on two devices: [role, client, key]. */
		const devices = async (office) => {
			const all = [];
			for (const role of roles)
				for (const device of ['phone', 'desk'])
					all.push([role, await office.as(role), `${role}-${device}`]);
			return all;
		};

		t('killed while members vote from two devices each, everybody has voted once', async (office) => {
			const s = await sitting(office);
			const all = await devices(office);
			const known = new Map();
			const vote = async ([role, client, key]) => {
				const status = await send(client, 'ballot.cast', { id: s.ballot, votes: votes[role] }, `${s.ballot}-${key}`);
				if (status === 200)
					assert.equal(known.get(role) ?? key, key, `${role} voted on both devices`), known.set(role, key);
				return status;
			};
			let killed;
			await Promise.all(all.map(async (one, i) => {
				await sleep(15 * i);
				if (await vote(one) === 200)
					killed ??= office.kill();
			}));
			assert.ok(killed, 'no vote was acknowledged');
			await restart(office, all.map(([, client]) => client));
			const before = new Map(known);
			assert.ok(voted(office, s.ballot) >= known.size);
			/* Everything again under its keys: what counted counts once, and says so again only to the device that sent it. */
			for (const one of all)
				assert.ok([200, 409].includes(await vote(one)), `${one[2]} is answered`);
			for (const [role, key] of before)
				assert.equal(known.get(role), key);
			assert.equal(known.size, roles.length);
			assert.equal(voted(office, s.ballot), roles.length);
			assert.equal(office.count(`journal WHERE op = 'ballot.cast' AND object_id = ${s.ballot}`), roles.length);

			const [head] = all.filter(([role]) => role === 'head').map(([, client]) => client);
			const codes = { id: s.ballot, code_one: s.codes.standing, code_other: s.codes.council };
			/* Killed at several moments of counting; the same button, until it is done. */
			let status = 0;
			for (let round = 0; status !== 200 && round < 12; round++) {
				const answer = send(head, 'ballot.close', codes, `${s.ballot}-close`);
				if (round < 4) {
					await sleep(6 * round);
					office.kill();
				}
				status = await answer;
				if (round < 4) {
					await restart(office, [head]);
					const slips = office.count(`ballot_slip WHERE ballot_id = ${s.ballot}`);
					assert.equal(slips, state(office, s.ballot) === 'closed' ? 2 * roles.length : 0, 'whole or not at all');
				}
			}
			assert.equal(status, 200);
			assert.equal(state(office, s.ballot), 'closed');
			const { items } = JSON.parse((await head.read('ballot.view', { id: s.ballot })).text);
			assert.deepEqual(items.map((i) => [i.for, i.against, i.lower, i.invalid]), [[1, 1, 1, 0], [2, 0, 0, 1]]);
			assert.match((await head.read('council.recount', { id: s.ballot })).text, /khớp với biên bản/);
			/* The button once more, with its key and without: nothing is counted again. */
			assert.equal(await send(head, 'ballot.close', codes, `${s.ballot}-close`), 200);
			assert.equal(await send(head, 'ballot.close', codes, `${s.ballot}-again`), 409);
			assert.equal(office.count(`ballot_slip WHERE ballot_id = ${s.ballot}`), 2 * roles.length);
			assert.equal(office.count(`journal WHERE op = 'ballot.close' AND object_id = ${s.ballot}`), 1);
			office.cli(['log', 'verify']);
		});
	});

await run();
