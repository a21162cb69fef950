// A whole round in a browser, by the people whose work it is, one after another: for merit, for a theme, and a sudden one by the
// short procedure; from what was achieved to the dossier that is appraised and handed to the council. Every step is reached by
// the links of the pages, so that a button that lacks or a dead end is found here.
import assert from 'node:assert/strict';
import { run } from '../lib/tap.mjs';
import { engines, inOffice } from '../lib/office.mjs';
import { launch, open, violations } from '../lib/browser.mjs';

const browser = await launch();
const now = new Date(Date.now() + 7 * 3600e3);
const year = now.getUTCFullYear();
const iso = (plus) => new Date(now.getTime() + plus * 86400e3).toISOString().slice(0, 10);
const day = (plus) => iso(plus).split('-').reverse().join('/');

// --- what everybody does -----------------------------------------------------------------------

async function set(page, name, value) {
	const box = page.locator(`main [name="${name}"]:not([type=hidden])`).first();
	const picker = page.locator(`main [name="_${name}"]`);
	if (await picker.count()) {
		await picker.fill(value);
		await page.locator('.picker-list:not([hidden]) [role=option]').first().click();
		return;
	}
	const tag = await box.evaluate((e) => e.type ?? e.tagName);
	if (tag === 'checkbox')
		await box.check();
	else if (tag === 'file')
		await box.setInputFiles({ name: value, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') });
	else if (tag === 'select-one')
		await page.evaluate(([n, v]) => {
			const s = document.querySelector(`main select[name="${n}"]`);
			const o = [...s.options].find((o) => o.value === v || o.text.trim() === v);
			if (!o)
				throw new Error(`${n} offers ${[...s.options].map((x) => x.text)}, not ${v}`);
			s.value = o.value;
			s.dispatchEvent(new Event('change', { bubbles: true }));
		}, [name, value]);
	else
		await box.fill(value);
}

// Sends the form that is open, twice where it is shown first, and returns what the program says.
async function send(page, fields = {}) {
	for (const [name, value] of Object.entries(fields))
		await set(page, name, value);
	const leave = async () => {
		await Promise.all([page.waitForNavigation(), page.click('main form .form-actions button.primary, main form button.primary')]);
	};
	await leave();
	if (await page.locator('input[name=_confirm]').count())
		await leave();
	return said(page);
}

async function said(page) {
	const note = page.locator('main .note, .toasts .note').first();
	return (await note.count()) ? note.innerText() : page.locator('main').innerText();
}

// From the page one is on, by the link or button of that name, and through its form.
async function press(page, verb, fields, expect) {
	await follow(page, verb);
	const words = await send(page, fields);
	if (expect)
		assert.match(words, expect, `${verb}: ${words}`);
	return words;
}

async function follow(page, verb) {
	const link = page.getByRole('link', { name: verb, exact: true }).or(page.getByRole('button', { name: verb, exact: true })).first();
	assert.ok(await link.count(), `no "${verb}" on ${page.url()}\n${await page.locator('main').innerText()}`);
	if (!await link.isVisible())
		await page.locator('main details:not([open]) summary').first().click();
	await Promise.all([page.waitForNavigation(), link.click()]);
}

const badge = (page) => page.locator('section[aria-labelledby=now] .badge').first().innerText();

for (const engine of engines)
	inOffice(engine, (t) => {
		const w = {}; // windows by role; dossiers and nominees by name

		const as = async (office, role) => {
			w[role] ??= await open(browser, office, role);
			return w[role];
		};
		const id = (office, text) => office.sql(text)[0][0];

		t('the office has rated, attested and confirmed its rules', async (office) => {
			const standing = await office.as('standing'), head = await office.as('head');
			const write = async (op, input, by = standing) => {
				const res = await by.call(op, { _version: 'any', ...input });
				assert.ok(res.status < 300, `${op}: ${res.text}`);
				return res.json;
			};
			w.people = {};
			for (const name of ['Tẩn Mùi Phạm', 'Giàng Thị Dua', 'Lù Seo Páo'])
				w.people[name] = Number(id(office, `SELECT id FROM person WHERE name = '${name}'`));
			w.unit = Number(id(office, "SELECT id FROM unit WHERE name = 'Phòng Tổng hợp'"));
			for (const person_id of Object.values(w.people)) {
				await write('rating.add', { person_id, year, level: 'HTTNV', sign: '9/QĐ-VP', dated: iso(-1) });
				for (const matter of ['TU_LUC', 'GUONG_MAU', 'HOAN_THANH_TOT'])
					await write('attestation.add', { person_id, year, matter, yes: true, basis: 'Biên bản 5/BB' });
			}
			// Conditions that wait for somebody to hold them against the text of the law are confirmed by two people.
			const open = new Set();
			for (const award of ['LDTT', 'CSTDCS', 'GK']) {
				const res = await standing.read('law.explain', { award, subject: w.people['Tẩn Mùi Phạm'], year });
				assert.equal(res.status, 200, res.text);
				const walk = (o) => {
					if (o && typeof o === 'object') {
						if (o.key && /chưa xác nhận/.test(o.mark ?? ''))
							open.add(o.key);
						Object.values(o).forEach(walk);
					}
				};
				walk(res.json);
			}
			for (const key of open) {
				const { approval } = await write('overlay.confirm', { key, from: iso(-30), source: 'Đã đối chiếu Công báo', reason: 'Đối chiếu xong' });
				await write('approval.confirm', { id: approval }, head);
			}
		});

		t('a round for merit is opened and reaches the units', async (office) => {
			const page = await as(office, 'standing');
			await page.goto('/award_round/list');
			await press(page, 'Mở đợt', { title: 'Xét công trạng thử', type: 'merit', year: String(year),
				unit_id: 'Văn phòng Ủy ban nhân dân tỉnh Lào Cai', due: day(10) }, /đơn vị/);
			w.round = page.url().match(/award_round\/(\d+)/)[1];
		});

		t('the clerk makes the dossier and picks who is eligible now', async (office) => {
			const page = await as(office, 'unit_clerk');
			await page.goto(`/award_round/${w.round}`);
			await press(page, 'Lập hồ sơ', { title: 'Hồ sơ công trạng thử' }, /Đã lập hồ sơ/);
			w.dossier = page.url().match(/dossier\/(\d+)/)[1];
			assert.equal(await badge(page), 'Đang soạn');
			await press(page, 'Chọn người đủ điều kiện', { code: 'LDTT' }, /Đã thêm 3 đề nghị/);
			const rows = page.locator('section[aria-labelledby=nominees] tbody tr');
			assert.equal(await rows.count(), 3);
			// The law is asked while one looks.
			assert.equal(await rows.filter({ hasText: 'Đủ điều kiện' }).count(), 3);
			assert.match(await rows.first().innerText(), /Báo cáo thành tích/);
			assert.deepEqual(await violations(page), []);
			w.nominees = Object.fromEntries(office.sql(`SELECT name, id FROM nominee WHERE dossier_id = ${w.dossier}`));
		});
	});

try {
	await run();
} finally {
	await browser.close();
}
