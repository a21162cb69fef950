// The server's own log of a whole vote, with a line for every request: no vote, no receipt, no code of the board is in it,
// however the vote was sent and whatever was wrong with it.
import assert from 'node:assert/strict';
import { engines, inOffice } from '../lib/office.mjs';
import { sitting } from '../lib/sitting.mjs';
import { run } from '../lib/tap.mjs';

for (const engine of engines)
	inOffice(engine, (t) => {
		t('a whole vote leaves neither votes nor receipts nor codes in the log', async (office) => {
			const s = await sitting(office);
			const [head, council, standing] = await Promise.all(['head', 'council', 'standing'].map((role) => office.as(role)));
			const cast = (client, votes) => client.call('ballot.cast', { _version: 'any', id: s.ballot, votes });
			const fine = (res) => (assert.equal(res.status, 200, res.text), res);
			const receipts = [];
			/* What is refused says no more than what is taken. */
			assert.equal((await cast(head, '1=for 2=lower')).status, 422);
			assert.equal((await cast(head, '1=for 77123=against')).status, 422);
			assert.ok((await cast(head, `1=${'lower'.repeat(3000)}`)).status >= 400);
			assert.ok((await head.call('ballot.cast', '{"id":1,"votes":"1=against 66123')).status >= 400);
			assert.ok((await cast(await office.as('member'), '1=against 2=against')).status >= 400);
			await head.get(`/ballot/cast?id=${s.ballot}&votes=1%3Dagainst&votes.1=against`);
			/* By another program, and by the page with its boxes; and once again. */
			receipts.push(...fine(await cast(head, '1=for 2=against')).json.codes);
			const page = fine(await council.post('/ballot/cast', { id: s.ballot, 'votes.1': 'lower', 'votes.2': 'for', _key: 'phiếu-của-hội-đồng' })).text;
			receipts.push(...fine(await cast(standing, '1=blank 2=for')).json.codes);
			assert.equal((await cast(standing, '1=against 2=against')).status, 409);
			/* Wrong codes, the right ones, and counting again. */
			const close = (code_one) => head.call('ballot.close', { _version: 'any', id: s.ballot, code_one, code_other: s.codes.council });
			assert.ok((await close('SAI00-SAI00-SAI00-SAI00-SAI00')).status >= 400);
			fine(await close(s.codes.standing));
			fine(await head.read('council.recount', { id: s.ballot }));
			const { receipts: all } = fine(await head.read('ballot.view', { id: s.ballot })).json;
			assert.equal(all.length, 3);
			assert.ok(receipts.every((r) => all.includes(r)));
			assert.ok(all.some((r) => page.includes(r)), 'the page showed the third');
			assert.match(office.cli(['council', 'recount', '--id', String(s.ballot), '--as', 'vidu.thanhtra']).out, /khớp với biên bản/);
			await office.close();

			/* The log is there, and knows that there were votes: the path and nothing behind it. */
			assert.ok((office.log.match(/path=\/api\/v1\/ballot\/cast(?!\S)/g) ?? []).length >= 6, office.log.slice(0, 2000));
			assert.match(office.log, /path=\/ballot\/cast(?!\S)/);
			const secrets = [...all, ...Object.values(s.codes), 'SAI00', 'votes', 'against', 'lower', 'blank', '=for', '77123', '66123', 'phiếu-của'];
			for (const secret of secrets) {
				assert.ok(!office.log.includes(secret), `${secret}: ${office.log.slice(Math.max(0, office.log.indexOf(secret) - 200)).slice(0, 400)}`);
				assert.ok(!office.log.includes(encodeURIComponent(secret)), secret);
			}
			for (const code of [...all, ...Object.values(s.codes)])
				for (const part of code.split('-').filter((p) => p.length >= 5))
					assert.ok(!office.log.includes(part), part);
		});
	}, { env: { THIDUA_LOG: 'debug' } });

await run();
