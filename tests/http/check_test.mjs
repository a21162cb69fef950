// Whoever holds a certificate asks by its short number, without an account: valid, taken back, not known. Nothing else comes out.
import assert from 'node:assert/strict';
import { run } from '../lib/tap.mjs';
import { engines, inOffice } from '../lib/office.mjs';

for (const engine of engines)
	inOffice(engine, (t) => {
		let row, award, person;
		const ask = async (office, code) => (await office.nobody().get(`/api/v1/certificate/check?code=${encodeURIComponent(code)}`)).json;

		t('a stranger sees what is on the certificate, and nothing more of the person', async (office) => {
			const standing = await office.as('standing');
			const [[id, year, sign, who]] = office.sql("SELECT a.id, a.year, a.sign, a.person_id FROM award a WHERE a.code = 'CSTDCS' AND a.subject = 'person' AND a.person_id IS NOT NULL AND a.state = 'valid' AND a.sign <> '' ORDER BY a.id LIMIT 1");
			[award, person] = [id, who];
			assert.equal((await standing.call('certificate.make', { year: Number(year), sign, blank: 'chien-si-thi-dua-co-so' })).status, 200);
			row = JSON.parse((await standing.read('certificate.list', { award })).text).items[0];
			const [[birth, email, phone, post]] = office.sql(`SELECT COALESCE(birth, '-'), email, phone, post_title FROM person WHERE id = ${person}`);
			for (const typed of [row.token, row.token.toLowerCase(), row.token.replaceAll('-', ''), ` ${row.token.replaceAll('-', ' ')} `]) {
				const found = await ask(office, typed);
				assert.deepEqual([found.state, found.name, found.sign], ['valid', row.name, sign]);
			}
			const page = await office.nobody().get(`/certificate/check?code=${row.token}`);
			assert.equal(page.status, 200);
			assert.match(page.text, /Còn giá trị/);
			for (const secret of [birth, email, phone, post])
				assert.ok(!secret || secret === '-' || !page.text.includes(secret), secret);
		});

		t('what is typed wrong is not known, and is no markup', async (office) => {
			for (const typed of ['2222-2222-2222', "' OR 1=1 --", '<b>', row.token.slice(0, -1)])
				assert.deepEqual(await ask(office, typed), { state: 'unknown' });
			const page = await office.nobody().get(`/certificate/check?code=${encodeURIComponent('"><b>x')}`);
			assert.equal(page.status, 200);
			assert.match(page.text, /Không có giấy nào mang số này/);
			assert.doesNotMatch(page.text, /"><b>x/);
		});

		t('an award that was taken back says by which decision', async (office) => {
			const standing = await office.as('standing'), head = await office.as('head');
			const res = await standing.call('award.cancel', { id: Number(award), sign: '77/QĐ-VP', dated: '2026-11-20', reason: 'Kê khai sai', _version: 'any' });
			assert.equal(res.status, 202, res.text);
			assert.equal((await ask(office, row.token)).state, 'valid'); // until the second person says so
			const confirmed = await head.call('approval.confirm', { id: res.json.approval, _version: 'any' });
			assert.equal(confirmed.status, 200, confirmed.text);
			const found = await ask(office, row.token);
			assert.deepEqual([found.state, found.cancelled_by, found.cancelled], ['cancelled', '77/QĐ-VP', '20/11/2026']);
			assert.match((await office.nobody().get(`/certificate/check?code=${row.token}`)).text, /Đã hủy/);
		});
	});

await run();
