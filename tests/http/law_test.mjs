// The law asked about the office's people from outside: the command line through the server, and a
// program with a token; both get what the page rests on, and no more than they may.
import assert from 'node:assert/strict';
import { run } from '../lib/tap.mjs';
import { engines, inOffice } from '../lib/office.mjs';

const path = (id, more = '') => `/api/v1/law/explain?award=LDTT&subject=${id}&on=2025-12-31${more}`;

for (const engine of engines)
	inOffice(engine, (t) => {
		const somebody = (office) =>
			office.sql("SELECT person_id FROM award WHERE code = 'LDTT' AND year = 2025 AND state = 'valid' AND subject = 'person' ORDER BY id LIMIT 1")[0][0];

		t('thidua law explain --subject goes through the server and says what the API says', async (office) => {
			const id = somebody(office);
			const said = office.cli(['law', 'explain', '--award', 'LDTT', '--subject', id, '--on', '31/12/2025', '--json', '--as', 'vidu.thuongtruc']);
			const answer = JSON.parse(said.out);
			assert.equal(answer.award, 'LDTT');
			assert.equal(answer.verdict, 'given'); // it is in the ledger; what is asked for it holds all the same
			assert.ok(answer.conditions.some((c) => /Điều 24/.test(c.citation) && c.result === 'yes' && c.facts.length > 0));
			const api = await (await office.as('standing')).read('law.explain', { award: 'LDTT', subject: id, on: '2025-12-31' });
			assert.deepEqual(api.json, answer);
			const forecast = JSON.parse(office.cli(['law', 'forecast', '--subject', id, '--json', '--as', 'vidu.thuongtruc']).out);
			assert.ok(JSON.stringify(forecast).includes('CSTDT'));
		});

		t('a dossier between two laws is one JSON with the answers of both', async (office) => {
			const said = office.cli(['law', 'explain', '--facts', 'tests/golden/law/facts.json', '--award', 'CSTDCS', '--on', '15/12/2026', '--received', '01/06/2026', '--decided', '01/12/2026', '--json']);
			assert.equal(JSON.parse(said.out).rules.length, 2);
		});

		t('whoever may not see the person gets no answer on the command line either', async (office) => {
			const id = somebody(office);
			const other = office.sql(`SELECT p.id FROM person p WHERE p.state = 'active' AND p.unit_id <> (SELECT q.unit_id FROM person q JOIN account a ON a.person_id = q.id WHERE a.name = 'vidu.canbo') ORDER BY p.id LIMIT 1`)[0][0];
			const denied = office.cli(['law', 'explain', '--award', 'LDTT', '--subject', other, '--as', 'vidu.canbo'], [1, 2, 3, 4, 5]);
			assert.match(denied.err + denied.out, /Không|không/);
			const nobody = office.cli(['law', 'explain', '--award', 'LDTT', '--subject', id], [1, 2, 3, 4, 5]);
			assert.notEqual(nobody.code, 0);
		});

		t('a token asks within its operations and its owner’s scope', async (office) => {
			const id = somebody(office);
			const owner = await office.as('standing');
			const made = (await owner.call('token.create', { label: 'Thử', ops: 'law.explain', days: 30 })).json;
			const bearer = { authorization: `Bearer ${made.codes[0]}` };
			const program = office.nobody();
			const answer = await program.get(path(id), bearer);
			assert.equal(answer.status, 200, answer.text);
			assert.equal(answer.json.verdict, 'given');
			assert.equal((await program.get(path(id))).status, 401);
			assert.equal((await program.get(path(id), { authorization: 'Bearer khong-co' })).status, 401);
			assert.equal((await program.get(`/api/v1/law/forecast?subject=${id}`, bearer)).status, 403);
			assert.equal((await program.get(path(999999), bearer)).status, 422);
		});
	});

await run();
