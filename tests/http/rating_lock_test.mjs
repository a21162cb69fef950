// Titles stop where a year's ratings are not settled. From the page that says so to the lock there are links all the way: nobody has to know an address.
import assert from 'node:assert/strict';
import { engines, inOffice } from '../lib/office.mjs';
import { run } from '../lib/tap.mjs';

const plain = (html) => html.replace(/<[^>]*>/g, ' ').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replace(/\s+/g, ' ').trim();

/** The addresses of the links with these words. */
function links(page, words) {
	return [...page.text.matchAll(/<a\b[^>]*\bhref="([^"]*)"[^>]*>([\s\S]*?)<\/a>/g)].filter(([, , text]) => plain(text) === words).map(([, href]) => href.replaceAll('&amp;', '&'));
}

async function follow(client, page, words) {
	const [href] = links(page, words);
	assert.ok(href, `no link "${words}" on a page that says: ${plain(page.text).slice(0, 2000)}`);
	const next = await client.get(href);
	assert.equal(next.status, 200, `${href}: ${next.status}`);
	return next;
}

const TO_RATINGS = 'Xếp loại của năm, chốt xếp loại', LOCK = 'Chốt xếp loại năm', UNLOCK = 'Mở lại xếp loại năm';

for (const engine of engines)
	inOffice(engine, (t) => {
		let nominee, year;

		t('the page of a title names what it waits for, to whom concludes', async (office) => {
			const standing = await office.as('standing');
			const [row] = office.sql(`SELECT n.id, n.year FROM nominee n, dossier d WHERE d.id = n.dossier_id AND d.type = 'merit' AND n.code IN ('LDTT', 'CSTDCS')
				AND n.state = 'proposed' AND d.state IN ('received', 'appraising') AND NOT EXISTS (SELECT 1 FROM rating_lock k WHERE k.year = n.year) ORDER BY n.id`);
			assert.ok(row, 'the example has a title that waits');
			[nominee, year] = row;
			const page = await standing.get(`/nominee/${nominee}`);
			assert.equal(page.status, 200);
			assert.deepEqual(links(page, 'Đủ điều kiện'), []);
			assert.match(plain(page.text), /Chưa kết luận đủ điều kiện được/);
			const check = await follow(standing, page, 'Kiểm tra theo luật');
			assert.match(plain(check.text), new RegExp(`Xếp loại năm ${year} chưa chốt`));
			// From 2026 on the decree is another, and that nobody confirmed when it rates is said.
			assert.match(plain(check.text), Number(year) < 2026 ? /90\/2020\/NĐ-CP/ : /335\/2025\/NĐ-CP; chưa xác nhận: /);
		});

		t('links lead from there to the lock, whose preview says who is missing, and it is done', async (office) => {
			const standing = await office.as('standing');
			const ratings = await follow(standing, await standing.get(`/nominee/check?id=${nominee}`), TO_RATINGS);
			const form = await follow(standing, ratings, LOCK);
			assert.match(form.text, new RegExp(`name="year"[^>]*value="${year}"|value="${year}"[^>]*name="year"`));
			const [, action] = /<form\b[^>]*action="([^"]*rating\/lock[^"]*)"/.exec(form.text);
			const shown = await standing.post(action, { year });
			assert.equal(shown.status, 200);
			assert.match(plain(shown.text), /Chưa có xếp loại cả năm \d/);
			assert.match(plain(shown.text), /Chưa xếp loại ở \S.*: \d+ người/);
			assert.deepEqual(office.sql(`SELECT year FROM rating_lock WHERE year = ${year}`), []);
			const done = await standing.post(action, { year, _confirm: '1' });
			assert.ok(done.status < 400, done.text);
			assert.equal(office.sql(`SELECT year FROM rating_lock WHERE year = ${year}`).length, 1);
			const check = await standing.get(`/nominee/check?id=${nominee}`);
			assert.deepEqual(links(check, TO_RATINGS), []);
			assert.equal(links(ratings, UNLOCK).length, 1);
		});

		t('who may not lock is offered neither', async (office) => {
			const clerk = await office.as('unit_clerk');
			const ratings = await clerk.get('/rating/list');
			assert.equal(ratings.status, 200);
			assert.deepEqual([...links(ratings, LOCK), ...links(ratings, UNLOCK)], []);
		});
	});
await run();
