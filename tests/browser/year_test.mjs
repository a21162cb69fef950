// The beginning of an office's year through its pages, each step by whom it belongs to and reached by the link that the page before
// offers: plan, movement, registration, achievement. Pages are used as they are without JavaScript.
import assert from 'node:assert/strict';
import { run } from '../lib/tap.mjs';
import { engines, inOffice } from '../lib/office.mjs';
import { launch, open } from '../lib/browser.mjs';

const browser = await launch();
const day = (plus) => new Date(Date.now() + 7 * 3600e3 + plus * 86400e3).toISOString().slice(0, 10).split('-').reverse().join('/');
const THIS = Number(day(0).slice(6));
const TOP = 'Văn phòng Ủy ban nhân dân tỉnh Lào Cai';
const text = (name, words) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(words) });

async function put(page, name, value) {
	const at = page.locator(`main form [name="${name}"]`), picker = page.locator(`main form [name="_${name}"]`);
	if (typeof value === 'object')
		return at.setInputFiles(value);
	if (await at.count() === 0 || await at.first().getAttribute('type') === 'hidden') {
		assert.ok(await picker.count(), `${page.url()} has no field ${name}`);
		return picker.fill(value);
	}
	const [tag, type] = await at.first().evaluate((e) => [e.tagName, e.type]);
	if (tag === 'SELECT') {
		const options = await at.locator('option').evaluateAll((all) => all.map((o) => [o.value, o.textContent.trim()]));
		const found = options.find(([v]) => v === value) ?? options.find(([, words]) => words.includes(value));
		assert.ok(found, `${page.url()}: ${name} offers no ${value}: ${options.map(([, words]) => words).join(' | ').slice(0, 600)}`);
		return at.selectOption({ value: found[0] });
	}
	if (type === 'radio')
		return page.locator(`main form [name="${name}"][value="${value}"]`).check({ force: true });
	if (type === 'checkbox')
		return at.first().setChecked(value === '1', { force: true });
	return at.first().fill(value);
}

for (const engine of engines)
	inOffice(engine, (t) => {
		const windows = {};
		let office;
		const at = async (role) => windows[role] ??= await open(browser, office, role, { javaScriptEnabled: false });
		let stopped = false; /* each step stands on those before it */
		const play = (name, fn) => t(name, async (here) => {
			assert.ok(!stopped, 'an earlier step failed');
			stopped = true;
			office = here;
			await fn();
			stopped = false;
		});

		/** `role` stands on `from`, takes the link to `op`, fills the form and sends it; what follows from a preview is confirmed. */
		async function does(role, from, op, fields = {}) {
			const page = await at(role), path = `/${op.replace('.', '/')}`;
			assert.equal((await page.goto(from)).status(), 200, `${role}: ${from}`);
			const link = (under) => page.locator(`${under} a[href="${path}"], ${under} a[href^="${path}?"]`);
			const links = await link('main').count() ? link('main') : link('nav');
			assert.ok(await links.count(), `${role}: no link to ${op} on ${from}`);
			await page.goto(await links.first().getAttribute('href'));
			for (const [name, value] of Object.entries(fields))
				await put(page, name, value);
			for (let i = 0; i < 2 && new URL(page.url()).pathname === path; i++)
				await page.locator('main form button.primary').first().click();
			const said = (await page.locator('.note.bad, .errors, [role=alert], .err').allInnerTexts()).filter(Boolean);
			assert.deepEqual(said, [], `${role} ${op}`);
			assert.notEqual(new URL(page.url()).pathname, path, `${role} ${op}: ${(await page.locator('main').innerText()).slice(0, 600)}`);
			return page;
		}
		const last = (table) => Number(office.sql(`SELECT max(id) FROM ${table}`)[0][0]);
		const state = (table, id) => office.sql(`SELECT state FROM ${table} WHERE id = ${id}`)[0][0];

		let plan, movement, round, deed;

		play('a plan becomes a movement that the head launches', async () => {
			await does('standing', '/plan/list', 'plan.write', { type: 'Kế hoạch', title: 'Thi đua chuyển đổi số cuối năm', number: '77', notation: 'KH-VP', dated: day(0), place: 'Lào Cai',
				issuer: 'Văn phòng UBND tỉnh Lào Cai', signer_post: 'Chánh Văn phòng', signer_name: 'Hoàng Quốc Bảo', text: 'I. MỤC ĐÍCH\nMọi hồ sơ lập trên mạng.\nII. NỘI DUNG\n1. Các phòng rà soát hồ sơ giấy.' });
			plan = last('plan');
			await does('standing', `/plan/${plan}`, 'plan.confirm');
			await does('standing', `/plan/${plan}`, 'movement.from_plan', { form: 'theme', begins: day(0), ends: day(60) });
			movement = last('movement');
			await does('head', `/movement/${movement}`, 'movement.launch', { lacking: 'Các nội dung khác theo kế hoạch chung của năm' });
			await does('unit_head', `/movement/${movement}`, 'movement.answer', { answer: 'Phòng đã phân công từng người.' });
			assert.equal(state('movement', movement), 'launched');
		});

		play('who works there registers, and the head of the unit approves', async () => {
			await does('standing', '/round/list', 'round.open', { title: 'Đăng ký chuyên đề chuyển đổi số', year: String(THIS), unit_id: TOP, asks: 'both', movement_id: 'Thi đua chuyển đổi số cuối năm', due: day(10) });
			round = last('registration_round');
			await does('member', `/round/${round}`, 'registration.write', { 'titles.0.code': 'GK', 'targets.0.what': 'Hồ sơ lập trên mạng', 'targets.0.planned': '100', 'targets.0.measured_in': '%', send: '1' });
			await does('unit_head', `/registration/${last('registration')}`, 'registration.approve');
			assert.equal(state('registration', last('registration')), 'approved');
		});

		play('an achievement is told with its evidence and confirmed', async () => {
			await does('member', '/deed/list', 'deed.report', { kind: 'campaign', title: 'Số hóa 900 hồ sơ giấy của phòng', on: day(-1), effect: 'Tìm một hồ sơ còn 10 giây.', scope: 'office', evidence: text('minh-chung.txt', 'Biên bản nghiệm thu') });
			deed = last('deed');
			await does('unit_head', `/deed/${deed}`, 'deed.confirm');
			assert.equal(state('deed', deed), 'valid');
		});

		play('every window is closed', async () => {
			for (const window of Object.values(windows))
				await window.context().close();
		});
	});

await run();
await browser.close();
