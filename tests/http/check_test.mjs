// Whoever holds a certificate asks by its short number, without an account: valid, taken back, not known. Nothing else comes out.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { run } from '../lib/tap.mjs';
import { engines, inOffice, thidua } from '../lib/office.mjs';

/** A red square with a remark that must not survive. */
function png(side) {
	const number = (n) => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b; };
	const chunk = (type, data) => { const b = Buffer.concat([Buffer.from(type), data]); return Buffer.concat([number(data.length), b, number(crc32(b))]); };
	const rows = Buffer.concat(Array.from({ length: side }, () => Buffer.concat([Buffer.from([0]), Buffer.alloc(side * 4, Buffer.from([200, 30, 30, 255]))])));
	return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', Buffer.concat([number(side), number(side), Buffer.from([8, 6, 0, 0, 0])])),
		chunk('tEXt', Buffer.from('Comment\0bi mat 7781')), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

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

		t('the picture of the office is written anew, drawn on certificates, and taken away; files come by command line as they are', async (office) => {
			const at = (name) => join(office.data, name), as = ['--data', office.data, '--as', 'vidu.thuongtruc'];
			const images = () => {
				rmSync(at('look.pdf'), { force: true }); // nothing is written over
				thidua(['layout', 'preview', ...as, '--blank', 'giay-khen', '--out', at('look.pdf')]);
				return (execFileSync('pdfimages', ['-list', at('look.pdf')], { encoding: 'utf8' }).match(/ image +48 +48 /g) ?? []).length;
			};
			assert.equal(images(), 0);
			writeFileSync(at('mark.png'), png(48));
			thidua(['emblem', 'set', ...as, '--content', at('mark.png')]);
			thidua(['emblem', 'get', ...as, '--out', at('back.png')]);
			const back = readFileSync(at('back.png'));
			assert.equal(back.subarray(0, 8).toString('hex'), '89504e470d0a1a0a');
			assert.ok(!back.includes('bi mat 7781'));
			assert.equal(images(), 1);
			for (const [name, bytes] of [['x.png', '<svg onload="alert(1)"/>'], ['y.png', png(48).subarray(0, 90)], ['z.jpg', Buffer.from('ffd8ffe000104a46', 'hex')]]) {
				writeFileSync(at(name), bytes);
				assert.match(thidua(['emblem', 'set', ...as, '--content', at(name)], [2, 3]).err, /--content/);
			}
			assert.equal((await (await office.as('member')).call('emblem.drop', {})).status, 403);
			assert.equal(images(), 1); // what was refused changed nothing
			thidua(['emblem', 'drop', ...as]);
			assert.equal(images(), 0);
			assert.match(thidua(['emblem', 'get', ...as, '--out', at('none.png')], [2, 3]).err, /chưa đưa hình nào/);
			assert.ok(!existsSync(at('none.png')));
			thidua(['person', 'list', ...as, '--out', at('people.xlsx')]);
			assert.equal(readFileSync(at('people.xlsx')).subarray(0, 2).toString(), 'PK');
			assert.match(thidua(['person', 'list', ...as, '--nothing', '5', '--out', at('people.csv')], [2, 3]).err, /từ chối/);
		});

		let extract;
		t('an extract of awards is made by its person, says what the ledger says, and its code leads to it', async (office) => {
			const standing = await office.as('standing'), member = await office.as('member');
			const made = await standing.call('extract.make', { person_id: Number(person) });
			assert.equal(made.status, 200, made.text);
			const again = await standing.call('extract.make', { person_id: Number(person) });
			assert.equal(again.json.id, made.json.id, 'nothing changed in the ledger');
			extract = (await standing.read('extract.list', { person })).json.items[0];
			const rows = office.sql(`SELECT year, sign FROM award WHERE person_id = ${person} AND subject = 'person' AND state = 'valid' ORDER BY year, id`);
			assert.equal(extract.lines, rows.length);
			const found = await ask(office, extract.token);
			assert.deepEqual([found.kind, found.state, found.name], ['extract', 'valid', row.name]);
			assert.deepEqual(found.awards.map((a) => [String(a.year), a.decision.split(',')[0], a.state]), rows.map(([y, sign]) => [y, sign, 'valid']));
			const [[birth, email, phone]] = office.sql(`SELECT COALESCE(birth, '-'), email, phone FROM person WHERE id = ${person}`);
			const page = await office.nobody().get(`/certificate/check?code=${extract.token}`);
			assert.match(page.text, new RegExp(`Bản trích khen thưởng của ${row.name}`));
			for (const secret of [birth, email, phone])
				assert.ok(!secret || secret === '-' || !page.text.includes(secret), secret);

			const at = (name) => join(office.data, name), as = ['--data', office.data, '--as', 'vidu.thuongtruc'];
			for (const format of ['pdf', 'docx', 'html'])
				thidua(['extract', 'render', ...as, '--id', String(extract.id), '--format', format, '--out', at(`x.${format}`)]);
			const words = execFileSync('pdftotext', ['-layout', at('x.pdf'), '-'], { encoding: 'utf8' });
			for (const [, sign] of rows)
				assert.ok(words.includes(sign), sign);
			const code = (file) => execFileSync('zbarimg', ['-q', '--raw', file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
			const pages = Number(/Pages: +(\d+)/.exec(execFileSync('pdfinfo', [at('x.pdf')], { encoding: 'utf8' }))[1]);
			execFileSync('pdftoppm', ['-r', '150', '-f', String(pages), '-singlefile', '-png', at('x.pdf'), at('page')]);
			assert.equal(code(at('page.png')), `/certificate/check?code=${extract.token}`);
			execFileSync('unzip', ['-q', '-o', at('x.docx'), 'word/media/qr1.png', '-d', office.data]);
			assert.equal(code(at('word/media/qr1.png')), `/certificate/check?code=${extract.token}`);
			assert.match(readFileSync(at('x.html'), 'utf8'), /<svg [^>]*role="img"/);

			const [[mine]] = office.sql("SELECT person_id FROM account WHERE name = 'vidu.canbo'");
			if (mine !== person)
				assert.notEqual((await member.call('extract.make', { person_id: Number(person) })).status, 200, 'of somebody else');
			const own = await member.call('extract.make', { person_id: Number(mine) });
			const [[count]] = office.sql(`SELECT count(*) FROM award WHERE person_id = ${mine} AND subject = 'person' AND state = 'valid'`);
			assert.equal(own.status, Number(count) ? 200 : 409, own.text);
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

			// An extract made before tells it too; it is not printed again, and a new one leaves the award out.
			const changed = await ask(office, extract.token);
			assert.equal(changed.state, 'changed');
			assert.deepEqual(changed.awards.filter((a) => a.state === 'cancelled').map((a) => a.cancelled_by), ['77/QĐ-VP, ngày 20/11/2026']);
			assert.equal((await standing.get(`/extract/render?id=${extract.id}`)).status, 409);
			const fresh = await standing.call('extract.make', { person_id: Number(person) });
			assert.equal(fresh.status, 200, fresh.text);
			assert.notEqual(fresh.json.id, extract.id);
			const [[lines]] = office.sql(`SELECT count(*) FROM award_extract_line WHERE extract_id = ${fresh.json.id}`);
			assert.equal(Number(lines), extract.lines - 1);
		});
	});

await run();
