// A stranger goes through everything that is public: every link, feed and file. Nothing private of the example office may come out, and a flood stays outside.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../lib/tap.mjs';
import { engines, inOffice } from '../lib/office.mjs';

const dir = mkdtempSync(join(tmpdir(), 'thidua-feed-'));
process.on('exit', () => rmSync(dir, { recursive: true, force: true }));

/** What somebody reads: of a PDF its words, not its bytes. */
function words(res) {
	if (!/application\/pdf/.test(res.headers['content-type'] ?? ''))
		return res.text;
	return execFileSync('pdftotext', ['-', '-'], { input: res.bytes, encoding: 'utf8' });
}

/** What libxml2 says of a text as XML; nothing when it is well formed. */
function xmlFaults(text) {
	const file = join(dir, 'feed.xml');
	writeFileSync(file, text);
	return execFileSync('sh', ['-c', `xmllint --noout ${file} 2>&1 || true`], { encoding: 'utf8' });
}

/** Every address that a page, a feed or a file of data names on this site. */
function links(res) {
	const found = [...res.text.matchAll(/(?:href|src|action)="(\/(?!a\/)[^"#]*)"/g)].map((m) => m[1].replaceAll('&amp;', '&'));
	return found.filter((href) => !/^\/(session|account)\//.test(href));
}

async function crawl(stranger, codes) {
	const pages = new Map(), next = ['/public', '/public/feed', '/certificate/check',
		...codes.flatMap((code) => [`/certificate/check?code=${code}`, `/api/v1/certificate/check?code=${code}`])];
	while (next.length && pages.size < 400) {
		const path = next.shift();
		if (pages.has(path))
			continue;
		const res = await stranger.get(path);
		pages.set(path, res);
		if (res.status === 200)
			next.push(...links(res));
		else if (res.status === 303)
			next.push(res.headers.location);
	}
	return pages;
}

// Words of one column, each long enough to mean somebody.
const column = (office, sql) => office.sql(sql).map(([v]) => v).filter((v) => v && v.length >= 5);

/**
 * The CCCD of everybody in the example. They are sealed in the database, so they are made here as src/app/example/example.c makes them;
 * some people of all parts of the office are opened one by one to see that this still is so.
 */
async function numbers(office) {
	const people = Number(office.sql('SELECT count(*) FROM person')[0][0]);
	const all = new Set(Array.from({ length: people * 30 }, (_, serial) => `000${100000000 + serial * 7919 % 800000000}`));
	const sealed = office.sql("SELECT id FROM person_identifier WHERE kind = 'cccd' ORDER BY id").map(([id]) => Number(id));
	assert.ok(sealed.length >= 100, `the example has ${sealed.length} CCCD`);
	const admin = await office.as('admin');
	for (let i = 0; i < 24; i++) {
		const res = await admin.call('identifier.reveal', { id: sealed[Math.floor(i * (sealed.length - 1) / 23)], reason: 'So với số của cơ quan ví dụ' });
		assert.equal(res.status, 200, res.text);
		const number = /\b\d{12}\b/.exec(res.text)[0];
		assert.ok(all.has(number), `${number} is made in another way than here`);
	}
	return all;
}

const bare = (text) => text.replace(/[\s.\-\u00a0]+/g, '');

for (const engine of engines)
	inOffice(engine, (t) => {
		let pages;

		t('every public page, feed and file answers, and no other page opens', async (office) => {
			// The example has neither phones nor addresses of mail: some of those who are named get them.
			const admin = await office.as('admin');
			for (const [id] of office.sql("SELECT DISTINCT person_id FROM award WHERE person_id IS NOT NULL AND state = 'valid' ORDER BY person_id LIMIT 12"))
				assert.equal((await admin.call('person.edit', { id: Number(id), email: `nguoi${id}@vidu.vn`, phone: `09${String(id).padStart(8, '7')}`, _version: 'any' })).status, 200);
			const codes = office.sql("SELECT token FROM certificate WHERE token <> '' ORDER BY id").map(([code]) => code);
			assert.ok(codes.length >= 3);
			pages = await crawl(office.nobody(), codes);
			const wrong = [...pages].filter(([, res]) => res.status >= 400).map(([path, res]) => `${path}: ${res.status}`);
			assert.deepEqual(wrong, []);
			for (const kind of ['/public', '/public/honours', '/public/honours.csv', '/public/honours.json', '/public/movements', '/public/exemplars',
				'/public/data', '/public/feed', '/public/periods', '/certificate/check', '/about/privacy'])
				assert.ok(pages.has(kind), `${kind} is not linked from the public pages`);
			assert.ok([...pages.keys()].some((p) => /^\/public\/movement\?id=/.test(p)), 'no movement');
			assert.ok([...pages.keys()].some((p) => /^\/public\/exemplar\?id=/.test(p)), 'no exemplar');
			assert.ok([...pages.keys()].some((p) => /after=/.test(p)), 'no second page of a list');
			for (const [path, res] of pages)
				if (res.status === 200 && !/^\/($|public|certificate\/check|api\/v1\/certificate\/check|about)/.test(path))
					assert.fail(`${path} opens for a stranger`);
		});

		t('nothing private of anybody is in them', async (office) => {
			const phones = column(office, "SELECT phone FROM person WHERE phone <> ''");
			const secrets = {
				'a birth date': column(office, 'SELECT birth FROM person WHERE birth IS NOT NULL')
					.flatMap((d) => [d, d.split('-').reverse().join('/'), d.split('-').reverse().map(Number).join('/')]),
				'an address of mail': column(office, "SELECT email FROM person WHERE email <> ''"),
				'a phone': phones,
				'a name of somebody who never won anything': column(office, `SELECT p.name FROM person p
					WHERE NOT EXISTS (SELECT 1 FROM award a WHERE a.person_id = p.id) AND NOT EXISTS (SELECT 1 FROM exemplar e WHERE e.person_id = p.id)
					AND NOT EXISTS (SELECT 1 FROM person o JOIN award a ON a.person_id = o.id WHERE o.name = p.name)
					AND NOT EXISTS (SELECT 1 FROM unmatched m WHERE m.name = p.name)`),
				'a reason': column(office, "SELECT reason FROM award WHERE reason <> ''"),
				'a consent': column(office, "SELECT consent FROM exemplar WHERE consent <> ''"),
				'an account': column(office, 'SELECT name FROM account'),
				'a discipline': column(office, "SELECT sign FROM discipline WHERE sign <> ''"),
			};
			for (const name of ['a birth date', 'an address of mail', 'a phone', 'a name of somebody who never won anything'])
				assert.ok(secrets[name].length >= 3, `the example has no ${name}: this test would show nothing`);
			const found = [];
			const said = [...pages].map(([path, res]) => [path, words(res)]);
			for (const [path, text] of said)
				for (const [what, values] of Object.entries(secrets))
					for (const value of values)
						if (text.includes(value))
							found.push(`${path}: ${what}, ${value}`);
			// Nor numbers in groups, as people write them.
			const cccd = await numbers(office);
			for (const [path, text] of said.filter(([path]) => !pages.get(path).headers['content-type']?.startsWith('image')).map(([path, text]) => [path, bare(text)])) {
				for (const phone of phones)
					if (text.includes(bare(phone)))
						found.push(`${path}: a phone, ${phone}`);
				for (const [digits] of text.matchAll(/\d{12,}/g))
					for (let at = 0; at + 12 <= digits.length; at++)
						if (cccd.has(digits.slice(at, at + 12)))
							found.push(`${path}: a CCCD, ${digits.slice(at, at + 12)}`);
			}
			assert.deepEqual(found.slice(0, 5), []);
			for (const kind of [/text\/html/, /atom\+xml/, /text\/csv/, /application\/json/])
				assert.ok([...pages.values()].some((res) => kind.test(res.headers['content-type'] ?? '')), `nothing of ${kind} was looked through`);
			assert.ok([...pages.keys()].some((path) => /^\/certificate\/check\?/.test(path)), 'no certificate was checked');
			for (const [path, text] of said) {
				assert.doesNotMatch(text, /\b\d{12}\b/, `${path}: twelve digits as of a CCCD`);
				assert.doesNotMatch(text, /\b0\d{9}\b/, `${path}: ten digits as of a phone`);
			}
		});

		t('what is out of sight is not found by its number either', async (office) => {
			const stranger = office.nobody();
			for (const [id] of office.sql("SELECT id FROM exemplar WHERE state <> 'published'"))
				assert.equal((await stranger.get(`/public/exemplar?id=${id}`)).status, 404);
			for (const [id] of office.sql("SELECT id FROM movement WHERE state IN ('draft', 'dropped', 'kept')"))
				assert.equal((await stranger.get(`/public/movement?id=${id}`)).status, 404);
			for (const path of ['/public/honours.xlsx', '/public/nothing', '/public/exemplar?id=999999', '/public/picture?id=999999'])
				assert.equal((await stranger.get(path)).status, 404, path);
			/* A picture goes with its exemplar: out for everybody, and back again out of sight. */
			const [[picture, exemplar]] = office.sql("SELECT p.id, p.exemplar_id FROM exemplar_picture p JOIN exemplar e ON e.id = p.exemplar_id WHERE e.state = 'published'");
			assert.equal((await stranger.get(`/public/picture?id=${picture}`)).status, 200);
			office.damage(`UPDATE exemplar SET state = 'withdrawn' WHERE id = ${exemplar}`);
			assert.equal((await stranger.get(`/public/picture?id=${picture}`)).status, 404);
			office.damage(`UPDATE exemplar SET state = 'published' WHERE id = ${exemplar}`);
			assert.equal((await stranger.get('/exemplar/list')).status, 303);
			assert.equal((await stranger.get('/comment/list')).status, 303);
		});

		t('the example office shows its half year: reviewed, answered from above, a stranger answered', async (office) => {
			assert.deepEqual(office.sql("SELECT kind FROM movement_review WHERE state = 'held' AND file_id IS NOT NULL"), [['interim']]);
			assert.deepEqual(office.sql("SELECT state FROM paper WHERE kind = 'bao-cao-so-ket'"), [['final']]);
			assert.deepEqual(office.sql('SELECT state FROM submission ORDER BY id'), [['answered'], ['sent']]);
			const [[period, text, answer]] = office.sql("SELECT period_id, text, answer FROM comment WHERE state = 'shown' ORDER BY id LIMIT 1");
			const page = (await office.nobody().get(`/public/period?id=${period}`)).text;
			assert.ok(page.includes(text) && page.includes(answer));
		});

		t('the feed is Atom, well formed, newest first', async (office) => {
			const res = await office.nobody().get('/public/feed');
			assert.match(res.headers['content-type'], /^application\/atom\+xml/);
			assert.equal(xmlFaults(res.text), '');
			assert.match(res.text, /<feed xmlns="http:\/\/www\.w3\.org\/2005\/Atom"/);
			const entries = res.text.split('<entry>').slice(1);
			assert.ok(entries.length >= 3, `${entries.length} entries`);
			const when = entries.map((e) => /<updated>(.*)<\/updated>/.exec(e)[1]);
			assert.deepEqual(when, [...when].sort().reverse());
			const ids = [...res.text.matchAll(/<id>(.*)<\/id>/g)].map((m) => m[1]);
			assert.equal(new Set(ids).size, ids.length);
			for (const entry of entries)
				assert.match(entry, /<title>.+<\/title>[^]*<link [^]*<summary>/);
		});

		t('data are CSV and JSON with the same rows', async (office) => {
			const stranger = office.nobody();
			for (const set of ['honours', 'movements', 'exemplars']) {
				const json = JSON.parse((await stranger.get(`/public/${set}.json`)).text);
				const csv = (await stranger.get(`/public/${set}.csv`)).text.trim().split('\n');
				assert.ok(json.length > 0, set);
				assert.ok(csv.length >= json.length + 1, set);
				for (const row of json)
					assert.ok(!('person_id' in row), set);
			}
		});

		t('a page is kept by whoever asked, until something changes', async (office) => {
			const stranger = office.nobody();
			const first = await stranger.get('/public');
			assert.match(first.headers['cache-control'], /public, max-age=/);
			const tag = first.headers.etag;
			assert.ok(tag);
			assert.equal((await office.nobody().get('/public', { 'if-none-match': tag })).status, 304);
			assert.equal((await office.nobody().get('/public')).text, first.text);
			const standing = await office.as('standing'), head = await office.as('head');
			assert.equal((await standing.get('/public')).headers['cache-control'], 'no-store');
			const [[id]] = office.sql("SELECT id FROM exemplar WHERE state = 'published' ORDER BY id LIMIT 1");
			assert.ok(first.text.includes(`/public/exemplar?id=${id}`));
			assert.equal((await head.call('exemplar.withdraw', { id: Number(id), reason: 'Người được nêu đổi ý', _version: 'any' })).status, 200);
			const later = await office.nobody().get('/public', { 'if-none-match': tag });
			assert.equal(later.status, 200);
			assert.ok(!later.text.includes(`/public/exemplar?id=${id}"`));
		});

		t('a flood of comments from one address stops at three', async (office) => {
			const [[period]] = office.sql("SELECT id FROM comment_period WHERE state = 'open' ORDER BY id LIMIT 1");
			const before = Number(office.sql('SELECT count(*) FROM comment')[0][0]);
			const said = [];
			for (let i = 0; i < 12; i++)
				said.push((await office.nobody().post('/public/comment', { period, text: `Ý kiến thứ ${i} của một người`, contact: '0987654321', website: '' })).status);
			assert.equal(said.filter((s) => s === 303).length, 3, said.join(' '));
			assert.equal(said.filter((s) => s === 503).length, 9, said.join(' '));
			assert.equal(Number(office.sql('SELECT count(*) FROM comment')[0][0]), before + 3);
			const huge = await office.nobody().post('/public/comment', { period, text: 'a'.repeat(100000) });
			assert.equal(huge.status, 413);
			const page = await office.nobody().get(`/public/period?id=${period}`);
			assert.doesNotMatch(page.text, /của một người|0987654321/);
			const stored = office.engine === 'sqlite' ? office.sql('SELECT quote(contact) FROM comment') : office.sql("SELECT encode(contact, 'escape') FROM comment");
			assert.ok(stored.every(([v]) => !v.includes('0987654321') && !v.includes(Buffer.from('0987654321').toString('hex').toUpperCase())));
		});
	});

await run();
